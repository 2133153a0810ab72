"""Sliders that ask what if: other usage, fewer hours, machines under a commitment."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from app.assessments import Source, estimate_by_bill, estimate_of
from app.widgets.frame import figures, section, sentence
from dharma_core.costs.commitments import what_if
from dharma_core.costs.estimates import Estimate
from dharma_core.views.commitments import what_if_headlines
from dharma_core.workbench import Workbench

__all__ = ["what_if_section"]

_HUNDRED = 100


def what_if_section(
    bench: Workbench,
    source: Source,
    estimate: Estimate,
    usage: tuple[str | None, str],
    bill: str = "",
) -> None:
    """Draw the sliders and what a month costs under them; the estimate itself stays as it is."""
    section("What if", "The estimate above stays; this is the month under other conditions.")
    with st.container(horizontal=True):
        load = st.slider("Usage, % of what is given or assumed", 10, 500, _HUNDRED, 10, key="load")
        running = st.slider("Hours that machines run, %", 0, _HUNDRED, _HUNDRED, 5, key="running")
        share = st.slider("Machines committed for a year, %", 0, _HUNDRED, 0, 5, key="committed")
    under = estimate
    if load != _HUNDRED:
        under = (
            estimate_by_bill(bench, source, bill, usage, load=_share(load))
            if bill
            else estimate_of(bench, source, *usage, load=_share(load))
        )
    found = what_if(
        under.total.amount,
        bench.ways_to_pay(under),
        running=_share(running),
        committed=_share(share),
    )
    figures(what_if_headlines(estimate, found))
    if found.assumed:
        sentence("The commitment rests on a typical discount: import the price list for its price.")
    if load != _HUNDRED and not any((*usage, bill)):
        sentence("No usage is given or assumed, so there is none to change: choose it above.")


def _share(percent: int) -> Decimal:
    return Decimal(percent) / _HUNDRED
