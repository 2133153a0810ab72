"""Which month and currency of the bills a page is about, and what leads to a closer look."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.session import workbench
from app.widgets.frame import go_to, heading
from app.widgets.messages import empty, guarded, say_now
from dharma_core.finops.analytics import Tag
from dharma_core.finops.exploring import label_of
from dharma_core.finops.month_review import MonthReview, month_before
from dharma_core.finops.review_actions import Action, ActionKind
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

__all__ = ["chosen_currency", "chosen_months", "look_closer", "months_in", "page_of_bills"]

_WIDTH = 150


def page_of_bills(name: str, draw: Callable[[Workbench, BillingSummary], None]) -> None:
    """Draw a page about bills, or what would fill it where nothing was imported yet."""
    heading(name)
    with guarded():
        bench = workbench()
        say_now()
        held = bench.billing_summary()
        if held.periods:
            draw(bench, held)
        else:
            _no_bills()


def _no_bills() -> None:
    empty(
        "No bill was imported yet",
        "dharma billing import FILE takes FOCUS and the exports of AWS, Azure and Google Cloud. "
        "To look around first: dharma billing sample --out sample, then import that folder.",
    )
    st.code("dharma billing import bill.csv", language="bash")


def months_in(held: BillingSummary) -> list[str]:
    """Return the months with a bill, the latest first."""
    return sorted({period.period for period in held.periods}, reverse=True)


def chosen_months(held: BillingSummary) -> tuple[str, ...]:
    """Draw from and to, and return every month between them that has a bill."""
    months = months_in(held)
    first = st.selectbox(
        "From", months, index=min(11, len(months) - 1), key="start", bind="query-params",
        width=_WIDTH,
    )  # fmt: skip
    last = st.selectbox("To", months, key="end", bind="query-params", width=_WIDTH)
    low, high = sorted((str(first), str(last)))
    return tuple(month for month in reversed(months) if low <= month <= high)


def chosen_currency(held: BillingSummary) -> str:
    """Draw the currencies where there are several, and return the one to say everything in."""
    found = sorted({period.currency for period in held.periods})
    if len(found) < 2:
        return ""
    return str(st.selectbox("Say it in", found, key="currency", bind="query-params", width=_WIDTH))


def look_closer(action: Action, review: MonthReview) -> None:
    """Draw the link to the charges that an action is about."""
    asked = {
        ActionKind.UNCOVERED: {"by": "ServiceName", "where": "PricingCategory"},
        ActionKind.UNUSED: {"by": "CommitmentDiscountName", "where": "CommitmentDiscountStatus"},
        ActionKind.UNTAGGED: {"by": Tag(str(action.subject[0]))} if action.subject else {},
        ActionKind.PRICE_ROSE: {"by": "SkuMeter", "where": "ServiceName"},
        ActionKind.USE_GREW: {"by": "ResourceName", "where": "ServiceName"},
    }[action.kind]
    values = {ActionKind.UNCOVERED: "Standard", ActionKind.UNUSED: "Unused"}
    address = {name: label_of(dimension) for name, dimension in asked.items()}
    if "where" in address:
        address["value"] = values.get(action.kind) or str(action.subject[-1])
    go_to(
        "explore",
        "Look closer",
        start=f"{month_before(review.month):%Y-%m}",
        end=f"{review.month:%Y-%m}",
        **address,
    )
