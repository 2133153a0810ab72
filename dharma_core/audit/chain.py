"""The hash chain of events: sealing an entry, and dropping its personal fields later.

The exact input of each hash (also in ``docs/audit-format.md``), format 1::

    commitment(field) = SHA-256 of canonical_json([salt, field, value])
    hash              = SHA-256 of canonical_json({
        "format": 1, "seq": 1, 2, 3 ..., "prev_hash": hash of the entry before (64 zeros at first),
        "id", "type", "aggregate_type", "aggregate_id", "time", "tenant", "success",
        "before", "after", "data", "correlation_id", "causation_id", "version": the event's own,
        "personal": {"address": commitment, "user": commitment}})

``time`` is text, UTC with six decimals and ``Z``; a salt is 32 hexadecimal digits; hashes are
lower-case hexadecimal of the ASCII bytes of the text. A personal value enters only through its
commitment, so that value and salt can be dropped (`redact`) and the chain stays valid, and
nobody can guess the value from what is left.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from dharma_core.audit.canonical import canonical_json
from dharma_core.errors import InputError
from dharma_core.events import Event

__all__ = [
    "FORMAT",
    "GENESIS",
    "PERSONAL_FIELDS",
    "REDACTED",
    "ChainEntry",
    "ChainHead",
    "Unreadable",
    "commit",
    "entry_hash",
    "redact",
    "seal",
    "time_text",
]

FORMAT = 1
PERSONAL_FIELDS = ("address", "user")
REDACTED = "(redacted)"


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
        return any(name not in self.salts for name in PERSONAL_FIELDS)

    def as_dict(self) -> dict[str, Any]:
        """Return the exported form, from which anybody can verify the chain again."""
        return {
            **_hashed(self),
            "personal": {
                name: {
                    "value": getattr(self.event, name),
                    "salt": self.salts.get(name),
                    "commitment": self.commitments.get(name),
                }
                for name in PERSONAL_FIELDS
            },
            "hash": self.hash,
        }


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
    salts = {name: secrets.token_hex(16) for name in PERSONAL_FIELDS}
    unsealed = ChainEntry(
        event=event,
        seq=head.seq + 1,
        prev_hash=head.hash,
        hash="",
        commitments={name: commit(salts[name], name, getattr(event, name)) for name in salts},
        salts=salts,
    )
    return replace(unsealed, hash=entry_hash(unsealed))


def redact(entry: ChainEntry) -> ChainEntry:
    """Return the entry without its personal values and salts; its hash stays right.

    Examples
    --------
    >>> from dharma_core.events import EventType
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> event = Event("evt_1", EventType.SANDBOX_STARTED, "sandbox", "s", at, "default", "ann")
    >>> gone = redact(seal(event, None))
    >>> gone.event.user, gone.redacted, entry_hash(gone) == gone.hash
    ('(redacted)', True, True)
    """
    event = replace(entry.event, user=REDACTED, address=REDACTED)
    return replace(entry, event=event, salts={})


def commit(salt: str, name: str, value: str) -> str:
    """Return the commitment to one personal value."""
    return _sha256(canonical_json([salt, name, value]))


def entry_hash(entry: ChainEntry) -> str:
    """Return the hash that the entry's content calls for."""
    return _sha256(canonical_json(_hashed(entry)))


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
    if moment.tzinfo is None:
        raise InputError(
            f"The time {moment.isoformat()} has no zone.", next_step="Give every time in UTC."
        )
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def _hashed(entry: ChainEntry) -> dict[str, Any]:
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
        "personal": dict(entry.commitments),
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
