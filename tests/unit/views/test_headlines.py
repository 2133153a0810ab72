from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.audit import ChainEntry, ChainHead, ChainReport
from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.policies.findings import CheckReport
from dharma_core.views.headlines import (
    audit_headlines,
    budget_headline,
    chain_headline,
    check_headlines,
    cost_headlines,
    deployment_headlines,
    deployments_headlines,
)


def test_a_check_says_verdict_worst_and_how_much_was_looked_at(report: CheckReport) -> None:
    verdict, worst, warnings, looked = check_headlines(report)
    assert (verdict.value, verdict.note) == ("Stopped", "2 violations must be fixed")
    assert (worst.value, warnings.value, looked.value) == ("2", "1", "6")


def test_a_clean_check_passes() -> None:
    verdict, worst, *_ = check_headlines(CheckReport((), (), 4))
    assert (verdict.value, worst.note) == ("Passed", "none open")


def test_the_cost_says_what_the_total_leaves_out(estimate: Estimate) -> None:
    # 2 x 730 h x 0.0104 = 15.184
    total, unknown, share = cost_headlines(estimate)
    assert total.value == "$15.18"
    assert (unknown.value, unknown.note) == (
        "2",
        "1 resource depends on usage and 1 resource has no price",
    )
    assert (share.value, share.note[:9]) == ("Medium", "50% known")


@pytest.mark.parametrize(
    ("budget", "value", "note", "tone"),
    [
        ("15.18", "$0.00", "exactly the budget of $15.18", "ok"),
        ("10", "+$5.18", "a month over the budget of $10.00", "critical"),
        ("20", "-$4.82", "a month under the budget of $20.00", "ok"),
    ],
)
def test_a_budget_has_sign_word_and_tone(
    estimate: Estimate, budget: str, value: str, note: str, tone: str
) -> None:
    headline = budget_headline(estimate, Decimal(budget))
    assert (headline.value, headline.note, headline.tone) == (value, note, tone)


def test_deployments_count_running_waiting_and_completed(deployment: Deployment) -> None:
    waiting = replace(deployment, state=DeploymentState.AWAITING_APPROVAL)
    applying = replace(deployment, state=DeploymentState.APPLYING)
    failed = replace(deployment, state=DeploymentState.FAILED)
    running, asks, completed, usual = deployments_headlines((deployment, waiting, applying, failed))
    assert (running.value, asks.value) == ("1", "1")
    assert (completed.value, completed.note) == ("1", "50% of those that ended")
    assert usual.value == "1 min 35 s"


def test_no_deployments_claim_no_rate() -> None:
    *_, completed, usual = deployments_headlines(())
    assert (completed.note, usual.value) == ("none has ended yet", "–")


def test_one_deployment_says_state_resources_cost_and_time(
    deployment: Deployment, noon: datetime
) -> None:
    state, made, cost, time = deployment_headlines(deployment, noon + timedelta(hours=1))
    assert (state.value, state.tone) == ("Completed", "ok")
    assert (made.value, made.unit) == ("1", "of 2")
    assert (cost.value, time.value) == ("$15.18", "1 min 35 s")


def test_audit_counts_recent_and_refused(entries: tuple[ChainEntry, ...], noon: datetime) -> None:
    total, recent, failed, chain = audit_headlines(entries, 9, None, noon)
    assert (total.value, recent.value, failed.value) == ("9", "1", "1")
    assert chain.value == "Not verified yet"


def test_a_broken_chain_says_where() -> None:
    broken = ChainReport(False, 2, 3, "Event 3 was changed.", ChainHead(2, "ab"))
    assert chain_headline(broken).note == "Event 3 was changed."
    assert chain_headline(broken).tone == "critical"
