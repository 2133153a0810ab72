"""Whether the record is whole, and the evidence to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.evidence import EVIDENCE_FILE, evidence_zip
from app.widgets.messages import note
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.audit.proof import AuditReport
    from dharma_core.workbench import Workbench

__all__ = ["proof"]


def proof(bench: Workbench, report: AuditReport | None, *, key: str) -> None:
    """Draw the buttons that verify and export, and what the last verification said.

    Parameters
    ----------
    key : str
        Of the session state that keeps the verdict.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Verify the record", type="primary", key="verify"):
            with st.skeleton(height=40):
                st.session_state[key] = bench.verify_audit()
            st.rerun()
        st.download_button(
            "Export the evidence",
            lambda: evidence_zip(bench, redacted=bool(st.session_state["redacted"])),
            EVIDENCE_FILE,
            "application/zip",
            key="audit_zip",
            on_click="ignore",
            help="A zip with events, checkpoints, keys and a program that verifies them without "
            "Dharma.",
        )
        st.toggle("Without names and addresses", value=True, key="redacted")
    if report is not None:
        _verdict(report)


def _verdict(report: AuditReport) -> None:
    if report.valid:
        note(
            f"Whole: each of {count(report.events, 'event')} gives its hash and follows the one "
            f"before. Head {report.head}. Signed up to event {report.covered:,}.",
            tone="ok",
        )
    for problem in report.problems:
        note(f"Event {problem.first_bad:,}, {problem.where}: {problem.reason}", tone="critical")
    for notice in report.notices:
        note(notice, tone="medium")
