"""Spend by any dimensions and grain of time: the sum that all other analytics begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl

from dharma_core.finops.analytics.bill import Bill, Grain, Measure, collected
from dharma_core.finops.analytics.tags import Dimension, Tag, name_of, with_tags

__all__ = ["spend", "summed"]

PERIOD = "period"


def spend(
    bill: Bill,
    by: Sequence[Dimension] = (),
    *,
    grain: Grain | None = None,
    measure: Measure = Measure.AMORTISED,
) -> pl.DataFrame:
    """Return what was spent, one row for each period and combination of dimensions.

    Parameters
    ----------
    by : sequence of column names and `Tag`
        Charges without a value are kept under null.
    grain : Grain, optional
        How finely time is cut; left out, all time is one.

    Returns
    -------
    polars.DataFrame
        ``period`` (if there is a grain; the first day), the dimensions, and ``cost`` as an exact
        decimal in the bill's currency; sorted by period and dimensions.

    Raises
    ------
    InputError
        If a column is not there, or tags are not JSON objects.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> spend(small_bill(), ["ServiceName"])["cost"].to_list()
    [Decimal('30.50'), Decimal('12.00')]
    """
    return summed(bill, by, [measure.value], grain=grain).rename({measure.value: "cost"})


def summed(
    bill: Bill,
    by: Sequence[Dimension],
    columns: Sequence[str],
    *,
    grain: Grain | None = None,
) -> pl.DataFrame:
    """Return the sums of several columns, as `spend` returns one; a dimension counts once."""
    by = list(dict.fromkeys(by))
    plain = [d for d in by if isinstance(d, str)]
    tags = [d for d in by if isinstance(d, Tag)]
    bill.has(*plain, *columns, *(["Tags"] if tags else []))
    frame, keys = _timed(bill.frame, grain)
    keys = [*keys, *plain, *(["Tags"] if tags else [])]
    sums = [nw.col(name).sum() for name in columns]
    grouped = frame.group_by(*keys).agg(*sums) if keys else frame.select(*sums)
    # Engines differ in the sum of nothing: some say null.
    result = collected(grouped).with_columns(pl.col(*columns).fill_null(0))
    if not keys:
        return result
    if tags:
        result = with_tags(result, tags)
    if grain:
        result = result.with_columns(_first_day(grain))
    names = [*([PERIOD] if grain else []), *map(name_of, by)]
    if tags or grain is Grain.WEEK:
        result = result.group_by(names).agg(pl.col(*columns).sum())
    return result.select(*names, *columns).sort(names, nulls_last=True)


def _timed(frame: nw.LazyFrame[Any], grain: Grain | None) -> tuple[nw.LazyFrame[Any], list[str]]:
    if grain is None:
        return frame, []
    if grain is Grain.INVOICE:
        return frame.with_columns(nw.col("BillingPeriodStart").alias(PERIOD)), [PERIOD]
    # Not every engine knows weeks: days are summed there, weeks here.
    cut = Grain.DAY if grain is Grain.WEEK else grain
    start = nw.col("ChargePeriodStart").dt.truncate(cut.value)
    return frame.with_columns(start.alias(PERIOD)), [PERIOD]


def _first_day(grain: Grain) -> pl.Expr:
    day = pl.col(PERIOD).dt.date()
    return day.dt.truncate("1w") if grain is Grain.WEEK else day
