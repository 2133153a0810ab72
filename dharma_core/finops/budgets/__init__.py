"""Budgets: what may be spent, how it goes, where it lands, and what deployments have to ask.

Nothing here needs a data frame but `spending`, which reads a bill and is imported by its own name.
"""

from dharma_core.finops.budgets.budget import (
    Basis,
    Budget,
    Gate,
    Measured,
    Threshold,
    budget_of,
    parse_threshold,
)
from dharma_core.finops.budgets.daily import DailySpend
from dharma_core.finops.budgets.deploying import Addition, Verdict, judge, strictest
from dharma_core.finops.budgets.forecasts import DailyForecast, DailyForecaster, WeekdayForecaster
from dharma_core.finops.budgets.landing import Landing, land
from dharma_core.finops.budgets.periods import BudgetPeriod, Cycle, Span, parse_period
from dharma_core.finops.budgets.scopes import DESIGN_TAG, Scope, ScopeKind, parse_scope
from dharma_core.finops.budgets.standing import (
    BurnDay,
    Standing,
    stand,
    unknown_standing,
    wanted_days,
)

__all__ = [
    "DESIGN_TAG",
    "Addition",
    "Basis",
    "Budget",
    "BudgetPeriod",
    "BurnDay",
    "Cycle",
    "DailyForecast",
    "DailyForecaster",
    "DailySpend",
    "Gate",
    "Landing",
    "Measured",
    "Scope",
    "ScopeKind",
    "Span",
    "Standing",
    "Threshold",
    "Verdict",
    "WeekdayForecaster",
    "budget_of",
    "judge",
    "land",
    "parse_period",
    "parse_scope",
    "parse_threshold",
    "stand",
    "strictest",
    "unknown_standing",
    "wanted_days",
]
