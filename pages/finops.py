"""FinOps review: the monthly meeting on one page."""

from __future__ import annotations

import streamlit as st

from app.ahead import landed
from app.bills import review_of
from app.widgets.bills import chosen_currency, look_closer, months_in, page_of_bills
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, section, sentence
from app.widgets.month_odd import odd_in_month
from app.widgets.style import colour_mode
from app.widgets.tables import exports, plain_table
from dharma_core.finops.month_anomalies import MonthAnomalies
from dharma_core.finops.month_review import MonthReview
from dharma_core.views.month_figures import months_bars, movers_bars
from dharma_core.views.month_review import compared_sentence, landing_sentence, review_headlines
from dharma_core.views.month_review_markdown import review_markdown
from dharma_core.views.month_review_tables import (
    action_words,
    commitments_table,
    efficiency_table,
    movers_table,
)
from dharma_core.views.words import count
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary


def _page(bench: Workbench, held: BillingSummary) -> None:
    above = st.container()
    with st.container(horizontal=True):
        month = st.selectbox("Month", months_in(held), key="month", bind="query-params", width=150)
        currency = chosen_currency(held)
    answer, known, looked, last = (st.container() for _ in range(4))
    with answer, st.skeleton(height=320):
        review = review_of(bench, str(month), currency)
        with above:
            _context(review, held)
        with known:
            _to_do(review)
            _moved(review)
        review = landed(bench, review, currency=currency)
    with answer:
        figures(review_headlines(review))
        sentence(landing_sentence(review))
        chart(months_bars(review, colour_mode()), key="finops_months")
    with looked:
        odd = odd_in_month(bench, review, currency)
    with last:
        _efficiency(review)
        _take_away(review, odd)


def _context(review: MonthReview, held: BillingSummary) -> None:
    context_line(
        f"{review.month:%B %Y}, amortised, in {review.currency}",
        count(len(held.sources), "billing account"),
        f"bills until {review.landing.as_of.day} {review.landing.as_of:%b %Y}",
        f"{held.rejected:,} rows were rejected when imported" if held.rejected else "",
    )


def _to_do(review: MonthReview) -> None:
    if not review.actions:
        return
    section("To do", "The figure is what it is about, not what it saves.")
    for action in review.actions:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            sentence(action_words(action, review.currency))
            look_closer(action, review)


def _moved(review: MonthReview) -> None:
    if review.periods is None:
        section("What moved")
        sentence("There is no bill of the month before to compare with.")
        return
    chart(movers_bars(review, colour_mode()), key="finops_movers")
    sentence(compared_sentence(review))
    plain_table(movers_table(review), caption="mover")


def _efficiency(review: MonthReview) -> None:
    section("Tags and unit cost")
    plain_table(efficiency_table(review), caption="figure")
    if review.commitments:
        with st.expander(f"{count(len(review.commitments), 'commitment')} and their use"):
            plain_table(commitments_table(review), caption="commitment")


def _take_away(review: MonthReview, odd: MonthAnomalies | None) -> None:
    section("Next", "Take the review into the meeting, or look for yourself.")
    name = f"review-{review.month:%Y-%m}"
    st.download_button(
        "Markdown", lambda: review_markdown(review, odd), f"{name}.md", "text/markdown",
        key="finops_markdown", on_click="ignore",
    )  # fmt: skip
    exports(movers_table(review), key="finops_movers", name=f"{name}-movers")
    go_to("explore", "Explore the bills")


page_of_bills("finops", _page)
