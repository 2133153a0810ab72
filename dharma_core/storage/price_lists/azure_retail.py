"""Pages of the Azure Retail Prices API: ``{"Items": [...]}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, BinaryIO

from dharma_core.costs.price_mapping import Product
from dharma_core.money import plain
from dharma_core.storage.price_lists.json_stream import walk_json
from dharma_core.storage.price_lists.listing import (
    Listed,
    ListReader,
    amount_of,
    day_of,
    text_facts,
)

__all__ = ["read_azure_pages"]

_MONTHS = {"1 Year": 12, "3 Years": 36, "5 Years": 60}
_TERMS = {"1 Year": "1y", "3 Years": "3y", "5 Years": "5y"}
_TEN_PLACES = Decimal("0.0000000001")


def read_azure_pages(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of one page; a reservation's total becomes a price a month.

    Raises
    ------
    InputError
        If it is broken.
    """
    reader.source = "Azure Retail Prices"
    before = reader.tally.rates
    for path, item in walk_json(stream, lambda p: p in ((), ("Items",)), name=reader.name):
        if path == ("Items", "*"):
            where = f"Items[{reader.tally.rates - before}]"
            reader.tally.rates += 1
            yield from _item(item if isinstance(item, Mapping) else {}, where, reader)


def _item(item: Mapping[str, Any], where: str, reader: ListReader) -> Iterator[Listed]:
    facts = text_facts(item)
    offer, kind = facts.get("servicename", ""), facts.get("type", "")
    mapped = reader.mapped(Product(offer, kind, facts))
    since, until = day_of(item.get("effectiveStartDate")), day_of(item.get("effectiveEndDate"))
    if mapped is None or not reader.in_force(since, until):
        return
    price = reader.price(item.get("retailPrice"), f"{where}.retailPrice")
    if price is None:
        return
    reader.seen(since)
    listed = Listed(
        mapped,
        facts.get("armregionname", "").lower() or "global",
        mapped.option or "on_demand",
        facts.get("unitofmeasure", ""),
        price,
        facts.get("currencycode", ""),
        start=amount_of(item.get("tierMinimumUnits")) or Decimal(0),
        since=since,
        details=(("meter", facts.get("meterid", "")), ("sku", facts.get("skuid", ""))),
    )
    if kind == "Reservation":
        yield from _reservation(listed, facts.get("reservationterm", ""), reader)
        return
    yield listed
    yield from _savings_plans(item.get("savingsPlan"), listed, where, reader)


def _reservation(listed: Listed, term: str, reader: ListReader) -> Iterator[Listed]:
    """Yield the price a month of a reservation that is listed with its total."""
    if term not in _MONTHS or listed.price is None:
        reader.tally.skip("reservation of an unknown term")
        return
    total = listed.price
    monthly = (total / _MONTHS[term]).quantize(_TEN_PLACES, rounding=ROUND_HALF_UP)
    details = (*listed.details, ("term_total", plain(total)))
    yield replace(listed, option=f"commitment_{_TERMS[term]}", price=monthly, details=details)


def _savings_plans(plans: Any, listed: Listed, where: str, reader: ListReader) -> Iterator[Listed]:
    for number, plan in enumerate(plans if isinstance(plans, list) else ()):
        term = plan.get("term") if isinstance(plan, Mapping) else None
        if term not in _TERMS or listed.option != "on_demand":
            continue
        price = reader.price(plan.get("retailPrice"), f"{where}.savingsPlan[{number}].retailPrice")
        if price is not None:
            yield replace(listed, option=f"savings_plan_{_TERMS[str(term)]}", price=price)
