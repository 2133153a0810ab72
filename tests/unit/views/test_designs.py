from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from dharma_core.blueprints.records import BlueprintSummary
from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.policies.findings import CheckReport
from dharma_core.views.designs import (
    Standing,
    designs_headlines,
    designs_table,
    overview_headlines,
)


@pytest.fixture
def standings(estimate: Estimate, report: CheckReport) -> tuple[Standing, Standing]:
    return Standing("web", estimate, report), Standing("shop", estimate, CheckReport((), (), 6))


def _no_budget(_design: str) -> Decimal | None:
    return None


def test_the_overview_adds_money_and_findings_up(
    standings: tuple[Standing, Standing], deployment: Deployment
) -> None:
    spend, budget, findings, running = overview_headlines(standings, (deployment,), _no_budget)
    # Twice 15.184.
    assert (spend.value, spend.note) == ("$30.37", "4 resources not fully known")
    assert (budget.value, budget.note) == ("–", "no budget is set in dharma.toml")
    assert (findings.value, findings.note) == ("3", "2 critical or high")
    assert (running.value, running.note) == ("0", "nothing waits for you")


def test_the_overview_names_the_designs_over_their_budget(
    standings: tuple[Standing, Standing],
) -> None:
    budgets = {"web": Decimal(10), "shop": Decimal(20)}
    _, budget, *_ = overview_headlines(standings, (), budgets.get)
    assert (budget.value, budget.unit, budget.note, budget.tone) == ("1", "of 2", "web", "critical")
    _, inside, *_ = overview_headlines(standings, (), lambda _design: Decimal(20))
    assert (inside.value, inside.note) == ("0", "all inside $40.00 a month")


def test_a_waiting_deployment_asks_for_the_reader(
    standings: tuple[Standing, Standing], deployment: Deployment
) -> None:
    waiting = replace(deployment, state=DeploymentState.AWAITING_APPROVAL)
    *_, running = overview_headlines(standings, (waiting,), _no_budget)
    assert (running.value, running.note, running.tone) == ("1", "1 waits for you", "medium")


def test_the_list_counts_what_passes(standings: tuple[Standing, Standing]) -> None:
    designs, _, passing = designs_headlines(7, standings)
    assert designs.value == "7"
    assert (passing.value, passing.unit, passing.note) == ("1", "of 2", "1 design would be stopped")


def test_a_design_without_standing_is_not_known_and_not_free(
    standings: tuple[Standing, Standing], noon: datetime
) -> None:
    summary = BlueprintSummary(
        "bp_1", "web", "1.0.0", "aws", "us-east-1", "", 6, 1, noon, noon, "ann"
    )
    other = replace(summary, id="bp_2", name="late")
    table = designs_table((summary, other), {"bp_1": standings[0]})
    known, unknown = table.rows
    assert known["monthly_cost"] == Decimal("15.184")
    assert (known["posture"], known["findings"]) == ("failed", "1 critical, 1 high and 1 low")
    assert (unknown["monthly_cost"], unknown["posture"]) == (None, None)
