"""FSx for OpenZFS: throughput, storage after compression, IOPS beyond what storage brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import UNKNOWN

__all__ = ["zfs_file_system"]


def zfs_file_system(subject: Subject) -> Iterator[Component]:
    """Yield the throughput, storage, extra IOPS and backups of a file system."""
    wanted = subject.get("deployment_type", "SINGLE_AZ_1")
    deployment = subject.facts["deployments"].get(str(wanted), str(wanted).lower())
    zones = {"deployment": "multi_az" if deployment == "multi_az" else "single_az"}
    line = Line("Throughput capacity", "MBps", subject.number("throughput_capacity"))
    yield subject.bill(line, subject.key("fsx/zfs_throughput", deployment=deployment))
    yield _storage(subject, zones)
    iops = _extra_iops(subject)
    if iops is None or iops > 0:
        line = Line("Provisioned IOPS", "IOPS", iops)
        yield subject.bill(line, subject.key("fsx/zfs_iops", **zones))
    line = Line("Backup storage", "GB", subject.used("backup_storage_gb"), "backup_storage_gb")
    yield subject.bill(line, subject.key("fsx/zfs_backup"))


def _storage(subject: Subject, zones: Mapping[str, str]) -> Component:
    size = subject.number("storage_capacity")
    kind = subject.text("storage_type", "SSD") or "SSD"
    key = subject.key("fsx/zfs_storage", storage=kind, **zones)
    method = subject.at("root_volume_configuration.data_compression_type", "NONE")
    if method in ("NONE", UNKNOWN):
        return subject.bill(Line(f"{kind} storage", "GB", size), key)
    saved = min(_savings_percent(subject), Decimal(100))
    name = f"{kind} storage ({method} compression, {saved:f}%)"
    left = None if size is None else size * (100 - saved) / 100
    return subject.bill(Line(name, "GB", left, "compression_savings_percent"), key)


def _savings_percent(subject: Subject) -> Decimal:
    used = subject.used("compression_savings_percent")
    return Decimal(subject.facts["default_savings_percent"]) if used is None else used


def _extra_iops(subject: Subject) -> Decimal | None:
    """Return the IOPS bought beyond those that the storage brings; None when not known."""
    if subject.at("disk_iops_configuration.mode", "AUTOMATIC") != "USER_PROVISIONED":
        return Decimal(0)
    wanted = amount(subject.at("disk_iops_configuration.iops", 0))
    size = subject.number("storage_capacity")
    if wanted is None or size is None:
        return None
    return max(wanted - size * int(subject.facts["included_iops_per_gb"]), Decimal(0))
