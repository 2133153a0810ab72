"""Load balancers: hours, and capacity units by the dimension that weighs most."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["load_balancer"]


def load_balancer(subject: Subject) -> Iterator[Component]:
    """Yield the hours and the capacity units of an application, network or gateway balancer."""
    kinds = subject.facts_of("aws_lb")["kinds"]
    kind = subject.get("load_balancer_type", "application")
    facts = kinds.get(kind) if isinstance(kind, str) else None
    if facts is None:
        note = f"The load balancer type {kind} is not one of {', '.join(kinds)}."
        yield subject.unpriced(Line("Load balancer", "hours", HOURS_PER_MONTH), note)
        return
    hours = Line(facts["label"], "hours", HOURS_PER_MONTH)
    yield subject.bill(hours, subject.key("elb/load_balancer", type=kind))
    capacity = Line(
        "Load balancer capacity units", "LCU", _units(subject, kind), "processed_bytes_gb"
    )
    yield subject.bill(capacity, subject.key("elb/capacity", type=kind))


def _units(subject: Subject, kind: str) -> Decimal | None:
    """Return capacity units: as billed, else the greatest share over the dimensions supplied.

    A unit for a whole month is 730 unit-hours, and usage counts one month.
    """
    billed = subject.used("monthly_lcu_hours")
    if billed is not None:
        return billed / HOURS_PER_MONTH
    shares = [
        used / Decimal(per_unit)
        for key, per_unit in subject.facts_of("aws_lb")["kinds"][kind]["unit_holds"].items()
        if (used := subject.used(key)) is not None
    ]
    return max(shares) / HOURS_PER_MONTH if shares else None
