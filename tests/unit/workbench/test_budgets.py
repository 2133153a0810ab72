"""Budgets through the workbench: against a bill, told of after the commit, asked by deployments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dharma_core.deployments.ports import Priced
from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState
from dharma_core.errors import InputError, NotFoundError, PermissionDenied
from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget, Gate, parse_period, parse_scope
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from dharma_core.workbench.budget_gate import budget_verdict
from tests.bills import days, write

TODAY = date(2026, 3, 16)
BUDGET = Budget("platform", Decimal(20), gate=Gate.STOP)


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path / "home"))
    return Workbench.open(cwd=tmp_path)


@pytest.fixture
def billed(bench):
    """Return a workbench with a bill of 1.25 dollars on each of the first fifteen days of March."""
    bench.import_bills([write(bench.cwd / "march.csv", *days(*range(1, 16)))])
    return bench


def test_a_budget_stands_against_the_bill(billed):
    billed.set_budget(BUDGET)
    found = billed.budget_standing("platform", today=TODAY)
    assert (found.spent, found.landing.amount, found.overrun_probability) == (
        Decimal("18.75"), Decimal("38.75"), 1,
    )  # fmt: skip


def test_each_threshold_is_told_once_and_the_check_says_so(billed):
    billed.set_budget(BUDGET)
    first = billed.check_budgets(today=TODAY)
    assert [(name, str(at)) for name, at in first.told] == [
        ("platform", "80%"), ("platform", "forecast:100%"),
    ]  # fmt: skip
    assert billed.check_budgets(today=TODAY).told == ()
    kinds = billed.events(type=EventType.BUDGET_THRESHOLD_REACHED)
    assert {e.event.data["threshold"] for e in kinds} == {"80%", "forecast:100%"}
    assert first.over == ()


def test_what_is_over_is_named(billed):
    billed.set_budget(Budget("small", Decimal(5)))
    assert billed.check_budgets(["small"], today=TODAY).over == ("small",)


def test_without_a_bill_a_budget_claims_nothing_and_tells_nobody(bench):
    bench.set_budget(BUDGET)
    found = bench.check_budgets(today=TODAY)
    assert (found.standings[0].spent, found.told) == (None, ())


def test_another_currency_without_a_rate_is_refused_and_hides_no_other_budget(billed):
    billed.set_budget(Budget("euros", Decimal(100), "EUR"))
    billed.set_budget(BUDGET)
    with pytest.raises(InputError, match="rate from USD to EUR"):
        billed.budget_standing("euros", today=TODAY)
    euros, platform = billed.budget_standings(today=TODAY)
    assert "rate from USD to EUR" in euros.problem
    assert platform.spent == Decimal("18.75")


def test_another_currency_with_a_rate_is_converted(billed):
    (billed.cwd / "exchange-rates.csv").write_text(
        "month,from,to,rate\n2026-03,USD,EUR,0.5\n", "utf-8"
    )
    billed.set_budget(Budget("euros", Decimal(100), "EUR"))
    assert billed.budget_standing("euros", today=TODAY).spent == Decimal("9.375")


def test_one_that_is_not_there_is_named_and_nothing_told(billed):
    billed.set_budget(BUDGET)
    with pytest.raises(NotFoundError, match="Did you mean 'platform'"):
        billed.check_budgets(["platfrom"])


def test_a_viewer_reads_and_neither_sets_nor_checks(billed):
    billed.set_budget(BUDGET)
    viewer = Workbench.open(actor=Actor("vera", "default", ("viewer",)), cwd=billed.cwd)
    assert [kept.budget.name for kept in viewer.budgets()] == ["platform"]
    assert viewer.budget_standing("platform", today=TODAY).spent is not None
    for act in (
        lambda: viewer.set_budget(BUDGET),
        lambda: viewer.remove_budget("platform"),
        viewer.check_budgets,
    ):
        with pytest.raises(PermissionDenied, match="vera"):
            act()


def test_reading_makes_no_database(bench):
    assert (bench.budgets(), bench.budget_standings()) == ((), ())
    assert not bench.store_exists


def verdict(bench, monthly, tenant="default", **request):
    now = datetime(2026, 3, 16, tzinfo=UTC)
    asked = DeploymentRequest(**request)
    asks = Deployment("dep_1", "shop", DeploymentState.PLANNING, asked, now, now, "nils", tenant)
    plan = bench.read("serverless-api")
    return budget_verdict(asks, plan, Priced(Decimal(monthly)), bench=bench)


def test_a_deployment_asks_the_budgets_of_its_tenant_whoever_deploys(bench):
    assert verdict(bench, "21") is None
    bench.set_budget(BUDGET)
    bench.set_budget(Budget("none", Decimal(1)))
    found = verdict(bench, "21")
    assert (found.budget, found.gate) == ("platform", Gate.STOP)
    assert "over budget platform ($20.00 for whole)" in found.reason
    assert verdict(bench, "20") is None
    assert verdict(bench, "21", tenant="other") is None


def test_a_budget_whose_days_are_over_asks_nobody(bench):
    past = parse_period("2020-01-01..2020-12-31")
    bench.set_budget(Budget("past", Decimal(1), period=past, gate=Gate.STOP))
    assert verdict(bench, "21") is None


def test_a_budget_of_a_tag_speaks_to_designs_whose_resources_carry_it(bench):
    plan = bench.read("serverless-api")
    tags = {pair for resource in plan.managed for pair in resource.tags.items()}
    key, value = sorted(pair for pair in tags if isinstance(pair[1], str))[0]
    scope = parse_scope(f"tag:{key}={value}")
    bench.set_budget(Budget("tagged", Decimal(20), scope=scope, gate=Gate.ASK))
    assert verdict(bench, "21").gate is Gate.ASK
    bench.set_budget(Budget("tagged", Decimal(20), scope=parse_scope("tag:No=one"), gate=Gate.ASK))
    assert verdict(bench, "21") is None
