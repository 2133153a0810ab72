"""Azure SQL: databases and pools by DTU or by vCore, and managed instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["sql_database", "sql_elastic_pool", "sql_managed_instance"]

_DAY = Decimal(1) / 24  # DTUs have a price a day and are shown by the hour
_BYTES_PER_GB = Decimal(1024) ** 3
_POOLED = "elasticpool"  # the size of a database whose pool pays for its compute
_SIZE = "Known only after apply: {}."


@dataclass(frozen=True)
class _Size:
    """What a vCore SKU says: ``GP_S_Gen5_4`` is general purpose, serverless, Gen5, 4 vCores."""

    sku: str
    tier: str
    family: str
    cores: Decimal
    serverless: bool = False

    @property
    def label(self) -> str:
        return f"{'serverless' if self.serverless else 'provisioned'}, {self.sku}"


def sql_database(subject: Subject) -> Iterator[Component]:
    """Yield compute, licence, storage, replicas and backups of a database."""
    sku = _sku(subject)
    if sku is None:
        note = _SIZE.format("the database's size")
        yield subject.unpriced(Line("Compute", "hours", HOURS_PER_MONTH), note)
        return
    if sku.lower() == _POOLED:
        yield from _backups(subject)
        return
    size = _vcore_size(sku, subject.facts["tiers"])
    if size is None:
        yield from _dtu_database(subject, sku)
        return
    yield _compute(subject, size)
    yield from _zone_redundancy(subject, size)
    if not size.serverless:
        yield from _licence(subject, size.tier, size.cores)
    if size.tier == "hyperscale":
        yield _replicas(subject, size)
    yield _storage(subject, size.tier, _max_size(subject) or Decimal(subject.facts["default_gb"]))
    if size.tier != "hyperscale":
        yield from _backups(subject)


def _sku(subject: Subject) -> str | None:
    """Return the size bought, from the SKU, the edition, or what is given when none is written."""
    facts = subject.facts
    sku = subject.get(facts["sku_attribute"])
    if sku is UNKNOWN:
        return None
    if sku:
        return str(sku)
    if subject.get(facts["pool_attribute"]) is not None:
        return _POOLED
    edition = subject.text("edition")
    return None if edition is None else facts.get("editions", {}).get(edition, facts["default_sku"])


def _vcore_size(sku: str, tiers: Mapping[str, str]) -> _Size | None:
    """Return what a SKU such as ``BC_Gen5_8`` says; None for one bought by DTU."""
    tier, *middle = sku.split("_")
    count = amount(middle.pop()) if middle else None
    if tier.upper() not in tiers or count is None:
        return None
    serverless = bool(middle) and middle[0].upper() == "S"
    family = "_".join(middle[1:] if serverless else middle).lower()
    return _Size(sku, tiers[tier.upper()], family, count, serverless)


def _compute(subject: Subject, size: _Size) -> Component:
    if size.serverless:
        used = subject.used("monthly_vcore_hours")
        line = Line(f"Compute ({size.label})", "vCore-hours", used, "monthly_vcore_hours")
        what = "sql/serverless_vcore"
        return subject.bill(line, subject.key(what, tier=size.tier, family=size.family))
    line = Line(f"Compute ({size.label})", "hours", HOURS_PER_MONTH, hours=size.cores)
    return subject.bill(line, subject.key("sql/vcore", tier=size.tier, family=size.family))


def _zone_redundancy(subject: Subject, size: _Size) -> Iterator[Component]:
    """Yield what a second zone adds; the dearer tiers include it."""
    if not _zoned(subject) or size.tier != "general_purpose":
        return
    name = f"Zone redundancy ({size.label})"
    if size.serverless:
        used = subject.used("monthly_vcore_hours")
        line, what = Line(name, "vCore-hours", used, "monthly_vcore_hours"), "serverless"
    else:
        line, what = Line(name, "hours", HOURS_PER_MONTH, hours=size.cores), "vcore"
    key = subject.key(f"sql/{what}_zone_redundancy", tier=size.tier, family=size.family)
    yield subject.bill(line, key)


def _zoned(subject: Subject) -> bool:
    return subject.get("zone_redundant") is True


def _licence(subject: Subject, tier: str, cores: Decimal) -> Iterator[Component]:
    """Yield the SQL Server licence, unless the customer brings one or the type has none."""
    bought = subject.facts.get("licence", "")
    if bought and subject.text("license_type", bought) == bought:
        line = Line("SQL license", "vCore-hours", HOURS_PER_MONTH * cores)
        yield subject.bill(line, subject.key("sql/licence", tier=tier))


def _replicas(subject: Subject, size: _Size) -> Component:
    count = subject.number("read_replica_count")
    quantity = None if count is None else count * HOURS_PER_MONTH
    line = Line("Read replicas", "hours", quantity, hours=size.cores)
    return subject.bill(line, subject.key("sql/vcore", tier=size.tier, family=size.family))


def _storage(subject: Subject, tier: str, size_gb: Decimal | None) -> Component:
    zoned = _zoned(subject) and tier == "general_purpose"
    redundancy = "zone" if zoned else "local"
    key = subject.key("sql/storage", tier=tier, redundancy=redundancy)
    return subject.bill(Line("Storage", "GB", size_gb), key)


def _max_size(subject: Subject) -> Decimal | None:
    size_gb = subject.number("max_size_gb")
    size = subject.number("max_size_bytes") if size_gb is None else None
    return size_gb if size is None else size / _BYTES_PER_GB


def _backups(subject: Subject) -> Iterator[Component]:
    redundancies = subject.facts["redundancies"]
    given = subject.text("storage_account_type", "Geo")
    redundancy = redundancies.get(given, redundancies["Geo"])
    for name, usage_key, what in (
        ("Long-term retention", "long_term_retention_storage_gb", "sql/long_term_retention"),
        ("PITR backup storage", "backup_storage_gb", "sql/backup_storage"),
    ):
        line = Line(f"{name} ({redundancy['label']})", "GB", subject.used(usage_key), usage_key)
        yield subject.bill(line, subject.key(what, redundancy=redundancy["key"]))


def _dtu_database(subject: Subject, sku: str) -> Iterator[Component]:
    line = Line(f"Compute ({sku.upper()})", "hours", HOURS_PER_MONTH, hours=_DAY)
    yield subject.bill(line, subject.key("sql/dtu_compute", size=sku.lower()))
    kinds = subject.facts["dtu_tiers"]
    tier = kinds.get(sku[:1].upper(), "")
    included = subject.facts["included_gb"].get(tier, {})
    free_gb = included.get(sku.upper(), included.get("other"))
    if free_gb is not None:
        yield from _extra_storage(subject, tier, Decimal(free_gb))
    yield from _backups(subject)


def _extra_storage(subject: Subject, tier: str, free_gb: Decimal) -> Iterator[Component]:
    """Yield the storage beyond what the size includes; usage says it better than the maximum."""
    extra = subject.used("extra_data_storage_gb")
    if extra is None:
        extra = max((_max_size(subject) or Decimal(0)) - free_gb, Decimal(0))
    if extra:
        line = Line("Extra data storage", "GB", extra, "extra_data_storage_gb")
        yield subject.bill(line, subject.key("sql/extra_storage", tier=tier))


def sql_elastic_pool(subject: Subject) -> Iterator[Component]:
    """Yield the compute of a pool and its storage, by DTU or by vCore."""
    facts = subject.facts
    name = subject.at(facts["name_attribute"])
    capacity = amount(subject.at(facts["capacity_attribute"]))
    if not isinstance(name, str) or capacity is None:
        note = _SIZE.format("the pool's size")
        yield subject.unpriced(Line("Compute", "hours", HOURS_PER_MONTH), note)
        return
    tier = facts["dtu_tiers"].get(name.lower().removesuffix("pool"))
    if tier is not None:
        yield from _dtu_pool(subject, tier, capacity)
    else:
        yield from _vcore_pool(subject, name, capacity)


def _dtu_pool(subject: Subject, tier: str, dtu: Decimal) -> Iterator[Component]:
    label = f"Compute ({tier.title()}, {dtu:f} DTUs)"
    line = Line(label, "hours", HOURS_PER_MONTH, hours=_DAY)
    yield subject.bill(line, subject.key("sql/pool_dtu_compute", tier=tier, dtu=f"{dtu:f}"))
    free_gb = subject.facts["included_gb"].get(tier, {}).get(f"{dtu:f}")
    size_gb = _pool_size(subject)
    if free_gb is not None and size_gb is not None and size_gb > Decimal(free_gb):
        line = Line("Extra data storage", "GB", size_gb - Decimal(free_gb))
        yield subject.bill(line, subject.key("sql/extra_storage", tier=tier))


def _pool_size(subject: Subject) -> Decimal | None:
    size_mb = subject.number("pool_size")
    return _max_size(subject) if size_mb is None else size_mb / 1024


def _vcore_pool(subject: Subject, name: str, cores: Decimal) -> Iterator[Component]:
    short, _, family = name.partition("_")
    tier, family = subject.facts["tiers"].get(short.upper(), short.lower()), family.lower()
    label = f"({name}, {cores:f} vCore)"
    line = Line(f"Compute {label}", "hours", HOURS_PER_MONTH, hours=cores)
    yield subject.bill(line, subject.key("sql/vcore", tier=tier, family=family))
    if _zoned(subject) and tier == "general_purpose":
        line = Line(f"Zone redundancy {label}", "hours", HOURS_PER_MONTH, hours=cores)
        yield subject.bill(line, subject.key("sql/vcore_zone_redundancy", tier=tier, family=family))
    yield from _licence(subject, tier, cores)
    yield _storage(subject, tier, _pool_size(subject))


def sql_managed_instance(subject: Subject) -> Iterator[Component]:
    """Yield compute, licence, storage beyond the included 32 GB, and backups."""
    facts = subject.facts
    sku, cores = subject.text("sku_name"), subject.number("vcores")
    if not sku or cores is None:
        note = _SIZE.format("the instance's size")
        yield subject.unpriced(Line("Compute", "hours", HOURS_PER_MONTH), note)
        return
    short, _, family = sku.partition("_")
    tier = facts["tiers"].get(short.upper(), short.lower())
    name = f"Compute ({sku.upper()} {cores:f} {facts['cores_label']})"
    line = Line(name, "hours", HOURS_PER_MONTH, hours=cores)
    yield subject.bill(line, subject.key("sql/vcore", tier=tier, family=family.lower()))
    yield from _licence(subject, tier, cores)
    yield from _instance_storage(subject, facts)


def _instance_storage(subject: Subject, facts: Mapping[str, Any]) -> Iterator[Component]:
    size_gb = subject.number("storage_size_in_gb")
    extra = None if size_gb is None else max(size_gb - Decimal(facts["included_gb"]), Decimal(0))
    if extra is None or extra:
        key = subject.key("sql/storage", tier="general_purpose", redundancy="local")
        yield subject.bill(Line(facts["storage_label"], "GB", extra), key)
    given = subject.text("storage_account_type", facts["default_redundancy"]) or ""
    redundancy = facts["redundancies"].get(given.upper(), given.lower())
    for name, usage_key, what in (
        ("PITR backup storage", "backup_storage_gb", "sql/backup_storage"),
        ("LTR backup storage", "long_term_retention_storage_gb", "sql/long_term_retention"),
    ):
        line = Line(f"{name} ({given})", "GB", subject.used(usage_key), usage_key)
        yield subject.bill(line, subject.key(what, redundancy=redundancy))
