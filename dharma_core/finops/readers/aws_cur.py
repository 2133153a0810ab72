"""AWS's Cost and Usage Report: costs by the kind of line, and tags in their three shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.finops.focus_frame import json_object, json_text
from dharma_core.finops.readers.columns import Held, difference, number, text, total

if TYPE_CHECKING:
    import polars as pl

__all__ = ["aws_columns"]

_TAGS = "resource_tags"
_TAG_COLUMNS = tuple(f"{_TAGS}_{whose}{mark}" for whose in ("user", "aws") for mark in "_:")
_USERS_OWN = r'([{,]\s*")user[_:]'
_COVERED = ("DiscountedUsage", "SavingsPlanCoveredUsage")


def aws_columns(held: Held) -> dict[str, pl.Expr]:
    """Return AWS's costs: what a commitment covers is billed by its fee and not once more."""
    import polars as pl

    line = pl.col("line_item_line_item_type")
    billed = number("line_item_unblended_cost", held)
    listed = pl.coalesce(number("pricing_public_on_demand_cost", held), billed)
    negation, reserved = line == "SavingsPlanNegation", line == "DiscountedUsage"
    zero = pl.lit("0")
    usage = line.is_in(["Usage", *_COVERED])
    rate = number("line_item_unblended_rate", held)
    listed_rate = number("pricing_public_on_demand_rate", held)
    found = {
        "BilledCost": pl.when((line == "SavingsPlanCoveredUsage") | negation)
        .then(zero)
        .otherwise(billed),
        "EffectiveCost": _effective(held, billed),
        # AWS writes 0 as the rate and cost of reserved usage: what it would cost without is listed.
        "ContractedCost": pl.when(negation)
        .then(zero)
        .when(reserved)
        .then(listed)
        .otherwise(billed),
        "ContractedUnitPrice": pl.when(reserved).then(listed_rate).otherwise(rate),
        "ListCost": pl.when(negation).then(zero).otherwise(listed),
        "ConsumedQuantity": pl.when(usage).then(number("line_item_usage_amount", held)),
        "ConsumedUnit": pl.when(usage).then(text("pricing_unit", held)),
        "ServiceName": _service(held),
    }
    tags = _tags(held)
    return found if tags is None else found | {"Tags": tags}


def _effective(held: Held, billed: pl.Expr) -> pl.Expr:
    """Return costs with fees spread over what they cover; null where a needed column is missing."""
    import polars as pl

    line = pl.col("line_item_line_item_type")
    unused_plan = difference(
        "savings_plan_total_commitment_to_date", "savings_plan_used_commitment", held
    )
    unused_reservation = total(
        "reservation_unused_amortized_upfront_fee_for_billing_period",
        "reservation_unused_recurring_fee",
        held,
    )
    by_line = {
        "SavingsPlanCoveredUsage": number("savings_plan_savings_plan_effective_cost", held),
        "DiscountedUsage": number("reservation_effective_cost", held),
        "SavingsPlanRecurringFee": unused_plan,
        "RIFee": unused_reservation,
        "SavingsPlanUpfrontFee": pl.lit("0"),
        "SavingsPlanNegation": pl.lit("0"),
    }
    reserved_fee = (line == "Fee") & text("reservation_reservation_a_r_n", held).is_not_null()
    cost = pl.when(reserved_fee).then(pl.lit("0")).otherwise(billed)
    for kind, effective in by_line.items():
        cost = pl.when(line == kind).then(effective).otherwise(cost)
    return cost


def _service(held: Held) -> pl.Expr:
    """Return the service's name: a column of its own, or in the report 2.0 a key of a map."""
    import polars as pl

    named = [text(n, held) for n in ("product_servicename", "product_product_name")]
    kind = held.get("product")
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct):
        key, value = (f.name for f in kind.inner.fields[:2])
        entry = pl.element().struct
        of_name = pl.element().filter(entry.field(key) == "product_name").struct.field(value)
        named.append(pl.col("product").list.eval(of_name).list.first())
    elif kind == pl.String:
        named.append(pl.col("product").str.json_path_match("$.product_name"))
    return pl.coalesce(*named, text("line_item_product_code", held))


def _tags(held: Held) -> pl.Expr | None:
    """Return tags as the text of one object; None where the export has none.

    The report 2.0 has a map, the older one a column for each tag. Keys that users gave lose the
    prefix ``user_`` or ``user:`` that AWS adds, its own keep ``aws_`` or ``aws:``.
    """
    import polars as pl

    if _TAGS in held:
        return json_text(pl.col(_TAGS), held[_TAGS]).str.replace_all(_USERS_OWN, "${1}")
    names = [name for name in held if name.startswith(_TAG_COLUMNS)]
    if not names:
        return None
    keys = [name.removeprefix(f"{_TAGS}_") for name in names]
    plain = [key.removeprefix("user_").removeprefix("user:") for key in keys]
    written = json_object({k: text(name, held) for k, name in zip(plain, names, strict=True)})
    return pl.when(written != "{}").then(written)
