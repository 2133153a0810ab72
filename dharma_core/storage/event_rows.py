"""An entry of the chain as a row, and back; what is not exactly as written is unreadable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dharma_core.audit import ChainEntry, Unreadable, canonical_json, time_text
from dharma_core.errors import InputError
from dharma_core.events import Event, EventType

__all__ = ["entry_of", "row_of"]

_TEXTS = (
    "id",
    "aggregate_type",
    "aggregate_id",
    "tenant",
    "user",
    "address",
    "correlation_id",
    "causation_id",
)


def row_of(entry: ChainEntry) -> dict[str, Any]:
    """Return the row of an entry."""
    event = entry.event
    return {
        **{name: getattr(event, name) for name in _TEXTS},
        "version": event.version,
        "type": event.type.value,
        "time": time_text(event.time),
        "success": int(event.success),
        "before": None if event.before is None else canonical_json(event.before),
        "after": None if event.after is None else canonical_json(event.after),
        "data": canonical_json(event.data),
        "seq": entry.seq,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
        "format": entry.format,
        "commitments": canonical_json(entry.commitments),
        "salts": canonical_json(entry.salts),
    }


def entry_of(row: Mapping[str, Any]) -> ChainEntry | Unreadable:
    """Return the entry of a row, or why the row is none."""
    try:
        return ChainEntry(
            event=_event_of(row),
            seq=row["seq"],
            prev_hash=_typed(row, "prev_hash", str),
            hash=_typed(row, "hash", str),
            commitments=_json("commitments", row["commitments"]),
            salts=_json("salts", row["salts"]),
            format=_typed(row, "format", int),
        )
    except (ValueError, TypeError, InputError) as error:
        return Unreadable(row["seq"], str(error))


def _event_of(row: Mapping[str, Any]) -> Event:
    return Event(
        **{name: _typed(row, name, str) for name in _TEXTS},
        version=_typed(row, "version", int),
        type=EventType(row["type"]),
        time=_time(row["time"]),
        success=_truth(row["success"]),
        before=None if row["before"] is None else _json("before", row["before"]),
        after=None if row["after"] is None else _json("after", row["after"]),
        data=_json("data", row["data"]),
    )


def _typed(row: Mapping[str, Any], name: str, kind: type) -> Any:
    # SQLite keeps whatever somebody writes into a column, bytes too.
    if type(row[name]) is not kind:
        raise ValueError(f"its {name} is no {kind.__name__}")
    return row[name]


def _json(name: str, text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict) or canonical_json(value) != text:
        raise ValueError(f"its {name} is not as it was written")
    return value


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or time_text(moment) != text:
        raise ValueError("its time is not as it was written")
    return moment


def _truth(number: int) -> bool:
    if number not in (0, 1):
        raise ValueError("its success is neither 0 nor 1")
    return number == 1
