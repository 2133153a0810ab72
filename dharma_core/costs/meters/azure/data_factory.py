"""Data Factory: nodes that run SSIS packages, beside what is declared."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.declared import declared
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["ssis_runtime"]


def ssis_runtime(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a runtime's nodes, by size, edition and licence."""
    size, edition = subject.text("node_size"), subject.text("edition", "Standard")
    licence = subject.text("license_type", "LicenseIncluded")
    nodes = subject.number("number_of_nodes", 1)
    hours = None if nodes is None else nodes * HOURS_PER_MONTH
    if not size or edition is None or licence is None:
        note = "The nodes' size, edition or licence is known only after apply."
        yield subject.unpriced(Line("Compute", "hours", hours), note)
    else:
        included = licence == "LicenseIncluded"
        short = size.removeprefix("Standard_")
        label = ", ".join(
            [short.replace("_", " "), edition, *(["license included"] if included else [])]
        )
        key = subject.key(
            "data_factory/ssis_node",
            size=short.lower(),
            edition=edition.lower(),
            licence="included" if included else "none",
        )
        yield subject.bill(Line(f"Compute ({label})", "hours", hours), key)
    yield from declared(subject)
