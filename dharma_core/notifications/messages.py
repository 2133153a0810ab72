"""An alarm in words that fit a chat: what, who, where, when, and how to look it up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dharma_core.audit.alarms import Alarm
from dharma_core.audit.citations import Reference
from dharma_core.events import Event, EventType

__all__ = ["Message", "message_of"]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 200
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A title and a few lines of plain text."""

    title: str
    body: str


def message_of(alarm: Alarm) -> Message:
    """Return what is sent about an alarm: no amount or state, only what it is about."""
    event = alarm.event
    what = _HUMP.sub(" ", event.type.value).lower()
    done = "" if event.success else " (refused or failed)"
    lines = (
        f"{what}{done}: {event.aggregate_type} {event.aggregate_id}",
        f"by {event.user} from {event.address}, tenant {event.tenant}",
        f"at {event.time:%Y-%m-%d %H:%M:%S} UTC",
        _anomalies(event),
        f"action {alarm.action}" if alarm.action else "",
        _threshold(event),
        f"dharma audit cite {Reference('event', event.id)}",
    )
    body = "\n".join(_plain(line) for line in lines if line)
    return Message(f"Dharma, {alarm.severity.value}: {what}{done}", body)


def _threshold(event: Event) -> str:
    if event.type is not EventType.BUDGET_THRESHOLD_REACHED:
        return ""
    return f"threshold {event.data['threshold']} of {event.data['period']}"


def _plain(line: str) -> str:
    """Return a line without what a chat would read as markup or a mention."""
    kept = "".join(c for c in line if c.isprintable() and c not in "<>`*@")
    return kept[:_LONGEST]


def _anomalies(event: Event) -> str:
    if event.type is not EventType.ANOMALIES_FOUND:
        return ""
    told, count = event.data["anomalies"], int(event.data["count"])
    named = "; ".join(f"{one['scope']} since {one['start']}" for one in told[:_MOST_NAMED])
    more = f"; {count - _MOST_NAMED} more" if count > _MOST_NAMED else ""
    return f"{count} new: {named}{more}"
