"""What a landing needs of a forecast, and the plain forecast that is there when no other is.

Any forecaster may be plugged in that gives a mean and an interval for each day. The one here says
of a day what the same weekday cost on average in the last four weeks.

Its errors are taken as normal, the deviation as the root mean square of the errors that the same
rule made on the days known (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
edition, 5.2 and 5.5). Days err together, so a sum errs by more than independent days would. How
much is read from whole weeks: for n days that each err by s and correlate by r, the variance of
their sum is ``n s^2 (1 + (n - 1) r)``, the design effect of Kish (Survey Sampling, 1965, 5.4);
weeks of seven give r.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import NormalDist, fmean
from typing import Protocol

__all__ = ["DailyForecast", "DailyForecaster", "WeekdayForecaster"]

_WEEK = 7
_WEEKS_LOOKED_AT = 4
_FEWEST_ERRORS = 7
_FEWEST_WEEKS = 3

History = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class DailyForecast:
    """What days will cost.

    Parameters
    ----------
    means : tuple of float
        One for each day asked about.
    lower, upper : tuple of float
        Ends of each day's interval; empty when nothing is known of the errors.
    level : float
        Which share of days the intervals are to hold, between 0 and 1.
    correlation : float
        How far the days err together, from 0 to 1. At 1, when nobody says, the interval of a sum
        is the sum of the intervals: the widest.
    method : str
        How it was made, for people.
    """

    means: tuple[float, ...]
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    level: float = 0.9
    correlation: float = 1.0
    method: str = ""

    def deviation(self) -> float | None:
        """Return the standard deviation of the sum; None when nothing is known of the errors.

        Examples
        --------
        >>> alone = DailyForecast((0.0,) * 4, (-1.645,) * 4, (1.645,) * 4, correlation=0.0)
        >>> together = DailyForecast((0.0,) * 4, (-1.645,) * 4, (1.645,) * 4)
        >>> round(alone.deviation(), 2), round(together.deviation(), 2)
        (2.0, 4.0)
        """
        if not self.means:
            return 0.0
        if not self.lower:
            return None
        width = 2 * NormalDist().inv_cdf(0.5 + self.level / 2)
        days = [(high - low) / width for low, high in zip(self.lower, self.upper, strict=True)]
        alone, together = sum(d * d for d in days), sum(days) ** 2
        return sqrt((1 - self.correlation) * alone + self.correlation * together)


class DailyForecaster(Protocol):
    """Tells what days will cost."""

    def forecast(self, history: History, days: Sequence[date], *, level: float) -> DailyForecast:
        """Return the forecast of some days after the history, which has every day and one at least.

        Parameters
        ----------
        level : float
            Which share of days the intervals are to hold.
        """
        ...


class WeekdayForecaster:
    """Says of a day what the same weekday cost on average in the last four weeks.

    With less than two weeks of history, all days are one: there is no weekday to tell apart.

    Examples
    --------
    >>> weeks = [(date(2026, 3, 2 + n), 20.0 if n % 7 < 5 else 6.0) for n in range(28)]
    >>> monday, sunday = date(2026, 3, 30), date(2026, 4, 5)
    >>> WeekdayForecaster().forecast(weeks, [monday, sunday], level=0.9).means
    (20.0, 6.0)
    """

    def forecast(self, history: History, days: Sequence[date], *, level: float) -> DailyForecast:
        """Return the forecast of some days; without intervals while less than a week is known."""
        means, errors = _learned(history)
        spread = _spread(errors)
        told = tuple(means[day.weekday()] for day in days)
        if spread is None:
            return DailyForecast(told, level=level, method=_method(history))
        deviation, correlation = spread
        reach = NormalDist().inv_cdf(0.5 + level / 2) * deviation
        return DailyForecast(
            told,
            tuple(mean - reach for mean in told),
            tuple(mean + reach for mean in told),
            level,
            correlation,
            _method(history),
        )


def _learned(history: History) -> tuple[list[float], list[float]]:
    """Return the mean of each weekday, and the errors made on the way, oldest first."""
    one_kind = len(history) < 2 * _WEEK
    seen: dict[int, list[float]] = defaultdict(list)
    errors = []
    for day, cost in history:
        known = seen[0 if one_kind else day.weekday()]
        if known:
            errors.append(cost - fmean(known[-_WEEKS_LOOKED_AT:]))
        known.append(cost)
    if one_kind:
        return [fmean(seen[0])] * _WEEK, errors
    return [fmean(seen[n][-_WEEKS_LOOKED_AT:]) for n in range(_WEEK)], errors


def _spread(errors: Sequence[float]) -> tuple[float, float] | None:
    """Return the deviation of a day and how far days err together."""
    if len(errors) < _FEWEST_ERRORS:
        return None
    variance = fmean(e * e for e in errors)
    weeks = [sum(errors[end - _WEEK : end]) for end in range(len(errors), _WEEK - 1, -_WEEK)]
    if len(weeks) < _FEWEST_WEEKS or not variance:
        return sqrt(variance), 1.0
    effect = fmean(w * w for w in weeks) / (_WEEK * variance)
    return sqrt(variance), min(1.0, max(0.0, (effect - 1) / (_WEEK - 1)))


def _method(history: History) -> str:
    kind = "day" if len(history) < 2 * _WEEK else "weekday"
    return f"mean of each {kind}, from {len(history)} days"
