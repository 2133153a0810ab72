"""The steps of a deployment, free of any engine: each reads where it stands and may be repeated.

A step that finds its work done says so and does nothing, so a killed process can begin again at
any of them. What a step answers decides what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from dharma_core.deployments.decisions import (
    budget_stop,
    describe_changes,
    guardrail_stop,
    missing_inputs,
    needs_approval,
    stack_name,
)
from dharma_core.deployments.journal import Journal
from dharma_core.deployments.ports import Applied, Executor, Order, Ports, Rendered, Unit
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.errors import AdapterError, DharmaError, InputError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.money import plain
from dharma_core.plan import Plan, diff_plans
from dharma_core.plan.masking import MASKED
from dharma_core.plan.terraform_json import plan_from_json

__all__ = ["RESUMED", "Outcome", "Steps"]

RESUMED = "Resumed after its worker ended"
_S = DeploymentState
_MAX_UNCONFIRMED = 3


class Outcome(StrEnum):
    """What follows a step."""

    GO = "go"
    STOP = "stop"
    WAIT = "wait"
    BUSY = "busy"
    UNDO = "undo"


class Steps:
    """The steps of one deployment.

    Parameters
    ----------
    ports : Ports
    id : str
        Of the deployment.
    actor : Actor
        In whose name it is written: who asked for it.
    """

    def __init__(self, ports: Ports, id: str, actor: Actor) -> None:  # noqa: A002 - the domain's word
        self._ports = ports
        self._journal = Journal(ports, id, actor)
        self._id = id

    def validate(self) -> Outcome:
        """Let the guardrails judge the plan; a violation ends the deployment."""
        return self._guarded(_S.VALIDATING, (_S.QUEUED,), self._validate)

    def plan(self) -> Outcome:
        """Price and generate; over the budget it ends, in production it waits."""
        return self._guarded(_S.PLANNING, (_S.VALIDATING,), self._plan)

    def decision(self) -> Outcome:
        """Return whether somebody has approved or cancelled by now."""
        state = self._journal.read().state
        if state is _S.AWAITING_APPROVAL:
            return Outcome.WAIT
        return Outcome.STOP if state.final else Outcome.GO

    def begin(self) -> Outcome:
        """Start applying, unless another deployment of the same stack is at it."""
        ready = self._journal.read()
        if ready.state is _S.APPROVED:
            try:
                self._inputs(ready, self._rendered(ready))
            except DharmaError as error:
                return self._end(ready, _S.FAILED, str(error))
        with self._ports.records.transaction(self._journal.actor) as unit:
            found = unit.deployments.get(self._id)
            if found.state is not _S.APPROVED:
                return Outcome.STOP if found.state.final else Outcome.GO
            if self._others_at_work(unit, found):
                return Outcome.BUSY
            unit.deployments.change_state(self._id, _S.APPLYING)
        return Outcome.GO

    def apply(self) -> str:
        """Make it real; return what went wrong, empty when nothing did."""
        found = self._journal.read()
        if found.state is not _S.APPLYING:
            return ""
        log = self._journal.say("apply")
        try:
            executor = self._executor(found, "apply")
            order = self._order(found)
            done = self._journal.effect(
                "apply",
                {"stack": order.stack, "target": found.request.target},
                lambda: executor.apply(order, log=log),
            )
        except DharmaError as error:
            log(str(error), level="error")
            return error.message
        log(done)
        return ""

    def confirm(self, problem: str) -> Outcome:
        """Ask what is really there, and end well, or badly, or go on to roll back."""
        found = self._journal.read()
        if found.state is not _S.APPLYING:
            return Outcome.UNDO if found.state is _S.ROLLING_BACK else Outcome.STOP
        applied = self._survey(found, quiet=bool(problem))
        if isinstance(applied, str):
            problem, applied = problem or applied, Applied(found.resources)
        problem = problem or _unconfirmed(applied)
        return self._settle(replace(found, resources=applied.resources), applied, problem)

    def undo(self) -> Outcome:
        """Go back to the previous good version, or to nothing."""
        found = self._journal.read()
        if found.state is not _S.ROLLING_BACK:
            return Outcome.STOP
        log = self._journal.say("rollback")
        try:
            executor = self._executor(found, "rollback")
            order = self._order(found, secrets=False)
            previous = self._previous(found)
            goal = previous.deployment_id if previous else "nothing"
            undone = self._journal.effect(
                "rollback",
                {"stack": order.stack, "to": goal},
                lambda: executor.undo(order, previous, known=found.resources, log=log),
            )
        except DharmaError as error:
            return self._end(found, _S.FAILED, f"{found.reason} The rollback failed: {error}")
        left = undone.resources or tuple(replace(r, status="removed") for r in found.resources)
        facts = replace(found, resources=left, outputs=self._outputs(order.plan, undone.outputs))
        state = _S.ROLLED_BACK if undone.complete else _S.FAILED
        how = "Rolled back:" if undone.complete else "The rollback is incomplete:"
        return self._end(facts, state, f"{found.reason} {how} {undone.summary}".strip())

    def give_up(self, why: str) -> Outcome:
        """End a deployment whose step failed in a way nobody foresaw."""
        found = self._journal.read()
        if found.state is _S.APPLYING and found.request.rollback_on_failure:
            self._move(found, _S.ROLLING_BACK, why)
            return Outcome.UNDO
        return Outcome.STOP if found.state.final else self._end(found, _S.FAILED, why)

    def _guarded(
        self,
        state: DeploymentState,
        before: tuple[DeploymentState, ...],
        body: Callable[[Deployment], Outcome],
    ) -> Outcome:
        """Enter a state and do its work; skip it when the deployment is past it."""
        with self._ports.records.transaction(self._journal.actor) as unit:
            found = unit.deployments.get(self._id)
            if found.state in before:
                found = unit.deployments.change_state(self._id, state)
        if found.state is not state:
            return _past(found.state)
        try:
            return body(found)
        except DharmaError as error:
            return self._end(found, _S.FAILED, str(error))

    def _validate(self, found: Deployment) -> Outcome:
        report = self._ports.check(self._stored_plan(found.id))
        stop = guardrail_stop(report)
        log = self._journal.say("validate")
        log(
            f"{len(report.rules_run)} rules: {len(report.violations)} violations, "
            f"{len(report.warnings)} warnings."
        )
        with self._ports.records.transaction(self._journal.actor) as unit:
            if unit.deployments.get(self._id).state is not _S.VALIDATING:
                return Outcome.STOP
            facts = replace(found, violations=len(report.violations))
            unit.deployments.update(facts)
            counts = {"violations": len(report.violations), "warnings": len(report.warnings)}
            self._journal.event(unit, EventType.GUARDRAILS_VALIDATED, counts, success=report.passed)
        return self._end(facts, _S.FAILED, stop) if stop else Outcome.GO

    def _plan(self, found: Deployment) -> Outcome:
        plan = self._stored_plan(found.id)
        log = self._journal.say("plan")
        estimate = self._ports.estimate(plan)
        log(f"Estimated at {estimate.total.text()} a month.")
        rendered = self._ports.render(plan, found.request.executor)
        for address in rendered.generation.untranslated:
            log(f"{address} cannot be written in {rendered.generation.format}.", level="warning")
        log(self._difference(found, plan))
        amount = estimate.total.rounded()
        with self._ports.records.transaction(self._journal.actor) as unit:
            if unit.deployments.get(self._id).state is not _S.PLANNING:
                return Outcome.STOP
            facts = unit.deployments.update(replace(found, estimate=amount))
            self._journal.event(
                unit, EventType.COST_ESTIMATED, {"monthly": plain(amount), "currency": "USD"}
            )
            files = [f.path for f in rendered.generation.files]
            self._journal.event(
                unit, EventType.CODE_GENERATED, {"format": found.request.executor, "files": files}
            )
        stop = budget_stop(estimate, found.request.budget)
        if stop:
            return self._end(facts, _S.FAILED, stop)
        return self._to_approval(facts, log)

    def _to_approval(self, found: Deployment, log: Callable[..., None]) -> Outcome:
        if needs_approval(found.request):
            self._move(found, _S.AWAITING_APPROVAL)
            log(f"Waiting for an approval: dharma deploy approve {found.id}")
            return Outcome.WAIT
        self._move(found, _S.APPROVED)
        return Outcome.GO

    def _difference(self, found: Deployment, plan: Plan) -> str:
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        if former is None:
            return f"First deployment of this design here: {len(plan.managed)} to create."
        changes = diff_plans(self._stored_plan(former.id), plan)
        return f"Against deployment {former.id}: {describe_changes(changes)}."

    def _survey(self, found: Deployment, *, quiet: bool) -> Applied | str:
        """Return what is there, or why nobody can tell; quiet when it is known to be incomplete."""
        log = _silent if quiet else self._journal.say("confirm")
        try:
            executor = self._executor(found, "confirm")
            return executor.confirm(self._order(found, secrets=False), log=log)
        except DharmaError as error:
            return error.message

    def _settle(self, found: Deployment, applied: Applied, problem: str) -> Outcome:
        if not problem:
            plan = self._stored_plan(found.id)
            facts = replace(found, outputs=self._outputs(plan, applied.outputs))
            return self._end(facts, _S.COMPLETED, "")
        if RESUMED in found.reason:
            problem = f"{problem} {found.reason}"
        if not found.request.rollback_on_failure:
            return self._end(found, _S.FAILED, f"{problem} What was made stays, as asked.")
        self._journal.say("confirm")(f"Rolling back: {problem}", level="error")
        self._move(found, _S.ROLLING_BACK, problem)
        return Outcome.UNDO

    def _end(self, found: Deployment, state: DeploymentState, reason: str) -> Outcome:
        moved = self._move(found, state, reason)
        if moved is not None:
            level = "info" if state in (_S.COMPLETED, _S.ROLLED_BACK) else "error"
            told = state.value.replace("_", " ").capitalize()
            self._journal.say("end")(f"{told}. {moved.reason}".strip(), level=level)
        return Outcome.STOP

    def _move(
        self, found: Deployment, state: DeploymentState, reason: str = ""
    ) -> Deployment | None:
        """Keep the facts and change the state in one; None when somebody cancelled meanwhile."""
        with self._ports.records.transaction(self._journal.actor) as unit:
            if unit.deployments.get(self._id).state is not found.state:
                return None
            unit.deployments.update(found)
            return unit.deployments.change_state(self._id, state, reason=reason)

    def _others_at_work(self, unit: Unit, found: Deployment) -> bool:
        return any(
            other.id != found.id
            and other.state in (_S.APPLYING, _S.ROLLING_BACK)
            and other.request.target == found.request.target
            and stack_name(other) == stack_name(found)
            for other in unit.deployments.unfinished()
        )

    def _executor(self, found: Deployment, step: str) -> Executor:
        region = self._stored_plan(found.id).region
        log = self._journal.say(step)
        return self._ports.executors.open(found.request, region=region, log=log)

    def _previous(self, found: Deployment) -> Order | None:
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        return None if former is None else self._order(former)

    def _order(self, found: Deployment, *, secrets: bool = True) -> Order:
        """Return what to ask of the executor; reading back and deleting need no secrets."""
        rendered = self._rendered(found)
        return Order(
            deployment_id=found.id,
            stack=stack_name(found),
            plan=self._stored_plan(found.id),
            generation=rendered.generation,
            logical_ids=rendered.logical_ids,
            parameters=self._inputs(found, rendered, secrets=secrets),
        )

    def _rendered(self, found: Deployment) -> Rendered:
        return self._ports.render(self._stored_plan(found.id), found.request.executor)

    def _inputs(
        self, found: Deployment, rendered: Rendered, *, secrets: bool = True
    ) -> dict[str, str]:
        """Return the value of each input by the format's name; InputError when one is unknown.

        Where secrets are not needed a missing one is blank: Terraform asks even to destroy.
        """
        given = {v.name: self._ports.secret(found.id, v.name) for v in rendered.inputs}
        known = {name: value for name, value in given.items() if value is not None}
        missing = missing_inputs(rendered.inputs, known)
        if secrets:
            _require(missing)
        known |= dict.fromkeys(missing, "")
        literal = {v.name: v.value for v in rendered.inputs if v.value not in (None, MASKED)}
        values = {name: _text(value) for name, value in literal.items()} | known
        return {rendered.names.get(n, n): v for n, v in values.items()}

    def _stored_plan(self, id: str) -> Plan:  # noqa: A002 - the domain's word
        with self._ports.records.reading(self._journal.actor) as unit:
            document = unit.deployments.plan(id)
            name = unit.deployments.get(id).name
        if document is None:
            raise AdapterError(
                f"The plan of deployment {id} is not in the store.", next_step="Deploy it again."
            )
        return plan_from_json(document, name=name)

    def _outputs(self, plan: Plan, made: Mapping[str, Any]) -> dict[str, Any]:
        """Return outputs under the plan's names (a format may allow fewer characters)."""
        by_key = {_key(o.name): o for o in plan.outputs}
        found = {by_key[_key(n)].name: v for n, v in made.items() if _key(n) in by_key}
        secret = {o.name for o in plan.outputs if o.sensitive}
        return {name: MASKED if name in secret else v for name, v in found.items()}


def _past(state: DeploymentState) -> Outcome:
    if state.final:
        return Outcome.STOP
    return Outcome.WAIT if state is _S.AWAITING_APPROVAL else Outcome.GO


def _last_good(unit: Unit, found: Deployment) -> Deployment | None:
    request = found.request
    former = unit.deployments.last_completed(
        found.name, target=request.target, environment=request.environment
    )
    same = former is not None and former.request.executor == request.executor
    return former if same and former is not None and former.id != found.id else None


def _unconfirmed(applied: Applied) -> str:
    wrong = applied.unconfirmed
    if not wrong:
        return ""
    named = "; ".join(f"{r.address}: {r.detail}" for r in wrong[:_MAX_UNCONFIRMED])
    more = f"; and {len(wrong) - _MAX_UNCONFIRMED} more" if len(wrong) > _MAX_UNCONFIRMED else ""
    return f"{len(wrong)} of {len(applied.resources)} resources not confirmed ({named}{more})."


def _require(missing: tuple[str, ...]) -> None:
    if missing:
        raise InputError(
            f"No value for {', '.join(missing)}: secrets are never stored with a deployment.",
            next_step="Set "
            + ", ".join(f"DHARMA_VAR_{name}" for name in missing)
            + " where the deployment runs (dharma deploy or dharma serve).",
            details={"missing": list(missing)},
        )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _silent(message: str, *, level: str = "info") -> None:  # noqa: ARG001 - a Log that says nothing
    return
