"""Deployments in the database: states follow only as the rules allow, each change on record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, insert, select, update

from dharma_core.audit import canonical_json
from dharma_core.deployments.values import NEXT_STATES, Deployment, DeploymentState, LogLine
from dharma_core.errors import ConflictError, InputError
from dharma_core.events import EventType
from dharma_core.storage.deployment_queries import DeploymentQueries
from dharma_core.storage.deployment_rows import facts_of, history_row, row_of, storable
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import deployment_log, deployments

__all__ = ["DeploymentRepository"]

_S = DeploymentState
_STATE_EVENTS: Mapping[DeploymentState, EventType] = {
    _S.VALIDATING: EventType.DEPLOYMENT_STARTED,
    _S.APPROVED: EventType.DEPLOYMENT_APPROVED,
    _S.COMPLETED: EventType.DEPLOYMENT_COMPLETED,
    _S.FAILED: EventType.DEPLOYMENT_FAILED,
    _S.ROLLED_BACK: EventType.DEPLOYMENT_ROLLED_BACK,
    _S.CANCELLED: EventType.DEPLOYMENT_CANCELLED,
}


class DeploymentRepository(DeploymentQueries):
    """Keep and read the deployments of the actor's tenant.

    Outputs and plans are kept as given: the caller masks what is sensitive.
    """

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        super().__init__(scope)
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
            reason=storable(reason) or found.reason,
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
                message=storable(line.message),
            )
        )
        return following

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
