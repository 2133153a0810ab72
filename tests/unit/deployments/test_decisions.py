"""What stops a deployment, what makes it wait, who may call it off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.deployments.decisions import (
    CANCELLABLE,
    budget_stop,
    guardrail_stop,
    missing_inputs,
    needs_approval,
    refuse_cancel,
    stack_name,
)
from dharma_core.deployments.summary import duration, summarise
from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
)
from dharma_core.errors import ConflictError
from dharma_core.plan import Variable
from dharma_core.policies.findings import CheckReport, Effect, Finding, Severity

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
S = DeploymentState


def finding(rule: str, address: str, *, waived: bool = False) -> Finding:
    return Finding(
        rule, Severity.HIGH, Effect.DENY, "security", address, "not encrypted", waived=waived
    )


def deployment(
    state: DeploymentState = S.COMPLETED, *, seconds: int = 10, confirmed: int = 0
) -> Deployment:
    return Deployment(
        id="dep_1",
        name="web",
        state=state,
        request=DeploymentRequest(),
        created=NOON,
        updated=NOON,
        user="ann",
        tenant="default",
        resources=tuple(
            DeployedResource(f"aws_vpc.v{n}", "aws_vpc", "x", "confirmed") for n in range(confirmed)
        ),
        history=((S.QUEUED, NOON), (state, NOON + timedelta(seconds=seconds))),
    )


def test_guardrails_stop_names_three_violations_and_counts_the_rest() -> None:
    found = [finding(f"R{n}", f"aws_s3_bucket.b{n}") for n in range(5)]
    stop = guardrail_stop(CheckReport.of(found, (), 5))
    assert stop == (
        "5 guardrail violations: R0 at aws_s3_bucket.b0, R1 at aws_s3_bucket.b1, "
        "R2 at aws_s3_bucket.b2 and 2 more."
    )


def test_a_waived_violation_stops_nothing() -> None:
    assert guardrail_stop(CheckReport.of([finding("R", "a.b", waived=True)], (), 1)) == ""


def test_a_policy_that_cannot_run_stops_a_deployment() -> None:
    broken = Finding("policy_error", Severity.HIGH, Effect.DENY, "security", "", "bad.rego:3: no")
    assert "bad.rego:3" in guardrail_stop(CheckReport.of([broken], (), 1))


@pytest.mark.parametrize(
    ("budget", "stopped"),
    [(None, False), ("100.01", False), ("100", False), ("99.99", True), ("0", True)],
)
def test_budget_stops_only_what_costs_more(budget: str | None, stopped: bool) -> None:
    part = Component("x", "months", Decimal(1), Decimal(100))
    estimate = Estimate.of([ResourceCost("a.b", "a", (part,))], region="us-east-1")
    stop = budget_stop(estimate, None if budget is None else Decimal(budget))
    assert bool(stop) is stopped


@pytest.mark.parametrize(
    ("environment", "auto", "waits"),
    [
        ("production", False, True),
        (" Production ", False, True),
        ("production", True, False),
        ("development", False, False),
    ],
)
def test_only_production_waits_unless_it_approves_itself(
    environment: str, auto: bool, waits: bool
) -> None:
    request = DeploymentRequest(environment=environment, auto_approve=auto)
    assert needs_approval(request) is waits


@pytest.mark.parametrize("state", list(S))
def test_cancel_is_refused_once_resources_are_being_made(state: DeploymentState) -> None:
    if state in CANCELLABLE:
        refuse_cancel(deployment(state))
    else:
        with pytest.raises(ConflictError, match=state.value):
            refuse_cancel(deployment(state))


def test_missing_inputs_are_those_without_any_value() -> None:
    inputs = [
        Variable("given", sensitive=True),
        Variable("masked", value="(sensitive value)", sensitive=True),
        Variable("default", default="x"),
        Variable("unset"),
    ]
    assert missing_inputs(inputs, {"given": "s"}) == ("masked", "unset")


def test_stack_names_hold_only_what_cloudformation_takes() -> None:
    from dataclasses import replace

    odd = replace(deployment(), name="web_app 2/é", tenant="acme")
    assert stack_name(odd) == "dharma-acme-web-app-2-development"
    assert len(stack_name(replace(odd, name="x" * 300))) <= 128


def test_summary_counts_rates_and_times() -> None:
    items = [
        deployment(S.COMPLETED, seconds=10, confirmed=3),
        deployment(S.COMPLETED, seconds=30, confirmed=2),
        deployment(S.ROLLED_BACK),
        deployment(S.CANCELLED),
        deployment(S.APPLYING),
    ]
    found = summarise(items)
    # 2 of 3 that ended by themselves; median of 10 and 30 seconds; 3 + 2 resources
    assert found.total == 5
    assert found.success_rate == pytest.approx(2 / 3)
    assert found.median_seconds == 20
    assert found.resources == 5
    assert found.as_dict()["by_state"]["completed"] == 2


def test_duration_is_unknown_while_it_goes_on() -> None:
    assert duration(deployment(S.APPLYING)) is None
    assert duration(deployment(S.FAILED, seconds=7)) == timedelta(seconds=7)
