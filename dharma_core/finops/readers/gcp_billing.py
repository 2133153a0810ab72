"""Google Cloud's billing export: credits taken off, the month of the invoice, list cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.finops.readers.columns import Held, amount, number

if TYPE_CHECKING:
    import polars as pl

__all__ = ["gcp_columns"]


def gcp_columns(held: Held, file: str) -> dict[str, pl.Expr]:
    """Return what no table says of an export to BigQuery.

    Raises
    ------
    InputError
        If the credits are a text: a cost without them would be wrong.
    """
    import polars as pl

    cost = amount("cost", held) + _credits(held, file)
    found = {
        "BilledCost": cost,
        "EffectiveCost": cost,
        "ContractedCost": number("cost", held),
        "ListCost": pl.coalesce(number("cost_at_list", held), number("cost", held)),
    }
    if "invoice_month" in held:
        whole = pl.concat_str(pl.col("invoice_month").cast(pl.String), pl.lit("01"))
        month = whole.str.to_date("%Y%m%d", strict=False)
        found["BillingPeriodStart"] = month
        found["BillingPeriodEnd"] = month.dt.offset_by("1mo")
    if "seller_name" not in held:
        found["PublisherName"] = pl.lit("Google Cloud")
    return found


def _credits(held: Held, file: str) -> pl.Expr:
    import polars as pl

    kind = held.get("credits")
    if kind == pl.String:
        raise InputError(
            f"{file} holds the credits of Google Cloud as a text: its costs cannot be told.",
            next_step="Export the table as Parquet or JSON lines, which keep the credits nested.",
        )
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct):
        amounts = pl.col("credits").list.eval(pl.element().struct.field("amount").cast(pl.String))
        given = amounts.list.eval(pl.element().cast(pl.Decimal(38, 15), strict=False)).list.sum()
        return given.fill_null(0)
    return amount("credits_amount", held).fill_null(0)
