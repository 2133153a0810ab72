"""What if: a launch, a shutdown, a price change, a migration, laid over a forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dharma_core.errors import InputError, nearest
from dharma_core.forecasting.panel import Floats

__all__ = ["Course", "Launch", "Migration", "PriceChange", "Scenario", "Shutdown", "apply"]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Forecasts of some series over the same days.

    Parameters
    ----------
    days : tuple of date
        One for each column.
    mean, lower, upper : mapping of key to array
        Bounds are NaN where unknown. Assumptions move them; they add no doubt of their own.
    """

    days: tuple[date, ...]
    mean: Mapping[str, Floats]
    lower: Mapping[str, Floats]
    upper: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Launch:
    """Something new: ``amount`` a step from ``start`` on, reached in equal parts over ``ramp``."""

    key: str
    start: date
    amount: float
    ramp: int = 1


@dataclass(frozen=True, slots=True)
class Shutdown:
    """A series ends: nothing from ``start`` on."""

    key: str
    start: date


@dataclass(frozen=True, slots=True)
class PriceChange:
    """The price becomes ``factor`` times what it was from ``start`` on, quantity unchanged."""

    key: str
    start: date
    factor: float


@dataclass(frozen=True, slots=True)
class Migration:
    """``share`` of ``key`` moves to ``to`` over ``ramp`` steps; there it costs ``factor`` times."""

    key: str
    to: str
    start: date
    share: float = 1.0
    factor: float = 1.0
    ramp: int = 1


Scenario = Launch | Shutdown | PriceChange | Migration
_Change = Callable[[Mapping[str, Floats]], Mapping[str, Floats]]


def apply(course: Course, scenarios: Sequence[Scenario]) -> Course:
    """Return the course after the scenarios, one after the other.

    Raises
    ------
    InputError
        If a series is not known, or a number makes no sense.

    Examples
    --------
    >>> days = (date(2026, 1, 1), date(2026, 1, 2))
    >>> table = {"db": np.array([10.0, 10.0])}
    >>> after = apply(Course(days, table, table, table), [PriceChange("db", days[1], 0.5)])
    >>> after.mean["db"].tolist()
    [10.0, 5.0]
    """
    for scenario in scenarios:
        course = _applied(course, scenario)
    return course


def _applied(course: Course, scenario: Scenario) -> Course:
    match scenario:
        case Launch():
            amount = _number("amount", scenario.amount, 0.0)
            added = amount * _reached(course.days, scenario.start, scenario.ramp)
            return _each(course, lambda table: _plus(table, scenario.key, added))
        case Shutdown():
            left = 1 - _reached(course.days, scenario.start, 1)
            return _each(course, lambda table: _times(table, scenario.key, left))
        case PriceChange():
            factor = _number("factor", scenario.factor, 0.0)
            change = 1 + (factor - 1) * _reached(course.days, scenario.start, 1)
            return _each(course, lambda table: _times(table, scenario.key, change))
        case Migration():
            return _migrated(course, scenario)


def _migrated(course: Course, scenario: Migration) -> Course:
    share = _number("share", scenario.share, 0.0, 1.0)
    factor = _number("factor", scenario.factor, 0.0)
    moved = share * _reached(course.days, scenario.start, scenario.ramp)

    def move(table: Mapping[str, Floats]) -> Mapping[str, Floats]:
        arriving = _known(table, scenario.key) * moved * factor
        return _plus(_times(table, scenario.key, 1 - moved), scenario.to, arriving)

    return _each(course, move)


def _each(course: Course, change: _Change) -> Course:
    return replace(
        course,
        mean=change(course.mean),
        lower=change(course.lower),
        upper=change(course.upper),
    )


def _plus(table: Mapping[str, Floats], key: str, added: Floats) -> Mapping[str, Floats]:
    return {**table, key: table[key] + added if key in table else added}


def _times(table: Mapping[str, Floats], key: str, factor: Floats) -> Mapping[str, Floats]:
    # What is unknown and no longer there is nothing.
    return {**table, key: np.where(factor == 0, 0.0, _known(table, key) * factor)}


def _known(table: Mapping[str, Floats], key: str) -> Floats:
    if key not in table:
        raise InputError(
            f"The scenario names a series {key!r} that has no forecast.",
            next_step=nearest(key, table),
            details={"key": key},
        )
    return table[key]


def _reached(days: Sequence[date], start: date, ramp: int) -> Floats:
    if ramp < 1:
        raise InputError(f"A ramp of {ramp} steps is none.", next_step="Give 1 step or more.")
    since = np.cumsum([day >= start for day in days])
    return np.asarray(np.minimum(since / ramp, 1.0))


def _number(name: str, value: float, least: float, most: float = float("inf")) -> float:
    if not least <= value <= most or not np.isfinite(value):
        bound = f"from {least:g} to {most:g}" if np.isfinite(most) else f"of {least:g} or more"
        raise InputError(
            f"The {name} {value:g} of a scenario makes no sense.",
            next_step=f"Give a {name} {bound}.",
        )
    return value
