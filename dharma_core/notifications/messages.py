"""An alarm in words that fit a chat: what, who, where, when, and how to look it up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.audit.alarms import Alarm
from dharma_core.audit.citations import Reference
from dharma_core.events import Event, EventType
from dharma_core.money import Money

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
    """Return what is sent about an alarm: what it is about, no state; of a budget, its figures."""
    event = alarm.event
    what = _HUMP.sub(" ", event.type.value).lower()
    done = "" if event.success else " (refused or failed)"
    lines = (
        f"{what}{done}: {event.aggregate_type} {event.aggregate_id}",
        f"by {event.user} from {event.address}, tenant {event.tenant}",
        f"at {event.time:%Y-%m-%d %H:%M:%S} UTC",
        _anomalies(event),
        f"action {alarm.action}" if alarm.action else "",
        *_budget(event),
        f"dharma audit cite {Reference('event', event.id)}",
    )
    body = "\n".join(_plain(line) for line in lines if line)
    return Message(f"Dharma, {alarm.severity.value}: {what}{done}", body)


def _budget(event: Event) -> tuple[str, ...]:
    """Return which threshold was reached, what was spent and where that lands."""
    if event.type is not EventType.BUDGET_THRESHOLD_REACHED:
        return ()
    said = event.data
    amount, spent, landing = (_money(said, part) for part in ("amount", "spent", "landing"))
    return (
        f"threshold {said['threshold']} of {amount} in {said['period']}",
        f"{spent} spent, lands at {landing}",
    )


def _money(said: Mapping[str, Any], part: str) -> str:
    amount = said[part]
    return "unknown" if amount is None else Money(Decimal(amount), said["currency"]).text()


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
