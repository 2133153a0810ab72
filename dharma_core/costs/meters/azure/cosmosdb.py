"""Cosmos DB: throughput, storage and backups of a database or container at each of its regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.azure.owners import owner
from dharma_core.plan import Resource
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["cosmos_database"]

_ACCOUNT = "azurerm_cosmosdb_account"
_UNIT = "RU/s x 100"


@dataclass(frozen=True)
class _Place:
    """A region of an account: its name in the price book, how bills call it, and its zones."""

    region: str
    label: str
    zone_redundant: bool


def cosmos_database(subject: Subject) -> Iterator[Component]:
    """Yield throughput, storage, analytical store and backup at each region of the account."""
    facts = subject.facts_of(subject.facts.get("facts_of", subject.resource.type))
    account = _account(subject)
    if account is None:
        note = "Its Cosmos DB account is not in this plan: its regions are not known."
        yield subject.unpriced(Line("Provisioned throughput", _UNIT, None), note)
        return
    places = tuple(_places(subject, account, facts["locations"]))
    yield from _throughput(subject, account, facts, places)
    yield from _storage(subject, account, places)
    yield from _backup(subject, account, facts, places)


def _account(subject: Subject) -> Resource | None:
    """Return the account that the part names, or that of the database it stands in."""
    if "parent" not in subject.facts:
        return owner(subject, _ACCOUNT, "account_name")
    kind, attribute, first = subject.facts["parent"]
    parent = owner(subject, kind, attribute)
    sides = [subject] if parent is None else [replace(subject, resource=parent), subject]
    found = [owner(side, _ACCOUNT, "account_name") for side in sides]
    known = [account for account in found if account is not None]
    return (known[0] if first == "parent" else known[-1]) if known else None


def _places(subject: Subject, account: Resource, labels: Mapping[str, str]) -> Iterator[_Place]:
    """Yield the account's regions, the one that writes first.

    A region that is known only after apply is taken to be the one the part itself is priced in.
    """
    blocks = sorted(blocks_of(account.attributes.get("geo_location")), key=_priority)
    for block in blocks or (account.attributes,):
        written = block.get("location")
        location = written if isinstance(written, str) and written else subject.region
        region = location.replace(" ", "").lower()
        zoned = block.get("zone_redundant") is True
        yield _Place(region, labels.get(region, location), zoned)


def _priority(block: Mapping[str, Any]) -> Decimal:
    return amount(block.get("failover_priority")) or Decimal(0)


def _throughput(
    subject: Subject, account: Resource, facts: Mapping[str, Any], places: tuple[_Place, ...]
) -> Iterator[Component]:
    bought, most = subject.get("throughput"), subject.at("autoscale_settings.max_throughput")
    if bought is None and most is None:
        used = subject.used("monthly_serverless_request_units")
        quantity = None if used is None else used / 1_000_000
        name = "Provisioned throughput (serverless)"
        line = Line(name, "1M RU", quantity, "monthly_serverless_request_units")
        yield subject.bill(line, subject.key("cosmosdb/serverless", region=places[0].region))
        return
    writes = _writes(account)
    mode = "provisioned" if bought is not None else "autoscale"
    for place in places:
        factor = _factor(mode, writes, facts, place)
        units = amount(bought) if bought is not None else _autoscaled(subject, most)
        line = Line(
            f"Provisioned throughput ({mode}, {place.label})",
            _UNIT,
            None if units is None else units / 100 * factor,
            "max_request_units_utilization_percentage" if mode == "autoscale" else "",
            hours=HOURS_PER_MONTH,
        )
        key = subject.key("cosmosdb/throughput", region=place.region, writes=writes)
        yield subject.bill(line, key)


def _writes(account: Resource) -> str:
    names = ("multiple_write_locations_enabled", "enable_multiple_write_locations")
    multiple = any(account.attributes.get(name) is True for name in names)
    return "multi_region" if multiple else "single_region"


def _factor(mode: str, writes: str, facts: Mapping[str, Any], place: _Place) -> Decimal:
    """Return how much dearer a unit is: autoscale's premium, or that of a second zone."""
    if writes == "multi_region":
        return Decimal(1)
    if mode == "autoscale":
        return Decimal(facts["autoscale_factor"])
    return Decimal(facts["zone_factor"] if place.zone_redundant else 1)


def _autoscaled(subject: Subject, most: Any) -> Decimal | None:
    share = subject.used("max_request_units_utilization_percentage")
    units = amount(most)
    return None if share is None or units is None else units * share / 100


def _storage(
    subject: Subject, account: Resource, places: tuple[_Place, ...]
) -> Iterator[Component]:
    stored = subject.used("storage_gb")
    for place in places:
        line = Line(f"Transactional storage ({place.label})", "GB", stored, "storage_gb")
        yield subject.bill(line, subject.key("cosmosdb/storage", region=place.region))
    if account.attributes.get("analytical_storage_enabled") is True:
        for place in places:
            yield from _analytical(subject, place, stored)


def _analytical(subject: Subject, place: _Place, stored: Decimal | None) -> Iterator[Component]:
    line = Line(f"Analytical storage ({place.label})", "GB", stored, "storage_gb")
    yield subject.bill(line, subject.key("cosmosdb/analytical_storage", region=place.region))
    for kind in ("write", "read"):
        usage_key = f"monthly_analytical_storage_{kind}_operations"
        used = subject.used(usage_key)
        line = Line(
            f"Analytical {kind} operations ({place.label})",
            "10K operations",
            None if used is None else used / 10_000,
            usage_key,
        )
        key = subject.key(f"cosmosdb/analytical_{kind}_operations", region=place.region)
        yield subject.bill(line, key)


def _backup(
    subject: Subject, account: Resource, facts: Mapping[str, Any], places: tuple[_Place, ...]
) -> Iterator[Component]:
    block = next(iter(blocks_of(account.attributes.get("backup"))), None)
    if block is None:
        return
    policy = "continuous" if str(block.get("type")).lower() == "continuous" else "periodic"
    stored = subject.used("storage_gb")
    if policy == "periodic" and stored is not None:
        copies = _paid_copies(replace(subject, resource=account), block, facts["periodic_backup"])
        stored = None if copies is None else stored * copies
    for place in places if stored is None or stored > 0 else ():
        line = Line(f"{policy.capitalize()} backup ({place.label})", "GB", stored, "storage_gb")
        yield subject.bill(line, subject.key("cosmosdb/backup", region=place.region, policy=policy))
    restored = subject.used("monthly_restored_data_gb")
    line = Line("Restored data", "GB", restored, "monthly_restored_data_gb")
    yield subject.bill(line, subject.key("cosmosdb/restored_data", region=places[0].region))


def _paid_copies(
    account: Subject, block: Mapping[str, Any], facts: Mapping[str, Any]
) -> Decimal | None:
    """Return how many copies are kept beyond those that are free."""
    interval = amount(account.within(block, "interval_in_minutes", facts["interval_minutes"]))
    retention = amount(account.within(block, "retention_in_hours", facts["retention_hours"]))
    if not interval or retention is None:
        return None
    copies = retention * 60 // interval
    return max(copies - Decimal(facts["free_copies"]), Decimal(0))
