"""The orders of the invented company: its unit of business, by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

__all__ = ["sample_orders"]

_A_DAY = 21_000.0
_GROWTH_A_YEAR = 1.12
_WEEK = (0.96, 0.95, 0.97, 1.0, 1.12, 1.14, 0.86)  # from Monday
_SEASON = {11: 1.18, 12: 1.22}
_NOISE = 0.03


def sample_orders(days: Sequence[date], *, seed: int) -> Mapping[date, int]:
    """Return how many orders came in each day: growth, weekdays, the season before Christmas.

    Examples
    --------
    >>> found = sample_orders([date(2025, 12, 5), date(2025, 12, 7)], seed=7)
    >>> found[date(2025, 12, 5)] > found[date(2025, 12, 7)]
    True
    """
    noise = np.random.default_rng([seed, 11]).normal(1.0, _NOISE, size=len(days))
    return {
        day: round(
            _A_DAY
            * _GROWTH_A_YEAR ** (number / 365)
            * _WEEK[day.weekday()]
            * _SEASON.get(day.month, 1.0)
            * float(noise[number])
        )
        for number, day in enumerate(days)
    }
