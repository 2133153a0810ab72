"""Alarms on record: triggered in the transaction of the cause, and undelivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from dharma_core.audit.alarms import Alarm, alarm_of
from dharma_core.audit.security import Severity
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope

__all__ = ["Watcher", "alarms_of", "alerting_actor", "record_undelivered"]


class Watcher(Protocol):
    """Who is told of alarms. It must return at once and raise nothing."""

    at_least: Severity

    def tell(self, alarms: Iterable[Alarm], record: Callable[[Alarm, str, str], None]) -> None:
        """Take alarms; ``record`` keeps that one did not reach a target."""


def alarms_of(events: EventRepository, watcher: Watcher | None) -> tuple[Alarm, ...]:
    """Return the alarms of a transaction and put each on record in it; none without a watcher."""
    if watcher is None:
        return ()
    found = tuple(
        alarm
        for event in events.alarming
        if (alarm := alarm_of(event, watcher.at_least)) is not None
    )
    for alarm in found:
        events.append(_triggered(alarm))
    return found


def alerting_actor(alarm: Alarm) -> Actor:
    """Return Dharma itself, in the tenant of an alarm."""
    return Actor(user="dharma", tenant=alarm.event.tenant, roles=())


def record_undelivered(
    scope: Scope, events: EventRepository, alarm: Alarm, *, target: str, reason: str
) -> None:
    """Put on record that a target did not get an alarm."""
    draft = scope.event(EventType.ALERT_UNDELIVERED, ("event", alarm.event.id))
    said = {"target": target, "reason": reason}
    events.append(replace(draft, data=said, success=False, causation_id=alarm.event.id))


def _triggered(alarm: Alarm) -> Event:
    said = {"type": alarm.event.type.value, "severity": alarm.severity.value}
    return replace(
        alarm.event,
        id=new_id("evt"),
        type=EventType.ALERT_TRIGGERED,
        aggregate_type="event",
        aggregate_id=alarm.event.id,
        success=True,
        before=None,
        after=None,
        data=said | ({"action": alarm.action} if alarm.action else {}),
        causation_id=alarm.event.id,
        version=1,
    )
