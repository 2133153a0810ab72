"""The forecast that the page Forecast makes, asked for a budget's days: what weekdays must beat.

It keeps the contract of `DailyForecaster` but lands no better, so Dharma does not use it (0066).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from dharma_core.finops.budgets.forecasts import (
    DailyForecast,
    History,
    WeekdayForecaster,
)
from dharma_core.forecasting.backtesting import folds_possible
from dharma_core.forecasting.ensemble import held_out
from dharma_core.forecasting.forecasting import Forecasts
from dharma_core.forecasting.models import models
from dharma_core.forecasting.outlook import Ask, look_ahead
from dharma_core.forecasting.panel import DAILY, Panel

_FEWEST_FOLDS = 2
_KEY = "scope"


class ModelForecaster:
    """Foresees by the models that a back-test on the history chose.

    Charges that come on a day of the month are booked by calendar, growth and rhythm are learned;
    each day's interval holds the errors of the back-test, and how far days err together is read
    from them too. Where the history allows no two folds of the days to come, weekdays speak.
    """

    def __init__(self) -> None:
        self._otherwise = WeekdayForecaster()
        self._models = {n: m for n, m in models().items() if not n.startswith("boosting")}

    def forecast(self, history: History, days: Sequence[date], *, level: float) -> DailyForecast:
        """Return the forecast of some days."""
        horizon = (days[-1] - history[-1][0]).days
        panel = Panel.of({_KEY: [cost for _, cost in history]}, DAILY)
        if folds_possible(panel, horizon) < _FEWEST_FOLDS:
            return self._otherwise.forecast(history, days, level=level)
        points = [(day, Decimal(repr(cost))) for day, cost in history]
        ask = Ask(horizon, level=level, keep_last=True, models=self._models)
        found = look_ahead({_KEY: points}, ask).found
        wanted = slice(horizon - len(days), horizon)
        members = ", ".join(found.plan.ensemble.members)
        return DailyForecast(
            tuple(found.mean[0, wanted].tolist()),
            _told(found.lower[0, wanted]),
            _told(found.upper[0, wanted]),
            level,
            _correlation(found),
            f"{members} by back-test, from {len(history)} days",
        )


def _told(ends: np.ndarray) -> tuple[float, ...]:
    return tuple(ends.tolist()) if np.isfinite(ends).all() else ()


def _correlation(found: Forecasts) -> float:
    """Return how far days err together: what their sums err by, beyond days that err alone."""
    tested = found.plan.tested
    if tested is None:
        return 1.0
    beyond = pairs = 0.0
    said = held_out(tested, found.plan.ensemble.members)
    for one, forecast in zip(tested.judged, said, strict=True):
        errors = (one.actual - forecast)[0]
        errors = errors[np.isfinite(errors)]
        squares = float(errors @ errors)
        beyond += float(errors.sum()) ** 2 - squares
        pairs += (len(errors) - 1) * squares
    return min(1.0, max(0.0, beyond / pairs)) if pairs else 1.0
