"""How the budgets stand on a day, remembered until a bill, a budget or the day is another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from app.bills import held_by
from dharma_core.finops.budgets.standing import HISTORY_DAYS

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Standing
    from dharma_core.storage.budgets import StoredBudget
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.billing_reports import BillingSummary

__all__ = ["day_to_judge", "standings_of"]

_TTL_S = 300
_KEPT = 32


def day_to_judge(held: BillingSummary, today: date) -> date:
    """Return today; the last day of the newest bill where that one is too old to tell of today."""
    months = [period.period for period in held.periods]
    if not months:
        return today
    newest = date.fromisoformat(f"{max(months)}-01")
    last = (newest + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return today if last + timedelta(days=HISTORY_DAYS) >= today else last


def standings_of(
    bench: Workbench, stored: tuple[StoredBudget, ...], day: date
) -> tuple[Standing, ...]:
    """Return how these budgets stand; one that cannot be told is asked about anew each time."""
    said = [one.budget.as_dict() for one in stored]
    asked = (f"{held_by(bench)} {said}", tuple(one.budget.name for one in stored), day)
    found = _standings(*asked, bench)
    if any(standing.problem for standing in found):
        _standings.clear(*asked, bench)
    return found


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _standings(
    held: str,  # noqa: ARG001 - what it is kept under
    names: tuple[str, ...],
    day: date,
    _bench: Workbench,
) -> tuple[Standing, ...]:
    return _bench.budget_standings(names, today=day)
