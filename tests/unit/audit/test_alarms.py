"""Which events alert, and which do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dharma_core.audit.alarms import MAY_ALARM, SENSITIVE, alarm_of
from dharma_core.audit.security import Severity
from dharma_core.events import Event, EventType

AT = datetime(2026, 3, 1, tzinfo=UTC)


def _event(kind: EventType, *, success: bool = True) -> Event:
    return Event("evt_1", kind, "thing", "x", AT, "default", "ann", success=success)


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (EventType.USER_DELETED, "user:delete"),
        (EventType.BLUEPRINT_DELETED, "blueprint:delete"),
        (EventType.DEPLOYMENT_ROLLED_BACK, "deployment:rollback"),
        (EventType.PRICES_IMPORTED, "settings:update"),
        (EventType.POLICY_KEPT, "settings:update"),
    ],
)
def test_a_sensitive_action_alerts_whatever_the_bar(kind, action) -> None:
    for bar in Severity:
        alarm = alarm_of(_event(kind), bar)
        assert alarm is not None
        assert alarm.action == action


@pytest.mark.parametrize(
    "kind",
    [
        EventType.BUDGET_THRESHOLD_REACHED,
        EventType.REPORT_RUN_FAILED,
        EventType.REPORT_SCHEDULE_STOPPED,
    ],
)
@pytest.mark.parametrize("bar", list(Severity))
def test_what_people_asked_to_be_told_of_alerts_whatever_the_bar(bar, kind) -> None:
    alarm = alarm_of(_event(kind), bar)
    assert alarm is not None
    assert alarm.action == ""
    assert alarm_of(_event(EventType.BUDGET_SET), bar) is None


@pytest.mark.parametrize("bar", list(Severity))
def test_a_security_event_alerts_from_its_severity_on(bar) -> None:
    # An account that is locked weighs high.
    alerts = bar in (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH)
    alarm = alarm_of(_event(EventType.ACCOUNT_LOCKED), bar)
    assert (alarm is not None) is alerts
    if alarm is not None:
        assert (alarm.action, alarm.severity) == ("", Severity.HIGH)


def test_what_weighs_more_when_it_failed_alerts_when_it_failed() -> None:
    assert alarm_of(_event(EventType.GUARDRAILS_VALIDATED), Severity.MEDIUM) is None
    failed = _event(EventType.GUARDRAILS_VALIDATED, success=False)
    assert alarm_of(failed, Severity.MEDIUM) is not None


def test_everyday_events_alert_nobody() -> None:
    for kind in (EventType.BLUEPRINT_CREATED, EventType.COST_ESTIMATED, EventType.ALERT_TRIGGERED):
        assert alarm_of(_event(kind), Severity.INFO) is None


def test_no_event_that_alerts_is_passed_by() -> None:
    for kind in EventType:
        for success in (True, False):
            if alarm_of(_event(kind, success=success), Severity.INFO) is not None:
                assert kind in MAY_ALARM
    assert set(SENSITIVE) <= MAY_ALARM
