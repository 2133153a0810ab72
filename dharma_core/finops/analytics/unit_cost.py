"""Unit cost: spend for each unit of what the business does (orders, users, builds)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Grain, Measure
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension

__all__ = ["unit_cost"]


def unit_cost(
    bill: Bill,
    units: Mapping[date, Decimal],
    by: Sequence[Dimension] = (),
    *,
    grain: Grain = Grain.MONTH,
    measure: Measure = Measure.AMORTISED,
) -> pl.DataFrame:
    """Return spend per unit, one row a period and group.

    Parameters
    ----------
    units : mapping of day to Decimal
        Units of each day; they are summed over the period. Only days that have both units and
        spend count, on both sides: a month of which half the days were counted is compared with
        that half's spend.

    Returns
    -------
    polars.DataFrame
        ``period``, the dimensions, ``cost``, ``units`` (exact decimals) and ``unit_cost`` (float,
        currency per unit). Periods without units are left out: they have no unit cost.

    Raises
    ------
    InputError
        If units are negative, or the grain is not of days (invoices are not).

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> orders = {date(2025, 1, 1): Decimal(5), date(2025, 2, 1): Decimal(0)}
    >>> unit_cost(small_bill(), orders).row(0)
    (datetime.date(2025, 1, 1), Decimal('15.00'), Decimal('5.000000'), 3.0)
    """
    _checked(units, grain)
    daily = spend(bill, by, grain=Grain.DAY, measure=measure)
    served = pl.DataFrame(
        {"period": list(units), "units": list(units.values())},
        schema={"period": pl.Date, "units": pl.Decimal(38, 6)},
    )
    begun = pl.col("period").dt.truncate(grain.value)
    per_period = (
        served.filter(pl.col("period").is_in(daily["period"].unique().implode()))
        .group_by(begun)
        .agg(pl.col("units").sum())
    )
    names = [n for n in daily.columns if n not in ("period", "cost")]
    cost = (
        daily.filter(pl.col("period").is_in(served["period"].implode()))
        .group_by(begun, *names)
        .agg(pl.col("cost").sum())
    )
    joined = cost.join(per_period, on="period").filter(pl.col("units") > 0)
    ratio = pl.col("cost").cast(pl.Float64) / pl.col("units").cast(pl.Float64)
    return joined.select("period", *names, "cost", "units", ratio.alias("unit_cost")).sort(
        ["period", *names], nulls_last=True
    )


def _checked(units: Mapping[date, Decimal], grain: Grain) -> None:
    if grain is Grain.INVOICE:
        raise InputError(
            "Units are counted by day, an invoice is not.", next_step="Choose days to years."
        )
    for day, count in units.items():
        if count < 0:
            raise InputError(
                f"There cannot be {count} units on {day}.", next_step="Give zero or more."
            )
