"""Which events concern security, and finding events by what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dharma_core.audit import GENESIS, Row, seal_rows
from dharma_core.audit.searching import EventQuery
from dharma_core.audit.security import SECURITY_EVENTS, Severity, security_types, severity_of
from dharma_core.events import Event, EventType

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def _event(kind: EventType = EventType.BLUEPRINT_UPDATED, **more: Any) -> Event:
    shape: dict[str, Any] = {"correlation_id": "cor_1", "data": {"why": 'he said "Größe"'}}
    return Event("evt_1", kind, "blueprint", "bp_1", AT, "default", "ann", **{**shape, **more})


def _row(event: Event) -> Row:
    return seal_rows([event], GENESIS)[0]


@pytest.mark.parametrize(
    ("event", "severity"),
    [
        (_event(EventType.PERMISSION_DENIED, success=False), Severity.MEDIUM),
        (_event(EventType.GUARDRAILS_VALIDATED, success=False), Severity.MEDIUM),
        (_event(EventType.GUARDRAILS_VALIDATED), None),
        (_event(EventType.COST_ESTIMATED), None),
        (_event(EventType.AUDIT_KEY_ROTATED), Severity.LOW),
        (_event(EventType.SECRET_READ), Severity.LOW),
        (_event(EventType.SECRET_READ, success=False), Severity.MEDIUM),
    ],
    ids=lambda value: f"{value.type} {value.success}" if isinstance(value, Event) else str(value),
)
def test_an_event_has_the_severity_of_its_type(event: Event, severity: Severity | None) -> None:
    assert severity_of(event) is severity
    for level in Severity:
        asked = severity is not None and severity.rank >= level.rank
        assert EventQuery(security=level).matches(_row(event)) is asked


# Work on designs, prices and deployments; whoever adds a kind of event decides where it belongs.
# An alert that did not arrive must not be a reason for the next alert.
NO_SECURITY = {
    "AlertTriggered", "AlertUndelivered", "AnomaliesFound", "AnomalyJudged", "BillingImported",
    "BlueprintCreated",
    "BlueprintRecovered", "BlueprintStatusChanged", "BlueprintTagged", "BlueprintUpdated",
    "BlueprintVisibilityChanged", "BudgetRemoved", "BudgetSet", "BudgetThresholdReached",
    "CodeGenerated", "CostEstimated", "DeploymentApproved", "DeploymentCancelled",
    "DeploymentCompleted", "DeploymentFailed", "DeploymentRequested", "DeploymentStarted",
    "DeploymentStateChanged", "DeploymentUpdated", "EffectFinished", "EffectIntended", "FixApplied",
    "GuardrailsValidated", "PricesImported", "ReportMade", "ReportRunFailed",
    "ReportScheduleStopped", "ReportUnscheduled", "SandboxStarted", "SandboxStopped",
}  # fmt: skip


def test_every_security_event_is_one_that_can_happen() -> None:
    assert set(SECURITY_EVENTS) <= {kind.value for kind in EventType}


def test_every_event_has_a_severity_or_is_known_to_concern_no_security() -> None:
    assert {kind.value for kind in EventType} - set(SECURITY_EVENTS) == NO_SECURITY


def test_what_is_serious_grows_fewer() -> None:
    counts = [len(security_types(level)[0]) for level in Severity]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(SECURITY_EVENTS)
    assert counts[-1] >= 1


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (EventQuery(), True),
        (EventQuery(text="bp_"), True),
        (EventQuery(text="BLUEPRINTUP"), True),
        (EventQuery(text="größe"), True),
        (EventQuery(text='said "Gr'), True),
        (EventQuery(text="klein"), False),
        (EventQuery(text="100%"), False),
        (EventQuery(types=("BlueprintUpdated", "CostEstimated")), True),
        (EventQuery(types=("CostEstimated",)), False),
        (EventQuery(user="ann"), True),
        (EventQuery(user="an"), False),
        (EventQuery(aggregate="bp_1"), True),
        (EventQuery(aggregate="bp_2"), False),
        (EventQuery(correlation_id="cor_1"), True),
        (EventQuery(correlation_id="cor_2"), False),
        (EventQuery(success=True), True),
        (EventQuery(success=False), False),
        (EventQuery(since=AT), True),
        (EventQuery(since=AT + SECOND), False),
        (EventQuery(until=AT + SECOND), True),
        (EventQuery(until=AT), False),
        (EventQuery(user="ann", success=False), False),
    ],
    ids=str,
)
def test_an_event_meets_every_condition_or_is_not_found(query: EventQuery, found: bool) -> None:
    assert query.matches(_row(_event())) is found
