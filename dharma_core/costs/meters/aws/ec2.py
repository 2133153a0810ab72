"""EC2: instances with their disks, EBS volumes, public addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import UNKNOWN, Resource
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["ebs_volume", "elastic_ip", "instance", "reserved_option", "vcpu_of"]

_SYSTEMS = {"linux": "Linux/UNIX", "windows": "Windows", "suse": "SUSE", "rhel": "RHEL"}
_NOT_YET = "known only after apply"
_PERFORMANCE = (
    ("iops", "Provisioned IOPS", "IOPS", "ebs_iops"),
    ("throughput", "Provisioned throughput", "Mbps", "ebs_throughput"),
)


@dataclass(frozen=True, slots=True)
class _Disk:
    """A volume wherever it is written: alone, or as a block of an instance."""

    kind: Any
    size_gb: Any
    iops: Any
    throughput: Any
    prefix: str = ""


def instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an instance, its options, its root disk and further disks."""
    if subject.get("tenancy") != "host":  # billed by its dedicated host
        yield from _compute(subject)
    root = subject.blocks("root_block_device")
    yield from _volume(subject, _disk(subject, root[0] if root else {}, "root_block_device"))
    for index, block in enumerate(subject.blocks("ebs_block_device")):
        yield from _volume(subject, _disk(subject, block, f"ebs_block_device[{index}]"))


def _compute(subject: Subject) -> Iterator[Component]:
    kind = subject.get("instance_type", UNKNOWN)
    system = subject.word("operating_system", "linux")
    used = subject.used("monthly_hrs")
    hours = HOURS_PER_MONTH if used is None else used
    option = _purchase_option(subject)
    shown = kind if isinstance(kind, str) else "unknown type"
    name = f"Instance usage ({_SYSTEMS[system]}, {_option_label(option)}, {shown})"
    line = Line(name, "hours", hours)
    if not isinstance(kind, str):
        yield subject.unpriced(line, f"The instance type is {_NOT_YET}.")
        return
    tenancy = {"tenancy": "dedicated"} if subject.get("tenancy") == "dedicated" else {}
    key = subject.key("ec2/instance", option=option, instance_type=kind, os=system, **tenancy)
    yield subject.bill(line, key)
    yield from _options(subject, kind)


def _purchase_option(subject: Subject) -> str:
    reserved = reserved_option(subject, subject.word("reserved_instance_type", "standard"))
    if reserved:
        return reserved
    markets = [b.get("market_type") for b in subject.blocks("instance_market_options")]
    return "spot" if "spot" in markets else "on_demand"


def reserved_option(subject: Subject, offering: str = "") -> str:
    """Return the purchase option of a reservation that usage names, empty when it names none."""
    term = subject.word("reserved_instance_term")
    payment = subject.word("reserved_instance_payment_option")
    if not term or not payment:
        return ""
    return "_".join(part for part in ("reserved", offering, term, payment) if part)


def _option_label(option: str) -> str:
    return "reserved" if option.startswith("reserved") else option.replace("_", "-")


def _options(subject: Subject, kind: str) -> Iterator[Component]:
    family = kind.split(".", maxsplit=1)[0]
    if subject.get("ebs_optimized") is True:
        line = Line("EBS-optimized usage", "hours", HOURS_PER_MONTH)
        own = subject.key("ec2/ebs_optimized", instance_type=kind)
        included = subject.key("ec2/ebs_optimized", option="included", family=family)
        found = subject.bill_any(line, (own, included))
        if found:
            yield found
    if subject.get("monitoring") is True:
        metrics = to_decimal(subject.facts["detailed_monitoring_metrics"])
        line = Line("EC2 detailed monitoring", "metrics", metrics)
        yield subject.bill(line, subject.key("ec2/detailed_monitoring"))
    if _bursts_for_money(subject, family) and subject.used("monthly_cpu_credit_hrs") is not None:
        line = Line("CPU credits", "vCPU-hours", _credit_hours(subject, kind))
        yield subject.bill(line, subject.key("ec2/cpu_credits", family=family))


def _bursts_for_money(subject: Subject, family: str) -> bool:
    """Whether CPU credits beyond the earned ones are sold: T3 by default, T2 on request."""
    default = subject.facts["cpu_credits"].get(family, "")
    blocks = subject.blocks("credit_specification")
    written = subject.within(blocks[0], "cpu_credits") if blocks else None
    return bool(default) and (written or default) == "unlimited"


def _credit_hours(subject: Subject, kind: str) -> Decimal | None:
    hours = subject.used("monthly_cpu_credit_hrs")
    vcpu = subject.used("vcpu_count")
    vcpu = vcpu_of(subject, kind) if vcpu is None else vcpu
    return None if hours is None or vcpu is None else hours * vcpu


def vcpu_of(subject: Subject, kind: str) -> Decimal | None:
    """Return how many vCPUs an instance type has, None when the book does not know it."""
    price = subject.book.find(subject.key("ec2/instance", instance_type=kind, os="linux"))
    return to_decimal(price.details.get("vcpu")) if price else None


def ebs_volume(subject: Subject) -> Iterator[Component]:
    """Yield the storage, IOPS, throughput and requests of an EBS volume."""
    size = subject.get("size")
    disk = _Disk(
        subject.get("type", "gp2"),
        _default_size(subject) if size is None else size,
        subject.get("iops"),
        subject.get("throughput"),
    )
    yield from _volume(subject, disk)


def _default_size(subject: Subject) -> Decimal:
    """Return the size of the volume behind the snapshot it is made from, else AWS's smallest."""
    sizes = (_size_behind(subject, source) for source in subject.targets("snapshot_id"))
    found = next((size for size in sizes if size is not None), None)
    return found if found is not None else _smallest(subject)


def _smallest(subject: Subject) -> Decimal:
    return Decimal(subject.facts_of("aws_ebs_volume")["default_size_gb"])


def _size_behind(subject: Subject, source: Resource) -> Decimal | None:
    """Return the size of a volume, or of the volume that a snapshot or its copy was taken of."""
    if source.type == "aws_ebs_volume":
        return amount(source.attributes.get("size")) or _smallest(subject)
    for next_source in subject.links.targets(source, "volume_id", "source_snapshot_id"):
        return _size_behind(subject, next_source)
    return None


def _disk(subject: Subject, block: Mapping[str, Any], prefix: str) -> _Disk:
    return _Disk(
        subject.within(block, "volume_type", "gp2"),
        subject.within(block, "volume_size", _smallest(subject)),
        subject.within(block, "iops"),
        subject.within(block, "throughput"),
        prefix,
    )


def _volume(subject: Subject, disk: _Disk) -> Iterator[Component]:
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
    subject: Subject, disk: _Disk, facts: Mapping[str, Any], head: str
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


def _disk_requests(subject: Subject, disk: _Disk, head: str) -> Component:
    stem = f"{disk.prefix}." if disk.prefix else ""
    usage_key = f"{stem}monthly_standard_io_requests"
    used = subject.used(usage_key)
    quantity = None if used is None else used / 1_000_000
    line = Line(f"{head}I/O requests", "1M request", quantity, usage_key)
    return subject.bill(line, subject.key("ec2/ebs_io_requests", volume_type=disk.kind))


def elastic_ip(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a public IPv4 address: charged in use as well as idle."""
    attached = any(subject.get(name) not in (None, "") for name in subject.facts["attachments"])
    in_use = attached or bool(subject.users(*subject.facts["users"]))
    name = "Public IPv4 address (in use)" if in_use else "IP address (if unused)"
    state = "in_use" if in_use else "idle"
    yield subject.bill(
        Line(name, "hours", HOURS_PER_MONTH), subject.key("ec2/public_ipv4", state=state)
    )
