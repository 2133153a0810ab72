"""Charges that come on one day of the month (fees, tax, credits): found, and booked by calendar."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dharma_core.forecasting.panel import Floats

__all__ = ["Charge", "book", "doubt", "find", "past", "usual_days"]

_MONTHS = 3  # in a row, the last ones, until a charge counts as recurring
_STANDS_OUT = 8.0  # deviations above or below the days around
_SHARE = 0.3  # of the usual day
_ALIKE = 0.35  # how far the last amounts may differ from their median
_LAST_DAY = 31
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount on top of the usual, once a month.

    Parameters
    ----------
    day : int
        Of the month; 31 is its last day, whatever that is.
    amount : float
        The median of the last three; negative for a credit.
    off : float
        The most by which the median of three months missed the next one in the last year; half
        the range of the last three at least.
    """

    day: int
    amount: float
    off: float = 0.0


def find(values: Floats, days: Sequence[date]) -> tuple[Charge, ...]:
    """Return the charges of one daily series, the last three months of which agree.

    Parameters
    ----------
    values : array, one per day
        Without NaN.
    days : sequence of date
        In order, without gaps.

    Examples
    --------
    >>> days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(120)]
    >>> values = np.array([100.0 if day.day == 3 else 10.0 for day in days])
    >>> find(values, days)
    (Charge(day=3, amount=90.0, off=0.0),)
    """
    excess = values - usual_days(values)
    noise = 1.4826 * float(np.median(np.abs(excess)))
    usual = float(np.median(np.abs(values)))
    least = max(_STANDS_OUT * noise, _SHARE * usual, 1e-12)
    found = []
    for day in (*range(1, 29), _LAST_DAY):
        amounts = np.array([excess[at] for at, when in enumerate(days) if _is(when, day)])
        latest = amounts[-_MONTHS:]
        if len(latest) == _MONTHS and _agree(latest, least):
            amount = round(float(np.median(latest)), 9)
            found.append(Charge(day, amount, round(_off(amounts[-_YEAR:], least), 9)))
    return tuple(found)


def book(charges: Sequence[Charge], days: Sequence[date]) -> Floats:
    """Return what the charges add to each day.

    Examples
    --------
    >>> book([Charge(31, 5.0)], [date(2026, 2, 27), date(2026, 2, 28)]).tolist()
    [0.0, 5.0]
    """
    booked = np.zeros(len(days))
    for charge in charges:
        booked += [charge.amount if _is(day, charge.day) else 0.0 for day in days]
    return booked


def doubt(charges: Sequence[Charge], days: Sequence[date]) -> Floats:
    """Return how far the charges of each day may be off, to either side.

    Examples
    --------
    >>> doubt([Charge(3, 90.0, 4.0)], [date(2026, 2, 3), date(2026, 2, 4)]).tolist()
    [4.0, 0.0]
    """
    return book([Charge(charge.day, charge.off) for charge in charges], days)


def past(charges: Sequence[Charge], values: Floats, days: Sequence[date]) -> Floats:
    """Return what each past day has on top of the days around it, where a charge is due."""
    due = book([Charge(charge.day, 1.0) for charge in charges], days) > 0
    return np.where(due, values - usual_days(values), 0.0)


def _is(when: date, day: int) -> bool:
    if day == _LAST_DAY:
        return when.day == calendar.monthrange(when.year, when.month)[1]
    return when.day == day


def _agree(amounts: Floats, least: float) -> bool:
    middle = float(np.median(amounts))
    return bool((np.abs(amounts) > least).all() and np.ptp(amounts) <= 2 * _ALIKE * abs(middle))


def _off(amounts: Floats, least: float) -> float:
    """Return the largest miss of the median of three months, since the charge first stood out."""
    small = np.flatnonzero(np.abs(amounts) <= least)
    run = amounts[small[-1] + 1 :] if len(small) else amounts
    missed = [
        abs(float(run[at] - np.median(run[at - _MONTHS : at]))) for at in range(_MONTHS, len(run))
    ]
    return max(float(np.ptp(run[-_MONTHS:])) / 2, *missed, 0.0)


def usual_days(values: Floats) -> Floats:
    """Return the median of the same weekday in the two weeks before and after each day."""
    wide = np.pad(values, 14, constant_values=np.nan)
    shifted = np.stack([wide[14 + shift : 14 + shift + len(values)] for shift in (-14, -7, 7, 14)])
    return np.nanmedian(shifted, axis=0) if len(values) > 14 else values.copy()
