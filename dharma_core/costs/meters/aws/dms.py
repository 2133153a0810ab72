"""DMS: a replication instance by class and zones, and storage beyond what comes with it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["dms_replication_instance"]


def dms_replication_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an instance and the storage that its family does not include."""
    written = subject.get("replication_instance_class", UNKNOWN)
    kind = written.removeprefix("dms.") if isinstance(written, str) else "unknown class"
    zones = "multi_az" if subject.get("multi_az") is True else "single_az"
    line = Line(f"Instance ({kind})", "hours", HOURS_PER_MONTH)
    yield subject.bill(line, subject.key("dms/instance", **{"class": kind, "deployment": zones}))
    size = subject.number("allocated_storage", subject.facts["default_storage_gb"])
    free = Decimal(_free_gb(subject, kind))
    if size is None or size > free:
        extra = None if size is None else size - free
        line = Line("Storage (general purpose SSD, gp2)", "GB", extra)
        yield subject.bill(line, subject.key("dms/storage", deployment=zones))


def _free_gb(subject: Subject, kind: str) -> int:
    family = kind.split(".", maxsplit=1)[0]
    other = subject.facts["other_free_storage_gb"]
    return int(subject.facts["free_storage_gb"].get(family, other))
