"""Which events alert at once: sensitive actions, security, budgets, anomalies, failed reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dharma_core.audit.security import SECURITY_EVENTS, WHEN_FAILED, Severity, severity_of
from dharma_core.events import Event, EventType

__all__ = ["MAY_ALARM", "NOTICES", "SENSITIVE", "Alarm", "alarm_of"]

SENSITIVE: Mapping[EventType, str] = {
    EventType.USER_DELETED: "user:delete",
    EventType.BLUEPRINT_DELETED: "blueprint:delete",
    EventType.DEPLOYMENT_ROLLED_BACK: "deployment:rollback",
    EventType.PRICES_IMPORTED: "settings:update",
    EventType.POLICY_KEPT: "settings:update",
    EventType.POLICY_DROPPED: "settings:update",
}
"""What was done, by its permission; what changes prices and policies changes settings of all."""

NOTICES = frozenset(
    {
        EventType.ANOMALIES_FOUND,
        EventType.BUDGET_THRESHOLD_REACHED,
        EventType.REPORT_RUN_FAILED,
        EventType.REPORT_SCHEDULE_STOPPED,
    }
)
"""What nobody did: people asked to be told of it."""

MAY_ALARM = (
    frozenset(SENSITIVE)
    | NOTICES
    | {kind for kind in EventType if kind.value in {*SECURITY_EVENTS, *WHEN_FAILED}}
)
"""Kinds of events that `alarm_of` has to look at."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that people are told at once.

    Parameters
    ----------
    event : Event
        What happened.
    action : str
        Of a sensitive action, its permission; empty for the others.
    severity : Severity
    """

    event: Event
    action: str
    severity: Severity


def alarm_of(event: Event, at_least: Severity = Severity.HIGH) -> Alarm | None:
    """Return the alarm of an event; None when nobody has to be told at once.

    Parameters
    ----------
    at_least : Severity
        From which weight security events alert; sensitive actions and notices always do.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> gone = Event("evt_1", EventType.USER_DELETED, "user", "usr_1", at, "default", "ann")
    >>> alarm_of(gone).action
    'user:delete'
    """
    action = SENSITIVE.get(event.type, "")
    severity = severity_of(event)
    serious = severity is not None and severity.rank >= at_least.rank
    if not action and not serious and event.type not in NOTICES:
        return None
    return Alarm(event, action, severity or Severity.MEDIUM)
