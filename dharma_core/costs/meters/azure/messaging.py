"""Event Hubs: capacity by the tier's unit, events, capture, retention beyond the included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["event_hubs_namespace"]


def event_hubs_namespace(subject: Subject) -> Iterator[Component]:
    """Yield the capacity of a namespace and what its tier bills beside it."""
    kind, kinds = _kind(subject), subject.facts["kinds"]
    facts = kinds.get(kind)
    if facts is None:
        note = f"The tier {kind} is not one of {', '.join(kinds)}."
        yield subject.unpriced(Line("Capacity", "units", None), note)
        return
    units = subject.used("throughput_or_capacity_units")
    units = subject.number("capacity", 1) if units is None else units
    key = subject.key("event_hubs/capacity", tier=kind)
    yield subject.bill(Line(facts["capacity"], facts["unit"], units), key)
    if "ingress" in facts:
        yield _ingress(subject, facts["ingress"], kind)
    if facts.get("capture") and subject.word("capture_enabled") == "true":
        yield subject.bill(Line("Capture", "units", units), subject.key("event_hubs/capture"))
    if "included_gb" in facts:
        yield from _retention(subject, facts, kind, units)


def _kind(subject: Subject) -> str:
    if subject.get("dedicated_cluster_id") is not None:
        return "dedicated"
    return str(subject.get("sku", "standard")).lower()


def _ingress(subject: Subject, name: str, kind: str) -> Component:
    events = subject.used("monthly_ingress_events")
    millions = None if events is None else events / 1_000_000
    line = Line(name, "1M events", millions, "monthly_ingress_events")
    return subject.bill(line, subject.key("event_hubs/ingress", tier=kind))


def _retention(
    subject: Subject, facts: Mapping[str, Any], kind: str, units: Decimal | None
) -> Iterator[Component]:
    """Yield the storage beyond what comes with each unit, nothing when none is left."""
    stored = subject.used("retention_storage_gb")
    extra = None
    if stored is not None and units is not None:
        extra = max(stored - units * Decimal(facts["included_gb"]), Decimal(0))
    if extra != 0:
        line = Line("Extended retention", "GB", extra, "retention_storage_gb")
        yield subject.bill(line, subject.key("event_hubs/retention", tier=kind))
