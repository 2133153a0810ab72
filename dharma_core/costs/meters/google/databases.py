"""Databases of Google Cloud: Cloud SQL, and Redis of Memorystore."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.money import plain
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["redis_cluster", "redis_instance", "sql_instance"]

_CUSTOM = re.compile(r"db-custom-(\d{1,4})-(\d{1,8})")
_SIZED = re.compile(r"db-(?:n1-)?(standard|highmem|lightweight)-(\d{1,4})")
_MIB_PER_GIB = 1024
_NOT_YET = "known only after apply"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a database runs: ``zonal``, or ``regional`` in two zones."""

    availability: str
    prefix: str = ""


def sql_instance(subject: Subject) -> Iterator[Component]:
    """Yield a database's machine, storage, backups, address, and those of its replica."""
    if subject.at("settings.edition") == "ENTERPRISE_PLUS":
        line = Line("SQL instance", "hours", HOURS_PER_MONTH)
        yield subject.unpriced(line, "The edition Enterprise Plus is not in the price book.")
        return
    spread = subject.at("settings.availability_type", "ZONAL")
    place = _Place("regional" if spread == "REGIONAL" else "zonal")
    yield from _machine(subject, place)
    yield _storage(subject, place)
    key = "backup_storage_gb"
    yield subject.bill(Line("Backups", "GB", subject.used(key), key), subject.key("sql/backup"))
    if subject.at("settings.ip_configuration.ipv4_enabled") is not False:
        line = Line("IP address (if unused)", "hours", HOURS_PER_MONTH)
        yield subject.bill(line, subject.key("sql/idle_address"))
    if subject.blocks("replica_configuration"):
        replica = _Place("zonal", "Replica > ")
        yield from _machine(subject, replica)
        yield _storage(subject, replica)


def _machine(subject: Subject, place: _Place) -> Iterator[Component]:
    """Yield the processors and memory of a tier, or the hours of one sold as a whole."""
    tier = subject.at("settings.tier", UNKNOWN)
    version = str(subject.get("database_version", "MYSQL"))
    size = _size(subject, tier) if isinstance(tier, str) else None
    whole = isinstance(tier, str) and tier.startswith("db-n1-") and version.startswith("MYSQL")
    if size is not None and not whole:
        yield from _cores_and_memory(subject, place, *size)
        return
    shown = tier if isinstance(tier, str) else "unknown tier"
    name = f"{place.prefix}SQL instance ({shown}, {place.availability})"
    line = Line(name, "hours", HOURS_PER_MONTH)
    if isinstance(tier, str):
        key = subject.key("sql/instance", tier=tier, availability=place.availability)
        yield subject.bill(line, key)
    else:
        yield subject.unpriced(line, f"The tier is {_NOT_YET}.")


def _cores_and_memory(
    subject: Subject, place: _Place, vcpu: Decimal, memory: Decimal
) -> Iterator[Component]:
    where, prefix = place.availability, place.prefix
    name = f"{prefix}vCPUs ({plain(vcpu)}, {where})"
    line = Line(name, "hours", vcpu * HOURS_PER_MONTH)
    yield subject.bill(line, subject.key("sql/cpu", availability=where))
    line = Line(f"{prefix}Memory ({plain(memory)} GB, {where})", "GB", memory)
    yield subject.bill(line, subject.key("sql/memory", availability=where))


def _size(subject: Subject, tier: str) -> tuple[Decimal, Decimal] | None:
    """Return the processors and GB of a tier; None for those that are sold as a whole."""
    custom = _CUSTOM.fullmatch(tier)
    if custom:
        return Decimal(custom.group(1)), Decimal(custom.group(2)) / _MIB_PER_GIB
    sized = _SIZED.fullmatch(tier)
    if sized is None:
        return None
    kind, vcpu = sized.group(1), Decimal(sized.group(2))
    fixed = subject.facts["fixed_memory_gb"].get(kind)
    if fixed is not None:
        return vcpu, Decimal(fixed)
    return vcpu, vcpu * Decimal(subject.facts["memory_gb_per_vcpu"][kind])


def _storage(subject: Subject, place: _Place) -> Component:
    size = amount(subject.at("settings.disk_size", subject.facts["default_disk_gb"]))
    kind = subject.at("settings.disk_type", "PD_SSD")
    label = subject.facts["disk_types"].get(str(kind), str(kind))
    line = Line(f"{place.prefix}Storage ({label}, {place.availability})", "GB", size)
    if kind is UNKNOWN:
        return subject.unpriced(line, f"The type of disk is {_NOT_YET}.")
    attributes = {"availability": place.availability, "disk_type": label.lower()}
    return subject.bill(line, subject.key("sql/storage", **attributes))


def redis_instance(subject: Subject) -> Iterator[Component]:
    """Yield an instance's memory, at the price of its tier and of the range its size falls in."""
    size = subject.number("memory_size_gb")
    tier = subject.facts["tiers"].get(str(subject.get("tier", "BASIC")), "")
    if size is None or not tier:
        note = "The memory or the tier is not known."
        yield subject.unpriced(Line("Redis instance", "GB", size), note)
        return
    capacity = next(
        c["name"]
        for c in subject.facts["capacities"]
        if "to_gb" not in c or size <= Decimal(c["to_gb"])
    )
    line = Line(f"Redis instance ({tier}, {capacity})", "GB", size)
    yield subject.bill(
        line, subject.key("memorystore/redis_instance", tier=tier, capacity=capacity)
    )


def redis_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of a cluster, its log of changes when it keeps one, and backups."""
    kind: Any = subject.get("node_type", subject.facts["default_node_type"])
    shards, replicas = subject.number("shard_count", 1), subject.number("replica_count", 0)
    nodes = None if shards is None or replicas is None else shards * (replicas + 1)
    hours = None if nodes is None else nodes * HOURS_PER_MONTH
    if isinstance(kind, str):
        kind = kind.lower().removeprefix("redis_")
        line = Line(f"Cluster node ({kind.replace('_', ' ')})", "hours", hours)
        yield subject.bill(line, subject.key("memorystore/redis_cluster_node", node_type=kind))
    else:
        line = Line("Cluster node", "hours", hours)
        yield subject.unpriced(line, f"The type of node is {_NOT_YET}.")
    if any(block.get("mode") == "AOF" for block in blocks_of(subject.get("persistence_config"))):
        each = amount(subject.facts["node_gb"].get(kind)) if isinstance(kind, str) else None
        kept = None if each is None or shards is None else each * shards * HOURS_PER_MONTH
        line = Line("AOF persistence", "GB", kept)
        yield subject.bill(line, subject.key("memorystore/redis_cluster_aof"))
    key = "backup_storage_gb"
    line = Line("Backups", "GB", subject.used(key), key)
    yield subject.bill(line, subject.key("memorystore/redis_cluster_backup"))
