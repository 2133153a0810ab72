"""Top movers: what changed most between two periods."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Comparison, Measure
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension, name_of

__all__ = ["compared", "movers"]


def movers(
    bill: Bill,
    by: Sequence[Dimension],
    periods: Comparison,
    *,
    measure: Measure = Measure.AMORTISED,
    most: int = 20,
) -> pl.DataFrame:
    """Return what moved most, up or down, from one period to another.

    Returns
    -------
    polars.DataFrame
        The dimensions, ``before``, ``after`` and ``change`` (exact decimals); the largest change
        first, whatever its sign, equal ones by name.

    Raises
    ------
    InputError
        If there is no dimension, or ``most`` is below 1.

    Examples
    --------
    >>> from datetime import date
    >>> from dharma_core.finops.analytics.bill import Period
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> january = Period(date(2025, 1, 1), date(2025, 2, 1))
    >>> february = Period(date(2025, 2, 1), date(2025, 3, 1))
    >>> months = Comparison(january, february)
    >>> movers(small_bill(), ["ServiceName"], months).row(0)
    ('Compute', Decimal('10.00'), Decimal('20.50'), Decimal('10.50'))
    """
    if most < 1:
        raise InputError(f"{most} movers cannot be told.", next_step="Ask for 1 or more.")
    if not by:
        raise InputError(
            "Movers need a dimension to be told by.", next_step="Name one, such as ServiceName."
        )
    both = compared(
        spend(bill.during(periods.before), by, measure=measure),
        spend(bill.during(periods.after), by, measure=measure),
        by,
    )
    names = [name_of(d) for d in dict.fromkeys(by)]
    order = both.sort(names, nulls_last=True).sort(
        pl.col("change").abs(), descending=True, maintain_order=True
    )
    return order.head(most)


def compared(before: pl.DataFrame, after: pl.DataFrame, by: Sequence[Dimension]) -> pl.DataFrame:
    """Return two spends side by side; what is missing in one costs nothing there."""
    names = [name_of(d) for d in dict.fromkeys(by)]
    joined = before.rename({"cost": "before"}).join(
        after.rename({"cost": "after"}), on=names, how="full", coalesce=True, nulls_equal=True
    )
    filled = joined.with_columns(pl.col("before", "after").fill_null(0))
    return filled.with_columns(change=pl.col("after") - pl.col("before"))
