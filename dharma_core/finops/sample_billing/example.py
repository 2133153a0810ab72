"""The bill of the bundled example design: a few resources, day by day, without chance."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from dharma_core.errors import FactError
from dharma_core.finops.sample_billing.frame import framed, instant, month_after

__all__ = ["example_bill"]

_HELD = "GB-Months"
_HOURS = Decimal(730)
_PLACES = Decimal("0.00001")


def example_bill(raw: Mapping[str, Any], month: date) -> pl.DataFrame:
    """Return one month of the example's bill as a billing frame.

    Parameters
    ----------
    raw : mapping
        What data/samples/example-bill.yaml holds.
    month : date
        Its first day.

    Raises
    ------
    FactError
        If an entry is wrong.

    Examples
    --------
    >>> from dharma_core.storage.sample_billing import load_example_bill
    >>> bill = example_bill(load_example_bill(), date(2025, 12, 1))
    >>> bill["ChargePeriodStart"].n_unique()
    31
    """
    try:
        about = _about(raw, month)
        rows = [row for resource in raw["resources"] for row in _rows(raw, resource, month)]
    except (KeyError, TypeError, ArithmeticError) as error:
        raise FactError(f"example-bill.yaml is wrong: {error!r}.") from error
    return framed([{**about, **row} for row in rows])


def _about(raw: Mapping[str, Any], month: date) -> dict[str, Any]:
    payer, account, region = raw["billing_account"], raw["account"], raw["region"]
    return {
        "ProviderName": raw["provider"],
        "PublisherName": raw["issuer"],
        "InvoiceIssuerName": raw["issuer"],
        "InvoiceId": f"{payer['id']}-{month:%Y%m}",
        "BillingAccountId": payer["id"],
        "BillingAccountName": payer["name"],
        "BillingAccountType": payer["type"],
        "SubAccountId": account["id"],
        "SubAccountName": account["name"],
        "SubAccountType": account["type"],
        "RegionId": region["id"],
        "RegionName": region["name"],
        "BillingCurrency": raw["currency"],
        "PricingCurrency": raw["currency"],
        "BillingPeriodStart": instant(month),
        "BillingPeriodEnd": instant(month_after(month)),
        "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based",
        "PricingCategory": "Standard",
    }


def _rows(
    raw: Mapping[str, Any], resource: Mapping[str, Any], month: date
) -> Iterator[dict[str, Any]]:
    tags = json.dumps({**raw["tags"], **resource.get("tags", {})}, separators=(",", ":"))
    week = [Decimal(str(share)) for share in raw["week"]]
    for line in resource["lines"]:
        for day in _days(month):
            quantity = _quantity(line, day, week)
            yield {
                "ResourceId": resource["id"],
                "ResourceName": resource["id"].rsplit("/", 1)[-1].rsplit(":", 1)[-1],
                "Tags": tags,
                "ChargePeriodStart": instant(day),
                "ChargePeriodEnd": instant(day + timedelta(days=1)),
                **_sku(line, raw["region"]["id"]),
                **_amounts(quantity, Decimal(line["price"])),
            }


def _days(month: date) -> list[date]:
    count = calendar.monthrange(month.year, month.month)[1]
    return [month + timedelta(days=number) for number in range(count)]


def _quantity(line: Mapping[str, Any], day: date, week: list[Decimal]) -> Decimal:
    """Return one day's part: of what is held a share of its month, of what flows of 730 hours."""
    monthly = Decimal(str(line["monthly"]))
    if line["unit"] in (_HELD, "Keys"):
        part = monthly / calendar.monthrange(day.year, day.month)[1]
    else:
        part = monthly * 24 / _HOURS
    if not line.get("steady"):
        part *= week[day.weekday()]
    return part.quantize(_PLACES, rounding=ROUND_HALF_UP)


def _sku(line: Mapping[str, Any], region: str) -> dict[str, Any]:
    return {
        "ServiceName": line["service"],
        "ServiceCategory": line["category"],
        "ChargeDescription": line["says"],
        "SkuId": line["sku"],
        "SkuMeter": line["sku"],
        "SkuPriceId": f"{line['sku']}.{region}",
        "ConsumedUnit": line["unit"],
        "PricingUnit": line["unit"],
    }


def _amounts(quantity: Decimal, price: Decimal) -> dict[str, Decimal]:
    cost = quantity * price
    prices = ("ListUnitPrice", "ContractedUnitPrice", "PricingCurrencyListUnitPrice")
    return {
        **dict.fromkeys(("ConsumedQuantity", "PricingQuantity"), quantity),
        **dict.fromkeys(("BilledCost", "EffectiveCost", "ContractedCost", "ListCost"), cost),
        **dict.fromkeys((*prices, "PricingCurrencyContractedUnitPrice"), price),
    }
