"""Reservations: what an hour costs when the capacity is paid for wholly or partly ahead."""

from __future__ import annotations

from dataclasses import replace

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.ports import PriceKey

__all__ = ["bill_reserved"]


def bill_reserved(subject: Subject, line: Line, key: PriceKey) -> Component:
    """Return the line at its price; a reservation wholly paid ahead costs nothing an hour."""
    if not key.option.endswith("all_upfront"):
        return subject.bill(line, key)
    any_kind = replace(key, region="global", attributes="")
    return subject.bill_any(line, (key, any_kind)) or subject.bill(line, key)
