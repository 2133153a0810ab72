"""Global Accelerator: the premium for data, charged in the direction that carries more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["accelerator_endpoint_group"]


def accelerator_endpoint_group(subject: Subject) -> Iterator[Component]:
    """Yield the premium of each place that usage names, in the dominant direction only."""
    directions = subject.facts["directions"]
    totals = [sum(_given(subject, d).values(), Decimal(0)) for d in directions]
    dominant = directions[totals.index(max(totals))]
    given = _given(subject, dominant)
    if not given:
        key = f"{dominant['usage']}.us"
        note = f"The price depends on the places; give {dominant['usage']} in the usage file."
        line = Line("DT-premium fee", "GB", None, key)
        yield replace(subject.unpriced(line, note), price_from_usage=True)
    for place, used in given.items():
        yield _premium(subject, dominant, place, used)


def _given(subject: Subject, direction: Mapping[str, Any]) -> dict[str, Decimal]:
    found = {p: subject.used(f"{direction['usage']}.{p}") for p in subject.facts["places"]}
    return {place: used for place, used in found.items() if used}


def _premium(
    subject: Subject, direction: Mapping[str, Any], place: str, used: Decimal
) -> Component:
    name = f"{subject.facts['places'][place]['label']} > {direction['name']}"
    line = Line(name, "GB", used, f"{direction['usage']}.{place}")
    region = subject.text("endpoint_group_region", subject.region)
    if region is None:
        return subject.unpriced(line, "The endpoints' region is known only after apply.")
    attributes = {"direction": direction["direction"], "edge": place}
    origin = _place_of(region, subject.facts["places"])
    key = subject.key("globalaccelerator/data", region="global", origin=origin, **attributes)
    return subject.bill(line, key)


def _place_of(region: str, places: Mapping[str, Any]) -> str:
    """Return the place that a region lies in: the one with the longest matching beginning."""
    matches = [
        (len(start), place)
        for place, facts in places.items()
        for start in facts["regions"]
        if region == start or region.startswith(f"{start}-")
    ]
    return max(matches, default=(0, "unknown"))[1]
