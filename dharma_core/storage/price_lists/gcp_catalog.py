"""Pages of the Google Cloud Billing Catalog: ``{"skus": [...]}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from dharma_core.costs.price_mapping import Product
from dharma_core.storage.price_lists.json_stream import walk_json
from dharma_core.storage.price_lists.listing import Listed, ListReader, amount_of, day_of

__all__ = ["read_gcp_pages"]

_OPTIONS = {
    "OnDemand": "on_demand",
    "Preemptible": "spot",
    "Commit1Yr": "commitment_1y",
    "Commit3Yr": "commitment_3y",
}
_NANO = Decimal("0.000000001")


def read_gcp_pages(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of one page, one for each region of a SKU and tier.

    Raises
    ------
    InputError
        If it is broken.
    """
    reader.source = "Google Cloud Billing Catalog"
    before = reader.tally.rates
    for path, sku in walk_json(stream, lambda p: p in ((), ("skus",)), name=reader.name):
        if path == ("skus", "*"):
            where = f"skus[{reader.tally.rates - before}]"
            reader.tally.rates += 1
            yield from _sku(sku if isinstance(sku, Mapping) else {}, where, reader)


def _sku(sku: Mapping[str, Any], where: str, reader: ListReader) -> Iterator[Listed]:
    category = _mapping(sku.get("category"))
    offer, family = (str(category.get(k, "")) for k in ("serviceDisplayName", "resourceGroup"))
    kind = str(category.get("usageType", ""))
    facts = {
        "description": str(sku.get("description", "")),
        "usagetype": kind,
        "resourcefamily": str(category.get("resourceFamily", "")),
        "resourcegroup": family,
    }
    mapped = reader.mapped(Product(offer, family, facts))
    if mapped is None:
        return
    if kind not in _OPTIONS:
        reader.tally.skip(f"usage type {kind[:40]!r}")
        return
    info = _newest(sku.get("pricingInfo"))
    since = day_of(info.get("effectiveTime"))
    if not reader.in_force(since):
        return
    reader.seen(since)
    expression = _mapping(info.get("pricingExpression"))
    regions = [str(r) for r in sku.get("serviceRegions") or () if isinstance(r, str)] or ["global"]
    for start, price, currency in _tiers(expression.get("tieredRates"), where, reader):
        for region in regions:
            yield Listed(
                mapped,
                region,
                _OPTIONS[kind],
                str(expression.get("usageUnit", "")),
                price,
                currency,
                start=start,
                since=since,
                details=(("sku", str(sku.get("skuId", ""))),),
            )


def _newest(infos: Any) -> Mapping[str, Any]:
    """Return the pricing of a SKU that holds last; the catalogue may list its history."""
    found = [info for info in infos or () if isinstance(info, Mapping)]
    return max(found, key=lambda info: str(info.get("effectiveTime", "")), default={})


def _tiers(rates: Any, where: str, reader: ListReader) -> list[tuple[Decimal, Decimal, str]]:
    tiers: list[tuple[Decimal, Decimal, str]] = []
    for number, rate in enumerate(rates if isinstance(rates, list) else ()):
        at = f"{where}, tieredRates[{number}]"
        money = _mapping(_mapping(rate).get("unitPrice"))
        units = reader.price(money.get("units") or 0, f"{at}.unitPrice.units")
        nanos = reader.price(money.get("nanos") or 0, f"{at}.unitPrice.nanos")
        start = amount_of(_mapping(rate).get("startUsageAmount", 0))
        if units is None or nanos is None or start is None or not money:
            reader.tally.skip("no price")
            return []
        tiers.append((start, units + nanos * _NANO, str(money.get("currencyCode", ""))))
    return tiers


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
