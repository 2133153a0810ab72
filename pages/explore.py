"""Explore: any dimension, any grain, any filter."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.bills import dimensions_of, pivot_of
from app.widgets.bills import chosen_currency, chosen_months, page_of_bills
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, section, sentence
from app.widgets.messages import empty
from app.widgets.style import colour_mode
from app.widgets.tables import exports, table
from dharma_core.finops.analytics import Dimension
from dharma_core.finops.analytics.pivot import Question
from dharma_core.finops.exploring import WITHOUT, label_of
from dharma_core.views.explore import (
    GRAINS,
    MEASURE_WORDS,
    MEASURES,
    pivot_bars,
    pivot_headlines,
    pivot_rows,
    pivot_table,
)
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

_NOTHING = "nothing"
_ALL = "everything"
_MOST_VALUES = 500


def _page(bench: Workbench, held: BillingSummary) -> None:
    above = st.container()
    months, question, currency = _asked(bench, held)
    with st.skeleton(height=320):
        found = pivot_of(bench, question, months, currency)
    with above:
        context_line(
            f"{months[0]} to {months[-1]}" if len(months) > 1 else months[0],
            f"{MEASURE_WORDS[question.measure]}, in {found.currency}",
        )
    if not found.rows:
        empty("No charge fits", "Choose other months, or look at everything.")
        return
    figures(pivot_headlines(found))
    chart(pivot_bars(found, colour_mode()), key="explore_bars")
    section("The rows", "The latest periods are shown; the export has every one, exact.")
    table(pivot_table(found), key="rows", noun="row")
    exports(pivot_rows(found), key="explore", name=f"explore-{months[0]}-{months[-1]}")
    go_to("finops", "Back to the review")


def _asked(bench: Workbench, held: BillingSummary) -> tuple[tuple[str, ...], Question, str]:
    with st.container(horizontal=True):
        months = chosen_months(held)
        grain = st.selectbox("Each", list(GRAINS), key="grain", bind="query-params", width=130)
        measure = st.selectbox(
            "Cost", list(MEASURES), key="measure", bind="query-params", width=200
        )
        currency = chosen_currency(held)
    known = {label_of(dimension): dimension for dimension in dimensions_of(bench, months)}
    with st.container(horizontal=True):
        by = _dimension("By", "by", known, default=next(iter(known)))
        then = _dimension("Then by", "then", {_NOTHING: "", **known}, default=_NOTHING)
        where = _where(bench, known, months, currency)
    chosen = [known[name] for name in dict.fromkeys((by, then)) if name in known]
    question = Question(
        tuple(chosen),
        GRAINS.get(str(grain), next(iter(GRAINS.values()))),
        MEASURES.get(str(measure), next(iter(MEASURES.values()))),
        where,
    )
    return months, question, currency


def _dimension(
    title: str, key: str, known: Mapping[str, Dimension], *, default: str, width: int = 200
) -> str:
    """Draw the dimensions; an address may name a tag that these months have not."""
    name = st.selectbox(title, list(known), key=key, bind="query-params", width=width)
    return str(name) if name in known else default


def _where(
    bench: Workbench, known: Mapping[str, Dimension], months: tuple[str, ...], currency: str
) -> dict[Dimension, str | None]:
    """Draw the filter: a dimension, then its values, the dearest first."""
    name = _dimension("Only", "where", {_ALL: "", **known}, default=_ALL)
    if name == _ALL:
        return {}
    values = pivot_of(bench, Question((known[name],)), months, currency).rows
    options = [row.key[0] or WITHOUT for row in values if not row.merged][:_MOST_VALUES]
    value = st.selectbox("is", options, key="value", bind="query-params", width=300)
    if value is None:
        sentence(f"No charge has a {name} here.")
        return {}
    return {known[name]: None if value == WITHOUT else str(value)}


page_of_bills("explore", _page)
