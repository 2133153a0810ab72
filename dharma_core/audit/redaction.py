"""Dropping personal values of an entry: values and salts go, commitments and hash stay."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from dharma_core.audit.canonical import canonical_json
from dharma_core.audit.chain import ChainEntry
from dharma_core.audit.within import HELD, REDACTED, blanked, is_of_a_person
from dharma_core.personal_data import mask_personal

__all__ = ["drop", "redact"]


def redact(entry: ChainEntry, names: Collection[str] = ()) -> ChainEntry:
    """Return the entry without its personal values and their salts; its hash stays right.

    Parameters
    ----------
    names : collection of str
        Of people: a text within the entry that names one of them, or holds a mail or network
        address, goes too.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from dharma_core.audit.chain import entry_hash, seal
    >>> from dharma_core.events import Event, EventType
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> event = Event("evt_1", EventType.SANDBOX_STARTED, "sandbox", "s", at, "default", "ann")
    >>> gone = redact(seal(event, None))
    >>> gone.event.user, gone.redacted, entry_hash(gone) == gone.hash
    ('(redacted)', True, True)
    """
    agent = REDACTED if "agent" in entry.personal_fields else entry.event.agent
    event = replace(entry.event, user=REDACTED, address=REDACTED, agent=agent)
    kept = {place for place in entry.places if not _tells(entry, place, names)}
    salts = {name: salt for name, salt in entry.salts.items() if name in kept}
    return drop(replace(entry, event=event, salts=salts), set(entry.places) - kept)


def drop(entry: ChainEntry, places: Collection[str]) -> ChainEntry:
    """Return the entry without the personal values at some places; its hash stays right."""
    if not places:
        return entry
    parts = {
        part: json.loads(blanked(part, canonical_json(value), places))
        for part in HELD
        if (value := getattr(entry.event, part)) is not None
    }
    salts = {name: salt for name, salt in entry.salts.items() if name not in places}
    return replace(entry, event=replace(entry.event, **parts), salts=salts)


def _tells(entry: ChainEntry, place: str, names: Collection[str]) -> bool:
    value = entry.personal_value(place)
    return is_of_a_person(place) or mask_personal(value, names) != value
