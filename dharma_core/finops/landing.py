"""Where a month will land: what was spent, and the usual cost of each weekday to come."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dharma_core.money import exact_sum

__all__ = ["Landing", "land", "last_day"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Landing:
    """How a month stands and where it goes.

    Parameters
    ----------
    amount : Decimal
        The whole month: ``so_far`` where the month is complete.
    so_far : Decimal
        What the bill holds.
    as_of : date
        The last day with usage.
    days_left : int
        Days of the month without usage yet: estimated.
    """

    amount: Decimal
    so_far: Decimal
    as_of: date
    days_left: int

    @property
    def complete(self) -> bool:
        """Whether every day is in the bill, so that nothing is estimated."""
        return self.days_left == 0


def last_day(month: date) -> date:
    """Return the last day of a month.

    Examples
    --------
    >>> last_day(date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    """
    return month.replace(day=monthrange(month.year, month.month)[1])


def land(month: date, cost: Mapping[date, Decimal], usage: Mapping[date, Decimal]) -> Landing:
    """Return the landing of a month by the average of each weekday so far.

    A weekday that has not come yet takes the average of all days.

    Parameters
    ----------
    month : date
        Its first day.
    cost : mapping of day to Decimal
        Every charge of the month.
    usage : mapping of day to Decimal
        Usage alone: fees, taxes and corrections do not come again each day.

    Examples
    --------
    >>> days = {date(2025, 3, day): Decimal(10) for day in range(1, 22)}
    >>> land(date(2025, 3, 1), {**days, date(2025, 3, 1): Decimal(60)}, days).amount
    Decimal('360.00')
    """
    so_far = exact_sum(cost.values())
    as_of = max(usage or cost, default=last_day(month))
    left = (last_day(month) - as_of).days
    if not left or not usage:
        return Landing(so_far, so_far, as_of, left)
    coming = (as_of + timedelta(days=ahead) for ahead in range(1, left + 1))
    rest = exact_sum(_usual(usage, day.weekday()) for day in coming)
    return Landing((so_far + rest).quantize(_CENT), so_far, as_of, left)


def _usual(usage: Mapping[date, Decimal], weekday: int) -> Decimal:
    alike = [cost for day, cost in usage.items() if day.weekday() == weekday] or [*usage.values()]
    return exact_sum(alike) / len(alike)
