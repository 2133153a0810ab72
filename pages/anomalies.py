"""Anomalies: when each one was, what it cost, where the money went, and what people say of it."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from app.ahead import anomalies_of
from app.widgets.anomaly_feedback import ask_verdict
from app.widgets.bills import chosen_currency, page_of_bills
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, section, sentence
from app.widgets.messages import empty
from app.widgets.style import colour_mode
from app.widgets.tables import exports, plain_table, table
from dharma_core.finops.cost_anomalies import CostAnomalies
from dharma_core.forecasting.anomalies.episodes import Direction
from dharma_core.views.anomaly_figures import anomaly_course, anomaly_timeline
from dharma_core.views.cost_anomalies import (
    anomalies_table,
    anomaly_headlines,
    anomaly_label,
    cause_sentence,
    cause_table,
    not_judged,
    verdicts_table,
)
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

_DIRECTIONS = {
    "Too much": Direction.UP,
    "Too little": Direction.DOWN,
    "Both": Direction.BOTH,
}
_COLUMNS = ("name", "start", "end", "impact", "expected", "cause", "score")


def _page(bench: Workbench, held: BillingSummary) -> None:
    above = st.container()
    odd = _asked(bench, held)
    with above:
        last = odd.last_day
        context_line(
            f"bills until {last.day} {last:%b %Y}" if last else "",
            f"usage, amortised, in {odd.currency}",
            "each account's service by itself",
        )
    figures(anomaly_headlines(odd))
    if odd.found:
        chart(anomaly_timeline(odd, colour_mode()), key="anomaly_timeline")
        _one(bench, odd)
        rows = anomalies_table(odd)
        section("All anomalies", not_judged(odd))
        table(rows, key="anomaly", noun="row", columns=_COLUMNS)
        exports(rows, key="anomaly", name="anomalies")
    else:
        empty("Nothing odd is worth telling", not_judged(odd) or "Lower the floor to see more.")
    _said(bench, odd)


def _asked(bench: Workbench, held: BillingSummary) -> CostAnomalies:
    """Draw what can be asked, and return the answer."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        floor = st.number_input(
            "Worth at least", 0, None, 100, 50, key="floor", bind="query-params", width=160
        )
        direction = st.segmented_control(
            "Tell what is", list(_DIRECTIONS), default="Too much", required=True, key="direction",
            bind="query-params",
        )  # fmt: skip
        currency = chosen_currency(held)
    with st.skeleton(height=320):
        return anomalies_of(bench, Decimal(floor), _DIRECTIONS[str(direction)], currency=currency)


def _one(bench: Workbench, odd: CostAnomalies) -> None:
    """Draw one anomaly: its course, its cause, and the buttons for a verdict."""
    labels = [anomaly_label(odd, one) for one in odd.found]
    chosen = st.selectbox(
        "Anomaly", range(len(labels)), format_func=labels.__getitem__, key="which"
    )
    one = odd.found[int(chosen or 0)]
    chart(anomaly_course(odd, one, colour_mode()), key="anomaly_course")
    sentence(cause_sentence(odd, one))
    if one.found is not None and one.found.parts:
        plain_table(cause_table(odd, one.found), caption="part")
    ask_verdict(bench, one)


def _said(bench: Workbench, odd: CostAnomalies) -> None:
    said = [kept.feedback for kept in bench.anomaly_feedback()]
    if said:
        with st.expander("What people said of anomalies"):
            plain_table(verdicts_table(odd, said), caption="verdict")


page_of_bills("anomalies", _page)
