"""Azure's cost export: days, tags without braces, prices in another currency, what is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.finops.readers.columns import Held, amount, day, next_day, number, product, text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["azure_columns"]

_DAYS = {
    "ChargePeriodStart": "date",
    "BillingPeriodStart": "billingperiodstartdate",
    "BillingPeriodEnd": "billingperiodenddate",
}
_COMMITTED = ("Reservation", "SavingsPlan", "Savings Plan")


def azure_columns(held: Held) -> dict[str, pl.Expr]:
    """Return what no table says of an Azure export."""
    import polars as pl

    usage = pl.col("chargetype") == "Usage" if "chargetype" in held else pl.lit(False)
    found = {
        **_periods(held),
        **_prices(held),
        "ConsumedQuantity": pl.when(usage).then(number("quantity", held)),
        "ConsumedUnit": pl.when(usage).then(text("unitofmeasure", held)),
    }
    if "chargetype" in held:
        used = usage & text("pricingmodel", held).is_in(_COMMITTED)
        unused = pl.col("chargetype").str.starts_with("Unused")
        found["CommitmentDiscountStatus"] = (
            pl.when(used).then(pl.lit("Used")).when(unused).then(pl.lit("Unused"))
        )
    if held.get("tags") == pl.String:
        tags = pl.col("tags").str.strip_chars()
        bare = (tags != "") & tags.str.starts_with("{").not_()
        found["Tags"] = pl.when(bare).then(pl.lit("{") + tags + "}").otherwise(tags)
    return found


def _periods(held: Held) -> dict[str, pl.Expr]:
    """Return the periods; the export names the last day of one, FOCUS the first after it."""
    found = {name: day(column, held) for name, column in _DAYS.items() if column in held}
    if "BillingPeriodEnd" in found:
        found["BillingPeriodEnd"] = next_day(found["BillingPeriodEnd"])
    return found | {"ChargePeriodEnd": next_day(day("date", held))}


def _prices(held: Held) -> dict[str, pl.Expr]:
    """Return list and agreed prices in the currency of billing.

    A customer agreement prices in one currency and bills in another: its prices are turned by the
    rate that the line itself states, and stay as they are beside it.
    """
    import polars as pl

    cost = pl.coalesce(number("costinbillingcurrency", held), number("cost", held))
    listed, agreed = number("paygprice", held), number("unitprice", held)
    found = {
        "BilledCost": cost,
        "EffectiveCost": cost,
        "ContractedCost": cost,
        "ListUnitPrice": _turned(listed, held),
        "ContractedUnitPrice": _turned(agreed, held),
        "ListCost": pl.coalesce(
            _stated(number("paygcostinbillingcurrency", held), held),
            _stated(product(_turned(listed, held), number("quantity", held)), held),
            cost,
        ),
    }
    if "pricingcurrency" in held:
        found |= {
            "PricingCurrencyListUnitPrice": listed,
            "PricingCurrencyContractedUnitPrice": agreed,
            "PricingCurrencyEffectiveCost": number("costinpricingcurrency", held),
        }
    return found


def _turned(price: pl.Expr, held: Held) -> pl.Expr:
    """Return a price in the currency of billing; null where the rate to it is not stated."""
    import polars as pl

    if "pricingcurrency" not in held:
        return price
    billing = text("billingcurrency" if "billingcurrency" in held else "billingcurrencycode", held)
    same = (pl.col("pricingcurrency") == billing).fill_null(True)
    rate = number("exchangeratepricingtobilling", held)
    return pl.when(same).then(price).otherwise(product(price, rate))


def _stated(cost: pl.Expr, held: Held) -> pl.Expr:
    """Return a list cost where a list price stands behind it: a price of 0 is one not known."""
    import polars as pl

    if "paygprice" not in held:
        return cost
    return pl.when(amount("paygprice", held) != 0).then(cost)
