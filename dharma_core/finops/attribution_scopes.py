"""Daily costs of each account and service: what a detector of anomalies is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from dharma_core.errors import InputError

__all__ = ["SCOPE_COLUMNS", "UNKNOWN", "Scope", "daily_costs", "usage_of", "written_scope"]

SCOPE_COLUMNS = ("SubAccountId", "ServiceName")
UNKNOWN = "(not told)"
_DAY = "day"

Scope = tuple[str, ...]


def usage_of(frame: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows of usage with their day: fees, tax, credits and purchases follow calendars.

    Raises
    ------
    InputError
        If the frame has more than one billing currency.
    """
    lazy = frame.lazy()
    currencies = lazy.select(pl.col("BillingCurrency").drop_nulls().unique()).collect()
    if currencies.height > 1:
        names = sorted(currencies["BillingCurrency"].to_list())
        raise InputError(
            f"The billing is in several currencies: {', '.join(names)}.",
            next_step="Say in which one everything is to be told (--currency); rates come from "
            "exchange-rates.csv.",
            details={"currencies": names},
        )
    return lazy.filter(pl.col("ChargeCategory") == "Usage").with_columns(
        pl.col("ChargePeriodStart").dt.date().alias(_DAY)
    )


def daily_costs(
    frame: pl.DataFrame | pl.LazyFrame, *, by: Sequence[str] = SCOPE_COLUMNS
) -> Mapping[Scope, list[tuple[date, Decimal]]]:
    """Return what each scope's usage cost a day (effective), in order of scope and day.

    Parameters
    ----------
    frame : billing frame, in one currency
    by : sequence of str
        The columns that make a scope.

    Notes
    -----
    A day without a row is left out: nothing is filled in.
    """
    summed = (
        usage_of(frame)
        .group_by(*(pl.col(name).fill_null(UNKNOWN) for name in by), _DAY)
        .agg(pl.col("EffectiveCost").sum())
        .sort(*by, _DAY)
        .collect()
    )
    found: dict[Scope, list[tuple[date, Decimal]]] = {}
    for *scope, day, cost in summed.iter_rows():
        found.setdefault(tuple(scope), []).append((day, Decimal(cost)))
    return found


def written_scope(scope: Scope) -> str:
    """Return a scope as people read it.

    Examples
    --------
    >>> written_scope(("210044590871", "Amazon CloudWatch"))
    '210044590871 / Amazon CloudWatch'
    """
    return " / ".join(scope)
