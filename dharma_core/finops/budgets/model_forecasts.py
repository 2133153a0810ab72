"""The forecast that the page Forecast makes, asked for the days of one scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.finops.budgets.forecasts import (
    DailyForecast,
    DailyForecaster,
    History,
    WeekdayForecaster,
)

if TYPE_CHECKING:
    import numpy as np

    from dharma_core.forecasting.contract import Model
    from dharma_core.forecasting.forecasting import Forecasts

__all__ = ["ModelForecaster"]

_FEWEST_FOLDS = 2
_KEY = "scope"


class ModelForecaster:
    """Foresees by the models that a back-test on the history chose.

    Charges that come on a day of the month are booked by calendar, growth and rhythm are learned,
    and each day's interval holds the errors of the back-test. How far days err together is read
    there too. Where the history allows no two folds of the days to come, another one speaks.

    Parameters
    ----------
    models : mapping of str to Model, optional
        Those to choose from; all of the registry but gradient boosting when left out.
    otherwise : DailyForecaster, optional
        Speaks for short histories; the mean of weekdays when left out.
    """

    def __init__(
        self,
        models: Mapping[str, Model] | None = None,
        otherwise: DailyForecaster | None = None,
    ) -> None:
        self._models = models
        self._otherwise = otherwise or WeekdayForecaster()

    def forecast(self, history: History, days: Sequence[date], *, level: float) -> DailyForecast:
        """Return the forecast of some days."""
        from dharma_core.forecasting.backtesting import folds_possible
        from dharma_core.forecasting.outlook import Ask, look_ahead
        from dharma_core.forecasting.panel import DAILY, Panel

        horizon = (days[-1] - history[-1][0]).days
        panel = Panel.of({_KEY: [cost for _, cost in history]}, DAILY)
        if folds_possible(panel, horizon) < _FEWEST_FOLDS:
            return self._otherwise.forecast(history, days, level=level)
        points = [(day, Decimal(repr(cost))) for day, cost in history]
        ask = Ask(horizon, level=level, keep_last=True, models=self._models or _frugal())
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


def _frugal() -> Mapping[str, Model]:
    from dharma_core.forecasting.models import models

    return {name: model for name, model in models().items() if not name.startswith("boosting")}


def _told(ends: np.ndarray) -> tuple[float, ...]:
    import numpy as np

    return tuple(ends.tolist()) if np.isfinite(ends).all() else ()


def _correlation(found: Forecasts) -> float:
    """Return how far days err together: what their sums err by, beyond days that err alone."""
    import numpy as np

    from dharma_core.forecasting.ensemble import held_out

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
