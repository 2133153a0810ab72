"""The steps of a deployment on a real store with an executor that does as told."""

# ruff: noqa: ARG002 - a fake takes what the protocol gives

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.deployments.ports import Applied, Order, Ports, Priced, Rendered, Undone
from dharma_core.deployments.steps import Outcome, Steps
from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
)
from dharma_core.errors import AdapterError
from dharma_core.events import EventType
from dharma_core.finops.budgets import Gate, Verdict
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.identity import local_actor
from dharma_core.plan import Address, Output, Plan, Ref, Variable, make_resource
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.policies.findings import CheckReport, Effect, Finding, Severity
from dharma_core.storage.store import Store

S = DeploymentState
PLAN = Plan(
    (make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"}),),
    name="web",
    region="eu-west-1",
    outputs=(Output("vpc_id", (Ref("aws_vpc.main", "id"),)),),
)
CONFIRMED = DeployedResource("aws_vpc.main", "aws_vpc", "vpc-1", "confirmed")


@dataclass
class FakeExecutor:
    """Does as told and remembers what it was asked."""

    format: str = "cloudformation"
    refuses: str = ""
    found: tuple[DeployedResource, ...] = (CONFIRMED,)
    undone: Undone = Undone(True, (), "All gone.")  # noqa: RUF009 - frozen
    orders: list[Order] = field(default_factory=list)
    undo_to: list[Order | None] = field(default_factory=list)
    breaks: Exception | None = None
    up: bool = True
    retired: list[tuple[DeployedResource, ...]] = field(default_factory=list)

    def check(self, request: DeploymentRequest) -> None:
        pass

    def ready(self, request: DeploymentRequest) -> bool:
        return self.up

    def retire(
        self, order: Order, applied: Applied, former: Order, *, known: Any, log: Any
    ) -> tuple[DeployedResource, ...]:
        self.retired.append(known)
        return ()

    def open(self, request: DeploymentRequest, *, region: str, log: Any) -> FakeExecutor:
        return self

    def apply(self, order: Order, *, log: Any) -> str:
        self.orders.append(order)
        if self.breaks:
            raise self.breaks
        if self.refuses:
            raise AdapterError(self.refuses)
        return "Made."

    def confirm(self, order: Order, *, log: Any) -> Applied:
        return Applied(self.found, {"VpcId": "vpc-1"})

    def undo(self, order: Order, previous: Order | None, *, known: Any, log: Any) -> Undone:
        self.undo_to.append(previous)
        return self.undone


def price(plan: Plan) -> Estimate:
    part = Component("x", "months", Decimal(1), Decimal(100))
    return Estimate.of([ResourceCost("aws_vpc.main", "aws_vpc", (part,))], region="eu-west-1")


class Lab:
    """One store, one executor, any number of deployments."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(f"sqlite:///{folder / 'x.db'}")
        self.executor = FakeExecutor()
        self.inputs: tuple[Variable, ...] = ()
        self.secrets: dict[str, str] = {}
        self.report = CheckReport((), (), 1)
        files = (GeneratedFile("template.yaml", "x"),)
        self.ports = Ports(
            records=self.store,
            executors=self.executor,
            check=lambda _plan: self.report,
            estimate=price,
            render=lambda _plan, format_: Rendered(
                Generation(format_, files), {"aws_vpc.main": "V"}, self.inputs, {"key": "Key"}
            ),
            secret=lambda _id, name: self.secrets.get(name),
            clock=lambda: datetime.now(UTC),
        )

    def ask(self, id_: str = "dep_1", **request: Any) -> Steps:
        now = datetime.now(UTC)
        asked = Deployment(
            id_, "web", S.QUEUED, DeploymentRequest(**request), now, now, "ann", "default"
        )
        with self.store.transaction() as uow:
            uow.deployments.add(asked, plan=plan_to_json(PLAN))
        return Steps(self.ports, id_, local_actor())

    def now(self, id_: str = "dep_1") -> Deployment:
        with self.store.reading() as uow:
            return uow.deployments.get(id_)

    def events(self) -> list[EventType]:
        with self.store.reading() as uow:
            return [entry.event.type for entry in uow.events.tail(100)]

    def states(self, id_: str = "dep_1") -> list[str]:
        return [state.value for state, _ in self.now(id_).history]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path)
    yield made
    made.store.close()


def run(steps: Steps) -> None:
    """Walk through the steps as the worker does."""
    said = steps.validate()
    if said == Outcome.GO:
        said = steps.plan()
    if said == Outcome.GO:
        said = steps.begin()
    if said == Outcome.GO:
        said = steps.confirm(steps.apply())
    if said == Outcome.UNDO:
        steps.undo()


def test_a_good_deployment_passes_every_state_and_keeps_what_was_made(lab: Lab) -> None:
    run(lab.ask())
    found = lab.now()
    assert lab.states() == [
        "queued", "validating", "planning", "approved", "applying", "completed",
    ]  # fmt: skip
    assert found.resources == (CONFIRMED,)
    assert found.outputs == {"vpc_id": "vpc-1"}
    assert found.estimate == Decimal(100)
    order = lab.executor.orders[0]
    assert (order.stack, order.deployment_id) == ("dharma-web-development", "dep_1")


def test_intent_and_outcome_of_the_apply_are_on_record_around_it(lab: Lab) -> None:
    run(lab.ask())
    kinds = lab.events()
    applying = kinds.index(EventType.EFFECT_INTENDED)
    assert kinds[applying + 1] is EventType.EFFECT_FINISHED
    assert kinds[-1] is EventType.DEPLOYMENT_COMPLETED
    assert EventType.GUARDRAILS_VALIDATED in kinds
    assert EventType.COST_ESTIMATED in kinds


def test_a_violation_ends_it_before_anything_is_made(lab: Lab) -> None:
    bad = Finding("R1", Severity.HIGH, Effect.DENY, "security", "aws_vpc.main", "bad")
    lab.report = CheckReport.of([bad], (), 1)
    run(lab.ask())
    found = lab.now()
    assert (found.state, found.violations) == (S.FAILED, 1)
    assert "R1 at aws_vpc.main" in found.reason
    assert lab.executor.orders == []


def test_an_estimate_over_the_budget_ends_it(lab: Lab) -> None:
    run(lab.ask(budget=Decimal("99.99")))
    assert lab.now().state is S.FAILED
    assert lab.now().reason == ("The estimate of $100.00 a month is over the budget of $99.99.")


def test_a_budget_that_stops_ends_it_with_its_reason(lab: Lab) -> None:
    asked: list[Priced] = []

    def stop(_deployment: Deployment, _plan: Plan, priced: Priced) -> Verdict:
        asked.append(priced)
        return Verdict("platform", Gate.STOP, "Over budget platform.")

    lab.ports = replace(lab.ports, budgets=stop)
    run(lab.ask())
    assert (lab.now().state, lab.now().reason) == (S.FAILED, "Over budget platform.")
    assert asked == [Priced(Decimal("100.00"))]
    assert lab.executor.orders == []


def test_a_budget_that_asks_waits_even_when_the_deployment_approves_itself(lab: Lab) -> None:
    ask = Verdict("platform", Gate.ASK, "Over budget platform.")
    lab.ports = replace(lab.ports, budgets=lambda *_: ask)
    steps = lab.ask(auto_approve=True)
    run(steps)
    assert (lab.now().state, lab.now().reason) == (S.AWAITING_APPROVAL, ask.reason)
    with lab.store.transaction() as uow:
        uow.deployments.change_state("dep_1", S.APPROVED)
    assert steps.begin() is Outcome.GO
    assert steps.confirm(steps.apply()) is Outcome.STOP
    assert lab.now().state is S.COMPLETED


def test_a_budget_is_told_what_the_former_version_costs(lab: Lab) -> None:
    run(lab.ask())
    seen: list[Priced] = []
    lab.ports = replace(lab.ports, budgets=lambda _d, _p, priced: seen.append(priced))
    run(lab.ask("dep_2"))
    assert [priced.before for priced in seen] == [Decimal(100)]
    assert lab.now("dep_2").state is S.COMPLETED


def test_production_waits_and_goes_on_once_approved(lab: Lab) -> None:
    steps = lab.ask(environment="production")
    run(steps)
    assert lab.now().state is S.AWAITING_APPROVAL
    assert steps.decision() is Outcome.WAIT
    with lab.store.transaction() as uow:
        uow.deployments.change_state("dep_1", S.APPROVED)
    assert steps.decision() is Outcome.GO
    run(steps)
    assert lab.now().state is S.COMPLETED


def test_a_cancelled_deployment_does_nothing_more(lab: Lab) -> None:
    steps = lab.ask(environment="production")
    run(steps)
    with lab.store.transaction() as uow:
        uow.deployments.change_state("dep_1", S.CANCELLED)
    assert steps.decision() is Outcome.STOP
    run(steps)
    assert lab.now().state is S.CANCELLED
    assert lab.executor.orders == []


def test_an_unconfirmed_resource_rolls_everything_back(lab: Lab) -> None:
    lab.executor.found = (replace(CONFIRMED, status="unconfirmed", detail="unknown there"),)
    run(lab.ask())
    found = lab.now()
    assert found.state is S.ROLLED_BACK
    assert "1 of 1 resources not confirmed (aws_vpc.main: unknown there)" in found.reason
    assert "Rolled back: All gone." in found.reason
    assert [r.status for r in found.resources] == ["removed"]


def test_a_refused_apply_rolls_back_with_the_reason(lab: Lab) -> None:
    lab.executor.refuses = "Limit exceeded."
    run(lab.ask())
    assert lab.now().state is S.ROLLED_BACK
    assert lab.now().reason.startswith("Limit exceeded.")


def test_without_rollback_a_failure_keeps_and_lists_what_was_made(lab: Lab) -> None:
    other = DeployedResource("aws_vpc.other", "aws_vpc", "", "unconfirmed", "not there")
    lab.executor.found = (CONFIRMED, other)
    run(lab.ask(rollback_on_failure=False))
    found = lab.now()
    assert (found.state, lab.executor.undo_to) == (S.FAILED, [])
    assert found.resources == (CONFIRMED, other)
    assert "What was made stays" in found.reason


def test_a_rollback_leads_to_the_previous_good_version(lab: Lab) -> None:
    run(lab.ask("dep_1"))
    lab.executor.refuses = "No."
    lab.executor.undone = Undone(True, (CONFIRMED,), "Back.", {"VpcId": "vpc-1"})
    run(lab.ask("dep_2"))
    previous = lab.executor.undo_to[0]
    assert previous is not None
    assert previous.deployment_id == "dep_1"
    assert lab.now("dep_2").state is S.ROLLED_BACK
    assert lab.now("dep_2").resources == (CONFIRMED,)


def test_an_incomplete_rollback_is_failed_and_lists_what_is_left(lab: Lab) -> None:
    left = replace(CONFIRMED, status="left over")
    lab.executor.refuses = "No."
    lab.executor.undone = Undone(False, (left,), "Left over: aws_vpc.main.")
    run(lab.ask())
    assert lab.now().state is S.FAILED
    assert lab.now().resources == (left,)


@pytest.mark.parametrize("name", ["validate", "plan", "begin", "apply", "undo"])
def test_each_step_may_be_repeated_once_the_deployment_has_ended(lab: Lab, name: str) -> None:
    steps = lab.ask()
    run(steps)
    before = lab.now()
    step: Callable[[], str] = getattr(steps, name)
    assert step() in (Outcome.STOP, "")
    assert lab.now() == before


def test_an_interrupted_apply_is_repeated_and_the_open_intent_closed(lab: Lab) -> None:
    steps = lab.ask()
    assert (steps.validate(), steps.plan(), steps.begin()) == (Outcome.GO,) * 3
    lab.executor.breaks = KeyboardInterrupt()  # type: ignore[assignment] - as a kill: no outcome
    with pytest.raises(KeyboardInterrupt):
        steps.apply()
    with lab.store.reading() as uow:
        assert len(uow.events.unfinished_effects()) == 1
    lab.executor.breaks = None
    assert steps.confirm(steps.apply()) is Outcome.STOP
    assert lab.now().state is S.COMPLETED
    with lab.store.reading() as uow:
        assert uow.events.unfinished_effects() == ()
        outcomes = [e.event for e in uow.events.tail(100, type=EventType.EFFECT_FINISHED)]
    assert [e.success for e in outcomes] == [False, True]


def test_the_intent_of_an_apply_is_on_the_disk_before_the_target_is_asked(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def settle() -> None:
        with lab.store.reading() as uow:
            done.append(f"settled {len(uow.events.unfinished_effects())}")

    monkeypatch.setattr(lab.store, "settle", settle)
    monkeypatch.setattr(lab.executor, "apply", lambda *_, **__: done.append("applied") or "Made.")
    steps = lab.ask()
    assert (steps.validate(), steps.plan(), steps.begin()) == (Outcome.GO,) * 3
    steps.apply()
    assert done == ["settled 1", "applied"]


def test_a_secret_nobody_knows_ends_it_before_anything_is_made(lab: Lab) -> None:
    lab.inputs = (Variable("key", sensitive=True),)
    run(lab.ask())
    assert lab.now().state is S.FAILED
    assert "DHARMA_VAR_key" in lab.now().reason
    assert lab.executor.orders == []


def test_a_secret_reaches_the_executor_and_never_the_store(lab: Lab) -> None:
    lab.inputs = (Variable("key", sensitive=True), Variable("size", "number", value=3))
    lab.secrets = {"key": "hunter2"}
    run(lab.ask())
    assert lab.executor.orders[0].parameters == {"Key": "hunter2", "size": "3"}
    kept = Path(str(lab.store._engine.url.database)).read_bytes()
    assert b"hunter2" not in kept


def test_a_reference_to_a_vault_is_resolved_for_the_executor_alone(lab: Lab) -> None:
    lab.inputs = (Variable("key", sensitive=True),)
    lab.secrets = {"key": "vault:aws:shop/db#password"}
    asked: list[str] = []
    lab.ports = replace(lab.ports, unveil=lambda d, text: asked.append(d.id + text) or "hunter2")
    run(lab.ask())
    assert lab.executor.orders[0].parameters == {"Key": "hunter2"}
    assert set(asked) == {"dep_1vault:aws:shop/db#password"}
    kept = Path(str(lab.store._engine.url.database)).read_bytes()
    assert b"hunter2" not in kept


def test_a_reference_in_a_variable_that_is_not_sensitive_is_refused(lab: Lab) -> None:
    lab.inputs = (Variable("key", value="vault:aws:shop/db#password"),)
    lab.ports = replace(lab.ports, unveil=lambda _d, _text: "hunter2")
    run(lab.ask())
    assert lab.now().state is S.FAILED
    assert "not marked sensitive" in lab.now().reason
    assert lab.executor.orders == []


def test_a_reference_without_a_vault_ends_it_before_anything_is_made(lab: Lab) -> None:
    lab.inputs = (Variable("key", sensitive=True),)
    lab.secrets = {"key": "vault:aws:shop/db#password"}
    run(lab.ask())
    assert "No vault is connected" in lab.now().reason
    assert lab.executor.orders == []


def test_a_target_that_is_started_is_on_record(lab: Lab) -> None:
    lab.executor.up = False
    run(lab.ask())
    assert EventType.SANDBOX_STARTED in lab.events()
    assert lab.now().state is S.COMPLETED


def test_what_only_the_previous_version_had_is_retired(lab: Lab) -> None:
    run(lab.ask("dep_1"))
    assert lab.executor.retired == []
    run(lab.ask("dep_2"))
    assert lab.executor.retired == [(CONFIRMED,)]


def test_a_rollback_uses_the_secret_of_the_failed_one_where_its_own_is_forgotten(
    lab: Lab,
) -> None:
    lab.inputs = (Variable("key", sensitive=True),)
    secrets = {("dep_1", "key"): "one", ("dep_2", "key"): "two"}
    lab.ports = replace(lab.ports, secret=lambda id_, name: secrets.get((id_, name)))
    run(lab.ask("dep_1"))
    del secrets["dep_1", "key"]
    lab.executor.refuses = "No."
    run(lab.ask("dep_2"))
    previous = lab.executor.undo_to[0]
    assert previous is not None
    assert (previous.parameters, previous.unknown) == ({"Key": "two"}, ())


def test_begin_waits_while_another_deployment_works_on_the_same_stack(lab: Lab) -> None:
    first, second = lab.ask("dep_1"), lab.ask("dep_2")
    for steps in (first, second):
        assert (steps.validate(), steps.plan()) == (Outcome.GO, Outcome.GO)
    assert first.begin() is Outcome.GO
    assert second.begin() is Outcome.BUSY
    first.confirm(first.apply())
    assert second.begin() is Outcome.GO


def test_give_up_rolls_back_what_was_being_made(lab: Lab) -> None:
    steps = lab.ask()
    assert (steps.validate(), steps.plan(), steps.begin()) == (Outcome.GO,) * 3
    assert steps.give_up("A bug.") is Outcome.UNDO
    steps.undo()
    assert lab.now().state is S.ROLLED_BACK


def test_give_up_fails_what_was_not_yet_being_made(lab: Lab) -> None:
    steps = lab.ask()
    steps.validate()
    assert steps.give_up("A bug.") is Outcome.STOP
    assert (lab.now().state, lab.now().reason) == (S.FAILED, "A bug.")
