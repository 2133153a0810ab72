"""Groups of EC2 instances: scaling groups and EKS node groups, launched from one description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.aws.ebs import Disk, volume_lines
from dharma_core.costs.meters.aws.ec2 import (
    Machine,
    instance_hours,
    instance_options,
    launch_template_of,
    template_disks,
    template_machine,
)
from dharma_core.plan import UNKNOWN, FrozenMap, Resource

__all__ = ["autoscaling_group", "eks_node_group", "many"]

_Counts = tuple[Decimal | None, Decimal | None]


def autoscaling_group(subject: Subject) -> Iterator[Component]:
    """Yield what the instances of a scaling group bill, under the name of their template."""
    policy = next(iter(subject.blocks("mixed_instances_policy")), None)
    attribute = "launch_template" if policy is None else "mixed_instances_policy"
    template = launch_template_of(subject, attribute, "launch_configuration")
    if template is None and policy is not None:
        template = _named_in(subject, policy)
    if template is None:
        note = "The launch template is not in this plan."
        yield subject.unpriced(Line("Instance usage", "hours", None), note)
        return
    count = _instances(subject, "desired_capacity", "min_size")
    described = replace(subject, resource=template)
    machine = template_machine(described)
    if policy is None:
        yield from _launched(described, machine, (count, Decimal(0)))
        return
    kind = _first_override(policy)
    counts = _by_market(count, _block(policy, "instances_distribution"))
    kind = machine.kind if kind is None else kind
    yield from _launched(described, replace(machine, kind=kind), counts)


def eks_node_group(subject: Subject) -> Iterator[Component]:
    """Yield what the nodes of a group bill: from a launch template, or as EKS makes them."""
    count = _instances(subject, "scaling_config.desired_size", "scaling_config.min_size")
    spot = subject.get("capacity_type") == "SPOT"
    counts = (Decimal(0), count) if spot else (count, Decimal(0))
    template = launch_template_of(subject, "launch_template")
    wanted, default = _wanted(subject), subject.facts["default_instance_type"]
    if template is not None:
        described = replace(subject, resource=template)
        machine = template_machine(described)
        written = default if machine.kind is UNKNOWN else machine.kind
        kind = written if wanted is None else wanted
        machine = replace(machine, kind=kind, spot=False, system=_system(subject))
        yield from _launched(described, machine, counts)
        return
    if subject.blocks("launch_template"):  # one that is not in the plan says both
        kind, size = UNKNOWN, UNKNOWN
    else:
        kind, size = default, subject.get("disk_size", subject.facts["default_disk_gb"])
    machine = Machine(kind if wanted is None else wanted, system=_system(subject))
    yield from _machines(subject, machine, counts)
    yield from many(volume_lines(subject, Disk("gp2", size)), count)


def _wanted(subject: Subject) -> Any:
    """Return the first type that a node group lists; None when it lists none."""
    kinds = subject.get("instance_types")
    return next(iter(kinds), None) if isinstance(kinds, tuple) else kinds


def _system(subject: Subject) -> str:
    image = str(subject.get("ami_type"))
    return subject.word("operating_system", "windows" if image.startswith("WINDOWS") else "linux")


def _instances(subject: Subject, desired: str, least: str) -> Decimal | None:
    """Return how many run: usage, the desired number, the least number, else one."""
    used = subject.used("instances")
    if used is not None:
        return used
    wanted = subject.at(desired)
    if wanted is UNKNOWN or wanted is not None:
        return amount(wanted)
    floor = subject.at(least)
    return None if floor is UNKNOWN else amount(floor) or Decimal(1)


def _named_in(subject: Subject, policy: Mapping[str, Any]) -> Resource | None:
    """Return the template that a mixed policy names by plain text."""
    specified = _block(_block(policy, "launch_template"), "launch_template_specification")
    names = (specified.get("launch_template_id"), specified.get("launch_template_name"))
    found = (subject.links.named.get(("aws_launch_template", str(name))) for name in names)
    return next((template for template in found if template is not None), None)


def _first_override(policy: Mapping[str, Any]) -> Any:
    override = _block(_block(policy, "launch_template"), "override")
    return override.get("instance_type")


def _block(outer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(iter(blocks_of(outer.get(name))), FrozenMap())


def _by_market(total: Decimal | None, distribution: Mapping[str, Any]) -> _Counts:
    """Return how many instances are bought on demand and how many on the spot market."""
    if total is None:
        return None, None
    base = amount(distribution.get("on_demand_base_capacity")) or Decimal(0)
    percent = amount(distribution.get("on_demand_percentage_above_base_capacity"))
    base = min(base, total)
    above = (total - base) * min(Decimal(100) if percent is None else percent, Decimal(100)) / 100
    on_demand = base + above.to_integral_value(ROUND_CEILING)
    return on_demand, total - on_demand


def _launched(subject: Subject, machine: Machine, counts: _Counts) -> Iterator[Component]:
    """Yield the lines of instances of one template, named after it."""
    head = f"{subject.resource.address} > "
    total = _sum(counts)
    lines = [*_machines(subject, machine, counts), *many(template_disks(subject), total)]
    for line in lines:
        yield replace(line, name=f"{head}{line.name}")


def _machines(subject: Subject, machine: Machine, counts: _Counts) -> Iterator[Component]:
    on_demand, spot = counts
    if on_demand is None or on_demand > 0 or spot == 0:
        yield from many(instance_hours(subject, machine), on_demand)
    if spot is None or spot > 0:
        yield from many(instance_hours(subject, replace(machine, spot=True)), spot)
    yield from many(instance_options(subject, machine), _sum(counts))


def _sum(counts: _Counts) -> Decimal | None:
    on_demand, spot = counts
    return None if on_demand is None or spot is None else on_demand + spot


def many(components: Iterable[Component], count: Decimal | None) -> Iterator[Component]:
    """Yield components as often as something is there; of unknown quantity when that is."""
    for component in components:
        one = component.monthly_quantity
        quantity = None if one is None or count is None else one * count
        yield replace(component, monthly_quantity=quantity)
