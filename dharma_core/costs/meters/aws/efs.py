"""EFS: storage by zones and access, and throughput bought beyond what storage brings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["file_system"]


def file_system(subject: Subject) -> Iterator[Component]:
    """Yield the standard storage, infrequent access where a rule moves files to it, throughput."""
    one = subject.get("availability_zone_name") not in (None, "")
    zones, label = ("one", "one zone") if one else ("regional", "standard")
    line = Line(f"Storage ({label})", "GB", subject.used("storage_gb"), "storage_gb")
    yield subject.bill(line, subject.key("efs/storage", zones=zones))
    if subject.get("throughput_mode") == "provisioned":
        line = Line("Provisioned throughput", "MBps", _throughput(subject), "storage_gb")
        yield subject.bill(line, subject.key("efs/throughput"))
    if subject.blocks("lifecycle_policy"):
        yield from _infrequent(subject, zones, label)


def _throughput(subject: Subject) -> Decimal | None:
    """Return MiB/s beyond those that come with the storage."""
    wanted = subject.number("provisioned_throughput_in_mibps")
    brought = (subject.used("storage_gb") or Decimal(0)) / Decimal(subject.facts["gb_of_a_mibps"])
    return None if wanted is None else max(wanted - brought, Decimal(0))


def _infrequent(subject: Subject, zones: str, label: str) -> Iterator[Component]:
    key = "infrequent_access_storage_gb"
    line = Line(f"Storage ({label}, infrequent access)", "GB", subject.used(key), key)
    yield subject.bill(line, subject.key("efs/storage", zones=zones, access="infrequent"))
    for word, product in (("read", "infrequent_reads"), ("write", "infrequent_writes")):
        key = f"monthly_infrequent_access_{word}_gb"
        name = f"{word.capitalize()} requests (infrequent access)"
        line = Line(name, "GB", subject.used(key), key)
        yield subject.bill(line, subject.key(f"efs/{product}"))
