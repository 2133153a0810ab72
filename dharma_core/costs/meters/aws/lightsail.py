"""Lightsail: a virtual server by the size and system that its bundle names."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["lightsail_instance"]


def lightsail_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a server; a bundle is named such as ``small_win_3_0``."""
    bundle = subject.text("bundle_id")
    if not bundle:
        note = "The bundle is known only after apply."
        yield subject.unpriced(Line("Virtual server", "hours", HOURS_PER_MONTH), note)
        return
    size, *rest = bundle.split("_")
    system = "windows" if "win" in rest else "linux"
    line = Line(f"Virtual server ({subject.facts['systems'][system]})", "hours", HOURS_PER_MONTH)
    yield subject.bill(line, subject.key("lightsail/instance", os=system, size=size))
