"""EBS: volumes wherever they are written, and the snapshots taken of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.declared import declared
from dharma_core.plan import UNKNOWN, Resource

__all__ = ["Disk", "disk_of", "ebs_snapshot", "ebs_volume", "volume_lines"]

_NOT_YET = "known only after apply"
_PERFORMANCE = (
    ("iops", "Provisioned IOPS", "IOPS", "ebs_iops"),
    ("throughput", "Provisioned throughput", "Mbps", "ebs_throughput"),
)


@dataclass(frozen=True, slots=True)
class Disk:
    """A volume wherever it is written: alone, or as a block of an instance or a template."""

    kind: Any
    size_gb: Any
    iops: Any = None
    throughput: Any = None
    prefix: str = ""


def ebs_volume(subject: Subject) -> Iterator[Component]:
    """Yield the storage, IOPS, throughput and requests of an EBS volume."""
    size = subject.get("size")
    disk = Disk(
        subject.get("type", "gp2"),
        _size_of_source(subject, "snapshot_id") if size is None else size,
        subject.get("iops"),
        subject.get("throughput"),
    )
    yield from volume_lines(subject, disk)


def ebs_snapshot(subject: Subject) -> Iterator[Component]:
    """Yield the storage of a snapshot, as large as its volume, and what its type declares."""
    size = _size_of_source(subject, "volume_id", "source_snapshot_id")
    line = Line("EBS snapshot storage", "GB", size)
    yield subject.bill(line, subject.key("ec2/ebs_snapshot_storage"))
    yield from declared(subject)


def disk_of(subject: Subject, block: Mapping[str, Any], prefix: str) -> Disk:
    """Return the volume that a block of an instance or a template describes."""
    return Disk(
        subject.within(block, "volume_type", "gp2"),
        subject.within(block, "volume_size", _smallest(subject)),
        subject.within(block, "iops"),
        subject.within(block, "throughput"),
        prefix,
    )


def volume_lines(subject: Subject, disk: Disk) -> Iterator[Component]:
    """Yield the storage of a volume, then the performance and requests its kind charges."""
    head = f"{disk.prefix} > " if disk.prefix else ""
    kinds = subject.facts_of("aws_ebs_volume")["volumes"]
    facts = kinds.get(disk.kind) if isinstance(disk.kind, str) else None
    size = amount(disk.size_gb)
    if facts is None:
        note = f"The volume type {disk.kind} is not one of {', '.join(kinds)}."
        yield subject.unpriced(Line(f"{head}Storage", "GB", size), note)
        return
    note = "" if size is not None else f"The size is {_NOT_YET}."
    storage = Line(f"{head}Storage ({facts['label']})", "GB", size, note=note)
    yield subject.bill(storage, subject.key("ec2/ebs_storage", volume_type=disk.kind))
    yield from _performance(subject, disk, facts, head)
    if facts.get("per_request"):
        yield _disk_requests(subject, disk, head)


def _performance(
    subject: Subject, disk: Disk, facts: Mapping[str, Any], head: str
) -> Iterator[Component]:
    """Yield IOPS and throughput above what the kind includes, where the kind sells them."""
    for what, name, unit, product in _PERFORMANCE:
        included, default = facts.get(f"included_{what}"), facts.get(f"default_{what}", 0)
        wanted = getattr(disk, what)
        if included is None and not default:
            continue
        key = subject.key(f"ec2/{product}", volume_type=disk.kind)
        if wanted is UNKNOWN:
            yield subject.bill(Line(f"{head}{name}", unit, None, note=f"It is {_NOT_YET}."), key)
            continue
        extra = (amount(wanted) or Decimal(default)) - Decimal(included or 0)
        if extra > 0:
            yield subject.bill(Line(f"{head}{name}", unit, extra), key)


def _disk_requests(subject: Subject, disk: Disk, head: str) -> Component:
    stem = f"{disk.prefix}." if disk.prefix else ""
    usage_key = f"{stem}monthly_standard_io_requests"
    used = subject.used(usage_key)
    quantity = None if used is None else used / 1_000_000
    line = Line(f"{head}I/O requests", "1M request", quantity, usage_key)
    return subject.bill(line, subject.key("ec2/ebs_io_requests", volume_type=disk.kind))


def _size_of_source(subject: Subject, *attributes: str) -> Decimal:
    """Return the size of the volume behind what these attributes name, else AWS's smallest."""
    sizes = (_size_behind(subject, source) for source in subject.targets(*attributes))
    found = next((size for size in sizes if size is not None), None)
    return found if found is not None else _smallest(subject)


def _smallest(subject: Subject) -> Decimal:
    return Decimal(subject.facts_of("aws_ebs_volume")["default_size_gb"])


def _size_behind(subject: Subject, source: Resource) -> Decimal | None:
    """Return the size of a volume, or of the volume that a snapshot or its copy was taken of."""
    if source.type == "aws_ebs_volume":
        return amount(source.attributes.get("size")) or _smallest(subject)
    for next_source in subject.links.targets(source, "volume_id", "source_snapshot_id"):
        if next_source.address != source.address:
            return _size_behind(subject, next_source)
    return None
