"""Audit: the chain of events, whether it is whole, and its export."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.session import now, reader_zone, workbench
from app.widgets.charts import chart
from app.widgets.cite import resolve
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, guarded, note
from app.widgets.style import colour_mode
from app.widgets.tables import table
from dharma_core.audit import ChainEntry
from dharma_core.audit.proof import AuditReport
from dharma_core.views.exports import to_json_lines
from dharma_core.views.figures import events_over_time
from dharma_core.views.headlines import audit_headlines
from dharma_core.views.tables import events_table
from dharma_core.views.words import count
from dharma_core.workbench import Workbench

_LIMIT = 2000
_VERDICT = "audit_verdict"
_COLUMNS = ("seq", "time", "type", "about", "aggregate_id", "user", "outcome", "hash", "reference")


def page() -> None:
    heading("audit")
    with guarded():
        bench = workbench()
        with st.skeleton(height=320):
            entries = bench.events(limit=_LIMIT)
        if not entries:
            empty(
                "Nothing has happened yet",
                "Every write and every decision becomes an event here: store a design first.",
            )
            go_to("blueprints", "Store a design")
            return
        chain: AuditReport | None = st.session_state.get(_VERDICT)
        context_line(
            f"tenant {bench.actor.tenant}",
            f"newest {count(len(entries), 'event')}",
            "format 2, SHA-256 chain",
        )
        figures(audit_headlines(entries, entries[0].seq, chain, now()))
        _actions(bench, chain)
        _evidence(entries)
        resolve(bench)


def _actions(bench: Workbench, chain: AuditReport | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Verify the chain", type="primary", key="verify"):
            with st.skeleton(height=40):
                st.session_state[_VERDICT] = bench.verify_audit()
            st.rerun()
        st.download_button(
            "Export JSON lines",
            lambda: to_json_lines(bench.export_events(redacted=st.session_state["redacted"])),
            "dharma-audit.jsonl",
            "application/jsonl",
            key="audit_jsonl",
            on_click="ignore",
        )
        st.toggle("Without names and addresses", value=True, key="redacted")
    if chain is not None and chain.valid:
        note(
            f"Whole: each of {count(chain.events, 'event')} gives its hash and follows the one "
            f"before. Head {chain.head}. Signed up to event {chain.covered:,}.",
            tone="ok",
        )
        for notice in chain.notices:
            note(notice, tone="medium")
    elif chain is not None:
        note(f"Broken at event {chain.first_bad}: {chain.reason}", tone="critical")


def _evidence(entries: Sequence[ChainEntry]) -> None:
    chart(events_over_time(entries, reader_zone(), colour_mode()), key="events_over_time")
    section("Events, newest first")
    rows = events_table(entries)
    with st.container(horizontal=True):
        kinds = st.multiselect(
            "What", sorted(map(str, rows.values("type"))), key="what", bind="query-params",
            placeholder="Everything", width=320,
        )  # fmt: skip
        users = st.multiselect(
            "Who", sorted(map(str, rows.values("user"))), key="who", bind="query-params",
            placeholder="Everybody", width=200,
        )  # fmt: skip
        failed = st.toggle("Only refused or failed", key="failed", bind="query-params")
    rows = rows.where("type", kinds).where("user", users)
    rows = rows.where("outcome", ("failed",) if failed else ())
    if not len(rows):
        empty("No event matches", "Take a filter away to see the others.")
        return
    table(rows, key="event", noun="event", columns=_COLUMNS)


page()
