"""Plan against actual: what designs were estimated to cost, beside what their resources cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Grain, Measure, Period
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension, name_of

__all__ = ["PlanLine", "PlanState", "against_actual", "plan_against_actual"]

HOURS_A_MONTH = 730
"""An estimate is for this many hours."""


class PlanState(StrEnum):
    """How a design's cost stands to its plan."""

    WITHIN = "within"
    OVER = "over"
    UNPLANNED = "unplanned"
    UNUSED = "unused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One design, or what belongs to none (``key`` None).

    Parameters
    ----------
    planned : Decimal or None
        For the same number of days as ``actual``; None where nothing is planned, or an estimate
        could not price it.
    state : PlanState
        ``UNPLANNED`` costs without a plan, ``UNUSED`` is planned and costs nothing, ``UNKNOWN`` has
        a plan whose cost is not known.
    """

    key: str | None
    planned: Decimal | None
    actual: Decimal
    state: PlanState

    @property
    def difference(self) -> Decimal | None:
        """Actual less planned; None where no planned cost is known."""
        return None if self.planned is None else self.actual - self.planned

    @property
    def ratio(self) -> float | None:
        """Actual as a share of planned; None where that is zero or not known."""
        return float(self.actual / self.planned) if self.planned else None


def plan_against_actual(
    bill: Bill,
    monthly: Mapping[str, Decimal | None],
    by: Dimension,
    *,
    period: Period,
    measure: Measure = Measure.AMORTISED,
) -> tuple[PlanLine, ...]:
    """Return every design's plan and cost within a period, the largest overrun first.

    Parameters
    ----------
    monthly : mapping of design to Decimal or None
        The estimate for 730 hours, in the bill's currency; None where it is not known.
    by : column or `Tag`
        What names the design on a charge, such as ``Tag("Blueprint")``.
    period : Period
        The plan is for the days of it that the bill has: a month that has just begun is compared
        with the same days of its plan.

    Raises
    ------
    InputError
        If a plan is negative, or the bill has no day in the period.

    Examples
    --------
    >>> from datetime import date
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> january = Period(date(2025, 1, 1), date(2025, 2, 1))
    >>> plans = {"Compute": Decimal(73), "Storage": None}
    >>> lines = plan_against_actual(small_bill(), plans, "ServiceName", period=january)
    >>> [(line.key, line.planned, line.state.value) for line in lines]
    [('Compute', Decimal('2.40'), 'over'), ('Storage', None, 'unknown')]
    """
    _checked(monthly)
    within = bill.during(period)
    days = _days(within)
    actual = dict(spend(within, [by], measure=measure).select(name_of(by), "cost").iter_rows())
    planned = {key: _planned(amount, days) for key, amount in monthly.items()}
    return against_actual(planned, actual)


def against_actual(
    planned: Mapping[str, Decimal | None], actual: Mapping[str | None, Decimal]
) -> tuple[PlanLine, ...]:
    """Return every plan beside its cost for the same time, the largest overrun first.

    Parameters
    ----------
    planned : mapping to Decimal or None
        None where the cost of what is planned is not known.

    Examples
    --------
    >>> [line] = against_actual({"nat": Decimal(32)}, {"nat": Decimal(40)})
    >>> line.difference, line.state.value
    (Decimal('8'), 'over')
    """
    lines = [
        _line(key, actual.get(key, Decimal(0)), planned)
        for key in dict.fromkeys([*planned, *actual])
    ]
    return tuple(sorted(lines, key=_overrun))


def _planned(monthly: Decimal | None, days: int) -> Decimal | None:
    if monthly is None:
        return None
    return (monthly * days * 24 / HOURS_A_MONTH).quantize(Decimal("0.01"))


def _checked(monthly: Mapping[str, Decimal | None]) -> None:
    for key, amount in monthly.items():
        if amount is not None and amount < 0:
            raise InputError(
                f"The plan of {key!r} is {amount}.", next_step="Give zero or more a month."
            )


def _days(bill: Bill) -> int:
    """Return on how many days there was usage."""
    days = spend(bill.where(ChargeCategory="Usage"), grain=Grain.DAY).select(pl.len()).item()
    if not days:
        raise InputError(
            "The bill has no usage in the period.", next_step="Choose days that were imported."
        )
    return int(days)


def _line(key: str | None, actual: Decimal, planned: Mapping[str, Decimal | None]) -> PlanLine:
    if key is None or key not in planned:
        return PlanLine(key, None, actual, PlanState.UNPLANNED)
    amount = planned[key]
    if amount is None:
        return PlanLine(key, None, actual, PlanState.UNKNOWN)
    if not actual:
        return PlanLine(key, amount, actual, PlanState.UNUSED)
    return PlanLine(key, amount, actual, PlanState.OVER if actual > amount else PlanState.WITHIN)


def _overrun(line: PlanLine) -> tuple[bool, Decimal, str]:
    difference = line.difference
    return difference is None, -(line.actual if difference is None else difference), line.key or ""
