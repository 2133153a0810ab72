"""Recovery Services vaults: each machine they protect, and the data its backups hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.azure.disks import stored_gb_of
from dharma_core.plan import Resource

__all__ = ["recovery_services_vault"]


def recovery_services_vault(subject: Subject) -> Iterator[Component]:
    """Yield, for each protected machine, its fee by size and the storage of its backups."""
    redundancy = _redundancy(subject)
    for protected in _protected(subject):
        yield from _machine(subject, protected, redundancy)


def _protected(subject: Subject) -> tuple[Resource, ...]:
    """Return the protected machines that name this vault, or mention it."""
    name = subject.get("name")
    named = subject.links.backups_by_vault.get(name, ()) if isinstance(name, str) else ()
    return named or subject.users("azurerm_backup_protected_vm")


def _redundancy(subject: Subject) -> str:
    mode = str(subject.get("storage_mode_type", "GeoRedundant"))
    found = str(subject.facts["redundancies"].get(mode, "GRS"))
    across = subject.get("cross_region_restore_enabled") is True
    return f"RA-{found}" if across and found == "GRS" else found


def _machine(subject: Subject, protected: Resource, redundancy: str) -> Iterator[Component]:
    head = str(protected.address)
    used = _used(subject, head, "disk_utilization_gb")
    size = _size_of(subject, protected) if used is None else used
    more = _used(subject, head, "additional_backup_retention_gb") or Decimal(0)
    step = _size_step(subject, size)
    line = Line(f"{head} > Instance backup ({step})", "month", Decimal(1))
    if step:
        size_name = step.replace(" ", "_").lower()
        yield subject.bill(line, subject.key("backup/protected_instance", size=size_name))
    else:
        note = "How much the machine holds is not known; say disk_utilization_gb in the usage."
        yield subject.unpriced(Line(f"{head} > Instance backup", "month", Decimal(1)), note)
    stored = None if size is None else size + more
    line = Line(f"{head} > {redundancy} data stored", "GB", stored, f"{head}.disk_utilization_gb")
    yield subject.bill(line, subject.key("backup/storage", redundancy=redundancy))


def _size_of(subject: Subject, protected: Resource) -> Decimal | None:
    machines = subject.links.targets(protected, "source_vm_id")
    found = (stored_gb_of(subject, machine) for machine in machines)
    return next((size for size in found if size is not None), None)


def _size_step(subject: Subject, size: Decimal | None) -> str:
    """Return the words of the step a size falls into, empty when it is not known."""
    if size is None:
        return ""
    steps = subject.facts["sizes"]
    return next((str(s["name"]) for s in steps if size <= s.get("up_to", size)), "")


def _used(subject: Subject, address: str, key: str) -> Decimal | None:
    """Return a usage value given for a protected machine, by its address or ``name[*]``."""
    for given, value in subject.values.items():
        pattern, _, leaf = given.rpartition(".")
        if leaf == key and _matches(pattern, address) and isinstance(value, Decimal):
            return value
    return None


def _matches(pattern: Any, address: str) -> bool:
    wild = pattern.endswith("[*]") and address.startswith(pattern[:-2])
    return bool(pattern == address or wild)
