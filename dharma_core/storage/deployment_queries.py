"""Reading deployments from the database: one, a page, those under way, and their logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select

from dharma_core.blueprints.records import Page
from dharma_core.deployments.values import Deployment, DeploymentState, LogLine
from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.storage.deployment_rows import deployment_of
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import deployment_log, deployments

__all__ = ["DeploymentQueries"]

_HINTS = 1000
_COLUMNS = tuple(column for column in deployments.c if column.name != "plan")


class DeploymentQueries:
    """Read the deployments of the actor's tenant."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, id: str) -> Deployment:  # noqa: A002 - the domain's word
        """Return a deployment.

        Raises
        ------
        NotFoundError
            If there is none of that id; the nearest one is named.
        """
        query = select(*_COLUMNS).where(self._mine(), deployments.c.id == id)
        row = next(iter(self._scope.rows(query)), None)
        if row is None:
            known = select(deployments.c.id).where(self._mine()).limit(_HINTS)
            raise NotFoundError(
                f"No deployment {id!r}.",
                next_step=nearest(id, self._scope.read(known).scalars())
                or "Nothing was deployed yet: 'dharma deploy SOURCE'.",
            )
        return deployment_of(row)

    def page(
        self, *, number: int = 1, size: int = 20, state: DeploymentState | None = None
    ) -> Page[Deployment]:
        """Return a page of deployments, newest first."""
        if number < 1 or size < 1:
            raise InputError(
                f"There is no page {number} of size {size}.", next_step="Count pages from 1."
            )
        wanted = [self._mine()] if state is None else [self._mine(), deployments.c.state == state]
        total = self._scope.read(select(func.count()).select_from(deployments).where(*wanted))
        query = (
            select(*_COLUMNS)
            .where(*wanted)
            .order_by(deployments.c.created.desc(), deployments.c.id.desc())
            .limit(size)
            .offset((number - 1) * size)
        )
        items = tuple(deployment_of(row) for row in self._scope.rows(query))
        return Page(items, total.scalar_one(), number, size)

    def unfinished(self) -> tuple[Deployment, ...]:
        """Return every deployment that is in no final state, oldest first."""
        going = [state.value for state in DeploymentState if not state.final]
        query = (
            select(*_COLUMNS)
            .where(self._mine(), deployments.c.state.in_(going))
            .order_by(deployments.c.created, deployments.c.id)
        )
        return tuple(deployment_of(row) for row in self._scope.rows(query))

    def last_completed(self, name: str, *, target: str, environment: str) -> Deployment | None:
        """Return the latest completed deployment of that name there: where a rollback leads."""
        query = (
            select(*_COLUMNS)
            .where(
                self._mine(),
                deployments.c.name == name,
                deployments.c.state == DeploymentState.COMPLETED.value,
                deployments.c.target == target,
                deployments.c.environment == environment,
            )
            .order_by(deployments.c.updated.desc(), deployments.c.id.desc())
            .limit(1)
        )
        row = next(iter(self._scope.rows(query)), None)
        return None if row is None else deployment_of(row)

    def completed(self, name: str) -> tuple[Deployment, ...]:
        """Return the latest completed deployments of a design, wherever they went."""
        query = (
            select(*_COLUMNS)
            .where(
                self._mine(),
                deployments.c.name == name,
                deployments.c.state == DeploymentState.COMPLETED.value,
            )
            .order_by(deployments.c.updated.desc(), deployments.c.id.desc())
            .limit(_HINTS)
        )
        return tuple(deployment_of(row) for row in self._scope.rows(query))

    def plan(self, id: str) -> Mapping[str, Any] | None:  # noqa: A002 - the domain's word
        """Return the plan kept with a deployment, None when there is none.

        Raises
        ------
        NotFoundError
            If there is no such deployment.
        """
        self.get(id)
        query = select(deployments.c.plan).where(deployments.c.id == id)
        found: Mapping[str, Any] | None = self._scope.read(query).scalar_one()
        return found

    def log(self, id: str, *, after: int = 0, limit: int = 1000) -> tuple[tuple[int, LogLine], ...]:  # noqa: A002 - the domain's word
        """Return lines of the log with their numbers, the first ones after a number."""
        self.get(id)
        table = deployment_log
        query = (
            select(table.c.number, table.c.time, table.c.level, table.c.message, table.c.step)
            .where(table.c.deployment_id == id, table.c.number > after)
            .order_by(table.c.number)
            .limit(limit)
        )
        return tuple(
            (row.number, LogLine(row.time, row.level, row.message, row.step))
            for row in self._scope.read(query)
        )

    def _mine(self) -> ColumnElement[bool]:
        return deployments.c.tenant == self._scope.actor.tenant
