"""Glue: the catalogue's objects and requests, and jobs by their data processing units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import UNKNOWN

__all__ = ["glue_catalog", "glue_job"]

_PYTHON_SHELL_UNITS = Decimal("0.0625")


def glue_catalog(subject: Subject) -> Iterator[Component]:
    """Yield the objects kept and the requests; less than one billed block is left out."""
    for entry in subject.facts["lines"]:
        block = Decimal(entry["per"])
        used = subject.used(entry["usage"])
        if used is None or used >= block:
            quantity = None if used is None else used / block
            line = Line(entry["name"], entry["unit"], quantity, entry["usage"])
            yield subject.bill(line, subject.key(entry["price"]))


def glue_job(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a job, each at the price of all its processing units."""
    units = _units(subject)
    hours = subject.used("monthly_hours")
    if units is None:
        line = Line("Duration", "hours", hours, "monthly_hours")
        yield subject.unpriced(line, "The capacity is known only after apply.")
        return
    unit = f"hours ({units.normalize():f} DPU{'' if units == 1 else 's'})"
    flexible = str(subject.get("execution_class", "STANDARD")).upper() == "FLEX"
    key = subject.key("glue/job", execution="flex" if flexible else "standard")
    yield subject.bill(Line("Duration", unit, hours, "monthly_hours", hours=units), key)


def _units(subject: Subject) -> Decimal | None:
    """Return the processing units of a job: as it says, or those of its workers."""
    capacity = subject.get("max_capacity")
    if capacity is not None:
        return amount(capacity)
    workers = subject.get("number_of_workers")
    if workers is not None:
        kind = subject.get("worker_type", "Standard")
        each = subject.facts["workers"].get(kind) if kind is not UNKNOWN else None
        count = amount(workers)
        return None if each is None or count is None else count * Decimal(each)
    shell = subject.at("command.name") == "pythonshell"
    return _PYTHON_SHELL_UNITS if shell else Decimal(subject.facts["default_units"])
