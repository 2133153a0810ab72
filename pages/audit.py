"""Audit: what happened, whether the record is whole, and the proof to take away."""

from __future__ import annotations

import streamlit as st

from app.session import now, workbench
from app.widgets.audit_proof import proof
from app.widgets.audit_search import found_events, one_event
from app.widgets.cite import resolve
from app.widgets.frame import context_line, figures, go_to, heading
from app.widgets.messages import empty, guarded
from dharma_core.audit.proof import AuditReport
from dharma_core.views.headlines import audit_headlines
from dharma_core.views.words import count

_LIMIT = 2000
VERDICT = "audit_verdict"


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
        report: AuditReport | None = st.session_state.get(VERDICT)
        context_line(
            f"tenant {bench.actor.tenant}",
            f"newest {count(len(entries), 'event')}",
            "SHA-256 chain, Ed25519 checkpoints",
        )
        figures(audit_headlines(entries, entries[0].seq, report, now()))
        proof(bench, report, key=VERDICT)
        shown = found_events(bench, entries)
        one_event(shown)
        resolve(bench)


page()
