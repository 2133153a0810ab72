"""Walking a chain of events and saying where, if anywhere, it was tampered with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dharma_core.audit.chain import (
    GENESIS,
    REDACTED,
    ChainEntry,
    ChainHead,
    Unreadable,
    commit,
    entry_hash,
)
from dharma_core.audit.texts import FORMAT, PERSONAL_FIELDS

__all__ = ["ChainReport", "events_are", "verify_chain"]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found.

    Parameters
    ----------
    valid : bool
    events : int
        How many entries were found sound before the first bad one, or in all.
    first_bad : int or None
        The number of the first entry that is changed, missing or out of order.
    reason : str
        Empty when valid.
    head : ChainHead
        The last sound entry.
    redacted : int
        How many sound entries had personal fields dropped.
    """

    valid: bool
    events: int
    first_bad: int | None
    reason: str
    head: ChainHead
    redacted: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the JSON form of the command line's contract."""
        return {
            "valid": self.valid,
            "events": self.events,
            "first_bad": self.first_bad,
            "reason": self.reason or None,
            "head": str(self.head),
            "redacted": self.redacted,
        }


def verify_chain(
    entries: Iterable[ChainEntry | Unreadable],
    *,
    head: ChainHead | None = None,
    start: ChainHead = GENESIS,
) -> ChainReport:
    """Return whether a chain is whole, and its first bad entry when it is not.

    Parameters
    ----------
    entries : iterable of ChainEntry
        In order; read once and never held, so a long chain needs no memory.
    head : ChainHead, optional
        A head noted earlier: an entry it names must still be there. Without it a chain whose
        last entries were cut off looks whole.
    start : ChainHead
        Where ``entries`` begins after, for a part of a chain.

    Examples
    --------
    >>> verify_chain([]).valid, verify_chain([], head=ChainHead(3, "ab")).reason
    (True, 'Events 1 to 3 are missing: the chain was cut after event 0.')
    """
    last, count, redacted = start, 0, 0
    for entry in entries:
        reason = _fault(entry, last, head)
        if reason or isinstance(entry, Unreadable):
            return ChainReport(False, count, last.seq + 1, reason, last, redacted)
        last, count, redacted = entry.head, count + 1, redacted + entry.redacted
    if head is not None and head.seq > last.seq:
        return ChainReport(False, count, last.seq + 1, _cut(last, head), last, redacted)
    return ChainReport(True, count, None, "", last, redacted)


def _fault(entry: ChainEntry | Unreadable, previous: ChainHead, expected: ChainHead | None) -> str:
    wanted = previous.seq + 1
    if entry.seq != wanted:
        return f"Event {wanted} is missing or out of order: event {entry.seq} stands in its place."
    if isinstance(entry, Unreadable):
        return f"Event {wanted} was changed: {entry.reason}."
    return _content_fault(entry, previous, expected) or _personal_fault(entry)


def _content_fault(entry: ChainEntry, previous: ChainHead, expected: ChainHead | None) -> str:
    wanted = entry.seq
    if entry.format not in PERSONAL_FIELDS:
        return f"Event {wanted} says format {entry.format}; this Dharma reads up to {FORMAT}."
    if entry.prev_hash != previous.hash:
        return f"Event {wanted} does not follow the event before it: the previous hash differs."
    if entry.hash != entry_hash(entry):
        return f"Event {wanted} was changed: its content does not give its hash."
    if expected is not None and expected.seq == entry.seq and expected.hash != entry.hash:
        return f"Event {wanted} is not the one that was noted: the chain was written anew."
    return ""


def _personal_fault(entry: ChainEntry) -> str:
    if set(entry.salts) - set(entry.personal_fields):
        return f"Event {entry.seq} was changed: it has salts of unknown fields."
    if set(entry.commitments) != set(entry.personal_fields):
        return f"Event {entry.seq} was changed: its personal fields are not those of its format."
    if "agent" not in entry.personal_fields and entry.event.agent:
        return f"Event {entry.seq} was changed: its format has no agent."
    for name in entry.personal_fields:
        value, salt = entry.personal_value(name), entry.salts.get(name)
        if value is None or (salt is None and value != REDACTED):
            return f"Event {entry.seq} was changed: its {name} is not the one that was sealed."
        if salt is not None and commit(salt, name, value) != entry.commitments.get(name):
            return f"Event {entry.seq} was changed: its {name} is not the one that was sealed."
    return ""


def _cut(head: ChainHead, expected: ChainHead) -> str:
    which = events_are(head.seq + 1, expected.seq)
    return f"{which} missing: the chain was cut after event {head.seq}."


def events_are(first: int, last: int) -> str:
    """Return the start of a sentence about some events.

    Examples
    --------
    >>> events_are(2, 2), events_are(2, 5)
    ('Event 2 is', 'Events 2 to 5 are')
    """
    return f"Event {first} is" if first == last else f"Events {first} to {last} are"
