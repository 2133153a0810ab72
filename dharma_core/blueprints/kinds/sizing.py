"""Sizes by need: the cheapest that fits, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from dharma_core.blueprints.ports import SizeCatalogue, SizeNeed
from dharma_core.errors import nearest

__all__ = ["Chosen", "choose_size"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The name of a size, or the reason that there is none and what to do."""

    name: str
    reason: str = ""
    hint: str = ""


def choose_size(need: SizeNeed, sizes: SizeCatalogue | None) -> Chosen:
    """Return the cheapest size that holds what is needed.

    Examples
    --------
    >>> choose_size(SizeNeed("aws", "us-east-1", "vm", 2, 4), None).reason
    'asks for 2 vCPU and 4 GB of memory, and no catalogue of sizes is here.'
    """
    if sizes is None:
        hint = "Read the design through the workbench, which knows sizes and prices."
        return _none(f"asks for {need}, and no catalogue of sizes is here.", hint)
    found = sizes.cheapest(need)
    if found is not None:
        return Chosen(found.name)
    largest = sizes.largest(need)
    if largest is None:
        regions = sizes.regions(need.provider)
        message = f"asks for {need}, and no sizes of {need.service} are known in {need.region}."
        return _none(message, nearest(need.region, regions, count=2))
    held = f"{largest.vcpu:g} vCPU and {largest.memory_gb:g} GB"
    message = f"asks for {need}; no size of {need.service} in {need.region} holds that."
    return _none(message, f"The largest there is {largest.name} with {held}.")


def _none(reason: str, hint: str) -> Chosen:
    return Chosen("no-size", reason, hint)
