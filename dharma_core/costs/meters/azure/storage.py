"""Azure Storage: accounts by kind, performance, redundancy and access tier, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.azure.owners import owner
from dharma_core.plan import UNKNOWN

__all__ = ["storage_account", "storage_part"]

_ACCOUNT = "azurerm_storage_account"
_NO_ACCOUNT = "Its storage account is not in this plan: kind and redundancy are not known."
_NOT_KNOWN = "The account's kind, tier or redundancy is known only after apply."
_STANDARD, _HOT = "Standard", "Hot"


@dataclass(frozen=True)
class _Sold:
    """How an account is bought."""

    kind: str
    performance: str
    redundancy: str
    access: str
    attributes: Mapping[str, Any]


def storage_account(subject: Subject) -> Iterator[Component]:
    """Yield capacity, operations and the rest that an account of this kind is billed by."""
    yield from _billed(subject, _sold(subject))


def storage_part(subject: Subject) -> Iterator[Component]:
    """Yield what a queue, a table or a file share is billed by, as its account is bought.

    A file share has its own access tier.
    """
    account = owner(subject, _ACCOUNT, "storage_account_name", "storage_account_id")
    sold = _NO_ACCOUNT if account is None else _sold(replace(subject, resource=account))
    access = subject.text("access_tier", subject.facts.get("access", _HOT))
    if isinstance(sold, _Sold):
        sold = _NOT_KNOWN if access is None else replace(sold, access=access.lower())
    yield from _billed(subject, sold)


def _sold(account: Subject) -> _Sold | str:
    """Return how an account is bought, or why that is not known."""
    given = (
        account.get("account_kind", "StorageV2"),
        account.get("account_tier", _STANDARD),
        account.get("account_replication_type"),
        account.get("access_tier", _HOT),
    )
    if None in given or UNKNOWN in given:
        return _NOT_KNOWN
    kind, performance, redundancy, access = (str(value) for value in given)
    attributes = account.resource.attributes
    return _Sold(kind, performance.lower(), redundancy.upper(), access.lower(), attributes)


def _billed(subject: Subject, sold: _Sold | str) -> Iterator[Component]:
    """Yield each line of what is bought, or one that says why there is none."""
    offer = sold if isinstance(sold, str) else _offer(subject, sold)
    if isinstance(sold, str) or isinstance(offer, str):
        yield subject.unpriced(Line("Capacity", "GB", None), str(offer))
        return
    billed = _variant(offer, sold)
    facts = subject.facts["billed"][billed]
    redundancy = offer.get("priced_as", {}).get(sold.redundancy, sold.redundancy)
    attributes = {"kind": billed, "redundancy": redundancy}
    if facts.get("by_access"):
        attributes["access"] = sold.access
    for entry in facts["lines"]:
        if _applies(entry, sold):
            yield from _lines(subject, entry, attributes)


def _offer(subject: Subject, sold: _Sold) -> Mapping[str, Any] | str:
    """Return how an account of this kind and performance is billed, or that Azure has none."""
    offers: Mapping[str, Any] = subject.facts["kinds"].get(sold.kind, {})
    offer: Mapping[str, Any] | None = offers.get(sold.performance)
    if offer is None or sold.redundancy not in offer["redundancies"]:
        what = f"{sold.performance} {sold.kind} with {sold.redundancy}"
        return f"Azure does not sell this in a {what}."
    return offer


def _variant(offer: Mapping[str, Any], sold: _Sold) -> str:
    """Return what the account is billed as: some features have tariffs of their own."""
    for variant in offer.get("variants", ()):
        if sold.attributes.get(variant["attribute"]) == variant["is"]:
            return str(variant["billed"])
    return str(offer["billed"])


def _applies(entry: Mapping[str, Any], sold: _Sold) -> bool:
    listed = {"access": sold.access, "kinds": sold.kind, "redundancies": sold.redundancy}
    return all(value in entry[name] for name, value in listed.items() if name in entry)


def _lines(
    subject: Subject, entry: Mapping[str, Any], attributes: Mapping[str, str]
) -> Iterator[Component]:
    line = Line(entry["name"], entry["unit"], _quantity(subject, entry), entry["usage"])
    option = entry.get("option", "on_demand")
    key = subject.key(entry["price"], option=option, **attributes)
    price = subject.book.find(key) if "tiers" in entry and line.quantity else None
    if price is not None and len(price.tiers) > 1:
        yield from subject.bill_tiers(line, key, entry["tiers"])
    else:
        yield subject.bill(line, key)


def _quantity(subject: Subject, entry: Mapping[str, Any]) -> Decimal | None:
    used = subject.used(entry["usage"])
    if used is None:
        return subject.number(entry["attribute"]) if "attribute" in entry else None
    return used / Decimal(entry.get("per", 1))
