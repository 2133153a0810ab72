"""Forecast: the fan of what may come, the back-test beside the naive one, what if."""

from __future__ import annotations

import streamlit as st

from app.ahead import outlook_of
from app.widgets.ahead import scenario_of
from app.widgets.bills import chosen_currency, page_of_bills
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, section, sentence
from app.widgets.style import colour_mode
from app.widgets.tables import exports, table
from dharma_core.finops.cost_outlook import CostOutlook
from dharma_core.views.forecast_figures import backtest_bars, fan_chart
from dharma_core.views.forecasts import done_to_the_data, forecast_headlines, outlook_table
from dharma_core.views.words import count
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

_BY = ("account", "service", "total")
_DAYS = (30, 60, 90)
_COLUMNS = ("name", "expected", "before", "change", "model", "naive")


def _page(bench: Workbench, held: BillingSummary) -> None:
    above = st.container()
    found = _asked(bench, held)
    with above:
        _context(found)
    key = st.selectbox(
        "Series", found.keys, format_func=found.label, key="series", bind="query-params",
        width=400,
    )  # fmt: skip
    figures(forecast_headlines(found, key))
    picture = st.container()
    then = scenario_of(found)
    with picture:
        shown = fan_chart(then or found, key, colour_mode(), without=then and found)
        chart(shown, key="forecast_fan")
    chart(backtest_bars(found, colour_mode()), key="forecast_backtest")
    _evidence(found)


def _asked(bench: Workbench, held: BillingSummary) -> CostOutlook:
    """Draw what can be asked, and return the answer."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.segmented_control(
            "By", _BY, default="account", required=True, key="by", bind="query-params"
        )
        days = st.segmented_control(
            "Days ahead", _DAYS, default=30, required=True, key="days", bind="query-params"
        )
        currency = chosen_currency(held)
        thorough = st.toggle(
            "Try gradient boosting too",
            key="thorough",
            bind="query-params",
            help="About fifteen times the work; the answer is kept until the bill changes.",
        )
    with st.skeleton(height=320):
        return outlook_of(
            bench, str(by), int(days or _DAYS[0]), currency=currency, thorough=thorough
        )


def _context(found: CostOutlook) -> None:
    last = found.outlook.dated.moments[-1]
    members = found.outlook.found.plan.ensemble.members
    context_line(
        f"bills until {last.day} {last:%b %Y}, amortised, in {found.currency}",
        count(len(found.keys), "series", "series"),
        f"by {', '.join(members).replace('_', ' ')}, chosen by back-test",
    )


def _evidence(found: CostOutlook) -> None:
    rows = outlook_table(found)
    section("All series", "Parts add up to accounts, accounts to the total.")
    table(rows, key="outlook", noun="row", columns=_COLUMNS)
    exports(rows, key="outlook", name="forecast")
    said = done_to_the_data(found)
    if said:
        with st.expander("What was done to the data"):
            for words in said:
                sentence(words)


page_of_bills("forecast", _page)
