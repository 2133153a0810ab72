"""Finding events by what they say: in the database, and in archived files when asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from dharma_core.audit import COLUMNS, Row, time_text
from dharma_core.audit.rows import entry_of
from dharma_core.audit.searching import EventPage, EventQuery
from dharma_core.audit.security import security_types
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.event_rows import whole
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import events

__all__ = ["search_events"]

_COLUMNS = tuple(events.c[name] for name in COLUMNS)


def search_events(
    scope: Scope,
    query: EventQuery,
    *,
    limit: int = 100,
    before: int | None = None,
    cold: ColdEvents | None = None,
) -> EventPage:
    """Return events of the actor's tenant that meet a query, newest first.

    Parameters
    ----------
    limit : int
        How many at most.
    before : int, optional
        Only events with a lower number: what the page before gave.
    cold : ColdEvents, optional
        Look into archived files too.

    Raises
    ------
    AdapterError
        If one that was found was changed in the database.
    """
    wanted = limit + 1
    rows = _hot(scope, query, before, wanted)
    if cold is not None and len(rows) < wanted:
        rows += islice(_cold(scope, cold, query, before), wanted - len(rows))
    entries = tuple(whole(entry_of(row)) for row in rows[:limit])
    return EventPage(entries, entries[-1].seq if len(rows) > limit else None)


def _hot(scope: Scope, query: EventQuery, before: int | None, limit: int) -> list[Row]:
    found = select(*_COLUMNS).where(events.c.tenant == scope.actor.tenant, *_conditions(query))
    if before is not None:
        found = found.where(events.c.seq < before)
    return [Row(*row) for row in scope.tuples(found.order_by(events.c.seq.desc()).limit(limit))]


def _cold(scope: Scope, cold: ColdEvents, query: EventQuery, before: int | None) -> Iterator[Row]:
    for archive in reversed(cold.archives(scope)):
        if archive.deleted is not None or (before is not None and archive.first_seq >= before):
            continue
        for row in reversed(list(cold.rows(archive))):
            mine = row.tenant == scope.actor.tenant and (before is None or row.seq < before)
            if mine and query.matches(row):
                yield row


def _conditions(query: EventQuery) -> Iterator[ColumnElement[bool]]:
    equal: tuple[tuple[Any, str], ...] = (
        (events.c.user, query.user),
        (events.c.correlation_id, query.correlation_id),
        (events.c.aggregate_id, query.aggregate),
    )
    yield from (column == wanted for column, wanted in equal if wanted)
    if query.types:
        yield events.c.type.in_(query.types)
    if query.success is not None:
        yield events.c.success == int(query.success)
    if query.since is not None:
        yield events.c.time >= time_text(query.since)
    if query.until is not None:
        yield events.c.time < time_text(query.until)
    if query.security is not None:
        always, failed = security_types(query.security)
        yield or_(events.c.type.in_(always), and_(events.c.type.in_(failed), events.c.success == 0))
    if query.text:
        yield _has_text(query)


def _has_text(query: EventQuery) -> ColumnElement[bool]:
    names = (events.c.type, events.c.aggregate_type, events.c.aggregate_id, events.c.id)
    texts = (events.c.before, events.c.after, events.c.data)
    # As it was typed, and as text stands inside JSON.
    forms = sorted({query.text, query.json_text})
    return or_(
        *(column.icontains(query.text, autoescape=True) for column in names),
        *(column.icontains(form, autoescape=True) for column in texts for form in forms),
    )
