"""The database finds what the pure query matches, page by page, in one's own tenant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dharma_core.audit.searching import EventQuery
from dharma_core.audit.security import Severity
from dharma_core.errors import AdapterError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.storage.event_search import search_events
from dharma_core.storage.store import Store
from dharma_core.storage.tables import events

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _events() -> list[Event]:
    shape = Event("", EventType.BLUEPRINT_UPDATED, "blueprint", "bp_1", AT, "default", "ann")
    kinds: list[dict[str, Any]] = [
        {"data": {"why": "Größe"}, "correlation_id": "cor_1"},
        {"type": EventType.PERMISSION_DENIED, "success": False, "user": "bob"},
        {"type": EventType.GUARDRAILS_VALIDATED, "success": False, "aggregate_id": "bp_2"},
        {"type": EventType.GUARDRAILS_VALIDATED, "before": {"text": 'a "b" 100%_x'}},
        {"tenant": "elsewhere", "type": EventType.PERMISSION_DENIED},
        {"type": EventType.AUDIT_KEY_ROTATED, "after": {"name": "GRÜN"}},
    ]
    return [
        replace(shape, id=f"evt_{number}", time=AT + number * HOUR, **kind)
        for number, kind in enumerate(kinds)
    ]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as uow:
        uow.events.append_many(_events())
    return store


QUERIES = [
    EventQuery(),
    EventQuery(text="bp_2"),
    EventQuery(text="grö"),
    EventQuery(text='a "b"'),
    EventQuery(text="100%_"),
    EventQuery(text="%"),
    EventQuery(text="' OR 1=1 --"),
    EventQuery(types=("PermissionDenied", "AuditKeyRotated")),
    EventQuery(user="bob"),
    EventQuery(aggregate="bp_2"),
    EventQuery(correlation_id="cor_1"),
    EventQuery(success=False),
    EventQuery(success=True),
    EventQuery(since=AT + HOUR, until=AT + 3 * HOUR),
    EventQuery(security=Severity.INFO),
    EventQuery(security=Severity.MEDIUM),
    EventQuery(security=Severity.CRITICAL),
    EventQuery(security=Severity.MEDIUM, user="bob"),
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_database_finds_what_the_query_matches(filled: Store, query: EventQuery) -> None:
    with filled.reading() as uow:
        found = [entry.seq for entry in search_events(uow.scope, query).entries]
        rows = [row for row in uow.events.rows(1) if row.tenant == "default"]
        expected = [row.seq for row in rows if query.matches(row)]
    assert found == expected[::-1]


def test_pages_follow_one_another_without_gap(filled: Store) -> None:
    with filled.reading() as uow:
        first = search_events(uow.scope, EventQuery(), limit=2)
        second = search_events(uow.scope, EventQuery(), limit=2, before=first.before)
        third = search_events(uow.scope, EventQuery(), limit=2, before=second.before)
    pages = [[entry.seq for entry in page.entries] for page in (first, second, third)]
    assert pages == [[6, 4], [3, 2], [1]]
    assert (first.before, second.before, third.before) == (4, 2, None)


def test_another_tenant_finds_its_own(filled: Store) -> None:
    with filled.reading(Actor("eve", "elsewhere", ("admin",))) as uow:
        assert [entry.seq for entry in search_events(uow.scope, EventQuery()).entries] == [5]


def test_a_row_that_was_changed_is_named(filled: Store) -> None:
    with filled.transaction() as uow:
        uow.scope.write(update(events).where(events.c.seq == 2).values(time="x"))
    with filled.reading() as uow, pytest.raises(AdapterError, match="Event 2 was changed"):
        search_events(uow.scope, EventQuery())
