"""EC2: instances with their disks, dedicated hosts, public addresses.

What an instance is billed for is written once: groups of instances bill the same lines, see
``scaling_groups.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of
from dharma_core.costs.meters.aws.ebs import disk_of, volume_lines
from dharma_core.costs.ports import price_key
from dharma_core.plan import UNKNOWN, Resource
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = [
    "Machine",
    "dedicated_host",
    "elastic_ip",
    "instance",
    "instance_hours",
    "instance_options",
    "launch_template_of",
    "reserved_option",
    "spot_instance",
    "template_disks",
    "template_machine",
    "vcpu_of",
]

_SYSTEMS = {"linux": "Linux/UNIX", "windows": "Windows", "suse": "SUSE", "rhel": "RHEL"}
_PAID_AHEAD = price_key(
    ("aws", "global"), "ec2/reserved_hours", option="included", payment="all_upfront"
)
_ROOT = "root_block_device"
_ROOT_DEVICES = ("/dev/sda1", "/dev/xvda")


@dataclass(frozen=True, slots=True)
class Machine:
    """An instance wherever it is written: alone, or as the template of a group.

    Parameters
    ----------
    kind : str or UNKNOWN
        The instance type.
    credits : str or None
        The mode of its CPU credits, where it is written.
    """

    kind: Any
    tenancy: Any = None
    spot: bool = False
    ebs_optimized: bool = False
    monitored: bool = False
    credits: Any = None
    accelerator: Any = None
    system: str = "linux"


def instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an instance, its options, its root disk and further disks."""
    yield from _alone(subject, _machine_of_instance(subject))


def spot_instance(subject: Subject) -> Iterator[Component]:
    """Yield what an instance bills, its hours bought on the spot market."""
    yield from _alone(subject, replace(_machine_of_instance(subject), spot=True))


def _alone(subject: Subject, machine: Machine) -> Iterator[Component]:
    yield from instance_hours(subject, machine)
    yield from instance_options(subject, machine)
    yield from _disks(subject)


def _disks(subject: Subject) -> Iterator[Component]:
    """Yield the root disk and further disks, with what a launch template adds to them."""
    roots = subject.blocks("root_block_device")
    blocks = list(subject.blocks("ebs_block_device"))
    own = {block.get("device_name") for block in blocks}
    for device, block in _devices_of_template(subject):
        if device in _ROOT_DEVICES:
            roots = roots or (block,)
        elif device not in own:
            blocks.append(block)
    yield from volume_lines(subject, disk_of(subject, roots[0] if roots else {}, _ROOT))
    for index, block in enumerate(blocks):
        yield from volume_lines(subject, disk_of(subject, block, f"ebs_block_device[{index}]"))


def _devices_of_template(subject: Subject) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    template = launch_template_of(subject, "launch_template")
    if template is None:
        return
    for mapping in blocks_of(template.attributes.get("block_device_mappings")):
        for block in blocks_of(mapping.get("ebs")):
            yield mapping.get("device_name"), block


def _machine_of_instance(subject: Subject) -> Machine:
    """Return what an instance says of itself, and its launch template where it is silent."""
    template = launch_template_of(subject, "launch_template")
    base = Machine(UNKNOWN)
    if template is not None:
        base = template_machine(replace(subject, resource=template))
    credit = subject.at("credit_specification.cpu_credits")
    return Machine(
        kind=subject.get("instance_type", base.kind),
        tenancy=subject.get("tenancy", base.tenancy),
        spot=_on_spot_market(subject) or base.spot,
        ebs_optimized=_is_true(subject.get("ebs_optimized", base.ebs_optimized)),
        monitored=_is_true(subject.get("monitoring", base.monitored)),
        credits=base.credits if credit is None else credit,
        accelerator=base.accelerator,
        system=subject.word("operating_system", "linux"),
    )


def template_machine(subject: Subject) -> Machine:
    """Return the instance that a launch template or a launch configuration describes.

    Parameters
    ----------
    subject : Subject
        Standing for the template; its usage values are those of whoever launches from it.
    """
    old = subject.resource.type == "aws_launch_configuration"
    monitored = subject.get("enable_monitoring", True) if old else subject.at("monitoring.enabled")
    bid = subject.get("spot_price") if old else None
    return Machine(
        kind=subject.get("instance_type", UNKNOWN),
        tenancy=subject.get("placement_tenancy") if old else subject.at("placement.tenancy"),
        spot=_on_spot_market(subject) or bid not in (None, ""),
        ebs_optimized=_is_true(subject.get("ebs_optimized")),
        monitored=_is_true(monitored),
        credits=subject.at("credit_specification.cpu_credits"),
        accelerator=subject.at("elastic_inference_accelerator.type"),
        system=subject.word("operating_system", "linux"),
    )


def template_disks(subject: Subject) -> Iterator[Component]:
    """Yield the disks that a launch template or a launch configuration describes."""
    if subject.resource.type == "aws_launch_configuration":
        yield from _disks(subject)
        return
    for index, mapping in enumerate(subject.blocks("block_device_mappings")):
        for block in blocks_of(mapping.get("ebs")):
            prefix = f"block_device_mapping[{index}]"
            yield from volume_lines(subject, disk_of(subject, block, prefix))


def launch_template_of(subject: Subject, *attributes: str) -> Resource | None:
    """Return the launch template or configuration that attributes name, by reference or text."""
    kinds = ("aws_launch_template", "aws_launch_configuration")
    for target in subject.targets(*attributes):
        if target.type in kinds:
            return target
    for text in _texts(subject, attributes):
        for kind in kinds:
            found = subject.links.named.get((kind, text))
            if found is not None:
                return found
    return None


def _texts(subject: Subject, attributes: tuple[str, ...]) -> Iterator[str]:
    for attribute in attributes:
        value = subject.get(attribute)
        if isinstance(value, str):
            yield value
        for block in blocks_of(value):
            yield from (str(block[name]) for name in ("id", "name") if name in block)


def _on_spot_market(subject: Subject) -> bool:
    blocks = subject.blocks("instance_market_options")
    return any(block.get("market_type") == "spot" for block in blocks)


def _is_true(value: Any) -> bool:
    return value is True or value == "true"


def instance_hours(subject: Subject, machine: Machine) -> Iterator[Component]:
    """Yield the hours of one instance; none on a dedicated host, which is billed for itself."""
    if machine.tenancy == "host":
        return
    kind, system = machine.kind, machine.system
    used = subject.used("monthly_hrs")
    option = _purchase_option(subject, machine)
    shown = kind if isinstance(kind, str) else "unknown type"
    name = f"Instance usage ({_SYSTEMS.get(system, system)}, {_option_label(option)}, {shown})"
    line = Line(name, "hours", HOURS_PER_MONTH if used is None else used)
    if not isinstance(kind, str):
        yield subject.unpriced(line, "The instance type is known only after apply.")
        return
    tenancy = {"tenancy": "dedicated"} if machine.tenancy == "dedicated" else {}
    key = subject.key("ec2/instance", option=option, instance_type=kind, os=system, **tenancy)
    keys = (key, _PAID_AHEAD) if option.endswith("all_upfront") else (key,)
    yield (
        subject.bill_any(line, keys)
        or _with_licence(subject, line, (kind, option, tenancy), system)
        or subject.bill(line, key)
    )


def _with_licence(
    subject: Subject, line: Line, bought: tuple[str, str, Mapping[str, str]], system: str
) -> Component | None:
    """Return the hours at Linux's price and the licence of each vCPU, where both are known."""
    kind, option, tenancy = bought
    family = kind.split(".", maxsplit=1)[0]
    licence = subject.book.find(subject.key("ec2/licence", family=family, os=system))
    vcpu = vcpu_of(subject, kind)
    if licence is None or vcpu is None or option != "on_demand" or tenancy:
        return None
    bare = subject.bill(line, subject.key("ec2/instance", instance_type=kind, os="linux"))
    if bare.unit_price is None:
        return None
    note = "Linux's price and the licence of each vCPU."
    price = bare.unit_price + licence.unit_price * vcpu
    return replace(bare, unit_price=price, quality="second", note=note)


def _purchase_option(subject: Subject, machine: Machine) -> str:
    if machine.spot:
        return "spot"
    reserved = reserved_option(subject, subject.word("reserved_instance_type", "standard"))
    return reserved or "on_demand"


def reserved_option(subject: Subject, offering: str = "") -> str:
    """Return the purchase option of a reservation that usage names, empty when it names none."""
    term = subject.word("reserved_instance_term")
    payment = subject.word("reserved_instance_payment_option")
    if not term or not payment:
        return ""
    return "_".join(part for part in ("reserved", offering, term, payment) if part)


def _option_label(option: str) -> str:
    return "reserved" if option.startswith("reserved") else option.replace("_", "-")


def instance_options(subject: Subject, machine: Machine) -> Iterator[Component]:
    """Yield what is sold beside the hours: EBS optimisation, monitoring, credits, accelerators."""
    kind = machine.kind
    if machine.tenancy == "host" or not isinstance(kind, str):
        return
    family = kind.split(".", maxsplit=1)[0]
    if machine.ebs_optimized:
        yield from _ebs_optimized(subject, kind, family)
    if isinstance(machine.accelerator, str):
        line = Line(f"Inference accelerator ({machine.accelerator})", "hours", HOURS_PER_MONTH)
        key = subject.key("ec2/inference_accelerator", accelerator=machine.accelerator)
        yield subject.bill(line, key)
    if machine.monitored:
        metrics = to_decimal(_facts(subject)["detailed_monitoring_metrics"])
        line = Line("EC2 detailed monitoring", "metrics", metrics)
        yield subject.bill(line, subject.key("ec2/detailed_monitoring"))
    default = _facts(subject)["cpu_credits"].get(family)
    mode = default if machine.credits is None else machine.credits
    if default is not None and mode == "unlimited":
        yield from _credits(subject, kind, family)


def _facts(subject: Subject) -> Mapping[str, Any]:
    return subject.facts_of("aws_instance")


def _ebs_optimized(subject: Subject, kind: str, family: str) -> Iterator[Component]:
    line = Line("EBS-optimized usage", "hours", HOURS_PER_MONTH)
    own = subject.key("ec2/ebs_optimized", instance_type=kind)
    included = subject.key("ec2/ebs_optimized", option="included", family=family)
    found = subject.bill_any(line, (own, included))
    if found:
        yield found


def _credits(subject: Subject, kind: str, family: str) -> Iterator[Component]:
    """Yield CPU credits beyond the earned ones: sold for T3 by default, for T2 on request."""
    hours = subject.used("monthly_cpu_credit_hrs")
    if hours is None:
        return
    vcpu = subject.used("vcpu_count")
    vcpu = vcpu_of(subject, kind) if vcpu is None else vcpu
    line = Line("CPU credits", "vCPU-hours", None if vcpu is None else hours * vcpu)
    yield subject.bill(line, subject.key("ec2/cpu_credits", family=family))


def vcpu_of(subject: Subject, kind: str) -> Decimal | None:
    """Return how many vCPUs an instance type has, None when the book does not know it."""
    price = subject.book.find(subject.key("ec2/instance", instance_type=kind, os="linux"))
    return to_decimal(price.details.get("vcpu")) if price else None


def dedicated_host(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a host for one family of instances, bought or reserved."""
    kind = subject.get("instance_family", subject.get("instance_type", UNKNOWN))
    option = reserved_option(subject) or "on_demand"
    if not isinstance(kind, str):
        line = Line(f"EC2 Dedicated Host ({_option_label(option)})", "hours", HOURS_PER_MONTH)
        yield subject.unpriced(line, "The instance family is known only after apply.")
        return
    family = kind.split(".", maxsplit=1)[0]
    name = f"EC2 Dedicated Host ({_option_label(option)}, {family})"
    key = subject.key("ec2/dedicated_host", option=option, family=family)
    yield subject.bill(Line(name, "hours", HOURS_PER_MONTH), key)


def elastic_ip(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a public IPv4 address: charged in use as well as idle."""
    attached = any(subject.get(name) not in (None, "") for name in subject.facts["attachments"])
    in_use = attached or bool(subject.users(*subject.facts["users"]))
    name = "Public IPv4 address (in use)" if in_use else "IP address (if unused)"
    state = "in_use" if in_use else "idle"
    yield subject.bill(
        Line(name, "hours", HOURS_PER_MONTH), subject.key("ec2/public_ipv4", state=state)
    )
