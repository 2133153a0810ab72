"""An estimate as rows of FOCUS 1.2: what a bill of one month would say, as far as it is known.

Every column of the specification is there, in its order; those that only a real bill can fill
(account, invoice, commitment) are empty. FOCUS allows no row without a cost (BilledCost,
ContractedCost, EffectiveCost and ListCost must not be null), so what is not known is listed beside:
``left_out`` and its CSV. Columns of our own begin with ``x_``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from dharma_core.costs.components import Component, CostState, ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.money import plain
from dharma_core.storage.facts import data_root

__all__ = ["FOCUS_COLUMNS", "focus_csv", "focus_rows", "left_out", "left_out_csv"]

FOCUS_COLUMNS = (
    "AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName",
    "BillingAccountType", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "CapacityReservationId", "CapacityReservationStatus", "ChargeCategory", "ChargeClass",
    "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart",
    "CommitmentDiscountCategory", "CommitmentDiscountId", "CommitmentDiscountName",
    "CommitmentDiscountQuantity", "CommitmentDiscountStatus", "CommitmentDiscountType",
    "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit", "ContractedCost",
    "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
    "ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity",
    "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId",
    "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory",
    "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName",
    "SubAccountType", "Tags",
)  # fmt: skip
_OWN_COLUMNS = (
    "x_ChargeIsForecast", "x_Module", "x_PriceSource", "x_PriceAsOf", "x_PriceClass", "x_UsageKey",
    "x_UsageIsAssumed",
)  # fmt: skip
_LEFT_OUT_COLUMNS = (
    "ResourceId", "ResourceType", "RegionId", "ChargeDescription", "ListUnitPrice", "PricingUnit",
    "x_State", "x_UsageKey", "x_Note",
)  # fmt: skip
_UNKNOWN = (CostState.USAGE, CostState.NOT_FOUND)
_SELLERS = {
    "aws": ("AWS", "Amazon Web Services, Inc."),
    "azurerm": ("Microsoft", "Microsoft"),
    "google": ("Google Cloud", "Google Cloud"),
}
_UTC_MIDNIGHT = "T00:00:00Z"


def focus_rows(estimate: Estimate, month: date) -> Iterator[dict[str, str]]:
    """Yield one row for each component whose cost is known.

    Parameters
    ----------
    month : date
        Any day of the month that the estimate is for.
    """
    period = _period(month)
    for resource in estimate.resources:
        for component in resource.components:
            if component.state is CostState.PRICED:
                yield {
                    **dict.fromkeys((*FOCUS_COLUMNS, *_OWN_COLUMNS), ""),
                    **period,
                    **_resource_cells(resource),
                    **_component_cells(component, estimate.currency),
                }


def left_out(estimate: Estimate) -> tuple[Mapping[str, str], ...]:
    """Return what has no row, as its cost is not known: components, and types without a price."""
    return tuple(
        {
            "ResourceId": resource.address,
            "ResourceType": resource.type,
            "RegionId": resource.region,
            "ChargeDescription": part.name if part else "",
            "ListUnitPrice": _text(part.unit_price) if part else "",
            "PricingUnit": part.unit if part else "",
            "x_State": (part or resource).state.value,
            "x_UsageKey": part.usage_key if part else "",
            "x_Note": (part or resource).note,
        }
        for resource in estimate.resources
        for part in resource.components or (None,)
        if (part or resource).state in _UNKNOWN
    )


def left_out_csv(estimate: Estimate) -> str:
    """Return what has no row as CSV; `left_out` says what that is."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _LEFT_OUT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(left_out(estimate))
    return out.getvalue()


def focus_csv(estimate: Estimate, month: date) -> str:
    """Return the rows as CSV with the columns of FOCUS 1.2 as header."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*FOCUS_COLUMNS, *_OWN_COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(focus_rows(estimate, month))
    return out.getvalue()


def _period(month: date) -> Mapping[str, str]:
    start = month.replace(day=1)
    end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    first, after = (f"{day.isoformat()}{_UTC_MIDNIGHT}" for day in (start, end))
    return {
        "BillingPeriodStart": first,
        "BillingPeriodEnd": after,
        "ChargePeriodStart": first,
        "ChargePeriodEnd": after,
    }


def _resource_cells(resource: ResourceCost) -> Mapping[str, str]:
    provider, publisher = _SELLERS.get(resource.provider, (resource.provider, resource.provider))
    service = resource.service or resource.type
    return {
        "InvoiceIssuerName": publisher,
        "ProviderName": provider,
        "PublisherName": publisher,
        "RegionId": resource.region,
        "ResourceId": resource.address,
        "ResourceName": resource.address,
        "ResourceType": resource.type,
        "ServiceCategory": _categories().get(service, "Other"),
        "ServiceName": service,
        "Tags": json.dumps(dict(resource.tags), ensure_ascii=False) if resource.tags else "",
        "x_Module": resource.module,
    }


def _component_cells(component: Component, currency: str) -> Mapping[str, str]:
    cost, price = _text(component.monthly_cost), _text(component.unit_price)
    quantity = _text(component.monthly_quantity)
    return {
        **dict.fromkeys(("BilledCost", "ContractedCost", "EffectiveCost", "ListCost"), cost),
        **dict.fromkeys(("ContractedUnitPrice", "ListUnitPrice"), price),
        **dict.fromkeys(("ConsumedQuantity", "PricingQuantity"), quantity),
        **dict.fromkeys(("ConsumedUnit", "PricingUnit"), component.unit),
        "BillingCurrency": currency,
        "ChargeCategory": "Usage",
        "ChargeDescription": component.name,
        "ChargeFrequency": "Usage-Based",
        "PricingCategory": _category(component.name),
        "SkuMeter": component.name,
        "x_ChargeIsForecast": "true",
        "x_PriceSource": component.source,
        "x_PriceAsOf": component.as_of.isoformat() if component.as_of else "",
        "x_PriceClass": component.quality,
        "x_UsageKey": component.usage_key,
        "x_UsageIsAssumed": str(component.assumed).lower(),
    }


def _category(name: str) -> str:
    """Return how a component is priced: at list, by commitment, or at a price that moves."""
    if ", reserved" in name:
        return "Committed"
    return "Dynamic" if ", spot" in name else "Standard"


def _text(number: Any) -> str:
    return "" if number is None else plain(number)


@cache
def _categories() -> Mapping[str, str]:
    text = (data_root() / "service_categories.csv").read_text(encoding="utf-8")
    return {row["service"]: row["category"] for row in csv.DictReader(io.StringIO(text))}
