"""A deployment asks the budgets, from its request to its end; only the target is a stand-in."""

# ruff: noqa: ARG002 - a stand-in takes what the protocol gives

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.deployments.ports import Applied
from dharma_core.deployments.values import DeployedResource, DeploymentRequest, DeploymentState
from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget, Gate, parse_scope
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from dharma_core.workbench.context import Context
from tests.bills import days, write

DEVELOPER = Actor("dora", "default", ("developer",))
ADMIN = Actor("ann", "default", ("admin",))


class Target:
    """A target on which everything asked for is there at once."""

    format = "cloudformation"

    def __init__(self, *_args, **_named):
        self.made = []

    def check(self, request):
        pass

    def ready(self, request):
        return True

    def open(self, request, *, region, log):
        return self

    def apply(self, order, *, log):
        self.made.append(order.deployment_id)
        return "Made."

    def confirm(self, order, *, log):
        addresses = [f"{resource.address}" for resource in order.plan.managed]
        there = (DeployedResource(a, a.partition(".")[0], a, "confirmed") for a in addresses)
        return Applied(tuple(there), {})

    def retire(self, order, applied, former, *, known, log):
        return ()


@pytest.fixture
def target(monkeypatch):
    made = Target()
    monkeypatch.setattr("dharma_core.runners.executors.SandboxExecutors", lambda *_: made)
    return made


@pytest.fixture
def bench(tmp_path, monkeypatch, target):
    """Return a workbench whose bill lands at 38.75 dollars in March."""
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Context, "now", lambda _: datetime(2026, 3, 16, 9, tzinfo=UTC))
    bench = Workbench.open(actor=ADMIN, cwd=tmp_path)
    bench.import_bills([write(tmp_path / "march.csv", *days(*range(1, 16)))])
    return bench


def deploy(bench, who, **asked):
    """Deploy a design of more than eleven dollars a month."""
    bench.actor = who
    return bench.deploy(bench.read("web-server"), DeploymentRequest(**asked))


def test_over_a_budget_that_stops_nothing_is_made(bench, target):
    bench.set_budget(Budget("platform", Decimal(50), gate=Gate.STOP))
    found = deploy(bench, DEVELOPER, auto_approve=True)
    assert found.state is DeploymentState.FAILED
    assert "whole lands at $38.75; the design adds $" in found.reason
    assert "over budget platform ($50.00 a month)" in found.reason
    assert target.made == []


def test_over_a_budget_that_asks_it_waits_and_who_overrides_it_is_on_record(bench, target):
    bench.set_budget(Budget("other", Decimal(50), scope=parse_scope("design:x"), gate=Gate.STOP))
    bench.set_budget(Budget("platform", Decimal(50), gate=Gate.ASK))
    waits = deploy(bench, DEVELOPER, auto_approve=True)
    assert (waits.state, target.made) == (DeploymentState.AWAITING_APPROVAL, [])
    assert "over budget platform" in waits.reason
    with pytest.raises(PermissionDenied, match="dora"):
        bench.approve_deployment(waits.id)

    bench.actor = ADMIN
    done = bench.approve_deployment(waits.id)
    assert (done.state, target.made) == (DeploymentState.COMPLETED, [waits.id])
    assert done.reason == f"{waits.reason} Approved by ann."
    (event,) = bench.events(type=EventType.DEPLOYMENT_APPROVED)
    assert (event.event.user, event.event.aggregate_id) == ("ann", waits.id)
    assert event.event.before["reason"] == waits.reason
    assert event.event.after["reason"] == done.reason
