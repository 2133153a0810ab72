"""Managed disks wherever they are written, and the snapshots and images taken of them.

A managed disk is sold by its size class (P10, E4, S20): the smallest class that holds it is billed
whole. Ultra disks are billed by size, IOPS and throughput instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.azure.quantities import over, round_up, times
from dharma_core.plan import UNKNOWN, Resource

__all__ = ["Disk", "disk_lines", "managed_disk", "stored_copy", "stored_gb_of"]

_TYPE = "azurerm_managed_disk"
_MACHINES = (
    "azurerm_virtual_machine",
    "azurerm_linux_virtual_machine",
    "azurerm_windows_virtual_machine",
)
_OS_DISKS = ("os_disk", "storage_os_disk")
_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Disk:
    """A managed disk, alone or as a block of a machine.

    Parameters
    ----------
    kind : str, UNKNOWN or None
        ``Premium_LRS``; None is the platform's default, standard.
    size : Decimal, int, UNKNOWN or None
        In GB; None is the smallest disk Azure makes of an image.
    prefix : str
        ``os_disk``: set before each component's name.
    usage_key : str
        Says the operations of a month of one disk.
    count : Decimal or None
        How many such disks there are; None when it depends on usage.
    """

    kind: Any
    size: Any
    iops: Any = None
    throughput: Any = None
    prefix: str = ""
    usage_key: str = "monthly_disk_operations"
    count: Decimal | None = Decimal(1)


def managed_disk(subject: Subject) -> Iterator[Component]:
    """Yield the storage of a disk and, where the kind sells them, operations or performance."""
    disk = Disk(
        subject.get("storage_account_type", UNKNOWN),
        subject.get("disk_size_gb"),
        subject.get("disk_iops_read_write"),
        subject.get("disk_mbps_read_write"),
    )
    yield from disk_lines(subject, disk)


def disk_lines(subject: Subject, disk: Disk) -> Iterator[Component]:
    """Yield what a disk costs; the facts are those of ``azurerm_managed_disk``."""
    facts = subject.facts_of(_TYPE)
    kind = facts["default_kind"] if disk.kind is None else disk.kind
    family, _, redundancy = str(kind).partition("_")
    head = f"{disk.prefix} > " if disk.prefix else ""
    if kind is not UNKNOWN and family.lower() == "ultrassd":
        yield from _ultra(subject, disk, head)
        return
    classes = facts["families"].get(family.lower()) if kind is not UNKNOWN else None
    if classes is None:
        note = "The disk type is known only after apply."
        note = note if kind is UNKNOWN else f"Dharma has no prices of the disk type {kind}."
        yield subject.unpriced(Line(f"{head}Storage", "months", disk.count), note)
        return
    yield from _by_class(subject, disk, classes, redundancy.upper() or "LRS", head)


def _by_class(
    subject: Subject, disk: Disk, family: Mapping[str, Any], redundancy: str, head: str
) -> Iterator[Component]:
    size_class = _size_class(subject, disk.size, family)
    shown = size_class or "unknown size"
    line = Line(f"{head}Storage ({shown}, {redundancy})", "months", disk.count)
    if size_class:
        key = subject.key("disks/storage", size_class=size_class, redundancy=redundancy)
        yield subject.bill(line, key)
    else:
        yield subject.unpriced(line, "The size is no size of a disk or known only after apply.")
    if "operations" in family:
        quantity = over(times(subject.used(disk.usage_key), disk.count), _TEN_THOUSAND)
        line = Line(f"{head}Disk operations", "10k operations", quantity, disk.usage_key)
        yield subject.bill(line, subject.key("disks/operations", family=family["operations"]))


def _size_class(subject: Subject, size: Any, family: Mapping[str, Any]) -> str:
    """Return the smallest class that holds the size, empty when there is none."""
    facts = subject.facts_of(_TYPE)
    wanted = amount(facts["default_size_gb"] if size is None else size)
    if wanted is None:
        return ""
    for number, holds in facts["size_classes"]:
        if wanted <= holds and number >= family["smallest"]:
            return f"{family['letter']}{number}"
    return ""


def _ultra(subject: Subject, disk: Disk, head: str) -> Iterator[Component]:
    facts = subject.facts_of(_TYPE)["ultra"]
    size = _ultra_size(facts, disk.size)
    shown = f"{size} GiB" if size is not None else "unknown size"
    parts = (
        (f"Storage (ultra, {shown})", "GiB", size, "size"),
        ("Provisioned IOPS", "IOPS", _or_default(disk.iops, facts["default_iops"]), "iops"),
        ("Throughput", "MB/s", _or_default(disk.throughput, facts["default_mbps"]), "throughput"),
    )
    for name, unit, each, part in parts:
        line = Line(f"{head}{name}", unit, times(each, disk.count))
        yield subject.bill(line, subject.key("disks/ultra", part=part))


def _or_default(value: Any, default: int) -> Decimal | None:
    return amount(default if value is None else value)


def _ultra_size(facts: Mapping[str, Any], size: Any) -> Decimal | None:
    """Return the size an ultra disk is rounded up to: powers of two, then whole 1,024 GiB."""
    wanted = _or_default(size, facts["default_size_gib"])
    if wanted is None:
        return None
    small = next((Decimal(s) for s in facts["small_sizes_gib"] if wanted <= s), None)
    return small if small is not None else round_up(wanted, facts["step_gib"])


def stored_copy(subject: Subject) -> Iterator[Component]:
    """Yield the storage of a snapshot or an image: usage, else the size of what it is taken of."""
    used = subject.used("storage_gb")
    size = stored_gb_of(subject, subject.resource) if used is None else used
    line = Line("Storage", "GB", size, "storage_gb")
    yield subject.bill(line, subject.key("disks/snapshot_storage"))


def stored_gb_of(subject: Subject, resource: Resource) -> Decimal | None:
    """Return the GB that a disk, snapshot, image or machine holds; None when nothing says it."""
    if resource.type in _MACHINES:
        return _gb_of_machine(subject, resource)
    if resource.type == "azurerm_image":
        return _gb_of_image(subject, resource)
    own = amount(resource.attributes.get("disk_size_gb"))
    if own is not None:
        return own
    sources = subject.links.targets(resource, "source_uri", "source_resource_id")
    first = next((s for s in sources if s.address != resource.address), None)
    is_disk = first is not None and first.type == _TYPE
    return amount(first.attributes.get("disk_size_gb")) if first and is_disk else None


def _gb_of_machine(subject: Subject, machine: Resource) -> Decimal:
    """Return the size of all disks that are written in a machine."""
    system = Decimal(subject.facts_of(_TYPE)["default_os_disk_gb"])
    blocks = [b for name in _OS_DISKS for b in blocks_of(machine.attributes.get(name))]
    sizes = [amount(b.get("disk_size_gb")) for b in blocks[:1]]
    total = next((size for size in sizes if size is not None), system)
    data = blocks_of(machine.attributes.get("storage_data_disk"))
    return total + sum((amount(b.get("disk_size_gb")) or Decimal(0) for b in data), Decimal(0))


def _gb_of_image(subject: Subject, image: Resource) -> Decimal | None:
    for machine in subject.links.targets(image, "source_virtual_machine_id"):
        if machine.type in _MACHINES:
            return _gb_of_machine(subject, machine)
    sizes = [
        _gb_of_block(subject, image, name, index, block)
        for name in ("os_disk", "data_disk")
        for index, block in enumerate(blocks_of(image.attributes.get(name)))
    ]
    known = [size for size in sizes if size is not None]
    return sum(known, Decimal(0)) if known else None


def _gb_of_block(
    subject: Subject, image: Resource, name: str, index: int, block: Mapping[str, Any]
) -> Decimal | None:
    """Return the size a block of an image says, else that of the disk it is made of."""
    own = amount(block.get("size_gb"))
    if own is not None:
        return own
    for expression in image.expressions:
        if expression.path[:1] == (name,) and expression.path[1:2] in ((index,), ()):
            for ref in expression.mentions:
                for target in subject.links.plan.resolve(ref):
                    if target.type == _TYPE:
                        return amount(target.attributes.get("disk_size_gb"))
    return None
