"""Savings: ranked advice with its saving and risk; what is chosen becomes a new version."""

from __future__ import annotations

import streamlit as st

from app.assessments import Source, savings_of
from app.session import workbench
from app.widgets.costs import usage_inputs
from app.widgets.frame import context_line, figures, go_to, heading, section, sentence
from app.widgets.messages import empty, failure, guarded
from app.widgets.sources import chosen_source, source_failure
from app.widgets.tables import exports, plain_table, table
from dharma_core.errors import DharmaError
from dharma_core.recommendations import SavingsReport
from dharma_core.views.savings import advice_table, changes_table, savings_headlines
from dharma_core.views.words import priced_as_of
from dharma_core.workbench import Workbench

_COLUMNS = ("title", "address", "yearly_saving", "basis", "risk", "why")


def page() -> None:
    heading("savings")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        answer = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            usage, preset = usage_inputs()
            interruptible = st.checkbox(
                "Machines may be taken away (spot)", key="interruptible", bind="query-params"
            )
        try:
            with st.skeleton(height=320):
                report = savings_of(bench, source, usage, preset, interruptible=interruptible)
        except DharmaError as error:
            source_failure(error, source, usage)
            return
        with answer:
            region = report.estimate.region or report.plan.region
            context_line(report.plan.name, region, priced_as_of(report.estimate))
            figures(savings_headlines(report))
        _evidence(bench, report, source)


def _evidence(bench: Workbench, report: SavingsReport, source: Source) -> None:
    section("What to do, the largest saving first")
    rows = advice_table(report)
    if not len(rows):
        _tell_saved()
        empty("Nothing to save was found", "Give usage: some advice needs to know it.")
        return
    table(rows, key="advice", noun="suggestion", columns=_COLUMNS)
    _follow(bench, report)
    section("Next", "Take the advice away, or see what the design costs.")
    exports(rows, key="advice", name=f"savings-{source.label.replace(' ', '-')}")
    go_to("costs", "See what it costs")


def _follow(bench: Workbench, report: SavingsReport) -> None:
    """Draw the choice of advice to follow, the changes it makes and the button that makes them."""
    section("Follow advice", "Each choice is a change of the design, shown before it is made.")
    _tell_saved()  # what was followed may have nothing left to choose
    changing = {a.id: f"{a.proposal.title}: {a.proposal.address}"
                for a in report.advice if a.proposal.changes}  # fmt: skip
    if not changing:
        sentence("None of it changes the design: commitments are bought in the cloud's account.")
        return
    chosen = st.multiselect(
        "Advice to follow", list(changing), format_func=changing.__getitem__, key="follow",
        placeholder="Choose advice",
    )  # fmt: skip
    if not chosen:
        return
    plain_table(changes_table(report.chosen(chosen)), caption="Changes of the design")
    st.button(
        "Save as a new version", key="follow_save", type="primary",
        on_click=_save, args=(bench, report, tuple(chosen)),
    )  # fmt: skip


def _save(bench: Workbench, report: SavingsReport, ids: tuple[str, ...]) -> None:
    try:
        st.session_state["follow_saved"] = bench.apply_savings(report, ids)
    except DharmaError as error:
        st.session_state["follow_saved"] = error


def _tell_saved() -> None:
    found = st.session_state.pop("follow_saved", None)
    if isinstance(found, DharmaError):
        failure(found)
    elif found is not None:
        sentence(f"{found.stored.name} is saved as version {found.stored.version}.")
        for left in found.left:
            sentence(f"Not taken over: {left}.")
        go_to("blueprints", "See its versions")


page()
