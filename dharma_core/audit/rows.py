"""Reading a stored row back as an entry; what is not exactly as written is unreadable."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from dharma_core.audit.canonical import canonical_json
from dharma_core.audit.chain import ChainEntry, Unreadable, time_text
from dharma_core.audit.texts import Row
from dharma_core.errors import InputError
from dharma_core.events import Event, EventType

__all__ = ["entry_of"]

_TEXTS = (
    "id",
    "aggregate_type",
    "aggregate_id",
    "tenant",
    "user",
    "address",
    "agent",
    "correlation_id",
    "causation_id",
)


def entry_of(row: Row) -> ChainEntry | Unreadable:
    """Return the entry of a row, or why the row is none."""
    try:
        return ChainEntry(
            event=_event_of(row),
            seq=row.seq,
            prev_hash=_typed(row, "prev_hash", str),
            hash=_typed(row, "hash", str),
            commitments=_json("commitments", row.commitments),
            salts=_json("salts", row.salts),
            format=_typed(row, "format", int),
        )
    except (ValueError, TypeError, InputError) as error:
        return Unreadable(row.seq, str(error))


def _event_of(row: Row) -> Event:
    return Event(
        **{name: _typed(row, name, str) for name in _TEXTS},
        version=_typed(row, "version", int),
        type=_kind(row.type),
        time=_time(row.time),
        success=_truth(row.success),
        before=None if row.before is None else _json("before", row.before),
        after=None if row.after is None else _json("after", row.after),
        data=_json("data", row.data),
    )


def _typed(row: Row, name: str, kind: type) -> Any:
    # SQLite keeps whatever somebody writes into a column, bytes too.
    value = getattr(row, name)
    if type(value) is not kind:
        raise ValueError(f"its {name} is no {kind.__name__}")
    return value


def _json(name: str, text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict) or canonical_json(value) != text:
        raise ValueError(f"its {name} is not as it was written")
    return value


# No reason repeats a value: whoever verifies may be of another tenant.
def _kind(name: str) -> EventType:
    try:
        return EventType(name)
    except ValueError as error:
        raise ValueError("its type is none that this Dharma knows") from error


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("its time is not as it was written") from error
    if moment.tzinfo is None or time_text(moment) != text:
        raise ValueError("its time is not as it was written")
    return moment


def _truth(number: int) -> bool:
    if number not in (0, 1):
        raise ValueError("its success is neither 0 nor 1")
    return number == 1
