"""Instances of Compute Engine and groups of them, with their disks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.google.disks import Disk, disk_lines
from dharma_core.costs.meters.google.machines import Machine, is_preemptible, machine_lines
from dharma_core.costs.meters.google.written import written
from dharma_core.plan import UNKNOWN, Resource
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["compute_instance", "instance_group"]

_CONFIGS = ("google_compute_per_instance_config", "google_compute_region_per_instance_config")
_SCALERS = ("google_compute_autoscaler", "google_compute_region_autoscaler")
_OF_INSTANCE = ("machine_type", "scheduling", "guest_accelerator", "scratch_disk", "boot_disk")
_OF_TEMPLATE = ("machine_type", "scheduling", "guest_accelerator", "disk")
_MISREAD = "The usage key monthly_hours is not read: monthly_hrs says the hours of an instance."


def compute_instance(subject: Subject) -> Iterator[Component]:
    """Yield an instance's hours, accelerators, local disks and the boot disk made with it.

    A boot disk that exists already (``source``) and attached disks are billed on their own.
    """
    used = subject.used("monthly_hrs")
    own = written(subject.resource, *_OF_INSTANCE)
    machine = Machine(
        kind=own.get("machine_type", UNKNOWN),
        preemptible=is_preemptible(own.get("scheduling")),
        hours=HOURS_PER_MONTH if used is None else used,
        accelerators=own.get("guest_accelerator"),
        local_ssds=to_decimal(len(blocks_of(own.get("scratch_disk")))),
        note=_MISREAD if "monthly_hours" in subject.values else "",
    )
    yield from machine_lines(subject, machine)
    for boot in blocks_of(own.get("boot_disk")):
        for made in blocks_of(boot.get("initialize_params")):
            disk = Disk(made.get("type"), made.get("size"), made.get("provisioned_iops"))
            yield from disk_lines(subject, disk)


def instance_group(subject: Subject) -> Iterator[Component]:
    """Yield what the machines of a group's template cost, as many as the group shall have."""
    template = next(iter(subject.targets("version", "instance_template")), None)
    count = _group_size(subject)
    if template is None:
        quantity = None if count is None else count * HOURS_PER_MONTH
        line = Line("Instance usage (Linux/UNIX, unknown type)", "hours", quantity)
        yield subject.unpriced(line, "The template of the group is not in this plan.")
        return
    yield from _of_template(subject, template, count)


def _of_template(
    subject: Subject, template: Resource, count: Decimal | None
) -> Iterator[Component]:
    own = written(template, *_OF_TEMPLATE)
    scratch: list[Mapping[str, Any]] = []
    kept: list[Mapping[str, Any]] = []
    for block in blocks_of(own.get("disk")):
        is_local = block.get("type") == "SCRATCH" or block.get("disk_type") == "local-ssd"
        (scratch if is_local else kept).append(block)
    machine = Machine(
        kind=own.get("machine_type", UNKNOWN),
        preemptible=is_preemptible(own.get("scheduling")),
        count=count,
        accelerators=own.get("guest_accelerator"),
        local_ssds=to_decimal(len(scratch)),
    )
    yield from machine_lines(subject, machine)
    for index, block in enumerate(kept):
        kind, size, iops = map(block.get, ("disk_type", "disk_size_gb", "provisioned_iops"))
        yield from disk_lines(subject, Disk(kind, size, iops, count, f"disk[{index}] > "))


def _group_size(subject: Subject) -> Decimal | None:
    """Return how many machines a group has: its target, its autoscaler's least, or its configs'."""
    target: Any = subject.get("target_size")
    if target is None:
        target = next(filter(None, map(_least_replicas, subject.users(*_SCALERS))), 1)
    size = amount(target)
    configured = len(subject.users(*_CONFIGS))
    return size if size is None else max(size, Decimal(configured))


def _least_replicas(scaler: Resource) -> Any:
    policies = blocks_of(scaler.attributes.get("autoscaling_policy"))
    return policies[0].get("min_replicas") if policies else None
