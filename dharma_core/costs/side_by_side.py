"""One design in several places: what each part is there, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from dharma_core.costs.estimates import CostState, Estimate, ResourceCost
from dharma_core.errors import InputError
from dharma_core.money import plain
from dharma_core.plan import Plan

__all__ = ["PartCost", "Place", "PlacedDesign", "SideBySide", "parse_place"]

_CLOUDS = ("aws", "azure", "gcp")
_WORST_FIRST = list(CostState)


@dataclass(frozen=True, slots=True)
class Place:
    """A cloud and one of its regions."""

    provider: str
    region: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.region}"


def parse_place(text: str) -> Place:
    """Return the place that ``aws:eu-west-1`` says.

    Raises
    ------
    InputError
        If it is not a cloud and a region.

    Examples
    --------
    >>> parse_place("azure:westeurope")
    Place(provider='azure', region='westeurope')
    """
    provider, _, region = text.partition(":")
    if provider not in _CLOUDS or not region:
        raise InputError(
            f"{text!r} is no place.",
            next_step="Write cloud:region, such as aws:eu-west-1 or azure:westeurope.",
        )
    return Place(provider, region)


@dataclass(frozen=True, slots=True)
class PartCost:
    """What one resource of the design is in one place.

    Parameters
    ----------
    types : tuple of str
        The native types it becomes there that are billed or unknown; free ones are left out.
    monthly_cost : Decimal or None
        Of its known parts; None when none is known.
    """

    types: tuple[str, ...]
    monthly_cost: Decimal | None
    state: CostState


@dataclass(frozen=True)
class PlacedDesign:
    """The design in one place.

    Parameters
    ----------
    plan : Plan
        What it is lowered to there.
    lost : tuple of str
        What does not translate.
    """

    place: Place
    plan: Plan
    estimate: Estimate
    lost: tuple[str, ...] = ()

    @cached_property
    def parts(self) -> Mapping[str, PartCost]:
        """The cost of each resource of the design, by its name in it."""
        costs = {r.address: r for r in self.estimate.resources}
        found: dict[str, list[ResourceCost]] = {}
        for resource in self.plan.managed:
            name = resource.design or str(resource.address)
            found.setdefault(name, []).append(costs[str(resource.address)])
        return {name: _part(these) for name, these in found.items()}

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings, unknown as null."""
        return {
            "place": str(self.place),
            "provider": self.place.provider,
            "region": self.place.region,
            "total_monthly_cost": str(self.estimate.total.rounded()),
            "currency": self.estimate.currency,
            "unknown_count": self.estimate.unknown_count,
            "untranslated": list(self.lost),
            "parts": {
                name: {
                    "types": list(part.types),
                    "monthly_cost": None if part.monthly_cost is None else plain(part.monthly_cost),
                    "state": part.state.value,
                }
                for name, part in self.parts.items()
            },
        }


def _part(costs: Iterable[ResourceCost]) -> PartCost:
    items = tuple(costs)
    billed = tuple(c for c in items if c.state is not CostState.FREE) or items
    known = [c.monthly_cost for c in items if c.monthly_cost is not None]
    return PartCost(
        tuple(dict.fromkeys(c.type for c in billed)),
        sum(known, Decimal(0)) if known else None,
        min((c.state for c in items), key=_WORST_FIRST.index),
    )


@dataclass(frozen=True)
class SideBySide:
    """A design in several places, in the order asked for."""

    name: str
    designs: tuple[PlacedDesign, ...]

    @property
    def part_names(self) -> tuple[str, ...]:
        """Every resource of the design, what costs most anywhere first."""
        names = dict.fromkeys(name for design in self.designs for name in design.parts)
        return tuple(sorted(names, key=self._most, reverse=True))

    def _most(self, name: str) -> tuple[Decimal, bool]:
        parts = [d.parts[name] for d in self.designs if name in d.parts]
        is_open = any(p.state is not CostState.FREE for p in parts)
        return max(p.monthly_cost or Decimal(0) for p in parts), is_open

    @property
    def cheapest(self) -> PlacedDesign | None:
        """Where the known parts cost least, of the places with the fewest unknown parts.

        Nothing when their currencies differ.
        """
        if len({d.estimate.currency for d in self.designs}) != 1:
            return None
        return min(
            self.designs,
            key=lambda d: (d.estimate.unknown_count, len(d.lost), d.estimate.total.amount),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        cheapest = self.cheapest
        return {
            "name": self.name,
            "cheapest": str(cheapest.place) if cheapest else None,
            "places": [design.as_dict() for design in self.designs],
        }
