"""Where a month will land: what was spent, and what is foreseen of the days to come.

By the forecast of the bill where the past is long enough, which is the one that the page Forecast
shows; else by the usual cost of each weekday so far, which has no interval.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from dharma_core.money import exact_sum

if TYPE_CHECKING:
    from dharma_core.finops.cost_outlook import CostOutlook

__all__ = ["Landing", "Method", "land", "last_day", "with_forecast"]

_CENT = Decimal("0.01")


class Method(StrEnum):
    """How the days to come were foreseen."""

    COMPLETE = "complete"
    FORECAST = "forecast"
    WEEKDAYS = "weekday averages so far"


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
    by_day : mapping of day to Decimal
        Every charge of the month.
    interval : tuple of (Decimal, Decimal) or None
        Between what the whole month lies; None where that is not known.
    level : float or None
        How often the interval is to hold; None without one.
    models : tuple of str
        What the forecast was made by; empty where it was not.
    reason : str
        Why there is no forecast of a month that is not complete; empty else.
    dropped : tuple of date
        Last days that look incomplete: foreseen, not taken as they are.
    """

    amount: Decimal
    so_far: Decimal
    as_of: date
    days_left: int
    by_day: Mapping[date, Decimal] = field(default_factory=dict)
    interval: tuple[Decimal, Decimal] | None = None
    level: float | None = None
    models: tuple[str, ...] = ()
    reason: str = ""
    dropped: tuple[date, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every day is in the bill, so that nothing is estimated."""
        return self.days_left == 0

    @property
    def method(self) -> Method:
        """How the days to come were foreseen."""
        if self.complete:
            return Method.COMPLETE
        return Method.FORECAST if self.models else Method.WEEKDAYS


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
        return Landing(so_far, so_far, as_of, left, cost)
    coming = (as_of + timedelta(days=ahead) for ahead in range(1, left + 1))
    rest = exact_sum(_usual(usage, day.weekday()) for day in coming)
    return Landing((so_far + rest).quantize(_CENT), so_far, as_of, left, cost)


def with_forecast(landing: Landing, month: date, found: CostOutlook) -> Landing:
    """Return a landing by the forecast of the whole bill; with a reason where that cannot be.

    What the forecast says of the total until the month's end comes on top of the days before it.

    Parameters
    ----------
    landing : Landing
        By weekdays, of a month that is not complete.
    month : date
        Its first day.
    found : CostOutlook
        Its days have to begin within the month, or on the day after what the bill has of it.
    """
    end, days = last_day(month), found.outlook.days
    steps = (end - days[0]).days + 1
    if not month <= days[0] <= end or steps > len(days):
        return replace(landing, reason="the forecast does not reach from here to the month's end")
    bounds = found.sum_bounds(steps)
    if bounds is None:
        return replace(landing, reason="the past is too short for a forecast with an interval")
    known = landing.so_far - exact_sum(c for day, c in landing.by_day.items() if day >= days[0])
    middle, low, high = (known + each for each in (found.sum_of(steps), *bounds))
    return replace(
        landing,
        amount=middle.quantize(_CENT),
        interval=(low.quantize(_CENT), high.quantize(_CENT)),
        level=found.outlook.found.level,
        models=found.outlook.found.plan.ensemble.members,
        reason="",
        dropped=tuple(day for day in found.outlook.dated.dropped if day >= month),
    )


def _usual(usage: Mapping[date, Decimal], weekday: int) -> Decimal:
    alike = [cost for day, cost in usage.items() if day.weekday() == weekday] or [*usage.values()]
    return exact_sum(alike) / len(alike)
