"""The form that sets a budget or changes one, and the question before one is removed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.widgets.frame import sentence
from app.widgets.messages import carried_out, failure
from dharma_core.errors import DharmaError
from dharma_core.finops.budgets import Budget, Cycle, Gate, Measured, ScopeKind, budget_of
from dharma_core.identity import is_allowed
from dharma_core.views.budgets import GATE_WORDS, MEASURE_WORDS, SCOPE_WORDS

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["set_and_remove"]

_CYCLE_WORDS = {
    Cycle.MONTH: "each month",
    Cycle.QUARTER: "each quarter",
    Cycle.YEAR: "each year",
    Cycle.ONCE: "once, from one day to another",
}
_USUAL = "80%, 100%, forecast:100%"


def set_and_remove(bench: Workbench, chosen: Budget | None) -> None:
    """Draw what changes budgets, for whoever may; the others are told.

    Parameters
    ----------
    chosen : Budget or None
        The one that can be changed and removed here; None while there is none.
    """
    if is_allowed(bench.actor, "budget:set"):
        if chosen is not None:
            with st.expander(f"Change {chosen.name}"):
                _form(bench, chosen)
        with st.expander("Set another budget" if chosen else "Set a budget", expanded=not chosen):
            _form(bench, None)
    else:
        sentence("Your roles let you look at budgets; setting one needs budget:set.")
    if chosen is None or not is_allowed(bench.actor, "budget:remove"):
        return
    if st.button(f"Remove {chosen.name} ...", key="budget_remove"):
        _confirm_removal(bench, chosen)


def _form(bench: Workbench, before: Budget | None) -> None:
    key = f"budget_{before.name if before else 'new'}"
    said = before.as_dict() if before else {}
    with st.form(key, border=False):
        what = _what(before, said, key)
        when = _when(before, key, bench.now().date())
        how = _how(before, said, key)
        word = "Keep the change" if before else "Set the budget"
        sent = st.form_submit_button(word, type="primary", key=f"{key}_send")
    if not sent:
        return
    try:
        wanted = budget_of(what | when | how)
    except DharmaError as error:
        failure(error)
        return
    carried_out(lambda: bench.set_budget(wanted), f"Kept: {wanted}.")


def _what(before: Budget | None, said: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw what the budget is for and how much may be spent."""
    scope = before.scope if before else None
    with st.container(horizontal=True):
        name = st.text_input(
            "Name", said.get("name", ""), key=f"{key}_name", disabled=before is not None,
            max_chars=100, placeholder="platform",
        )  # fmt: skip
        amount = st.text_input(
            "Amount for one period", said.get("amount", ""), key=f"{key}_amount", placeholder="1500"
        )
        currency = st.text_input(
            "Currency", said.get("currency", "USD"), key=f"{key}_currency", max_chars=3, width=110
        )
    with st.container(horizontal=True):
        kinds = list(ScopeKind)
        kind = st.selectbox(
            "For", kinds, index=kinds.index(scope.kind) if scope else 0, key=f"{key}_kind",
            format_func=SCOPE_WORDS.__getitem__,
        )  # fmt: skip
        value = st.text_input(
            "Which one",
            str(scope).partition(":")[2] if scope else "",
            key=f"{key}_value",
            placeholder="123456789012, Amazon S3, Team=web or shop",
            help="The account's id, the service's name, the tag as KEY=VALUE, the design's name. "
            "Nothing for everything.",
        )
    kind, value = kind or ScopeKind.WHOLE, (value or "").strip()
    whole = kind is ScopeKind.WHOLE and not value
    return {
        "name": (name or "").strip(),
        "amount": (amount or "").strip(),
        "currency": (currency or "").strip(),
        "scope": kind.value if whole else f"{kind.value}:{value}",
    }


def _when(before: Budget | None, key: str, today: date) -> dict[str, Any]:
    """Draw when it holds."""
    period = before.period if before else None
    once = period.once if period else None
    cycles = list(Cycle)
    with st.container(horizontal=True):
        cycle = st.selectbox(
            "Holds", cycles, index=cycles.index(period.cycle) if period else 0,
            format_func=_CYCLE_WORDS.__getitem__, key=f"{key}_cycle",
        )  # fmt: skip
        first = st.date_input(
            "From, if once",
            once.first if once else today.replace(day=1),
            key=f"{key}_first",
            format="YYYY-MM-DD",
        )
        last = st.date_input(
            "To, if once", once.last if once else today, key=f"{key}_last", format="YYYY-MM-DD"
        )
    return {"period": f"{first}..{last}" if cycle is Cycle.ONCE else f"{cycle or Cycle.MONTH}"}


def _how(before: Budget | None, said: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw whom it tells, what deployments have to do, and which cost counts."""
    gates, measures = list(Gate), list(Measured)
    with st.container(horizontal=True):
        marks = st.text_input(
            "Tells people at",
            ", ".join(said["thresholds"]) if before else _USUAL,
            key=f"{key}_at",
            help="Shares of the amount: 80% when spent, forecast:100% when foreseen.",
        )
        owner = st.text_input(
            "Owner", said.get("owner", ""), key=f"{key}_owner", placeholder="you", max_chars=200
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        gate = st.selectbox(
            "Deployments that push it over", gates, index=gates.index(before.gate) if before else 0,
            format_func=GATE_WORDS.__getitem__, key=f"{key}_gate",
        )  # fmt: skip
        measure = st.selectbox(
            "Cost", measures, index=measures.index(before.measure) if before else 0,
            format_func=MEASURE_WORDS.__getitem__, key=f"{key}_measure",
        )  # fmt: skip
    return {
        "thresholds": [mark.strip() for mark in (marks or "").split(",") if mark.strip()],
        "owner": (owner or "").strip(),
        "deployments": f"{gate or Gate.NONE}",
        "measure": f"{measure or Measured.AMORTISED}",
    }


@st.dialog("Remove this budget?")
def _confirm_removal(bench: Workbench, budget: Budget) -> None:
    st.write(
        f"{budget.name} leaves the list and tells nobody any more. What it was, and whom it told, "
        "stays on record."
    )
    with st.container(horizontal=True):
        if st.button("Remove", type="primary", key="budget_confirm"):
            carried_out(
                lambda: bench.remove_budget(budget.name), f"{budget.name} is removed.", tone="muted"
            )
        if st.button("Keep it", key="budget_keep"):
            st.rerun()
