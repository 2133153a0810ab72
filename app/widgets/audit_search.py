"""Search the record: words, who, what, since when; security events by severity; one event whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import streamlit as st

from app.session import reader_zone
from app.widgets.charts import chart
from app.widgets.frame import section
from app.widgets.messages import empty
from app.widgets.style import colour_mode
from app.widgets.tables import table
from dharma_core.audit.searching import EventQuery
from dharma_core.audit.security import Severity
from dharma_core.views.figures import events_over_time
from dharma_core.views.tables import event_document, events_table, spaced

if TYPE_CHECKING:
    from dharma_core.audit import ChainEntry
    from dharma_core.workbench import Workbench

__all__ = ["found_events", "one_event"]

_COLUMNS = ("seq", "time", "severity", "type", "about", "aggregate_id", "user", "outcome", "hash")
_EVERYTHING, _SECURITY = "Everything", "Security"
_A_PAGE = 200
_OLDER = "audit_older_than"


def found_events(bench: Workbench, newest: Sequence[ChainEntry]) -> Sequence[ChainEntry]:
    """Draw the search and what it finds; return the events found."""
    chart(events_over_time(newest, reader_zone(), colour_mode()), key="events_over_time")
    section("Events, newest first")
    query, cold = _query(newest)
    before = st.session_state.get(_OLDER) if st.session_state.get("audit_query") == query else None
    st.session_state["audit_query"] = query
    page = bench.search_events(query, limit=_A_PAGE, before=before, cold=cold)
    if not page.entries:
        empty("No event matches", "Take a filter away to see the others.")
        return ()
    table(events_table(page.entries), key="event", noun="event", columns=_COLUMNS)
    with st.container(horizontal=True):
        if before is not None and st.button("Newest", key="events_newest"):
            del st.session_state[_OLDER]
            st.rerun()
        if page.before is not None and st.button("Older events", key="events_older"):
            st.session_state[_OLDER] = page.before
            st.rerun()
    return page.entries


def _query(newest: Sequence[ChainEntry]) -> tuple[EventQuery, bool]:
    kinds = {spaced(e.event.type.value): e.event.type.value for e in newest}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            "Show", [_EVERYTHING, _SECURITY], default=_EVERYTHING, key="view", bind="query-params"
        )
        text = st.text_input(
            "Words", key="words", bind="query-params", max_chars=200,
            placeholder="In type, id, before, after or data",
        )  # fmt: skip
        what = st.multiselect(
            "What", sorted(kinds), key="what", bind="query-params", placeholder="Everything"
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        users = sorted({e.event.user for e in newest})
        user = st.selectbox(
            "Who", users, index=None, key="who", bind="query-params", placeholder="Everybody"
        )
        since = st.date_input("Since", value=None, key="since", bind="query-params")
        severity = None
        if view == _SECURITY:
            severity = Severity(
                st.selectbox("At least", [s.value for s in Severity], key="at_least")
            )
        failed = st.toggle("Only refused or failed", key="failed", bind="query-params")
        cold = st.toggle("Archived too", key="cold", bind="query-params")
    query = EventQuery(
        text=text.strip(),
        types=tuple(kinds[name] for name in what if name in kinds),
        user=user or "",
        since=_start_of(since),
        success=False if failed else None,
        security=severity,
    )
    return query, cold


def _start_of(day: object) -> datetime | None:
    if not isinstance(day, date):
        return None
    return datetime.combine(day, time(), reader_zone()).astimezone(UTC)


def one_event(shown: Sequence[ChainEntry]) -> None:
    """Draw one event whole: what was before and after, and how it is cited."""
    if not shown:
        return
    with st.expander("One event whole"):
        numbers = [entry.seq for entry in shown]
        chosen = st.selectbox("Number", numbers, key="event_chosen", width=220)
        entry = next((e for e in shown if e.seq == chosen), None)
        if entry is None:
            return
        st.code(f"dharma://event/{entry.event.id}", language=None)
        st.json(event_document(entry), expanded=2)
