"""Mends findings that need no choice: the change is shown, one click makes it a new version."""

from __future__ import annotations

import streamlit as st

from app.widgets.frame import section, sentence
from app.widgets.messages import failure, say_later
from dharma_core.errors import DharmaError
from dharma_core.plan import Plan
from dharma_core.policies.findings import CheckReport
from dharma_core.workbench import Workbench
from dharma_core.workbench.fixing import Fixes

__all__ = ["fix_findings"]

_FAILED = "fix_failed"


def fix_findings(bench: Workbench, plan: Plan, report: CheckReport) -> None:
    """Draw the choice of findings to mend, what that changes, and the button that keeps it."""
    chosen = {f"{f.rule_id} {f.address}": f for f in report.findings
              if f.fixable and not f.waived}  # fmt: skip
    if not chosen:
        return
    section("Fix", "Changes that need nobody's choice, shown before they are made.")
    error = st.session_state.pop(_FAILED, None)
    if error is not None:
        failure(error)
    picked = st.multiselect(
        "Findings to fix", list(chosen), key="fix_findings", placeholder="Choose findings",
        format_func=lambda key: f"{chosen[key].title}: {chosen[key].address}",
    )  # fmt: skip
    if not picked:
        return
    keys = {(chosen[p].rule_id, chosen[p].address) for p in picked}
    fixes = bench.plan_fixes(plan, report, wanted=lambda f: (f.rule_id, f.address) in keys)
    for refusal in fixes.refused:
        sentence(f"Not fixed: {refusal}.")
    if not fixes.mended:
        return
    st.code(fixes.diff, language="diff")
    if not plan.origin.get("blueprint_id"):
        sentence("Store the design first; then the change can be kept as its new version.")
        return
    st.button(
        "Save as a new version", key="fix_save", type="primary",
        on_click=_save, args=(bench, fixes),
    )  # fmt: skip


def _save(bench: Workbench, fixes: Fixes) -> None:
    try:
        applied = bench.apply_fixes(fixes)
    except DharmaError as error:
        st.session_state[_FAILED] = error
        return
    left = "".join(f" Not taken over: {one}." for one in applied.left)
    say_later(f"{applied.name} is saved as version {applied.version}.{left}")
    st.session_state.pop("fix_findings", None)
