"""Usage from the bill on the costs page: the switch, and what was measured and what not."""

from __future__ import annotations

import streamlit as st

from app.widgets.frame import section, sentence
from app.widgets.tables import plain_table
from dharma_core.costs.estimates import Estimate
from dharma_core.finops.bill_usage.billed_usage import BilledUsage, against_estimate
from dharma_core.views.bill_usage import (
    actual_table,
    figures_table,
    left_out_table,
    matches_table,
    usage_sentences,
)
from dharma_core.workbench import Workbench

__all__ = ["bill_switch", "measured_section"]


def bill_switch(bench: Workbench) -> str:
    """Draw the switch where there is a bill to be asked; return the bill's stamp when it is on."""
    if not bench.has_bill:
        return ""
    chosen = st.toggle(
        "Usage from the bill", key="bill", bind="query-params",
        help="Takes what the last whole month of the imported bill measured of this design. A "
        "usage file wins over it.",
    )  # fmt: skip
    return bench.billing_stamp() if chosen else ""


def measured_section(measured: BilledUsage, estimate: Estimate) -> None:
    """Draw what the bill measured, what it was billed beside the estimate, and what is not used."""
    found = measured.found
    section(f"What {measured.by} measured")
    for said in usage_sentences(found):
        sentence(said)
    beside = actual_table(against_estimate(found, estimate), found)
    for title, rows in (
        ("Usage measured", figures_table(found)),
        ("A month as estimated, beside what was billed", beside),
        ("Not used, and why", left_out_table(found)),
        ("How resources were found", matches_table(found)),
    ):
        if len(rows):
            sentence(f"{title}:")
            plain_table(rows, caption=title)
    st.download_button(
        "Usage file", measured.text, "usage.yaml", "application/yaml", key="bill_usage_file",
        on_click="ignore",
    )  # fmt: skip
