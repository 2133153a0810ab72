"""When a budget holds: each calendar month, quarter or year, or from one day to another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dharma_core.errors import InputError, nearest

__all__ = ["BudgetPeriod", "Cycle", "Span", "parse_day", "parse_period"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LONGEST_DAYS = 3 * 366


class Cycle(StrEnum):
    """How often a budget begins anew."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days from the first to the last one, both included.

    Examples
    --------
    >>> february = Span(date(2026, 2, 1), date(2026, 2, 28))
    >>> february.days, str(february)
    (28, '2026-02-01..2026-02-28')
    """

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    def __iter__(self) -> Iterator[date]:
        """Yield each day."""
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class BudgetPeriod:
    """When a budget holds.

    Parameters
    ----------
    cycle : Cycle
    once : Span or None
        The days of a budget that holds once.
    """

    cycle: Cycle = Cycle.MONTH
    once: Span | None = None

    def __str__(self) -> str:
        return self.cycle.value if self.once is None else str(self.once)

    @property
    def recurs(self) -> bool:
        """Whether another one follows."""
        return self.once is None

    @property
    def months(self) -> int:
        """How many months one of those that recur has; 0 for one that does not."""
        return _MONTHS.get(self.cycle.value, 0)

    def at(self, day: date) -> Span:
        """Return the days that the budget in force on a day is for.

        Examples
        --------
        >>> str(BudgetPeriod(Cycle.QUARTER).at(date(2026, 11, 30)))
        '2026-10-01..2026-12-31'
        """
        if self.once is not None:
            return self.once
        length = self.months
        month = (day.month - 1) // length * length + 1
        final = month + length - 1
        return Span(date(day.year, month, 1), date(day.year, final, monthrange(day.year, final)[1]))

    def before(self, day: date) -> Span | None:
        """Return the days of the one before that in force on a day; None for what comes once.

        Examples
        --------
        >>> str(BudgetPeriod().before(date(2026, 3, 16)))
        '2026-02-01..2026-02-28'
        """
        if self.once is not None:
            return None
        return self.at(self.at(day).first - timedelta(days=1))


def parse_period(text: str) -> BudgetPeriod:
    """Return the period that somebody wrote: ``month``, ``quarter``, ``year`` or two days.

    Raises
    ------
    InputError
        If it is none of these, or its days are none or too many.

    Examples
    --------
    >>> str(parse_period("2026-01-01..2026-06-30"))
    '2026-01-01..2026-06-30'
    """
    said = text.strip().lower()
    if said in _MONTHS:
        return BudgetPeriod(Cycle(said))
    first, dots, last = said.partition("..")
    if not dots:
        raise InputError(
            f"A budget has no period {text[:80]!r}.",
            next_step=f"{nearest(said, _MONTHS)} Write month, quarter, year or "
            "2026-01-01..2026-06-30.".strip(),
            details={"field": "period", "value": text, "allowed": [*_MONTHS, "DAY..DAY"]},
        )
    begins, ends = parse_day(first), parse_day(last)
    if begins > ends or (ends - begins).days >= _LONGEST_DAYS:
        raise InputError(
            f"The period {text!r} ends before it begins or is longer than three years.",
            next_step="Give its first and its last day, the earlier one first.",
            details={"field": "period", "value": text},
        )
    return BudgetPeriod(Cycle.ONCE, Span(begins, ends))


def parse_day(text: str) -> date:
    """Return a day written as ``2026-01-31``; raise InputError when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            f"{text[:40]!r} is not a day.",
            next_step="Write days as 2026-01-31.",
            details={"value": text[:40]},
        ) from None
