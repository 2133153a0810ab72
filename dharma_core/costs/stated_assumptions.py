"""What an estimate takes for granted because nobody said it, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dharma_core.costs.components import ResourceCost

__all__ = ["StatedAssumption", "stated_assumptions"]

_WAYS = {
    "aws": "the provider's region, or --set AWS::Region=NAME for a template",
    "azurerm": "the resources' location",
    "google": "the provider's region, or the resources' zone",
}


@dataclass(frozen=True, slots=True)
class StatedAssumption:
    """One thing taken for granted.

    Parameters
    ----------
    code : str
        ``region`` or ``usage``.
    value : str
        What is assumed: ``us-east-1``, ``medium``.
    message : str
        A sentence for people.
    addresses : tuple of str
        The resources it is about, in the estimate's order.
    """

    code: str
    value: str
    message: str
    addresses: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "code": self.code,
            "value": self.value,
            "message": self.message,
            "addresses": list(self.addresses),
        }


def stated_assumptions(
    resources: Iterable[ResourceCost], *, preset: str = ""
) -> tuple[StatedAssumption, ...]:
    """Return what is assumed of some resources: regions first, then quantities.

    Parameters
    ----------
    preset : str
        The usage preset that filled in what nobody gave, empty for none.

    Examples
    --------
    >>> queue = ResourceCost("aws_sqs_queue.q", "aws_sqs_queue", provider="aws")
    >>> stated_assumptions([queue])
    ()
    """
    items = tuple(resources)
    return (*_regions(items), *_usage(items, preset))


def _regions(resources: tuple[ResourceCost, ...]) -> Iterator[StatedAssumption]:
    found: dict[tuple[str, str], list[str]] = {}
    for resource in resources:
        if resource.region_assumed and resource.components:
            place = (resource.provider, resource.region)
            found.setdefault(place, []).append(resource.address)
    for (provider, region), addresses in found.items():
        way = f": give {_WAYS[provider]}" if provider in _WAYS else ""
        message = f"No region is given, so {_counted(addresses)} priced in {region}{way}."
        yield StatedAssumption("region", region, message, tuple(addresses))


def _usage(resources: tuple[ResourceCost, ...], preset: str) -> Iterator[StatedAssumption]:
    addresses = [r.address for r in resources if r.assumed_usage]
    if addresses and preset:
        message = (
            f"Nobody gave some quantities, so {_counted(addresses)} priced with those of the "
            f"preset {preset}."
        )
        yield StatedAssumption("usage", preset, message, tuple(addresses))


def _counted(addresses: list[str]) -> str:
    return "1 resource is" if len(addresses) == 1 else f"{len(addresses):,} resources are"
