"""What is known of a day before it comes: weekday, place in the month, holidays as data."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from dharma_core.errors import InputError
from dharma_core.forecasting.panel import DAILY, HOURLY, MONTHLY, WEEKLY, Floats, Rhythm

__all__ = ["day_features", "parse_holidays", "rhythm_of", "steps_after", "steps_between"]

_STEP = {HOURLY: timedelta(hours=1), DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}


def day_features(days: Sequence[date], holidays: Collection[date] = ()) -> Floats:
    """Return weekday, day of the month, days left in it, its length, and whether it is a holiday.

    Examples
    --------
    >>> day_features([date(2026, 2, 27)], {date(2026, 2, 27)}).tolist()
    [[4.0, 27.0, 1.0, 28.0, 1.0]]
    """
    rows = []
    for day in days:
        length = calendar.monthrange(day.year, day.month)[1]
        free = _as_day(day) in holidays
        rows.append((day.weekday(), day.day, length - day.day, length, free))
    return np.array(rows, dtype=float).reshape(-1, 5)


def parse_holidays(text: str, *, name: str) -> frozenset[date]:
    r"""Return the days of a table ``day,name``; the name and a first line of columns may lack.

    Raises
    ------
    InputError
        If a line begins with no day; it is named.

    Examples
    --------
    >>> sorted(map(str, parse_holidays("day,name\n2026-12-25,Christmas\n", name="h.csv")))
    ['2026-12-25']
    """
    found = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        cell = line.split(",")[0].strip()
        if not line.strip() or (number == 1 and cell.lower() == "day"):
            continue
        try:
            found.add(date.fromisoformat(cell))
        except ValueError:
            raise InputError(
                f"{name}, line {number}: {cell!r} is no day.",
                next_step="Begin each line with a day such as 2026-12-25.",
                details={"file": name, "line": number},
            ) from None
    return frozenset(found)


def rhythm_of(moments: Sequence[date]) -> Rhythm:
    """Return the rhythm that sorted, distinct moments follow.

    Raises
    ------
    InputError
        If the usual gap is none of an hour, a day, a week or a month.
    """
    gaps = sorted(after - before for before, after in pairwise(moments))
    if not gaps:
        return HOURLY if isinstance(moments[0], datetime) else DAILY
    usual = gaps[len(gaps) // 2]
    for rhythm, step in _STEP.items():
        if usual == step:
            return rhythm
    if timedelta(days=28) <= usual <= timedelta(days=31):
        return MONTHLY
    raise InputError(
        f"The usual gap between two values is {usual}.",
        next_step="Give values by hour, day, week or month.",
    )


def steps_between(first: date, moment: date, rhythm: Rhythm) -> int | None:
    """Return how many steps lie between two moments, None when it is no whole number."""
    if rhythm is MONTHLY:
        whole = moment.day == first.day
        months = (moment.year - first.year) * 12 + moment.month - first.month
        return months if whole else None
    count, rest = divmod(moment - first, _STEP[rhythm])
    return None if rest else count


def steps_after(last: date, count: int, rhythm: Rhythm) -> tuple[date, ...]:
    """Return the moments of the next steps.

    Examples
    --------
    >>> [str(day) for day in steps_after(date(2026, 12, 1), 2, MONTHLY)]
    ['2027-01-01', '2027-02-01']
    """
    if rhythm is not MONTHLY:
        return tuple(last + _STEP[rhythm] * step for step in range(1, count + 1))
    months = [last.year * 12 + last.month - 1 + step for step in range(1, count + 1)]
    return tuple(last.replace(year=month // 12, month=month % 12 + 1) for month in months)


def _as_day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
