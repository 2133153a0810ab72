"""Components that are quantity times price, declared in the catalogue rather than written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["declared"]


def declared(subject: Subject) -> Iterator[Component]:
    """Yield each component that the type's section ``costs.components`` lists.

    An entry has ``name``, ``unit``, ``price`` (``service/product``), its ``attributes``, and one of
    ``hours`` (so many times 730 hours), ``count`` (fixed), ``usage`` (a usage key, divided by
    ``per``).
    """
    for entry in subject.facts.get("components", ()):
        attributes = {k: str(v) for k, v in entry.get("attributes", {}).items()}
        line = Line(entry["name"], entry["unit"], _quantity(subject, entry), entry.get("usage", ""))
        yield subject.bill(line, subject.key(entry["price"], **attributes))


def _quantity(subject: Subject, entry: Mapping[str, Any]) -> Decimal | None:
    if "hours" in entry:
        return HOURS_PER_MONTH * Decimal(entry["hours"])
    if "count" in entry:
        return to_decimal(entry["count"])
    used = subject.used(entry["usage"])
    return None if used is None else used / Decimal(entry.get("per", 1))
