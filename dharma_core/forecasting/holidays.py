"""What holidays do to a series: learned from those it has seen, laid over those to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np

from dharma_core.forecasting.panel import Floats
from dharma_core.forecasting.recurring import usual_days

__all__ = ["ahead", "effect", "without"]

_LEAST = 2  # holidays seen before they say anything
_STANDS_OUT = 3.0  # deviations of a mean of so many usual days


def effect(values: Floats, days: Sequence[date], holidays: Collection[date]) -> float | None:
    """Return what a holiday is multiplied by, None where it is no different or seldom seen.

    Parameters
    ----------
    values : array, one per day
        Without NaN.
    days : sequence of date
        In order, without gaps.
    holidays : collection of date
        Those to come too; they are left alone.

    Examples
    --------
    >>> days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(60)]
    >>> free = {date(2026, 1, 20), date(2026, 2, 11)}
    >>> values = np.array([6.0 if day in free else 10.0 for day in days])
    >>> effect(values, days, free), effect(values, days, [date(2026, 1, 20)])
    (0.6, None)
    """
    usual = usual_days(values)
    judged = usual > 0
    ratio = np.divide(values, usual, out=np.ones(len(values)), where=judged)
    free = judged & _marked(days, holidays)
    count = int(free.sum())
    if count < _LEAST:
        return None
    noise = 1.4826 * float(np.median(np.abs(ratio[judged] - 1)))
    factor = float(np.median(ratio[free]))
    if factor < 0 or abs(factor - 1) <= _STANDS_OUT * noise / count**0.5 + 1e-9:
        return None
    return round(factor, 9)


def without(values: Floats, days: Sequence[date], holidays: Collection[date]) -> Floats:
    """Return the series with a usual day in the place of each holiday."""
    usual = usual_days(values)
    return np.where((usual > 0) & _marked(days, holidays), usual, values)


def ahead(factor: float | None, days: Sequence[date], holidays: Collection[date]) -> Floats:
    """Return what each day to come is multiplied by.

    Examples
    --------
    >>> ahead(0.6, [date(2026, 12, 24), date(2026, 12, 25)], {date(2026, 12, 25)}).tolist()
    [1.0, 0.6]
    """
    return np.where(_marked(days, holidays), 1.0 if factor is None else factor, 1.0)


def _marked(days: Sequence[date], holidays: Collection[date]) -> np.ndarray:
    return np.array([day in holidays for day in days], dtype=bool)
