"""What lies ahead of the bills and what is odd in them, remembered until others are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.bills import held_by

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
    from dharma_core.finops.cost_outlook import CostOutlook
    from dharma_core.finops.month_anomalies import MonthAnomalies
    from dharma_core.finops.month_review import MonthReview
    from dharma_core.forecasting.anomalies.episodes import Direction
    from dharma_core.workbench import Workbench

__all__ = ["anomalies_of", "landed", "month_anomalies_of", "outlook_of"]

_TTL_S = 3600
_KEPT = 32


def outlook_of(
    bench: Workbench, by: str, days: int, *, currency: str = "", thorough: bool = False
) -> CostOutlook:
    """Return the forecast of the bills in force."""
    return _outlook(held_by(bench), (by, days, currency, thorough), bench)


def anomalies_of(
    bench: Workbench, floor: Decimal, direction: Direction, *, currency: str = ""
) -> CostAnomalies:
    """Return what is odd in the bills in force, after all that people said of it."""
    said = len(bench.anomaly_feedback())
    return _anomalies(f"{held_by(bench)} {said}", (floor, direction.value, currency), bench)


def landed(bench: Workbench, review: MonthReview, *, currency: str = "") -> MonthReview:
    """Return a review with its landing by the forecast that the page Forecast begins with."""
    return bench.landed_review(
        review,
        currency=currency,
        ahead=lambda days: outlook_of(bench, "account", days, currency=currency),
    )


def month_anomalies_of(bench: Workbench, month: date, *, currency: str = "") -> MonthAnomalies:
    """Return what was odd in a month of the bills in force, as the page Anomalies begins."""
    from dharma_core.finops.month_anomalies import TOLD, month_anomalies

    said = [kept.feedback for kept in bench.anomaly_feedback()]
    return month_anomalies(
        anomalies_of(bench, TOLD.floor, TOLD.direction, currency=currency),
        _untaught(f"{held_by(bench)} {len(said)}", currency, bench),
        said,
        month,
    )


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _untaught(
    held: str,  # noqa: ARG001 - what it is kept under
    currency: str,
    _bench: Workbench,
) -> tuple[CostAnomaly, ...]:
    from dharma_core.finops.month_anomalies import TOLD

    return _bench.untaught_anomalies(TOLD, currency=currency)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _outlook(
    held: str,  # noqa: ARG001 - what it is kept under
    asked: tuple[str, int, str, bool],
    _bench: Workbench,
) -> CostOutlook:
    from dharma_core.finops.daily_series import parse_by
    from dharma_core.forecasting.outlook import Ask

    by, days, currency, thorough = asked
    return _bench.forecast_costs(parse_by(by), Ask(days), currency=currency, thorough=thorough)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _anomalies(
    held: str,  # noqa: ARG001 - what it is kept under
    asked: tuple[Decimal, str, str],
    _bench: Workbench,
) -> CostAnomalies:
    from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules

    floor, direction, currency = asked
    rules = EpisodeRules(floor=floor, direction=Direction(direction), late=2)
    return _bench.cost_anomalies(rules, currency=currency)
