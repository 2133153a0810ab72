"""AWS offer files of savings plans, JSON and CSV: what a rate becomes under each plan.

They list no products of their own to price: each rate names a product of another offer (usage type
and operation) and what an hour of it costs while the plan lasts, its upfront part included.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from dharma_core.costs.price_mapping import Product
from dharma_core.errors import InputError
from dharma_core.storage.price_lists.csv_lines import csv_lines, read_csv_head
from dharma_core.storage.price_lists.json_stream import walk_json
from dharma_core.storage.price_lists.listing import Listed, ListReader, day_of, text_facts

__all__ = ["read_savings_plan_csv", "read_savings_plan_json"]

_VERSION = "v1.0"
_TERM = ("terms", "savingsPlan", "*")
_RATE = (*_TERM, "rates", "*")
_ENTERED = ((), ("products",), ("terms",), _TERM[:2], _TERM, _RATE[:4])
_NEEDED = (
    "sku", "unit", "discountedrate", "currency", "discountedsku", "discountedservicecode",
    "discountedusagetype", "discountedoperation", "purchaseoption", "leasecontractlength",
    "leasecontractlengthunit", "servicecode", "productfamily",
)  # fmt: skip
_Facts = Mapping[str, str]


def read_savings_plan_json(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of a savings plan's offer file in JSON.

    Raises
    ------
    InputError
        If it is broken; the term, the rate and the field are named.
    """
    head: dict[str, str] = {}
    plans: dict[str, _Facts] = {}
    term = _Term()
    for path, value in walk_json(stream, lambda path: path in _ENTERED, name=reader.name):
        if path == ("products", "*"):
            plan = _plan(value, reader)
            plans[plan["sku"]] = plan
        elif path == _RATE:
            _dated(head, reader, plans)
            where = term.next_rate()
            facts = {"regioncode": head.get("regionCode", ""), **_leased(term, plans, reader)}
            yield from _rate({**facts, **_rate_facts(value, term, reader)}, where, reader)
        elif path[:-1] == _TERM:
            term.take(path[-1], value)
        elif len(path) == 1 and isinstance(value, str):
            head[path[0]] = value


@dataclass
class _Term:
    """A term while its members go by: what a plan asks, before the rates it gives."""

    members: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    rates: int = 0

    @property
    def where(self) -> str:
        return f"terms.savingsPlan[{self.number}]"

    @property
    def rate(self) -> str:
        return f"{self.where}.rates[{self.rates - 1}]"

    def take(self, name: str, value: Any) -> None:
        """Note a member; one that is there already begins the next term."""
        if name in self.members:
            self.members, self.number, self.rates = {}, self.number + 1, 0
        self.members[name] = value

    def next_rate(self) -> str:
        """Return the place of the rate that is read."""
        self.rates += 1
        return self.rate


def _plan(value: Any, reader: ListReader) -> _Facts:
    raw = value if isinstance(value, Mapping) else {}
    attributes = raw.get("attributes")
    facts = text_facts(attributes if isinstance(attributes, Mapping) else {}) | text_facts(raw)
    for name in ("sku", "productFamily", "serviceCode"):
        if not facts.get(name.lower()):
            raise _broken(reader, "products", name, "is missing")
    return facts


def _dated(head: _Facts, reader: ListReader, plans: Mapping[str, _Facts]) -> None:
    if reader.published is not None:
        return
    code = next((plan["servicecode"] for plan in plans.values()), "")
    if head.get("formatVersion", _VERSION) != _VERSION:
        raise InputError(
            f"{reader.name} is of version {head['formatVersion']!r}; {_VERSION} is known.",
            next_step="Download it from the Price List bulk API under /savingsPlan/v1.0/.",
        )
    reader.published = day_of(head.get("publicationDate"))
    if reader.published is None:
        raise InputError(
            f"{reader.name} does not say when it was published (publicationDate).",
            next_step="Download the offer file again.",
        )
    reader.source = f"AWS Price List {code} {head.get('version', '')}".strip()


def _leased(term: _Term, plans: Mapping[str, _Facts], reader: ListReader) -> dict[str, str]:
    """Return what the rates of a term share: the plan, its length, since when it holds."""
    plan = plans.get(str(term.members.get("sku")))
    if plan is None:
        raise _broken(reader, term.where, "sku", "before the rates names no product of the file")
    lease = term.members.get("leaseContractLength")
    if not isinstance(lease, Mapping):
        raise _broken(reader, term.where, "leaseContractLength", "is missing before the rates")
    return {
        **plan,
        "effectivedate": str(term.members.get("effectiveDate", "")),
        "leasecontractlength": str(lease.get("duration", "")),
        "leasecontractlengthunit": str(lease.get("unit", "")),
    }


def _rate_facts(value: Any, term: _Term, reader: ListReader) -> dict[str, str]:
    rate = value if isinstance(value, Mapping) else {}
    money = rate.get("discountedRate")
    if not isinstance(money, Mapping):
        raise _broken(reader, term.rate, "discountedRate", "is missing")
    code = str(rate.get("rateCode", ""))
    if code and code.partition(".")[0] != term.members["sku"]:
        raise _broken(reader, term.rate, "rateCode", f"{code[:60]!r} is of another plan")
    price, currency = str(money.get("price", "")), str(money.get("currency", ""))
    return {**text_facts(rate), "discountedrate": price, "currency": currency}


def _rate(facts: _Facts, where: str, reader: ListReader) -> Iterator[Listed]:
    reader.tally.rates += 1
    price = reader.price(facts["discountedrate"], f"{where}, discountedRate")
    mapped = reader.mapped(Product(facts["servicecode"], facts["productfamily"], facts))
    since = day_of(facts.get("effectivedate"))
    if mapped is None or price is None or not reader.in_force(since):
        return
    region = facts.get("discountedregioncode") or facts.get("regioncode", "")
    if not region:
        reader.tally.skip("no region code")
        return
    yield Listed(
        mapped,
        region,
        mapped.option,
        facts.get("unit", ""),
        price,
        facts["currency"],
        start=Decimal(0),
        since=since,
        details=(("sku", facts.get("discountedsku", "")), ("plan", facts["sku"])),
    )


def _broken(reader: ListReader, where: str, field: str, reason: str) -> InputError:
    return InputError(
        f"{reader.name} is no savings plan offer file: {where}, {field} {reason}.",
        next_step="Download it again; nothing was written.",
    )


def read_savings_plan_csv(stream: BinaryIO, reader: ListReader) -> Iterator[Listed]:
    """Yield the rates of a savings plan's offer file in CSV.

    Raises
    ------
    InputError
        If a column is missing or a line is broken; its number and the field are named.
    """
    with csv_lines(stream, reader) as lines:
        head, columns = read_csv_head(lines, reader, _NEEDED)
        for line in lines:
            if len(line) != len(columns):
                raise csv.Error(f"{len(line)} cells where {len(columns)} are named")
            facts = dict(zip(columns, line, strict=True))
            _dated(head, reader, {facts["sku"]: facts})
            yield from _rate(facts, f"line {lines.line_num:,}", reader)
