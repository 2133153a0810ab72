"""A bill as the analytics take it: any engine's billing frame, known to be of one currency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import narwhals as nw
import polars as pl

from dharma_core.errors import InputError, nearest

__all__ = ["Bill", "Comparison", "Grain", "Measure", "Period", "as_bill", "collected"]

REQUIRED = ("BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ChargeCategory")


class Measure(StrEnum):
    """Which cost is summed: what invoices say, or what the days used (amortised)."""

    BILLED = "BilledCost"
    AMORTISED = "EffectiveCost"
    LIST = "ListCost"
    CONTRACTED = "ContractedCost"


class Grain(StrEnum):
    """How finely time is cut; weeks begin on Monday, ``INVOICE`` goes by billing period."""

    DAY = "1d"
    WEEK = "1w"
    MONTH = "1mo"
    QUARTER = "1q"
    YEAR = "1y"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from ``first`` to ``end``, which is excluded.

    Examples
    --------
    >>> Period(date(2025, 2, 1), date(2025, 3, 1)).days
    28
    """

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.first >= self.end:
            raise InputError(
                f"A period from {self.first} to before {self.end} has no day.",
                next_step="Give an end after the first day.",
            )

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods without a common day, the earlier one usually first."""

    before: Period
    after: Period

    def __post_init__(self) -> None:
        if self.before.first < self.after.end and self.after.first < self.before.end:
            raise InputError(
                "The two periods overlap, so a change between them says nothing.",
                next_step="Let one end where the other begins.",
            )


@dataclass(frozen=True, slots=True)
class Bill:
    """A billing frame of one currency; make it with `as_bill`.

    Parameters
    ----------
    frame : narwhals LazyFrame
        One row a charge, as the docstring of `dharma_core.finops` says.
    currency : str
        ISO 4217 code of every row.
    """

    frame: nw.LazyFrame[Any]
    currency: str

    def during(self, period: Period) -> Bill:
        """Return the charges whose charge period begins within some days."""
        start = nw.col("ChargePeriodStart")
        kept = (start >= _midnight(period.first)) & (start < _midnight(period.end))
        return replace(self, frame=self.frame.filter(kept))

    def where(self, **values: str | tuple[str, ...]) -> Bill:
        """Return the charges whose columns have one of the values given for them.

        Raises
        ------
        InputError
            If the bill has no such column.
        """
        result = self.frame
        for name, wanted in values.items():
            self.has(name)
            options = [wanted] if isinstance(wanted, str) else list(wanted)
            result = result.filter(nw.col(name).is_in(options))
        return replace(self, frame=result)

    def has(self, *names: str) -> None:
        """Refuse a column that the bill does not have.

        Raises
        ------
        InputError
            The message names the nearest column.
        """
        present = self.frame.collect_schema().names()
        for name in names:
            if name not in present:
                raise InputError(
                    f"The bill has no column {name!r}.",
                    next_step=nearest(name, present),
                    details={"column": name},
                )


def as_bill(frame: Any) -> Bill:
    """Return a billing frame of Polars, pandas, DuckDB or Spark as a bill.

    Its rows are read once, to know their currency.

    Raises
    ------
    InputError
        If a column is missing, there is no row, or more than one currency.

    Examples
    --------
    >>> rows = {
    ...     "BillingCurrency": ["EUR"],
    ...     "ChargeCategory": ["Usage"],
    ...     "EffectiveCost": [1],
    ...     "BillingPeriodStart": [datetime(2025, 1, 1, tzinfo=UTC)],
    ...     "ChargePeriodStart": [datetime(2025, 1, 1, tzinfo=UTC)],
    ... }
    >>> as_bill(pl.LazyFrame(rows)).currency
    'EUR'
    """
    bill = Bill(nw.from_native(frame).lazy(), "")
    bill.has(*REQUIRED)
    found = collected(bill.frame.select("BillingCurrency").unique())["BillingCurrency"]
    currencies = sorted(found.drop_nulls().to_list())
    if not len(found):
        raise InputError("The bill has no rows.", next_step="Import a bill first.")
    if len(currencies) != 1 or found.null_count():
        names = [*currencies, *(["none"] if found.null_count() else [])]
        raise InputError(
            f"The bill mixes currencies: {', '.join(names)}.",
            next_step="Say all in one currency (--currency EUR), or choose the rows of one.",
            details={"currencies": names},
        )
    return replace(bill, currency=currencies[0])


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return a small result as a Polars frame, whichever engine made it."""
    match frame.implementation:
        case nw.Implementation.POLARS:
            native: pl.LazyFrame = frame.to_native()
            return native.collect(engine="streaming")
        case nw.Implementation.PANDAS:
            return frame.collect().to_polars()
        case _:
            result: pl.DataFrame = frame.collect(backend="polars").to_native()
            return result


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
