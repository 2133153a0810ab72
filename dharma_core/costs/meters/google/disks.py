"""Persistent disks of Google Cloud, and what is copied from them: images and snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import Resource

__all__ = ["Disk", "compute_disk", "disk_copy", "disk_lines"]

_SOURCES = ("source_disk", "source_snapshot", "snapshot", "source_image", "image")
_SIZES = ("disk_size_gb", "size")
_MOST_STEPS = 4  # of a chain of copies: disk, snapshot, disk, image


@dataclass(frozen=True, slots=True)
class Disk:
    """Some disks of one kind, wherever they are written.

    Parameters
    ----------
    kind, size_gb, iops : Any
        As written; None takes the default.
    count : Decimal or None
        How many there are.
    prefix : str
        Of the components' names: ``disk[0] > ``.
    """

    kind: Any = None
    size_gb: Any = None
    iops: Any = None
    count: Decimal | None = Decimal(1)
    prefix: str = ""


def compute_disk(subject: Subject) -> Iterator[Component]:
    """Yield a disk's storage, and its operations where they are bought."""
    size = subject.get("size")
    if size is None:
        size = _size_of_source(subject, subject.resource)
    yield from disk_lines(subject, Disk(subject.get("type"), size, subject.get("provisioned_iops")))


def disk_copy(subject: Subject) -> Iterator[Component]:
    """Yield the storage of an image or a snapshot: as large as its disk when usage says nothing."""
    used = subject.used("storage_gb")
    size = _copied_size(subject) if used is None else used
    line = Line("Storage", "GB", size, "storage_gb")
    if subject.resource.type == "google_compute_image":
        yield subject.bill(line, subject.key("compute/image_storage", region="global"))
        return
    keys = (subject.key("compute/snapshot"), subject.key("compute/storage/snapshot"))
    yield subject.bill_any(line, keys) or subject.bill(line, keys[0])


def disk_lines(subject: Subject, disk: Disk) -> Iterator[Component]:
    """Yield the storage of disks, and provisioned operations of the kinds that sell them."""
    facts = subject.facts_of("google_compute_disk")
    kind = facts["default_kind"] if disk.kind is None else disk.kind
    size = amount(facts["default_size_gb"] if disk.size_gb is None else disk.size_gb)
    if not isinstance(kind, str):
        line = Line(f"{disk.prefix}Provisioned storage", "GB", _times(size, disk))
        yield subject.unpriced(line, "The disk's type is known only after apply.")
        return
    kind = kind.rpartition("/")[2]
    known = facts["kinds"].get(kind, {})
    label = known.get("label", "Hyperdisk" if kind.startswith("hyperdisk") else "Other")
    line = Line(f"{disk.prefix}{label} provisioned storage ({kind})", "GB", _times(size, disk))
    yield subject.bill(line, subject.key(known.get("price", f"compute/storage/{kind}")))
    if "default_iops" in known:
        iops = amount(known["default_iops"] if disk.iops is None else disk.iops)
        line = Line(f"{disk.prefix}Provisioned IOPS", "IOPS", _times(iops, disk))
        yield subject.bill(line, subject.key("compute/disk_iops", disk_type=kind))


def _times(quantity: Decimal | None, disk: Disk) -> Decimal | None:
    return None if quantity is None or disk.count is None else quantity * disk.count


def _copied_size(subject: Subject) -> Decimal | None:
    own = subject.resource.attributes.get("disk_size_gb")
    size = own if amount(own) is not None else _size_of_source(subject, subject.resource)
    return amount(size)


def _size_of_source(subject: Subject, copy: Resource) -> Any:
    """Return the size of what a disk, image or snapshot is made from; None when not in the Plan."""
    near = copy
    for _ in range(_MOST_STEPS):
        source = next(subject.links.targets(near, *_SOURCES), None)
        if source is None:
            is_disk = near.type == "google_compute_disk"
            return _size_unwritten(subject.facts_of(near.type), near) if is_disk else None
        size = next((s for s in map(source.attributes.get, _SIZES) if amount(s)), None)
        if size is not None:
            return size
        near = source
    return None


def _size_unwritten(facts: Mapping[str, Any], disk: Resource) -> Any:
    """Return the size of a disk that says none: a public image's, or what Google makes empty."""
    if any(isinstance(disk.attributes.get(name), str) for name in ("image", "snapshot")):
        return facts["default_size_gb"]
    kind = disk.attributes.get("type")
    known = facts["kinds"].get(str(facts["default_kind"] if kind is None else kind), {})
    return known.get("empty_gb", facts["default_size_gb"])
