"""The steps of a deployment, free of any engine: each reads where it stands and may be repeated.

A step that finds its work done says so and does nothing, so a killed process can begin again at
any of them. What a step answers decides what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.decisions import (
    budget_stop,
    describe_changes,
    guardrail_stop,
    needs_approval,
    stack_name,
    waived_words,
)
from dharma_core.deployments.journal import Journal
from dharma_core.deployments.orders import Orders
from dharma_core.deployments.ports import Applied, Executor, Order, Ports, Priced, Unit
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.errors import DharmaError
from dharma_core.events import EventType
from dharma_core.finops.budgets import Gate
from dharma_core.identity import Actor
from dharma_core.money import plain
from dharma_core.plan import Plan, diff_plans

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
        self._orders = Orders(ports, actor)
        self._id = id

    def validate(self) -> Outcome:
        """Let the guardrails judge the plan; a violation ends the deployment."""
        return self._guarded(_S.VALIDATING, (_S.QUEUED,), self._validate)

    def plan(self) -> Outcome:
        """Price and generate; over a budget it ends or asks, in production it waits."""
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
                self._orders.require_inputs(ready)
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
            order = self._orders.order(found)
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
            order = self._orders.order(found)
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
        facts = replace(
            found, resources=left, outputs=self._orders.outputs(order.plan, undone.outputs)
        )
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
        report = self._ports.check(self._orders.stored_plan(found.id))
        stop = guardrail_stop(report)
        log = self._journal.say("validate")
        log(
            f"{len(report.rules_run)} rules: {len(report.violations)} violations, "
            f"{len(report.warnings)} warnings{waived_words(report)}."
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
        plan = self._orders.stored_plan(found.id)
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
        verdict = self._ports.budgets(facts, plan, self._priced(facts, estimate))
        if verdict is not None and verdict.gate is Gate.STOP:
            return self._end(facts, _S.FAILED, verdict.reason)
        return self._to_approval(facts, log, "" if verdict is None else verdict.reason)

    def _priced(self, found: Deployment, estimate: Estimate) -> Priced:
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        before = former.estimate if former is not None else None
        total = estimate.total
        return Priced(total.rounded(), before or Decimal(0), total.currency)

    def _to_approval(self, found: Deployment, log: Callable[..., None], asked: str) -> Outcome:
        """Go on, or wait for somebody: ``asked`` says why a budget wants it, whoever deploys."""
        if asked:
            log(asked, level="warning")
        if asked or needs_approval(found.request):
            self._move(found, _S.AWAITING_APPROVAL, asked)
            log(f"Waiting for an approval: dharma deploy approve {found.id}")
            return Outcome.WAIT
        self._move(found, _S.APPROVED)
        return Outcome.GO

    def _difference(self, found: Deployment, plan: Plan) -> str:
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        if former is None:
            return f"First deployment of this design here: {len(plan.managed)} to create."
        changes = diff_plans(self._orders.stored_plan(former.id), plan)
        return f"Against deployment {former.id}: {describe_changes(changes)}."

    def _survey(self, found: Deployment, *, quiet: bool) -> Applied | str:
        """Return what is there, or why nobody can tell; quiet when it is known to be incomplete."""
        log = _silent if quiet else self._journal.say("confirm")
        try:
            executor = self._executor(found, "confirm")
            return executor.confirm(self._orders.order(found), log=log)
        except DharmaError as error:
            return error.message

    def _settle(self, found: Deployment, applied: Applied, problem: str) -> Outcome:
        if not problem:
            self._retire(found, applied)
            plan = self._orders.stored_plan(found.id)
            facts = replace(found, outputs=self._orders.outputs(plan, applied.outputs))
            return self._end(facts, _S.COMPLETED, "")
        if RESUMED in found.reason:
            problem = f"{problem} {found.reason}"
        if not found.request.rollback_on_failure:
            return self._end(found, _S.FAILED, f"{problem} What was made stays, as asked.")
        self._journal.say("confirm")(f"Rolling back: {problem}", level="error")
        self._move(found, _S.ROLLING_BACK, problem)
        return Outcome.UNDO

    def _retire(self, found: Deployment, applied: Applied) -> None:
        """Remove what only the previous version had; what will not go is said, not hidden."""
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        if former is None:
            return
        log = self._journal.say("confirm")
        try:
            left = self._executor(found, "confirm").retire(
                self._orders.order(found),
                applied,
                self._orders.order(former),
                known=former.resources,
                log=log,
            )
        except DharmaError as error:
            log(f"Cannot tell what is left of the previous version: {error}", level="warning")
            return
        for resource in left:
            what = f"{resource.address} {resource.physical_id}".strip()
            log(f"{what} of the previous version is still there.", level="warning")

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
        region = self._orders.stored_plan(found.id).region
        log, executors = self._journal.say(step), self._ports.executors

        def start() -> Executor:
            return executors.open(found.request, region=region, log=log)

        if executors.ready(found.request):
            return start()
        target = {"target": found.request.target}
        executor = self._journal.effect("start target", target, start)
        with self._ports.records.transaction(self._journal.actor) as unit:
            self._journal.event(unit, EventType.SANDBOX_STARTED, target)
        return executor

    def _previous(self, found: Deployment) -> Order | None:
        with self._ports.records.reading(self._journal.actor) as unit:
            former = _last_good(unit, found)
        return None if former is None else self._orders.order(former, instead_of=found)


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


def _silent(message: str, *, level: str = "info") -> None:  # noqa: ARG001 - a Log that says nothing
    return
