"""Deployments in the database: states follow only as the rules allow, each change on record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from dharma_core.audit import canonical_json
from dharma_core.blueprints.records import Page
from dharma_core.deployments.values import NEXT_STATES, Deployment, DeploymentState, LogLine
from dharma_core.errors import ConflictError, InputError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.storage.deployment_rows import deployment_of, facts_of, history_row, row_of
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import deployment_log, deployments

__all__ = ["DeploymentRepository"]

_HINTS = 1000
_COLUMNS = tuple(column for column in deployments.c if column.name != "plan")
_S = DeploymentState
_STATE_EVENTS: Mapping[DeploymentState, EventType] = {
    _S.VALIDATING: EventType.DEPLOYMENT_STARTED,
    _S.APPROVED: EventType.DEPLOYMENT_APPROVED,
    _S.COMPLETED: EventType.DEPLOYMENT_COMPLETED,
    _S.FAILED: EventType.DEPLOYMENT_FAILED,
    _S.ROLLED_BACK: EventType.DEPLOYMENT_ROLLED_BACK,
    _S.CANCELLED: EventType.DEPLOYMENT_CANCELLED,
}


class DeploymentRepository:
    """Keep and read the deployments of the actor's tenant.

    Outputs and plans are kept as given: the caller masks what is sensitive.
    """

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def add(self, deployment: Deployment, *, plan: Mapping[str, Any] | None = None) -> Deployment:
        """Keep a new deployment, queued.

        Parameters
        ----------
        plan : mapping, optional
            The plan as JSON values (``plan_to_json``, masked).

        Returns
        -------
        Deployment
            With the actor's tenant and its first state in the history.

        Raises
        ------
        InputError
            If its state is not ``queued``.
        ConflictError
            If its id is taken.
        """
        if deployment.state is not _S.QUEUED:
            raise InputError(
                f"A new deployment is queued, not {deployment.state}.",
                next_step="Add it as queued, then move it on with change_state.",
            )
        kept = replace(
            deployment,
            tenant=self._scope.actor.tenant,
            history=((_S.QUEUED, deployment.created),),
        )
        row = {**row_of(kept), "plan": plan}
        self._scope.write(insert(deployments).values(**row))
        self._emit(EventType.DEPLOYMENT_REQUESTED, kept.id, after=_state(kept))
        return kept

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
                f"No deployment {id!r}.", next_step=nearest(id, self._scope.read(known).scalars())
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
                deployments.c.state == _S.COMPLETED.value,
                deployments.c.target == target,
                deployments.c.environment == environment,
            )
            .order_by(deployments.c.updated.desc(), deployments.c.id.desc())
            .limit(1)
        )
        row = next(iter(self._scope.rows(query)), None)
        return None if row is None else deployment_of(row)

    def change_state(self, id: str, state: DeploymentState, *, reason: str = "") -> Deployment:  # noqa: A002
        """Move a deployment to another state.

        Parameters
        ----------
        reason : str
            Why, in words; the former reason stays when left out.

        Raises
        ------
        ConflictError
            If that state may not follow the present one; nothing is written.
        """
        found = self.get(id)
        if state not in NEXT_STATES[found.state]:
            raise _wrong_state(found, state)
        now = self._scope.now
        moved = replace(
            found,
            state=state,
            reason=reason or found.reason,
            updated=now,
            history=(*found.history, (state, now)),
        )
        self._write(
            id,
            state=state.value,
            reason=moved.reason,
            updated=now,
            history=history_row(moved.history),
        )
        kind = _STATE_EVENTS.get(state, EventType.DEPLOYMENT_STATE_CHANGED)
        self._emit(kind, id, before=_state(found), after=_state(moved))
        return moved

    def update(self, deployment: Deployment) -> Deployment:
        """Keep what a step found out: reason, estimate, violations, resources and outputs.

        Raises
        ------
        ConflictError
            If the deployment has moved to another state since it was read; nothing is written.
        """
        found = self.get(deployment.id)
        if found.state is not deployment.state:
            raise ConflictError(
                f"Deployment {found.id} is {found.state} by now, no longer {deployment.state}.",
                next_step="Read it again and decide anew.",
            )
        facts = facts_of(deployment)
        changed = {name for name, value in facts_of(found).items() if facts[name] != value}
        if not changed:
            return found
        now = self._scope.now
        self._write(found.id, updated=now, **facts)
        before, after = facts_of(found), facts
        self._emit(
            EventType.DEPLOYMENT_UPDATED,
            found.id,
            before={name: before[name] for name in sorted(changed)},
            after={name: after[name] for name in sorted(changed)},
        )
        return self.get(found.id)

    def keep_plan(self, id: str, plan: Mapping[str, Any]) -> None:  # noqa: A002 - the domain's word
        """Keep the plan being deployed (``plan_to_json``, masked) in place of the former one."""
        had = self.plan(id) is not None
        self._write(id, plan=plan)
        self._emit(
            EventType.DEPLOYMENT_UPDATED, id, before={"plan": had}, after={"plan": _shape(plan)}
        )

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

    def append_log(self, id: str, line: LogLine) -> int:  # noqa: A002 - the domain's word
        """Add a line to a deployment's live log and return its number; the audit has no entry."""
        self.get(id)
        number = func.coalesce(func.max(deployment_log.c.number), 0)
        last = self._scope.read(select(number).where(deployment_log.c.deployment_id == id))
        following: int = last.scalar_one() + 1
        self._scope.write(
            insert(deployment_log).values(
                deployment_id=id,
                number=following,
                tenant=self._scope.actor.tenant,
                user=self._scope.actor.user,
                time=line.time,
                level=line.level,
                step=line.step,
                message=line.message,
            )
        )
        return following

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

    def _write(self, id_: str, **values: Any) -> None:
        query = update(deployments).where(self._mine(), deployments.c.id == id_)
        self._scope.write(query.values(**values))

    def _emit(self, kind: EventType, id_: str, **states: Mapping[str, Any]) -> None:
        self._events.append(self._scope.event(kind, ("deployment", id_), **states))


def _state(deployment: Deployment) -> dict[str, Any]:
    return {
        "name": deployment.name,
        "state": deployment.state.value,
        "reason": deployment.reason,
        "target": deployment.request.target,
        "environment": deployment.request.environment,
    }


def _shape(plan: Mapping[str, Any]) -> dict[str, Any]:
    text = canonical_json(plan).encode("ascii")
    return {
        "digest": hashlib.sha256(text).hexdigest(),
        "resources": len(plan.get("resource_changes", ())),
    }


def _wrong_state(found: Deployment, state: DeploymentState) -> ConflictError:
    allowed = ", ".join(sorted(NEXT_STATES[found.state])) or "nothing: it has ended"
    return ConflictError(
        f"Deployment {found.id} is {found.state} and cannot become {state}.",
        next_step=f"What may follow: {allowed}.",
        details={"state": found.state.value, "wanted": state.value},
    )
