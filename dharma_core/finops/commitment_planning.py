"""What a commitment of the steady floor would save: its arithmetic, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Grain, collected
from dharma_core.finops.analytics.spend import summed
from dharma_core.money import exact_sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FALLS", "CommitmentPlan", "Floor", "plan_commitments"]

FALLS = (0.0, 0.1, 0.2, 0.3, 0.5)  # of the need, for the whole year
ASSUMED_DISCOUNT = Decimal("0.30")  # where the bill shows none
WORTH_PROPOSING = Decimal(100)  # a month
_YEAR = 365
_WEEK = 7
_DRAWS = 1000
_LEVEL = 0.90
_SEED = 7
_CENT = Decimal("0.01")
_STATUS = "CommitmentDiscountStatus"
_SCOPE = ("ProviderName", "ServiceName")


@dataclass(frozen=True, slots=True)
class Floor:
    """A service's need that no commitment covers yet, and one that would cover its steady part.

    Parameters
    ----------
    provider, service : str
    days : tuple of (date, Decimal)
        On-demand cost that a commitment could cover, day by day.
    floor : Decimal
        What the commitment would cover a day, at on-demand prices.
    discount : Decimal
        Off the on-demand price.
    assumed : bool
        Whether the discount is assumed rather than read from the bill's own commitments.
    low, high : Decimal
        Of a year's saving: nine of ten years made of the window's own weeks lie between.
    """

    provider: str
    service: str
    days: tuple[tuple[date, Decimal], ...]
    floor: Decimal
    discount: Decimal
    assumed: bool
    low: Decimal
    high: Decimal

    @property
    def fee(self) -> Decimal:
        """What the commitment costs a day, used or not."""
        return _cents(self.floor * (1 - self.discount))

    @property
    def covered(self) -> Decimal:
        """What it would have covered over the window, at on-demand prices."""
        return exact_sum(min(cost, self.floor) for _, cost in self.days)

    @property
    def paid(self) -> Decimal:
        """What it would have cost over the window."""
        return self.fee * len(self.days)

    @property
    def saved(self) -> Decimal:
        """What it would have saved over the window."""
        return self.covered - self.paid

    @property
    def saving(self) -> Decimal:
        """A year's saving if the year is as the window was."""
        return self.saving_after(0.0)

    @property
    def break_even(self) -> Decimal:
        """The share of it that must be used for it to pay."""
        return 1 - self.discount

    def saving_after(self, fall: float) -> Decimal:
        """Return a year's saving if the need were smaller every day by a share.

        Examples
        --------
        >>> day = (date(2026, 3, 1), Decimal(10))
        >>> floor = Floor(
        ...     "AWS", "EC2", (day,), Decimal(10), Decimal("0.3"), False, *[Decimal(0)] * 2
        ... )
        >>> floor.saving_after(0.0), floor.saving_after(0.5)  # (10 - 7) x 365, (5 - 7) x 365
        (Decimal('1095.00'), Decimal('-730.00'))
        """
        left = 1 - Decimal(str(fall))
        covered = exact_sum(min(cost * left, self.floor) for _, cost in self.days)
        return _cents((covered / len(self.days) - self.fee) * _YEAR)


@dataclass(frozen=True, slots=True)
class CommitmentPlan:
    """What could be committed to, the largest saving first.

    Parameters
    ----------
    currency : str
    first, last : date
        The window that the needs were read from.
    quantile : float
        The share of the window's days on which a need lay below its floor.
    floors : tuple of Floor
        Those whose fee is worth proposing.
    left_out : int
        How many services were too small or had no steady part.
    """

    currency: str
    first: date
    last: date
    quantile: float
    floors: tuple[Floor, ...]
    left_out: int

    @property
    def saving(self) -> Decimal:
        """A year's saving of all floors."""
        return exact_sum(one.saving for one in self.floors)

    def saving_after(self, fall: float) -> Decimal:
        """Return the same if every need were smaller by a share."""
        return exact_sum(one.saving_after(fall) for one in self.floors)


def plan_commitments(bill: Bill, *, days: int = 91, quantile: float = 0.05) -> CommitmentPlan:
    """Return what committing to the steady floor of each service would save.

    What could be covered is what `analytics.coverage` takes for it: usage of a ``SkuId`` that a
    commitment covers somewhere in the bill. The discount is what the bill's own commitments of the
    service got, unused ones left out; without any, 30 % is assumed and said.

    Parameters
    ----------
    days : int
        The window: so many last days of the bill.
    quantile : float
        From 0 (the lowest day) to below 1.

    Raises
    ------
    InputError
        If the window has fewer than 28 days, or the bill has.
    """
    if days < 28 or not 0 <= quantile < 1:
        raise InputError(
            f"A floor of the quantile {quantile:g} over {days} days cannot be told.",
            next_step="Give 28 days or more, and a quantile from 0 to below 1, such as 0.05.",
        )
    bill.has("SkuId", "ContractedCost", "EffectiveCost", "ChargeClass", _STATUS, *_SCOPE)
    usage = _coverable(bill)
    open_days = summed(_with(usage, nw.col(_STATUS).is_null()), _SCOPE, ["ContractedCost"],
                       grain=Grain.DAY)  # fmt: skip
    last = _last_day(bill)
    first = last - timedelta(days=days - 1)
    if open_days.is_empty():
        return CommitmentPlan(bill.currency, first, last, quantile, (), 0)
    window = [first + timedelta(days=n) for n in range(days)]
    needs: dict[tuple[str, str], dict[date, Decimal]] = {}
    for day, provider, service, cost in open_days.iter_rows():
        if day >= first:
            needs.setdefault((provider, service), {})[day] = max(cost, Decimal(0))
    discounts = _discounts(usage)
    found = [_floor(key, [(d, costs.get(d, Decimal(0))) for d in window], discounts.get(key),
                    quantile) for key, costs in needs.items()]  # fmt: skip
    kept = [one for one in found if one.fee * _YEAR / 12 >= WORTH_PROPOSING]
    kept.sort(key=lambda one: (-one.saving, one.service))
    return CommitmentPlan(bill.currency, first, last, quantile, tuple(kept), len(found) - len(kept))


def _coverable(bill: Bill) -> Bill:
    used = bill.frame.filter(nw.col(_STATUS) == "Used")
    skus = collected(used.select("SkuId").unique())["SkuId"].drop_nulls().to_list()
    usage = bill.where(ChargeCategory="Usage").frame
    return Bill(
        usage.filter(nw.col("ChargeClass").is_null(), nw.col("SkuId").is_in(skus)), bill.currency
    )


def _with(bill: Bill, condition: nw.Expr) -> Bill:
    return Bill(bill.frame.filter(condition), bill.currency)


def _last_day(bill: Bill) -> date:
    last = collected(bill.frame.select(nw.col("ChargePeriodStart").max())).item()
    return date(last.year, last.month, last.day)


def _discounts(usage: Bill) -> dict[tuple[str, str], Decimal]:
    """Return what commitments in use took off the on-demand price, by provider and service."""
    used = summed(_with(usage, nw.col(_STATUS) == "Used"), _SCOPE,
                  ["EffectiveCost", "ContractedCost"])  # fmt: skip
    known = used.filter(pl.col("ContractedCost") > 0)
    found = {(p, s): 1 - effective / full for p, s, effective, full in known.iter_rows()}
    return {key: round(share, 4) for key, share in found.items() if 0 < share < 1}


def _floor(
    key: tuple[str, str],
    days: list[tuple[date, Decimal]],
    discount: Decimal | None,
    quantile: float,
) -> Floor:
    costs = sorted(cost for _, cost in days)
    floor = _cents(costs[int(quantile * len(costs))])
    taken = ASSUMED_DISCOUNT if discount is None else discount
    low, high = _between(days, floor, taken)
    return Floor(*key, tuple(days), floor, taken, discount is None, low, high)


def _between(
    days: list[tuple[date, Decimal]], floor: Decimal, discount: Decimal
) -> tuple[Decimal, Decimal]:
    """Return the bounds of a year's saving, by years of weeks drawn from the window."""
    import numpy as np

    savings = np.array([float(min(cost, floor) - floor * (1 - discount)) for _, cost in days])
    weeks = savings[: len(savings) // _WEEK * _WEEK].reshape(-1, _WEEK).mean(axis=1)
    draws = np.random.default_rng(_SEED).choice(weeks, size=(_DRAWS, _YEAR // _WEEK))
    years: NDArray[np.float64] = draws.mean(axis=1) * _YEAR
    low, high = np.quantile(years, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return _cents(Decimal(repr(float(low)))), _cents(Decimal(repr(float(high))))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT)
