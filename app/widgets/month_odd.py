"""What was odd in a month, on the page that reviews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ahead import month_anomalies_of
from app.widgets.frame import go_to, section, sentence
from app.widgets.messages import failure
from app.widgets.tables import plain_table
from dharma_core.errors import InputError
from dharma_core.views.month_anomalies import (
    expected_odd_table,
    month_odd_sentence,
    month_odd_table,
)

if TYPE_CHECKING:
    from dharma_core.finops.month_anomalies import MonthAnomalies
    from dharma_core.finops.month_review import MonthReview
    from dharma_core.workbench import Workbench

__all__ = ["odd_in_month"]


def odd_in_month(bench: Workbench, review: MonthReview, currency: str) -> MonthAnomalies | None:
    """Draw what was odd in the month; the rest of the page stands where that cannot be told."""
    section("Odd in this month", "Each account's service by its own past.")
    try:
        with st.skeleton(height=120):
            found = month_anomalies_of(bench, review.month, currency=currency)
    except InputError as error:
        failure(error)
        return None
    sentence(month_odd_sentence(found))
    if found.told:
        plain_table(month_odd_table(found), caption="anomaly")
    if found.expected:
        with st.expander(f"Expected by people ({len(found.expected)})"):
            plain_table(expected_odd_table(found), caption="expected anomaly")
    go_to("anomalies", "See each one's course, and say what it was")
    return found
