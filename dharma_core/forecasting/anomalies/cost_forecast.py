"""The cheap forecast of a daily cost: a level, the days of the week, and the edges of the month."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["CostForecast", "month_edge"]

_LEVEL_RATE = 0.05
_WEEKDAY_RATE = 0.12
_EDGE_RATE = 0.5
_DAYS_OF_WEEK = 7
_DAYS_KEPT = 4096  # the same days are asked for in every series of a bill


@lru_cache(_DAYS_KEPT)
def month_edge(day: date) -> int | None:
    """Return which special day of the month a day is: 1, -1 (last), -2, or None.

    Fees, batch jobs and reports gather there, so these days are compared with each other.

    Examples
    --------
    >>> month_edge(date(2026, 2, 28)), month_edge(date(2026, 2, 27)), month_edge(date(2026, 2, 14))
    (-1, -2, None)
    """
    if day.day == 1:
        return 1
    left = monthrange(day.year, day.month)[1] - day.day
    return -1 - left if left < 2 else None


class CostForecast:
    """Expected cost of a day, on a scale where equal steps are equal shares.

    The scale is ``asinh(cost / 2)``, which is the logarithm for all but the smallest amounts and
    takes zero and credits too: below one unit of currency a day, differences do not matter.

    Examples
    --------
    >>> from datetime import timedelta
    >>> forecast, day = CostForecast(), date(2026, 1, 1)
    >>> for _ in range(60):
    ...     forecast.learn(day, forecast.scaled(70.0 if day.weekday() >= 5 else 100.0))
    ...     day += timedelta(days=1)
    >>> tuesday, sunday = date(2026, 3, 3), date(2026, 3, 8)
    >>> [round(forecast.cost(forecast.expected(one)), -1) for one in (tuesday, sunday)]
    [100.0, 70.0]
    """

    __slots__ = ("_edges", "_level", "_seen", "_weekdays")

    def __init__(self) -> None:
        self._level = 0.0
        self._seen = 0
        self._weekdays: list[float | None] = [None] * _DAYS_OF_WEEK
        self._edges: dict[int, float] = {}

    @staticmethod
    def scaled(cost: float) -> float:
        """Return a cost on the scale of shares."""
        return math.asinh(cost / 2.0)

    @staticmethod
    def cost(scaled: float) -> float:
        """Return what a place on the scale of shares is in money."""
        return 2.0 * math.sinh(scaled)

    def knows(self, day: date) -> bool:
        """Whether there was such a day before: this weekday, and this edge of a month."""
        edge = month_edge(day)
        return self._weekdays[day.weekday()] is not None and (edge is None or edge in self._edges)

    def expected(self, day: date) -> float:
        """Return the expected cost of a day on the scale of shares."""
        usual = self._level + (self._weekdays[day.weekday()] or 0.0)
        edge = month_edge(day)
        return usual if edge is None else usual + self._edges.get(edge, 0.0)

    def learn(self, day: date, scaled: float) -> None:
        """Take up what a day cost."""
        if self._seen == 0:
            self._level = scaled
        self._seen += 1
        edge = month_edge(day)
        if edge is not None:
            usual = self._level + (self._weekdays[day.weekday()] or 0.0)
            known = self._edges.get(edge)
            rest = scaled - usual
            self._edges[edge] = rest if known is None else known + _EDGE_RATE * (rest - known)
            return
        weekday = self._weekdays[day.weekday()] or 0.0
        error = scaled - self._level - weekday
        self._level += max(_LEVEL_RATE, 1.0 / self._seen) * error
        rest = scaled - self._level
        known = self._weekdays[day.weekday()]
        rate = max(_WEEKDAY_RATE, _DAYS_OF_WEEK / (self._seen + _DAYS_OF_WEEK))
        self._weekdays[day.weekday()] = rest if known is None else known + rate * (rest - known)

    def move(self, by: float) -> None:
        """Accept a new level."""
        self._level += by
