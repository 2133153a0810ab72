"""AWS Price List offer files: bulk JSON v1.0 and CSV.

JSON keeps products before terms, so one pass suffices: what a SKU is, is remembered for those that
a rule takes. CSV repeats the product on every line; it is looked at once a SKU.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from dharma_core.costs.price_mapping import Mapped, Product
from dharma_core.errors import InputError
from dharma_core.storage.price_lists.csv_lines import CsvLines, csv_lines, read_csv_head
from dharma_core.storage.price_lists.json_stream import JsonPath, walk_json
from dharma_core.storage.price_lists.listing import (
    Listed,
    ListReader,
    amount_of,
    day_of,
    text_facts,
)

__all__ = ["read_aws_csv", "read_aws_json"]

_TERMS = ("OnDemand", "Reserved")
_MEMORY = re.compile(r"([\d,.]+) GiB")
_TERM_WORDS = {"1yr": "1_year", "3yr": "3_year", "1 yr": "1_year", "3 yr": "3_year"}
_UPFRONT_UNIT = "quantity"
_NEEDED = ("sku", "termtype", "unit", "priceperunit", "currency")
_Place = tuple[Mapped, str]  # what a SKU is, and its region


def read_aws_json(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of an offer file in JSON.

    Raises
    ------
    InputError
        If it is broken, or is another version.
    """
    head: dict[str, str] = {}
    places: dict[str, _Place | None] = {}
    for path, value in walk_json(stream, _enter, name=reader.name):
        if path[0] == "products" and len(path) == 2:
            places[path[1]] = _place(_product(value, head), reader)
        elif path[0] == "terms" and len(path) == 3:
            _dated(head, reader)
            yield from _terms(path, value, places, reader)
        elif len(path) == 1 and isinstance(value, str):
            head[path[0]] = value
    _dated(head, reader)


def _enter(path: JsonPath) -> bool:
    return path in ((), ("products",), ("terms",)) or (
        len(path) == 2 and path[0] == "terms" and path[1] in _TERMS
    )


def _dated(head: Mapping[str, str], reader: ListReader) -> None:
    if reader.published is not None:
        return
    version = head.get("formatVersion", "")
    if version != "v1.0":
        raise InputError(
            f"{reader.name} is an AWS offer file of version {version or 'none'!r}; v1.0 is known.",
            next_step="Download it from the Price List bulk API under /offers/v1.0/.",
        )
    reader.published = day_of(head.get("publicationDate"))
    if reader.published is None:
        raise InputError(
            f"{reader.name} does not say when it was published (publicationDate).",
            next_step="Download the offer file again.",
        )
    offer = head.get("offerCode", "")
    reader.source = f"AWS Price List {offer} {head.get('version', '')}".strip()


def _product(value: Any, head: Mapping[str, str]) -> Product:
    raw = value if isinstance(value, Mapping) else {}
    attributes = raw.get("attributes")
    facts = text_facts(attributes if isinstance(attributes, Mapping) else {})
    family = str(raw.get("productFamily", ""))
    return _with_memory(head.get("offerCode") or facts.get("servicecode", ""), family, facts)


def _with_memory(offer: str, family: str, facts: dict[str, str]) -> Product:
    facts["productfamily"] = family
    if memory := _MEMORY.fullmatch(facts.get("memory", "")):
        facts["memorygib"] = memory[1].replace(",", "")
    return Product(offer, family, facts)


def _place(product: Product, reader: ListReader) -> _Place | None:
    mapped = reader.mapped(product)
    if mapped is None:
        return None
    region = product.facts.get("regioncode") or product.facts.get("fromregioncode", "")
    if not region:
        reader.tally.skip("no region code")
        return None
    return mapped, region


def _terms(
    path: JsonPath, value: Any, places: Mapping[str, _Place | None], reader: ListReader
) -> Iterator[Listed]:
    place = places.get(path[2])
    terms = value.values() if isinstance(value, Mapping) else ()
    for term in terms:
        if not isinstance(term, Mapping):
            continue
        rates = term.get("priceDimensions")
        rates = tuple(rates.values()) if isinstance(rates, Mapping) else ()
        reader.tally.rates += len(rates)
        if place is None:
            continue
        option = _option(path[1], place[0], _lease(term.get("termAttributes")))
        for rate in rates:
            if isinstance(rate, Mapping):
                since = day_of(term.get("effectiveDate"))
                about = _About(path[2], option, since, f"{'.'.join(path)}, pricePerUnit")
                yield from _rate(_flat(rate), about, place, reader)


def _lease(raw: Any) -> tuple[str, str, str]:
    facts = text_facts(raw if isinstance(raw, Mapping) else {})
    names = ("leasecontractlength", "offeringclass", "purchaseoption")
    length, offering, payment = (facts.get(name, "") for name in names)
    return length, offering, payment


def _flat(rate: Mapping[str, Any]) -> Mapping[str, Any]:
    prices = rate.get("pricePerUnit")
    currency, price = (
        next(iter(prices.items()), ("", "")) if isinstance(prices, Mapping) else ("", "")
    )
    return {
        "unit": rate.get("unit"),
        "priceperunit": price,
        "currency": currency,
        "startingrange": rate.get("beginRange"),
    }


def _option(term: str, mapped: Mapped, lease: tuple[str, str, str]) -> str:
    """Return the purchase option as the meters write it; EC2 tells offerings apart."""
    if term != "Reserved":
        return "on_demand"
    length, offering, payment = lease
    parts = [
        "reserved",
        offering.lower() if mapped.service == "ec2" else "",
        _TERM_WORDS.get(length.lower(), length.lower()),
        payment.lower().replace(" ", "_"),
    ]
    return "_".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _About:
    """What a rate belongs to, and where in the file its price stands."""

    sku: str
    option: str
    since: date | None
    where: str


def _rate(
    rate: Mapping[str, Any], about: _About, place: _Place, reader: ListReader
) -> Iterator[Listed]:
    mapped, region = place
    price, unit = reader.price(rate["priceperunit"], about.where), str(rate["unit"] or "")
    if price is None or not reader.in_force(about.since):
        return
    upfront = unit.lower() == _UPFRONT_UNIT and about.option.startswith("reserved")
    start = mapped.tier_from if mapped.tier_from is not None else None
    yield Listed(
        mapped,
        region,
        about.option,
        unit,
        None if upfront else price,
        str(rate["currency"]),
        start=amount_of(rate["startingrange"]) or Decimal(0) if start is None else start,
        since=about.since,
        details=(("sku", about.sku),),
        upfront=price if upfront else None,
    )


def read_aws_csv(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of an offer file in CSV.

    Raises
    ------
    InputError
        If a column is missing or a line is broken; its number is named.
    """
    with csv_lines(stream, reader) as lines:
        head, columns = read_csv_head(lines, reader, _NEEDED)
        _dated(head, reader)
        yield from _csv_rates(lines, columns, head["offerCode"], reader)


def _csv_rates(
    lines: CsvLines, columns: list[str], offer: str, reader: ListReader
) -> Iterator[Listed]:
    places: dict[str, _Place | None] = {}
    at = {name: number for number, name in enumerate(columns)}
    width, sku_at = len(columns), at["sku"]
    read = ("unit", "priceperunit", "currency", "startingrange", "termtype", "effectivedate")
    lease = ("leasecontractlength", "offeringclass", "purchaseoption")
    for line in lines:
        reader.tally.rates += 1
        if len(line) != width:
            raise csv.Error(f"{len(line)} cells where {width} are named")
        sku = line[sku_at]
        if sku not in places:
            facts = dict(zip(columns, line, strict=True))
            places[sku] = _place(_with_memory(offer, facts.get("productfamily", ""), facts), reader)
        place = places[sku]
        if place is None:
            continue
        said = {name: line[at[name]] if name in at else "" for name in (*read, *lease)}
        length, offering, payment = (said[name] for name in lease)
        option = _option(said["termtype"], place[0], (length, offering, payment))
        where = f"line {lines.line_num:,}, PricePerUnit"
        about = _About(sku, option, day_of(said["effectivedate"]), where)
        yield from _rate(said, about, place, reader)
