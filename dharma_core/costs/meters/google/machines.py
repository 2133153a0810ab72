"""Machines of Compute Engine wherever they are written: alone, in a template, as nodes of GKE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.ports import Price, Tier
from dharma_core.money import plain
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["Machine", "is_preemptible", "machine_lines", "sustained_share"]

_CUSTOM = re.compile(r"(?:([a-z0-9]+)-)?custom-(\d{1,4})-(\d{1,8})(-ext)?")
_MIB_PER_GIB = 1024
_HOUR = "hours"
_DERIVED_FROM = ("standard", "highmem")
_PREDEFINED_RATES = {"custom_cpu": "compute/cpu", "custom_memory": "compute/memory"}


@dataclass(frozen=True, slots=True)
class Machine:
    """Some machines of one kind.

    Parameters
    ----------
    kind : Any
        The machine type as written; anything but text is known only after apply.
    preemptible : bool
        Whether spare capacity is bought, which Google may take back.
    count, hours : Decimal or None
        How many machines, and how long each runs in a month.
    accelerators : Any
        The blocks ``guest_accelerator``.
    local_ssds : Decimal or None
        Local disks of each machine.
    prefix : str
        Of the components' names: ``default_pool > ``.
    """

    kind: Any
    preemptible: bool = False
    count: Decimal | None = Decimal(1)
    hours: Decimal = HOURS_PER_MONTH
    accelerators: Any = ()
    local_ssds: Decimal | None = Decimal(0)
    prefix: str = ""
    note: str = ""

    @property
    def option(self) -> str:
        """The purchase option of its prices."""
        return "spot" if self.preemptible else "on_demand"

    @property
    def label(self) -> str:
        """The purchase option as component names say it."""
        return "preemptible" if self.preemptible else "on-demand"

    def times(self, quantity: Decimal | None) -> Decimal | None:
        """Return a quantity of one machine for all of them."""
        return None if quantity is None or self.count is None else quantity * self.count

    def line(self, name: str, quantity: Decimal | None, unit: str = _HOUR) -> Line:
        """Return a line of these machines."""
        return Line(f"{self.prefix}{name}", unit, self.times(quantity), note=self.note)


def is_preemptible(blocks: Any) -> bool:
    """Whether blocks ``scheduling`` ask for preemptible or spot machines."""
    return any(
        block.get("preemptible") is True or block.get("provisioning_model") == "SPOT"
        for block in blocks_of(blocks)
    )


def machine_lines(subject: Subject, machine: Machine) -> Iterator[Component]:
    """Yield the hours of machines, their accelerators and their local disks."""
    facts = subject.facts_of("google_compute_instance")
    if not isinstance(machine.kind, str):
        name = f"Instance usage (Linux/UNIX, {machine.label}, unknown type)"
        line = machine.line(name, machine.hours)
        yield subject.unpriced(line, "The machine type is known only after apply.")
    else:
        yield from _hours(subject, machine, facts)
    for block in blocks_of(machine.accelerators):
        yield from _accelerator(subject, machine, block, facts)
    if machine.local_ssds is None or machine.local_ssds > 0:
        yield _local_ssd(subject, machine, facts)


def sustained_share(facts: Mapping[str, Any], family: str, hours: Decimal) -> Decimal:
    """Return the share of the hourly price that machines pay who run for part of a month.

    Parameters
    ----------
    facts : mapping
        ``sustained_use``: for each family the share of each quarter of a month.
    hours : Decimal
        Of one machine in a month.
    """
    shares = facts["sustained_use"].get(family)
    return Decimal(1) if shares is None else _average(shares, min(hours, HOURS_PER_MONTH))


@lru_cache(maxsize=256)
def _average(shares: tuple[str, ...], hours: Decimal) -> Decimal:
    if not hours:
        return Decimal(1)
    part = HOURS_PER_MONTH / len(shares)
    begun = (min(max(hours - part * i, Decimal(0)), part) for i in range(len(shares)))
    return sum((b * Decimal(s) for b, s in zip(begun, shares, strict=True)), Decimal(0)) / hours


def _hours(subject: Subject, machine: Machine, facts: Mapping[str, Any]) -> Iterator[Component]:
    custom = _CUSTOM.fullmatch(machine.kind)
    if custom:
        yield from _custom(subject, machine, custom, facts)
        return
    name = f"Instance usage (Linux/UNIX, {machine.label}, {machine.kind})"
    key = subject.key("vm/instance", option=machine.option, instance_type=machine.kind, os="linux")
    family = machine.kind.split("-", maxsplit=1)[0]
    found = subject.bill(machine.line(name, machine.hours), key)
    yield _scaled(found, _share(machine, facts, family))


def _custom(
    subject: Subject, machine: Machine, custom: re.Match[str], facts: Mapping[str, Any]
) -> Iterator[Component]:
    family, cores, mib, extended = custom.groups()
    family = family or "n1"
    vcpu, memory = Decimal(cores), Decimal(mib) / _MIB_PER_GIB
    most = facts["standard_memory_gib_per_vcpu"].get(family)
    base = min(memory, vcpu * Decimal(most)) if extended and most else memory
    share = _share(machine, facts, family)
    start = f"(Linux/UNIX, {machine.label}, {family.upper()}"
    parts = (
        (f"Custom instance CPU {start} {plain(vcpu)} vCPUs)", "custom_cpu", vcpu),
        (f"Custom Instance RAM {start} {plain(base)} GB)", "custom_memory", base),
        (
            f"Custom Instance Extended RAM {start} {plain(memory - base)} GB)",
            "custom_extended_memory",
            memory - base,
        ),
    )
    for name, product, size in parts:
        if size > 0:
            line = machine.line(name, machine.hours)
            part = _sized(_custom_part(subject, machine, line, (family, product)), size)
            yield _scaled(part, share)


def _custom_part(
    subject: Subject, machine: Machine, line: Line, part: tuple[str, str]
) -> Component:
    """Return a vCPU or GB of a custom machine, derived from its family's others where need be."""
    family, product = part
    key = subject.key(f"compute/{product}", option=machine.option, family=family)
    if subject.book.find(key) is not None:
        return subject.bill(line, key)
    premium = subject.facts_of("google_compute_instance")["custom_premium"].get(family)
    rate = _rate(subject, machine, part)
    if rate is not None and premium is not None:
        return _derived(
            subject, line, (rate, rate.unit_price * Decimal(premium)),
            f"The rate of {family} times {premium}, which custom machines pay.",
        )  # fmt: skip
    plain_machines = [_sold(subject, machine, f"{family}-{kind}-2") for kind in _DERIVED_FROM]
    smaller, larger = plain_machines
    if premium is None or smaller is None or larger is None:
        return subject.bill(line, key)
    prices = dict(zip(("custom_cpu", "custom_memory"), _split(smaller, larger), strict=True))
    each = prices.get(product)
    if each is None or each <= 0:
        return subject.bill(line, key)
    note = f"Derived from {family}-standard-2 and {family}-highmem-2."
    return _derived(subject, line, (smaller, each * Decimal(premium)), note)


def _rate(subject: Subject, machine: Machine, part: tuple[str, str]) -> Price | None:
    """Return what a vCPU or GB of the family's predefined machines costs."""
    family, product = part
    if product not in _PREDEFINED_RATES:
        return None
    what = _PREDEFINED_RATES[product]
    return subject.book.find(subject.key(what, option=machine.option, family=family))


def _derived(subject: Subject, line: Line, priced: tuple[Price, Decimal], note: str) -> Component:
    """Return a line at a price made from another, which it is so many times of."""
    source, each = priced
    found = subject.at_tier(line, source, Tier(Decimal(0), None, each))
    scale = each / source.unit_price if source.unit_price else Decimal(1)
    return replace(found, quality="second", note=note, scale=scale)


def _sold(subject: Subject, machine: Machine, kind: str) -> Price | None:
    key = subject.key("vm/instance", option=machine.option, instance_type=kind, os="linux")
    return subject.book.find(key)


def _split(smaller: Price, larger: Price) -> tuple[Decimal | None, Decimal | None]:
    """Return what a vCPU and a GB cost in two machines that differ by their memory."""
    vcpu, less = (amount(smaller.details.get(name)) for name in ("vcpu", "memory_gib"))
    more = amount(larger.details.get("memory_gib"))
    if not vcpu or less is None or more is None or more <= less:
        return None, None
    memory = (larger.unit_price - smaller.unit_price) / (more - less)
    return (smaller.unit_price - less * memory) / vcpu, memory


def _share(machine: Machine, facts: Mapping[str, Any], family: str) -> Decimal:
    return Decimal(1) if machine.preemptible else sustained_share(facts, family, machine.hours)


def _sized(component: Component, size: Decimal) -> Component:
    """Return a component that holds so many of what its price is for."""
    return replace(_scaled(component, size), scale=component.scale * size)


def _scaled(component: Component, factor: Decimal) -> Component:
    if component.unit_price is None:
        return component
    return replace(component, unit_price=component.unit_price * factor)


def _accelerator(
    subject: Subject, machine: Machine, block: Mapping[str, Any], facts: Mapping[str, Any]
) -> Iterator[Component]:
    kind, number = block.get("type"), amount(block.get("count", 1))
    if number == 0:
        return
    name = facts["accelerators"].get(str(kind), str(kind))
    quantity = None if number is None else number * machine.hours
    line = machine.line(f"{name} ({machine.label})", quantity)
    if not isinstance(kind, str):
        yield subject.unpriced(line, "The accelerator is known only after apply.")
        return
    accelerator = kind.rpartition("/")[2]
    key = subject.key("compute/gpu", option=machine.option, accelerator=accelerator)
    share = Decimal(1) if machine.preemptible else Decimal(facts["accelerator_share"])
    yield _scaled(subject.bill(line, key), share)


def _local_ssd(subject: Subject, machine: Machine, facts: Mapping[str, Any]) -> Component:
    size = Decimal(facts["gib_per_local_ssd"])
    quantity = None if machine.local_ssds is None else machine.local_ssds * size
    line = machine.line("Local SSD provisioned storage", quantity, "GB")
    return subject.bill(line, subject.key("compute/storage/local", option=machine.option))
