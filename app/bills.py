"""What pages ask again and again about the bills, remembered until others are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import store_key

if TYPE_CHECKING:
    from dharma_core.finops.analytics import Dimension, StatementKind
    from dharma_core.finops.analytics.pivot import Pivot, Question
    from dharma_core.finops.cost_sharing import CostSharing
    from dharma_core.finops.divided_bill import DividedBill
    from dharma_core.finops.month_review import MonthReview
    from dharma_core.workbench import Workbench

__all__ = ["dimensions_of", "divided_by", "held_by", "pivot_of", "review_of"]

_TTL_S = 300
_KEPT = 64


def review_of(bench: Workbench, month: str, currency: str) -> MonthReview:
    """Return the review of a month, landing by weekdays; `app.ahead.landed` has the forecast."""
    return _review(held_by(bench), month, currency, bench)


def pivot_of(bench: Workbench, question: Question, months: tuple[str, ...], currency: str) -> Pivot:
    """Return the answer to a question about some months."""
    asked = (question.by, question.grain, question.measure, tuple(question.where.items()))
    return _pivot(f"{held_by(bench)} {asked}", months, currency, bench, question)


def divided_by(
    bench: Workbench, month: str, kind: StatementKind, sharing: CostSharing, currency: str
) -> DividedBill:
    """Return a month divided among its owners."""
    asked = f"{held_by(bench)} {month} {kind} {sharing}"
    return _divided(asked, currency, bench, month, kind, sharing)


def dimensions_of(bench: Workbench, months: tuple[str, ...]) -> tuple[Dimension, ...]:
    """Return what some months can be looked at by."""
    return _dimensions(held_by(bench), months, bench)


def held_by(bench: Workbench) -> str:
    """Return what an answer is kept under; it asks the gate each time."""
    return f"{store_key(bench)} {bench.settings.home} {bench.billing_stamp()}"


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _review(held: str, month: str, currency: str, _bench: Workbench) -> MonthReview:  # noqa: ARG001 - what it is kept under
    return _bench.finops_review(month, currency=currency, forecast=False)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _pivot(
    asked: str,  # noqa: ARG001 - what it is kept under
    months: tuple[str, ...],
    currency: str,
    _bench: Workbench,
    _question: Question,
) -> Pivot:
    return _bench.explore_bills(_question, months=months, currency=currency)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _divided(
    asked: str,  # noqa: ARG001 - what it is kept under
    currency: str,
    _bench: Workbench,
    _month: str,
    _kind: StatementKind,
    _sharing: CostSharing,
) -> DividedBill:
    return _bench.divided_bill(_month, kind=_kind.value, sharing=_sharing, currency=currency)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _dimensions(
    held: str,  # noqa: ARG001 - what it is kept under
    months: tuple[str, ...],
    _bench: Workbench,
) -> tuple[Dimension, ...]:
    return _bench.billing_dimensions(months=months)
