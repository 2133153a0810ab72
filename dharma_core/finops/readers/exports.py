"""What no table can say of an export: costs that depend on the line, periods, the shape of tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dharma_core.finops.readers.mapping import ExportMapping, apply_mapping

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_export"]

Held = Mapping[str, "pl.DataType"]


def read_export(raw: pl.LazyFrame, mapping: ExportMapping) -> pl.LazyFrame:
    """Return an export, its columns spelled plainly, as columns of FOCUS.

    Examples
    --------
    >>> import polars as pl
    >>> from dharma_core.storage.billing_facts import load_mappings
    >>> line = {"line_item_unblended_cost": ["0.2"], "line_item_line_item_type": ["Usage"]}
    >>> frame = read_export(pl.LazyFrame(line), load_mappings()["aws-cur"])
    >>> frame.select("BilledCost", "ChargeCategory").collect().row(0)
    ('0.2', 'Usage')
    """
    held = raw.collect_schema()
    return apply_mapping(raw, mapping, _COMPUTED[mapping.name](held))


def _aws(held: Held) -> dict[str, pl.Expr]:
    """Return AWS's costs: what a commitment covers is billed by its fee and not once more."""
    import polars as pl

    line = pl.col("line_item_line_item_type")
    billed = _number("line_item_unblended_cost", held)
    covered = line.is_in(["SavingsPlanCoveredUsage", "SavingsPlanNegation"])
    zero = pl.lit("0")
    unused = _difference(
        "savings_plan_total_commitment_to_date", "savings_plan_used_commitment", held
    )
    amortised = (
        pl.when(line == "SavingsPlanCoveredUsage")
        .then(_number("savings_plan_savings_plan_effective_cost", held))
        .when(line == "DiscountedUsage")
        .then(_number("reservation_effective_cost", held))
        .when(line == "SavingsPlanRecurringFee")
        .then(unused)
        .when(line == "RIFee")
        .then(_sum("reservation_unused_amortized_upfront_fee_for_billing_period",
                   "reservation_unused_recurring_fee", held))
        .when(line.is_in(["SavingsPlanUpfrontFee", "SavingsPlanNegation"]) | _reserved_fee(held))
        .then(zero)
        .otherwise(billed)
    )  # fmt: skip
    found = {
        "BilledCost": pl.when(covered).then(zero).otherwise(billed),
        "EffectiveCost": amortised,
        "ContractedCost": pl.when(line == "SavingsPlanNegation").then(zero).otherwise(billed),
        "ListCost": pl.coalesce(_number("pricing_public_on_demand_cost", held), billed),
    }
    usage = line.is_in(["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"])
    if "line_item_usage_amount" in held:
        found["ConsumedQuantity"] = pl.when(usage).then(_number("line_item_usage_amount", held))
    if "pricing_unit" in held:
        found["ConsumedUnit"] = pl.when(usage).then(pl.col("pricing_unit"))
    return found


def _reserved_fee(held: Held) -> pl.Expr:
    """Return where a one-time fee paid for a reservation: its usage carries the cost."""
    import polars as pl

    if "reservation_reservation_a_r_n" not in held:
        return pl.lit(False)
    arn = pl.col("reservation_reservation_a_r_n")
    return (pl.col("line_item_line_item_type") == "Fee") & arn.is_not_null() & (arn != "")


def _azure(held: Held) -> dict[str, pl.Expr]:
    import polars as pl

    days = {
        "ChargePeriodStart": "date",
        "BillingPeriodStart": "billingperiodstartdate",
        "BillingPeriodEnd": "billingperiodenddate",
    }
    found = {name: _day(column, held) for name, column in days.items() if column in held}
    if "BillingPeriodEnd" in found:  # the export names the last day, FOCUS the first after it
        found["BillingPeriodEnd"] = _next_day(found["BillingPeriodEnd"])
    found["ChargePeriodEnd"] = _next_day(_day("date", held))
    found["ListCost"] = pl.coalesce(
        _product("paygprice", "quantity", held), _number("costinbillingcurrency", held)
    )
    found["ContractedCost"] = _number("costinbillingcurrency", held)
    if held.get("tags") == pl.String:
        tags = pl.col("tags").str.strip_chars()
        bare = (tags != "") & tags.str.starts_with("{").not_()
        found["Tags"] = pl.when(bare).then(pl.lit("{") + tags + "}").otherwise(tags)
    return found


def _gcp(held: Held) -> dict[str, pl.Expr]:
    import polars as pl

    from dharma_core.finops.focus_frame import exact_number

    cost = exact_number("cost", held["cost"]) if "cost" in held else pl.lit(None)
    given_as = held.get("credits")
    if isinstance(given_as, pl.List) and isinstance(given_as.inner, pl.Struct):
        amounts = pl.col("credits").list.eval(pl.element().struct.field("amount").cast(pl.String))
        given = amounts.list.eval(pl.element().cast(pl.Decimal(38, 15), strict=False)).list.sum()
        cost = cost + given.fill_null(0)
    elif "credits_amount" in held:
        given = exact_number("credits_amount", held["credits_amount"])
        cost = cost + given.fill_null(0)
    listed = _number("cost_at_list", held) if "cost_at_list" in held else _number("cost", held)
    found = {
        "BilledCost": cost,
        "EffectiveCost": cost,
        "ContractedCost": _number("cost", held),
        "ListCost": listed,
    }
    if "invoice_month" in held:
        whole = pl.concat_str(pl.col("invoice_month").cast(pl.String), pl.lit("01"))
        month = whole.str.to_date("%Y%m%d", strict=False)
        found["BillingPeriodStart"] = month
        found["BillingPeriodEnd"] = month.dt.offset_by("1mo")
    if "seller_name" not in held:
        found["PublisherName"] = pl.lit("Google Cloud")
    return found


_COMPUTED: Mapping[str, Callable[[Held], dict[str, pl.Expr]]] = {
    "aws-cur": _aws,
    "azure-cost": _azure,
    "gcp-billing": _gcp,
}


def _number(name: str, held: Held) -> pl.Expr:
    """Return a number as the export writes it; null where it has no such column."""
    import polars as pl

    if name not in held:
        return pl.lit(None, dtype=pl.String)
    return pl.col(name).cast(pl.String, strict=False)


def _exact(name: str, held: Held) -> pl.Expr:
    import polars as pl

    from dharma_core.finops.focus_frame import exact_number

    if name not in held:
        return pl.lit(0, dtype=pl.Decimal(38, 15))
    return exact_number(name, held[name]).fill_null(0)


def _sum(first: str, second: str, held: Held) -> pl.Expr:
    import polars as pl

    return (_exact(first, held) + _exact(second, held)).cast(pl.String)


def _difference(first: str, second: str, held: Held) -> pl.Expr:
    import polars as pl

    return (_exact(first, held) - _exact(second, held)).cast(pl.String)


def _product(price: str, quantity: str, held: Held) -> pl.Expr:
    import polars as pl

    if price not in held or quantity not in held:
        return pl.lit(None, dtype=pl.String)
    numbers = (pl.col(name).cast(pl.Float64, strict=False) for name in (price, quantity))
    value = next(numbers) * next(numbers)
    return value.round(10).cast(pl.String)


def _day(name: str, held: Held) -> pl.Expr:
    """Return a day that is written as ISO 8601 or month first."""
    import polars as pl

    column = pl.col(name)
    if held[name] != pl.String:
        return column.cast(pl.Date, strict=False)
    first = column.str.slice(0, 10)
    return pl.coalesce(
        first.str.to_date("%m/%d/%Y", strict=False), first.str.to_date("%Y-%m-%d", strict=False)
    )


def _next_day(day: pl.Expr) -> pl.Expr:
    return day.dt.offset_by("1d")
