"""Looking single pieces of evidence up: an event, a decision, what was recorded of a design."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from dharma_core.audit import ChainEntry
from dharma_core.errors import AdapterError, NotFoundError
from dharma_core.events import EventType
from dharma_core.storage.event_rows import entry_of
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import events
from dharma_core.storage.trust_history import evaluation_of_row
from dharma_core.storage.trust_tables import trust_evaluations
from dharma_core.trust.evaluations import Evaluation

__all__ = ["evaluation_with_id", "event_of", "hash_at", "last_judgement"]

_LONGEST_NUMBER = 18
# A design that is looked at often has many judgements; those of one version are near each other.
_LOOKED_AT = 500


def event_of(scope: Scope, reference: str) -> ChainEntry:
    """Return an event of the actor's tenant by its id or its number.

    Raises
    ------
    NotFoundError
        If there is none among the events that are not archived.
    """
    query = select(events).where(events.c.tenant == scope.actor.tenant)
    is_number = reference.isdecimal() and len(reference) <= _LONGEST_NUMBER
    wanted = events.c.seq == int(reference) if is_number else events.c.id == reference
    return _one(scope, query.where(wanted), reference)


def last_judgement(
    scope: Scope, kind: EventType, design: str, version: str, digest: str
) -> tuple[ChainEntry, bool] | None:
    """Return the newest event that recorded a judgement of a version, and whether it was the same.

    One that recorded the same evidence comes before a newer one that recorded other evidence.
    """
    query = (
        select(events)
        .where(events.c.tenant == scope.actor.tenant)
        .where(events.c.type == kind.value, events.c.aggregate_id == design)
        .order_by(events.c.seq.desc())
        .limit(_LOOKED_AT)
    )
    entries = [e for row in scope.rows(query) if isinstance(e := entry_of(row), ChainEntry)]
    mine = [e for e in entries if e.event.data.get("version") == version]
    said = [e for e in mine if e.event.data.get("evidence")]
    same = next((e for e in said if e.event.data["evidence"] == digest), None)
    if same is not None:
        return same, True
    return (said[0], False) if said else None


def hash_at(scope: Scope, seq: int) -> str | None:
    """Return the hash of the chain's entry with a number; None when it is archived or not there."""
    found = scope.read(select(events.c.hash).where(events.c.seq == seq)).first()
    return None if found is None else str(found.hash)


def evaluation_with_id(scope: Scope, evaluation_id: str) -> Evaluation:
    """Return a trust decision of the actor's tenant.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    table = trust_evaluations
    query = select(table).where(table.c.tenant == scope.actor.tenant, table.c.id == evaluation_id)
    found = scope.rows(query)
    if not found:
        raise NotFoundError(
            f"No trust decision {evaluation_id[:60]!r}.",
            next_step="'dharma trust history' lists them.",
        )
    return evaluation_of_row(found[0])


def _one(scope: Scope, query: Select[Any], reference: str) -> ChainEntry:
    rows = scope.rows(query)
    if not rows:
        raise NotFoundError(
            f"No event {reference[:60]!r} is at hand.",
            next_step="'dharma audit tail' lists the newest; older ones may be archived.",
        )
    entry = entry_of(rows[0])
    if not isinstance(entry, ChainEntry):
        raise AdapterError(
            f"Event {entry.seq} was changed in the database: {entry.reason}.",
            next_step="Run `dharma audit verify`.",
        )
    return entry
