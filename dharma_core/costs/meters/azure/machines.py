"""Virtual machines, scale sets and machine learning compute: hours of a size, and disks.

Azure sells a size at one price for Linux; Windows adds a licence for each vCPU, which the hybrid
benefit leaves out. Spot capacity is shown at the price it has on demand, as its price moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.azure.disks import Disk, disk_lines
from dharma_core.costs.meters.azure.quantities import times
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = [
    "Machine",
    "azure_legacy_machine",
    "azure_legacy_scale_set",
    "azure_machine",
    "azure_scale_set",
    "machine_learning_cluster",
    "machine_learning_instance",
    "machine_line",
]

_FACTS = "azurerm_linux_virtual_machine"
_NOT_YET = "The machine size is known only after apply."
_SPOT = "Spot capacity; the price is that of capacity on demand."


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine to be billed by the hour.

    Parameters
    ----------
    size : str or UNKNOWN
        ``Standard_D2s_v3``.
    hours : Decimal or None
        Of all such machines in a month.
    windows, own_licence : bool
        ``own_licence`` is the hybrid benefit: a licence that is paid elsewhere.
    """

    size: Any
    hours: Decimal | None
    windows: bool = False
    own_licence: bool = False
    prefix: str = ""
    usage_key: str = ""
    note: str = ""


def azure_machine(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a Linux or Windows machine, its ultra disk reservation and system disk."""
    machine = Machine(
        subject.get("size", UNKNOWN),
        _hours_used(subject),
        windows=bool(subject.facts.get("windows")),
        own_licence=_own_licence(subject),
        note=_spot_note(subject),
    )
    yield machine_line(subject, machine)
    if subject.at("additional_capabilities.ultra_ssd_enabled") is True:
        yield _ultra_reservation(subject)
    yield from disk_lines(subject, _system_disk(subject))


def azure_legacy_machine(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an ``azurerm_virtual_machine``, and its disks."""
    machine = Machine(
        subject.get("vm_size", UNKNOWN),
        _hours_used(subject),
        windows=_is_windows(subject, "storage_os_disk", "storage_image_reference"),
        own_licence=_own_licence(subject),
    )
    yield machine_line(subject, machine)
    yield _ultra_reservation(subject)
    for name in ("storage_os_disk", "storage_data_disk"):
        for block in subject.blocks(name):
            yield from disk_lines(subject, _block_disk(subject, block, name, name))


def azure_scale_set(subject: Subject) -> Iterator[Component]:
    """Yield the hours and disks of a Linux or Windows scale set."""
    count = _instances(subject, subject.number("instances"))
    machine = Machine(
        subject.get("sku", UNKNOWN),
        times(HOURS_PER_MONTH, count),
        windows=bool(subject.facts.get("windows")),
        own_licence=_own_licence(subject),
        usage_key="instances",
        note=_spot_note(subject),
    )
    yield machine_line(subject, machine)
    if subject.at("additional_capabilities.ultra_ssd_enabled") is True:
        yield _ultra_reservation(subject)
    yield from disk_lines(subject, replace(_system_disk(subject), count=count))
    for block in subject.blocks("data_disk"):
        yield from disk_lines(subject, replace(_data_disk(subject, block), count=count))


def azure_legacy_scale_set(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an ``azurerm_virtual_machine_scale_set``, and its disks once.

    The worked cases count the disks of one machine, whatever the capacity; so does this.
    """
    count = _instances(subject, amount(subject.at("sku.capacity", 1)))
    machine = Machine(
        subject.at("sku.name", UNKNOWN),
        times(HOURS_PER_MONTH, count),
        windows=_is_windows(subject, "storage_profile_os_disk", "storage_profile_image_reference"),
        own_licence=_own_licence(subject),
        usage_key="instances",
        note=_spot_note(subject),
    )
    yield machine_line(subject, machine)
    for name in ("storage_profile_os_disk", "storage_profile_data_disk"):
        shown = name.replace("_profile", "")
        for block in subject.blocks(name):
            yield from disk_lines(subject, _block_disk(subject, block, shown, name))


def machine_learning_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a training cluster: those of its smallest size unless usage says more."""
    least = amount(subject.at("scale_settings.min_node_count", 0))
    used, hours = subject.used("instances"), subject.used("monthly_hrs")
    count = least if used is None else used
    if hours is not None and not count:
        count = Decimal(1)
    quantity = times(HOURS_PER_MONTH if hours is None else hours, count)
    note = _spot_note(subject, "vm_priority")
    size = subject.get("vm_size", UNKNOWN)
    machine = Machine(size, quantity or None, usage_key="instances", note=note)
    yield machine_line(subject, machine)


def machine_learning_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a machine learning workstation.

    Without a location of its own it is priced in the provider's default region, as the worked
    cases do, although it runs where its workspace is: the note says so.
    """
    size = subject.get("virtual_machine_size", UNKNOWN)
    machine = Machine(size, _hours_used(subject), usage_key="monthly_hrs")
    region = str(subject.facts["region_without_location"])
    if subject.get("location") is None and region != subject.region:
        note = f"It has no location of its own: priced in {region}, not in {subject.region}."
        subject, machine = replace(subject, region=region), replace(machine, note=note)
    yield machine_line(subject, machine)


def machine_line(subject: Subject, machine: Machine) -> Component:
    """Return the line of a machine's hours, priced by size, system and licence."""
    system = "Windows" if machine.windows else "Linux"
    labels = subject.facts_of(_FACTS)["labels"]
    label = labels["own_licence" if machine.windows and machine.own_licence else "on_demand"]
    shown = machine.size if isinstance(machine.size, str) else "unknown size"
    name = f"{machine.prefix}Instance usage ({system}, {label}, {shown})"
    line = Line(name, "hours", machine.hours, machine.usage_key, note=machine.note)
    if not isinstance(machine.size, str):
        return subject.unpriced(line, _NOT_YET)
    if machine.windows and not machine.own_licence:
        return _with_licence(subject, line, machine.size)
    return _on_linux(subject, line, machine.size)


def _on_linux(subject: Subject, line: Line, size: str) -> Component:
    return _by_any_spelling(subject, line, size, "linux") or subject.bill(
        line, subject.key("vm/instance", instance_type=size, os="linux")
    )


def _by_any_spelling(subject: Subject, line: Line, size: str, system: str) -> Component | None:
    spellings = dict.fromkeys((size, _azure_spelling(size)))
    keys = (subject.key("vm/instance", instance_type=s, os=system) for s in spellings)
    return subject.bill_any(line, keys)


def _with_licence(subject: Subject, line: Line, size: str) -> Component:
    """Return the Windows price of the book, else that of Linux and a licence for each vCPU."""
    found = _by_any_spelling(subject, line, size, "windows")
    if found is not None:
        return found
    machine = _on_linux(subject, line, size)
    licence = subject.book.find(subject.key("vm/windows_licence", region="global"))
    cores = _vcpu(subject, size)
    if machine.unit_price is None or licence is None or cores is None:
        return subject.unpriced(line, f"No Windows price for {size} in {subject.region}.")
    note = f"Linux price and a Windows licence for {cores} vCPU."
    price = machine.unit_price + licence.unit_price * cores
    return replace(machine, unit_price=price, quality="second", note=note)


def _vcpu(subject: Subject, size: str) -> Decimal | None:
    """Return the vCPUs whose licence is paid, None for the series that are licensed otherwise."""
    family = _azure_spelling(size).partition("_")[2]
    otherwise = subject.facts_of(_FACTS)["licensed_otherwise"]
    if family.startswith(otherwise["series"]) or family in otherwise["sizes"]:
        return None
    whole = family.partition("-")[0] if "-" in family else ""
    if whole:  # E16-8as: eight of sixteen vCPU are on, sixteen are licensed
        return to_decimal("".join(c for c in whole if c.isdigit()))
    key = subject.key("vm/instance", instance_type=_azure_spelling(size), os="linux")
    price = subject.book.find(key)
    return to_decimal(price.details.get("vcpu")) if price else None


@lru_cache(maxsize=4096)
def _azure_spelling(size: str) -> str:
    """Return a size as the price list spells it.

    Examples
    --------
    >>> _azure_spelling("standard_ds2_V2"), _azure_spelling("standard_nc8as_t4_v3")
    ('Standard_DS2_v2', 'Standard_NC8as_T4_v3')
    """
    tier, *rest = size.split("_")
    if not rest:
        return size
    series = rest[0]
    letters = len(series) - len(
        series.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )
    first = series[:letters].upper() + series[letters:].lower()
    return "_".join((tier.capitalize(), first, *map(_suffix_spelling, rest[1:])))


def _suffix_spelling(part: str) -> str:
    if part[:1].lower() == "v" and part[1:].isdigit() and len(part) < 4:
        return part.lower()
    has_digit = any(c.isdigit() for c in part)
    return part.upper() if has_digit else {"promo": "Promo"}.get(part.lower(), part.lower())


def _hours_used(subject: Subject) -> Decimal:
    used = subject.used("monthly_hrs")
    return HOURS_PER_MONTH if used is None else used


def _instances(subject: Subject, written: Decimal | None) -> Decimal | None:
    used = subject.used("instances")
    return written if used is None else used


def _own_licence(subject: Subject) -> bool:
    licence = subject.get("license_type")
    return isinstance(licence, str) and licence.lower() in ("windows_client", "windows_server")


def _spot_note(subject: Subject, attribute: str = "priority") -> str:
    return _SPOT if subject.get(attribute) in ("Spot", "Low", "LowPriority") else ""


def _is_windows(subject: Subject, disk: str, image: str) -> bool:
    """Whether the disk, the image or the profile of a machine says that it runs Windows."""
    if subject.blocks("os_profile_windows_config"):
        return True
    said = (subject.at(f"{disk}.os_type"), subject.at(f"{image}.offer"))
    return any(isinstance(text, str) and text.lower().startswith("windows") for text in said)


def _ultra_reservation(subject: Subject) -> Component:
    line = Line("Ultra disk reservation (if unattached)", "vCPU", None)
    return subject.bill(line, subject.key("disks/ultra", part="reservation"))


def _system_disk(subject: Subject) -> Disk:
    return Disk(
        subject.at("os_disk.storage_account_type"),
        subject.at("os_disk.disk_size_gb"),
        prefix="os_disk",
        usage_key="os_disk.monthly_disk_operations",
    )


def _data_disk(subject: Subject, block: Mapping[str, Any]) -> Disk:
    return Disk(
        subject.within(block, "storage_account_type"),
        subject.within(block, "disk_size_gb"),
        subject.within(block, "ultra_ssd_disk_iops_read_write"),
        subject.within(block, "ultra_ssd_disk_mbps_read_write"),
        prefix="data_disk",
        usage_key="data_disk.monthly_disk_operations",
    )


def _block_disk(subject: Subject, block: Mapping[str, Any], prefix: str, usage: str) -> Disk:
    return Disk(
        subject.within(block, "managed_disk_type"),
        subject.within(block, "disk_size_gb"),
        prefix=prefix,
        usage_key=f"{usage}.monthly_disk_operations",
    )
