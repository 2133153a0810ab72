"""The hash chain of events: an entry as a value, and sealing it.

The exact input of each hash is in ``docs/audit-format.md`` and made in `audit.texts`. A personal
value enters only through a salted commitment, so that value and salt can be dropped
(`audit.redaction`) and the chain stays valid, and nobody can guess the value from what is left.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dharma_core.audit.canonical import canonical_json
from dharma_core.audit.texts import (
    FORMAT,
    PERSONAL_FIELDS,
    Row,
    commitment,
    commitments_of,
    content_of,
    hash_of,
    linked,
)
from dharma_core.audit.within import HELD, REDACTED, may_hold, places_in, value_at
from dharma_core.errors import InputError
from dharma_core.events import Event

__all__ = [
    "GENESIS",
    "REDACTED",
    "ChainEntry",
    "ChainHead",
    "Unreadable",
    "commit",
    "entry_hash",
    "row_of",
    "seal",
    "seal_rows",
    "time_text",
]

_SALT_CHARS = 32
_TO_ZONE = len("2026-03-01T09:30:00.000000")
_SALTS_CHARS = _SALT_CHARS * len(PERSONAL_FIELDS[FORMAT])


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry of a chain: its number and its hash.

    Keep one outside the database (a ticket, a mail) and a chain whose tail was cut is found.
    """

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


GENESIS = ChainHead(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One event in its place in the chain.

    Parameters
    ----------
    seq : int
        1, 2, 3 ... without a gap.
    commitments : mapping
        Of each personal field, a salted SHA-256.
    salts : mapping
        Of each personal field; a field without salt was redacted.
    """

    event: Event
    seq: int
    prev_hash: str
    hash: str
    commitments: Mapping[str, str]
    salts: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def head(self) -> ChainHead:
        """The chain's head when this entry is its last."""
        return ChainHead(self.seq, self.hash)

    @property
    def redacted(self) -> bool:
        """Whether a personal field was dropped."""
        return any(name not in self.salts for name in self.personal_fields)

    @property
    def personal_fields(self) -> tuple[str, ...]:
        """The names of the fields, and the places within it, that are kept out of the hash."""
        return (*self.places, *PERSONAL_FIELDS.get(self.format, PERSONAL_FIELDS[FORMAT]))

    @property
    def places(self) -> tuple[str, ...]:
        """Where personal values stand within before, after and data; none before format 3."""
        if self.format not in PERSONAL_FIELDS or self.format < 3:
            return ()
        return tuple(name for name in self.commitments if name.startswith("/"))

    def personal_value(self, name: str) -> str | None:
        """Return what stands in a personal field or place; None when no text does."""
        if name.startswith("/"):
            return value_at({part: getattr(self.event, part) for part in HELD}, name)
        value = getattr(self.event, name)
        return value if isinstance(value, str) else None

    def as_dict(self) -> dict[str, Any]:
        """Return the exported form, from which anybody can verify the chain again."""
        return {
            **_said(self),
            "personal": {name: self._proof(name) for name in self.personal_fields},
            "hash": self.hash,
        }

    def _proof(self, name: str) -> dict[str, str | None]:
        proof = {"salt": self.salts.get(name), "commitment": self.commitments.get(name)}
        # The value of a place stands there.
        return proof if name.startswith("/") else {"value": self.personal_value(name), **proof}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stored entry that is no longer an event at all, such as one with the time ``20x6``."""

    seq: int
    reason: str


def seal(event: Event, previous: ChainEntry | ChainHead | None) -> ChainEntry:
    """Return ``event`` as the next entry after ``previous`` (None for the first).

    Raises
    ------
    InputError
        If the event holds something that JSON cannot, or a time without zone.

    Examples
    --------
    >>> from dharma_core.events import EventType
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> event = Event("evt_1", EventType.SANDBOX_STARTED, "sandbox", "s", at, "default", "ann")
    >>> first = seal(event, None)
    >>> first.seq, seal(event, first).prev_hash == first.hash
    (1, True)
    """
    head = previous.head if isinstance(previous, ChainEntry) else previous or GENESIS
    row = seal_rows([event], head)[0]
    return ChainEntry(
        event=event,
        seq=row.seq,
        prev_hash=row.prev_hash,
        hash=row.hash,
        commitments=json.loads(row.commitments),
        salts=json.loads(row.salts),
    )


def seal_rows(events: Iterable[Event], head: ChainHead) -> list[Row]:
    """Return events as the next entries after ``head``, in the form that is stored.

    Raises
    ------
    InputError
        If an event holds something that JSON cannot, or a time without zone.
    """
    rows = []
    batch = tuple(events)
    seq, previous = head.seq, head.hash
    random = secrets.token_hex(_SALTS_CHARS * len(batch) // 2)
    for event in batch:
        start = (seq - head.seq) * _SALTS_CHARS
        seq += 1
        row = _sealed(event, seq, previous, random[start : start + _SALTS_CHARS])
        previous = row.hash
        rows.append(row)
    return rows


def row_of(entry: ChainEntry) -> Row:
    """Return an entry in the form that is stored."""
    event = entry.event
    return _row(
        event,
        (entry.seq, entry.format, entry.prev_hash, entry.hash),
        (canonical_json(entry.commitments), canonical_json(entry.salts)),
    )


def commit(salt: str, name: str, value: str) -> str:
    """Return the commitment to one personal value."""
    return commitment(salt, name, value)


def entry_hash(entry: ChainEntry) -> str:
    """Return the hash that the entry's content calls for."""
    return hash_of(row_of(entry))


def time_text(moment: datetime) -> str:
    """Return a moment as the chain writes it.

    Raises
    ------
    InputError
        If it has no time zone.

    Examples
    --------
    >>> time_text(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '2026-03-01T09:30:00.000000Z'
    """
    if moment.tzinfo is UTC:
        # Most are: the way below takes four times as long, and this runs for every event.
        return f"{moment.isoformat(timespec='microseconds')[:_TO_ZONE]}Z"
    if moment.tzinfo is None:
        raise InputError(
            f"The time {moment.isoformat()} has no zone.", next_step="Give every time in UTC."
        )
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def _sealed(event: Event, seq: int, previous: str, random: str) -> Row:
    salts = (random[:32], random[32:64], random[64:])
    try:
        commitments = commitments_of(event.address, event.agent, event.user, salts)
        said = f'{{"address":"{salts[0]}","agent":"{salts[1]}","user":"{salts[2]}"}}'
        row = _with_places(_row(event, (seq, FORMAT, previous, ""), (commitments, said)))
        hash_ = linked(content_of(row), previous, seq)
        return Row._make((seq, FORMAT, previous, hash_, *row[4:]))
    except TypeError as error:
        raise _mistyped(event, error) from error


def _with_places(row: Row) -> Row:
    """Return a row with commitments to the personal values within it, if there are any."""
    if not may_hold(f"{row[11]}{row[12]}{row[13]}"):
        return row
    found = places_in("after", row.after) | places_in("before", row.before)
    found |= places_in("data", row.data)
    if not found:
        return row
    salts = {place: secrets.token_hex(_SALT_CHARS // 2) for place in found}
    commitments = {place: commitment(salts[place], place, found[place]) for place in found}
    return row._replace(
        commitments=canonical_json({**commitments, **json.loads(row.commitments)}),
        salts=canonical_json({**salts, **json.loads(row.salts)}),
    )


def _row(event: Event, place: tuple[int, int, str, str], proof: tuple[str, str]) -> Row:
    return Row(
        *place,
        event.id,
        event.type.value,
        event.aggregate_type,
        event.aggregate_id,
        time_text(event.time),
        event.tenant,
        int(event.success),
        None if event.before is None else _object("before", event.before),
        None if event.after is None else _object("after", event.after),
        _object("data", event.data) if event.data else "{}",
        event.correlation_id,
        event.causation_id,
        event.version,
        proof[0],
        event.user,
        event.address,
        event.agent,
        proof[1],
    )


def _object(name: str, value: Any) -> str:
    try:
        text = canonical_json(value)
    except InputError:
        # Once more, so that the message names the place in the event.
        return canonical_json({name: value})
    if text[0] != "{":
        raise InputError(f"The event's {name} is no mapping.", next_step="Give a mapping or none.")
    return text


def _mistyped(event: Event, error: TypeError) -> InputError:
    texts = (
        "id", "aggregate_type", "aggregate_id", "tenant", "user", "address", "agent",
        "correlation_id", "causation_id",
    )  # fmt: skip
    wrong = [name for name in texts if not isinstance(getattr(event, name), str)]
    return InputError(
        f"The event {event.id!r} cannot be sealed: {', '.join(wrong) or error} is not text.",
        next_step="Give text for who, what and where.",
    )


def _said(entry: ChainEntry) -> dict[str, Any]:
    event = entry.event
    return {
        "format": entry.format,
        "seq": entry.seq,
        "prev_hash": entry.prev_hash,
        "id": event.id,
        "type": str(event.type),
        "aggregate_type": event.aggregate_type,
        "aggregate_id": event.aggregate_id,
        "time": time_text(event.time),
        "tenant": event.tenant,
        "success": event.success,
        "before": event.before,
        "after": event.after,
        "data": event.data,
        "correlation_id": event.correlation_id,
        "causation_id": event.causation_id,
        "version": event.version,
    }
