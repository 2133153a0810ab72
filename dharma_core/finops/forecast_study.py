"""Forecasts of a bill made from its own past, held beside what came and beside the naive one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from dharma_core.errors import InputError
from dharma_core.finops.daily_series import By, DailySeries
from dharma_core.finops.readable_scope import readable
from dharma_core.forecasting.outlook import Ask, Outlook, look_ahead
from dharma_core.forecasting.recurring import book, past

if TYPE_CHECKING:
    from dharma_core.forecasting.dated import Points
    from dharma_core.forecasting.panel import Floats

__all__ = ["ForecastStudy", "Held", "study_forecasts"]

_LEAST_PAST = 56  # days before the first origin
_WEEK = 7
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """One series from one origin: what was said of its days, and what came.

    Parameters
    ----------
    key : str
    days : tuple of date
        The first is the day after the last one that the forecast knew.
    mean, lower, upper : array, one a day
        Bounds are NaN where the past said too little.
    naive : array
        The last known week, repeated; fees and taxes booked by calendar, as in the forecast.
    came : array
    """

    key: str
    days: tuple[date, ...]
    mean: Floats
    lower: Floats
    upper: Floats
    naive: Floats
    came: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ForecastStudy:
    """Every series from every origin.

    Parameters
    ----------
    level : float
        With which probability an interval was to hold.
    held : tuple of Held
        Oldest origin first; the total before its parts.
    """

    currency: str
    by: By
    level: float
    horizon: int
    names: Mapping[str, str]
    held: tuple[Held, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The series, the total first."""
        return tuple(dict.fromkeys(one.key for one in self.held))

    @property
    def origins(self) -> tuple[date, ...]:
        """The first days that were forecast, oldest first."""
        return tuple(dict.fromkeys(one.days[0] for one in self.held))

    def label(self, key: str) -> str:
        """Return a key with the account's name in the place of its id."""
        return readable(key, self.names)

    def of(self, key: str) -> tuple[Held, ...]:
        """Return one series from every origin."""
        return tuple(one for one in self.held if one.key == key)

    def error(self, key: str) -> Decimal:
        """Return the mean error of a day, to the cent."""
        return _mean(np.concatenate([np.abs(one.mean - one.came) for one in self.of(key)]))

    def naive_error(self, key: str) -> Decimal:
        """Return that of repeating the last week."""
        return _mean(np.concatenate([np.abs(one.naive - one.came) for one in self.of(key)]))

    def sum_error(self, key: str) -> float | None:
        """Return how far the sums of all days lay off, as a share; None where nothing came."""
        said = sum(float(one.mean.sum()) for one in self.of(key))
        came = sum(float(one.came.sum()) for one in self.of(key))
        return said / came - 1 if came > 0 else None

    def inside(self, key: str) -> tuple[int, int]:
        """Return on how many days the interval held, of how many that had one."""
        held = bounded = 0
        for one in self.of(key):
            known = np.isfinite(one.lower) & np.isfinite(one.upper)
            bounded += int(known.sum())
            held += int(((one.lower <= one.came) & (one.came <= one.upper))[known].sum())
        return held, bounded


def study_forecasts(
    daily: DailySeries, ask: Ask, *, origins: int, names: Mapping[str, str]
) -> ForecastStudy:
    """Forecast a bill from days in its past, a horizon apart, and hold that beside what came.

    Nothing after an origin is known to its forecast: models are chosen and calibrated anew.

    Raises
    ------
    InputError
        If the bill is too short for so many origins.
    """
    last = max(points[-1][0] for points in daily.points.values())
    first = min(points[0][0] for points in daily.points.values())
    possible = ((last - first).days + 1 - _LEAST_PAST) // ask.horizon
    if not 1 <= origins <= possible:
        raise InputError(
            f"A bill of {(last - first).days + 1} days has no {origins} origins "
            f"{ask.horizon} days apart with {_LEAST_PAST} days before them.",
            next_step=f"Ask for 1 to {possible} origins."
            if possible > 0
            else "Ask less far ahead.",
        )
    held: list[Held] = []
    for back in reversed(range(1, origins + 1)):
        cut = last - timedelta(days=back * ask.horizon)
        held += _from_origin(daily, replace(ask, keep_last=True), cut)
    return ForecastStudy(daily.currency, daily.by, ask.level, ask.horizon, names, tuple(held))


def _from_origin(daily: DailySeries, ask: Ask, cut: date) -> Iterator[Held]:
    before: dict[str, Points] = {
        key: known
        for key, points in daily.points.items()
        if (known := [(day, cost) for day, cost in points if day <= cut])
    }
    outlook = look_ahead(before, ask)
    came, naive, found = _came(daily, outlook), _naive(outlook), outlook.found
    for row, key in enumerate(found.keys):
        yield Held(key, outlook.days, found.mean[row], found.lower[row], found.upper[row],
                   naive[row], came[row])  # fmt: skip


def _came(daily: DailySeries, outlook: Outlook) -> Floats:
    """Return what came on the days that were forecast, one row for each row of the forecast."""
    days = outlook.days
    parts = np.zeros((len(outlook.dated.panel.keys), len(days)))
    for row, key in enumerate(outlook.dated.panel.keys):
        costs = dict(daily.points[key])
        parts[row] = [float(costs.get(day, 0)) for day in days]
    return parts if outlook.tree is None else outlook.tree.sums @ parts


def _naive(outlook: Outlook) -> Floats:
    """Return the last week repeated, with the charges that the forecast books by calendar."""
    dated, days = outlook.dated, outlook.days
    parts = np.zeros((len(dated.panel.keys), len(days)))
    for row, key in enumerate(dated.panel.keys):
        values, charges = dated.panel.row(row), outlook.charges.get(key, ())
        usual = values - past(charges, values, dated.moments[-len(values) :])
        parts[row] = np.resize(usual[-_WEEK:], len(days)) + book(charges, days)
    return parts if outlook.tree is None else outlook.tree.sums @ parts


def _mean(values: Floats) -> Decimal:
    return Decimal(repr(float(values.mean()))).quantize(_CENT)
