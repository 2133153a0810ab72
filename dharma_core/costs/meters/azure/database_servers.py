"""Servers for MySQL, MariaDB and PostgreSQL: compute by the vCore, storage, backups and IOPS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.ports import PriceKey
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["database_server", "flexible_database_server"]

_MACHINE = re.compile(r"(?:Standard_)?([A-Za-z]+)(\d+)(?:-\d+)?([a-z]*)_?(v\d+)?", re.IGNORECASE)
_BURSTABLE = "b"


def database_server(subject: Subject) -> Iterator[Component]:
    """Yield the compute of a single server, its storage and its backups."""
    sku = subject.text("sku_name")
    tier, _, machine = (sku or "").partition("_")
    family, _, count = machine.partition("_")
    cores = amount(count)
    if cores is None:
        yield _unknown_size(subject, sku)
        return
    engine, tier = subject.facts["engine"], tier.lower()
    line = Line(f"Compute ({sku})", "hours", HOURS_PER_MONTH, hours=cores)
    key = subject.key(f"{engine}/server_vcore", tier=tier, family=family.lower())
    yield subject.bill(line, key)
    line = Line("Storage", "GB", _gigabytes(subject, "storage_mb", "storage_profile.storage_mb"))
    yield subject.bill(line, subject.key(f"{engine}/server_storage", tier=tier))
    geo = subject.get("geo_redundant_backup_enabled")
    if geo is None:
        geo = subject.at("storage_profile.geo_redundant_backup") == "Enabled"
    redundancy = "geo" if geo is True else "local"
    yield _backup(subject, subject.key(f"{engine}/server_backup_storage", redundancy=redundancy))


def flexible_database_server(subject: Subject) -> Iterator[Component]:
    """Yield the compute of a flexible server, its storage, backups and further IOPS."""
    sku, engine = subject.text("sku_name"), subject.facts["engine"]
    priced = _machine(subject, sku or "")
    if priced is None:
        yield _unknown_size(subject, sku)
    else:
        key, cores = priced
        line = Line(f"Compute ({sku})", "hours", HOURS_PER_MONTH, hours=cores)
        yield subject.bill(line, key)
    storage = _gigabytes(subject, "storage_mb", "")
    if "default_storage_gb" in subject.facts:
        given = subject.at("storage.size_gb", subject.facts["default_storage_gb"])
        storage = amount(given)
    line = Line("Storage", "GB", storage)
    yield subject.bill(line, subject.key(f"{engine}/flexible_storage"))
    yield from _iops(subject)
    yield _backup(subject, subject.key(f"{engine}/flexible_backup_storage"))


def _unknown_size(subject: Subject, sku: str | None) -> Component:
    said = f"The size {sku} is not of the form GP_Standard_D4s_v3 or GP_Gen5_4."
    note = said if sku else "The server's size is known only after apply."
    return subject.unpriced(Line(f"Compute ({sku or 'unknown'})", "hours", HOURS_PER_MONTH), note)


def _machine(subject: Subject, sku: str) -> tuple[PriceKey, Decimal] | None:
    """Return the price of a size and how many times it is paid: burstable ones are priced whole."""
    tier, _, machine = sku.partition("_")
    parts = _MACHINE.fullmatch(machine)
    if parts is None:
        return None
    engine, tier = subject.facts["engine"], tier.lower()
    letters, cores, features, version = (part or "" for part in parts.groups())
    if tier == _BURSTABLE:
        size = f"{letters}{cores}{features}".lower()
        return subject.key(f"{engine}/flexible_server", size=size), Decimal(1)
    series = f"{letters}{features}{version}".lower()
    key = subject.key(f"{engine}/flexible_server_vcore", tier=tier, series=series)
    return key, Decimal(cores)


def _gigabytes(subject: Subject, *paths: str) -> Decimal | None:
    found = (amount(subject.at(path)) for path in paths if path)
    megabytes = next((size for size in found if size is not None), None)
    return None if megabytes is None else megabytes / 1024


def _iops(subject: Subject) -> Iterator[Component]:
    """Yield the IOPS bought beyond those that are free."""
    if "free_iops" not in subject.facts:
        return
    free = subject.facts["free_iops"]
    bought = amount(subject.at("storage.iops", free))
    further = None if bought is None else max(bought - Decimal(free), Decimal(0))
    if further is None or further:
        line = Line("Additional IOPS", "IOPS", further)
        yield subject.bill(line, subject.key(f"{subject.facts['engine']}/flexible_iops"))


def _backup(subject: Subject, key: PriceKey) -> Component:
    usage_key = "additional_backup_storage_gb"
    line = Line("Additional backup storage", "GB", subject.used(usage_key), usage_key)
    return subject.bill(line, key)
