"""The monthly cost review as one value: what was spent, why it changed, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.finops.analytics import (
    Bill,
    Comparison,
    Effects,
    Grain,
    Measure,
    Period,
    Savings,
    TagCover,
    Utilisation,
    coverage,
    price_quantity_effects,
    savings_rate,
    spend,
    unit_cost,
    untagged_share,
    utilisation,
)
from dharma_core.finops.analytics.condensed import condensed
from dharma_core.finops.business_units import BusinessUnits
from dharma_core.finops.landing import Landing, land, last_day, with_forecast
from dharma_core.finops.review_actions import Action, actions
from dharma_core.money import exact_sum

if TYPE_CHECKING:
    from dharma_core.finops.cost_outlook import CostOutlook

__all__ = [
    "MOVED_BY",
    "Cover",
    "MonthCost",
    "MonthReview",
    "UnitCost",
    "month_before",
    "review_month",
]

MOVED_BY = ("ProviderName", "SubAccountName", "ServiceName")
_MOST_MOVERS = 10


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What one month cost: as invoiced, and by the days that used it (amortised)."""

    month: date
    billed: Decimal
    amortised: Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of what commitments could cover they covered, at on-demand value."""

    covered: Decimal
    coverable: Decimal

    @property
    def share(self) -> float | None:
        """The covered share; None where nothing could be covered."""
        return float(self.covered / self.coverable) if self.coverable > 0 else None


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit of business cost in a month."""

    month: date
    cost: Decimal
    units: Decimal
    each: float


@dataclass(frozen=True, slots=True)
class MonthReview:
    """Everything the monthly meeting looks at; amortised cost unless it says billed.

    Parameters
    ----------
    month : date
        Its first day.
    months : tuple of MonthCost
        This one last, up to twelve before it; a month without a bill is not there.
    landing : Landing
        By weekdays, until `landed` has a forecast.
    periods : Comparison or None
        The days that the movers compare; None without a bill of the month before.
    movers : tuple of Effects
        By provider, account and service, the largest change first.
    change : Effects or None
        The whole change of the same days.
    cover, cover_before : Cover
    commitments : tuple of Utilisation
        The most unused dollars first.
    savings, savings_before : Savings or None
        None without usage.
    untagged : tuple of TagCover
        By required tag; the last one lacks all of them.
    unit : str
        What a unit of business is called; empty where none are counted.
    unit_costs : tuple of UnitCost
        This month and the one before, as far as units were counted.
    actions : tuple of Action
        The most dollars first.
    """

    month: date
    currency: str
    months: tuple[MonthCost, ...]
    landing: Landing
    periods: Comparison | None
    movers: tuple[Effects, ...]
    change: Effects | None
    cover: Cover
    cover_before: Cover
    commitments: tuple[Utilisation, ...]
    savings: Savings | None
    savings_before: Savings | None
    untagged: tuple[TagCover, ...]
    unit: str
    unit_costs: tuple[UnitCost, ...]
    actions: tuple[Action, ...]

    @property
    def total(self) -> MonthCost:
        """What this month cost so far."""
        return self.months[-1]

    @property
    def previous(self) -> MonthCost | None:
        """The month before; None without a bill of it."""
        return self.of(month_before(self.month))

    @property
    def year_ago(self) -> MonthCost | None:
        """The same month of last year; None without a bill of it."""
        return self.of(self.month.replace(year=self.month.year - 1))

    @property
    def used(self) -> float | None:
        """The used share of what commitments cost; None without any."""
        used = exact_sum(found.used for found in self.commitments)
        paid = used + exact_sum(found.unused for found in self.commitments)
        return float(used / paid) if paid > 0 else None

    def landed(self, found: CostOutlook) -> MonthReview:
        """Return the review with its landing by the forecast of the whole bill."""
        return replace(self, landing=with_forecast(self.landing, self.month, found))

    def by_weekdays(self, reason: str) -> MonthReview:
        """Return the review with why its landing is by no forecast."""
        return replace(self, landing=replace(self.landing, reason=reason))

    def of(self, month: date) -> MonthCost | None:
        """Return what a month cost; None without a bill of it."""
        return next((found for found in self.months if found.month == month), None)


def month_before(month: date) -> date:
    """Return the first day of the month before.

    Examples
    --------
    >>> month_before(date(2026, 1, 1))
    datetime.date(2025, 12, 1)
    """
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def review_month(
    bill: Bill,
    month: date,
    *,
    history: Iterable[MonthCost],
    required_tags: Sequence[str],
    units: BusinessUnits | None = None,
) -> MonthReview:
    """Return the review of a month.

    Parameters
    ----------
    bill : Bill
        The month and the one before it; read once.
    month : date
        Its first day.
    history : iterable of MonthCost
        What months cost, this one among them.
    required_tags : sequence of str
    units : BusinessUnits, optional

    Raises
    ------
    InputError
        If a column is missing.
    """
    small = condensed(bill)
    this, before = Period(month, _after(month)), Period(month_before(month), month)
    now, then = small.during(this), small.during(before)
    landing = _landing(now, month)
    known = tuple(sorted(history, key=lambda found: found.month))
    shown = tuple(m for m in known if _year_before(month) <= m.month <= month)
    periods = None
    if any(found.month == before.first for found in shown):
        periods = Comparison(_like(before, landing), _like(this, landing))
    moved = price_quantity_effects(small, MOVED_BY, periods) if periods else ()
    whole = price_quantity_effects(small, (), periods) if periods else ()
    cover, used, tags = _cover(now), utilisation(now), untagged_share(now, required_tags)
    return MonthReview(
        month=month,
        currency=bill.currency,
        months=shown,
        landing=landing,
        periods=periods,
        movers=tuple(found for found in moved if found.change)[:_MOST_MOVERS],
        change=whole[0] if whole else None,
        cover=cover,
        cover_before=_cover(then),
        commitments=used,
        savings=_first(savings_rate(now)),
        savings_before=_first(savings_rate(then)),
        untagged=tags,
        unit=units.name if units else "",
        unit_costs=_unit_costs(small, units),
        actions=actions(
            moved, used, uncovered=cover.coverable - cover.covered, tags=tags[:-1],
            total=landing.so_far,
        ),
    )  # fmt: skip


def _after(month: date) -> date:
    return last_day(month) + timedelta(days=1)


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def _like(period: Period, landing: Landing) -> Period:
    """Return as many first days of a month as this one has so far; all of them when complete."""
    if landing.complete:
        return period
    return Period(period.first, min(period.end, period.first + timedelta(landing.as_of.day)))


def _landing(bill: Bill, month: date) -> Landing:
    usage = bill.where(ChargeCategory="Usage")
    days = [
        dict(spend(found, grain=Grain.DAY, measure=Measure.AMORTISED).iter_rows())
        for found in (bill, usage)
    ]
    return land(month, *days)


def _cover(bill: Bill) -> Cover:
    covered, coverable, _ = coverage(bill).row(0)
    return Cover(covered or Decimal(0), coverable or Decimal(0))


def _first(found: Sequence[Savings]) -> Savings | None:
    return found[0] if found and found[0].listed > 0 else None


def _unit_costs(bill: Bill, units: BusinessUnits | None) -> tuple[UnitCost, ...]:
    if units is None:
        return ()
    return tuple(UnitCost(*row) for row in unit_cost(bill, units.days).iter_rows())
