"""Expressions over an export's columns, for those that a file has and those that it has not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dharma_core.finops.focus_frame import exact_number

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Held", "amount", "day", "difference", "next_day", "number", "product", "text", "total"]

Held = Mapping[str, "pl.DataType"]


def number(name: str, held: Held) -> pl.Expr:
    """Return a number as the export writes it; null where it has no such column."""
    import polars as pl

    if name not in held:
        return pl.lit(None, dtype=pl.String)
    written = pl.col(name).cast(pl.String, strict=False)
    return pl.when(written != "").then(written)


def text(name: str, held: Held) -> pl.Expr:
    """Return a text; null where it is empty or the export has no such column."""
    return number(name, held)


def amount(name: str, held: Held) -> pl.Expr:
    """Return an exact number; null where it is none or the export has no such column."""
    import polars as pl

    if name not in held:
        return pl.lit(None, dtype=pl.Decimal(38, 15))
    return exact_number(name, held[name])


def total(first: str, second: str, held: Held) -> pl.Expr:
    """Return a sum in which an empty cell is nothing; null where the export has neither column."""
    import polars as pl

    present = [name for name in (first, second) if name in held]
    if not present:
        return pl.lit(None, dtype=pl.String)
    return pl.sum_horizontal(amount(n, held).fill_null(0) for n in present).cast(pl.String)


def difference(first: str, second: str, held: Held) -> pl.Expr:
    """Return a difference in which an empty cell is nothing; null where a column is missing."""
    import polars as pl

    if first not in held or second not in held:
        return pl.lit(None, dtype=pl.String)
    left, right = (amount(name, held).fill_null(0) for name in (first, second))
    return (left - right).cast(pl.String)


def product(*factors: pl.Expr) -> pl.Expr:
    """Return a product of numbers written as text, to ten digits after the point."""
    import polars as pl

    value = pl.lit(1.0)
    for factor in factors:
        value = value * factor.cast(pl.Float64, strict=False)
    return value.round(10).cast(pl.String)


def day(name: str, held: Held) -> pl.Expr:
    """Return a day that is written as ISO 8601 or month first."""
    import polars as pl

    column = pl.col(name)
    if held[name] != pl.String:
        return column.cast(pl.Date, strict=False)
    first = column.str.slice(0, 10)
    return pl.coalesce(
        first.str.to_date("%m/%d/%Y", strict=False), first.str.to_date("%Y-%m-%d", strict=False)
    )


def next_day(moment: pl.Expr) -> pl.Expr:
    """Return the day after."""
    return moment.dt.offset_by("1d")
