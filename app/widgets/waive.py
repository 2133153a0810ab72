"""Let the chosen finding rest: with a reason, a last day and an owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from app.session import now
from app.widgets.messages import failure, note, say_later, say_now
from dharma_core.errors import DharmaError
from dharma_core.policies.waivers import Form, Waiver

if TYPE_CHECKING:
    from dharma_core.policies.findings import CheckReport, Finding
    from dharma_core.workbench import Workbench

__all__ = ["waive"]

_USUAL_DAYS = 90


def waive(bench: Workbench, report: CheckReport, design: str) -> None:
    """Draw the form that waives a finding of a report, and the waivers that need somebody.

    Parameters
    ----------
    design : str
        The name of what was checked: the waiver holds for it alone.
    """
    say_now()
    open_ = [f for f in report.findings if not f.waived and f.address and not f.is_policy_error]
    _told(report)
    if open_:
        with st.expander("Waive a finding"):
            _form(bench, open_, design)
    given = [w for w in bench.waivers() if w.waiver.design in (design, "*")]
    if given:
        with st.expander(f"Waivers given here ({len(given)})"):
            for kept in given:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.write(kept.text)
                    if st.button("Take back", key=f"unwaive_{kept.id}", type="tertiary"):
                        _take_back(bench, kept.id)


def _told(report: CheckReport) -> None:
    """Name the waivers that have expired, do not hold or answer to nothing."""
    for use in report.waivers:
        if use.message and use.standing.value != "foreign":
            tone = "muted" if use.standing.value == "unused" else "medium"
            named = f" of {use.waiver.rule}" if use.waiver.rule else ""
            said = f"{use.waiver.where}: {use.standing.value} waiver{named}."
            note(f"{said} {use.message}", tone=tone)


def _form(bench: Workbench, findings: Sequence[Finding], design: str) -> None:
    named = {f"{f.rule_id} at {f.address}": f for f in findings if f.rule_id != "waiver_error"}
    with st.form("waive", border=False):
        chosen = st.selectbox("Finding", list(named), key="waive_finding")
        reason = st.text_input(
            "Why may it rest?", key="waive_reason", placeholder="What makes it safe until then"
        )
        with st.container(horizontal=True):
            until = st.date_input(
                "Until and with", value=now().date() + timedelta(days=_USUAL_DAYS),
                min_value=now().date(), key="waive_until",
            )  # fmt: skip
            owner = st.text_input("Owner", value=bench.actor.user, key="waive_owner")
            ticket = st.text_input("Ticket", key="waive_ticket", placeholder="SEC-12")
        sent = st.form_submit_button("Waive", type="primary", key="waive_send")
    if not sent or chosen not in named:
        return
    found = named[str(chosen)]
    draft = Waiver(
        found.rule_id, "", Form.STORE, reason, until, owner, ticket, found.address, design=design
    )
    try:
        kept = bench.add_waiver(draft)
    except DharmaError as error:
        failure(error)
        return
    say_later(f"Waived: {kept.text}")
    st.rerun()


def _take_back(bench: Workbench, waiver_id: str) -> None:
    try:
        gone = bench.remove_waiver(waiver_id)
    except DharmaError as error:
        failure(error)
        return
    say_later(f"Taken back: {gone.text}", tone="muted")
    st.rerun()
