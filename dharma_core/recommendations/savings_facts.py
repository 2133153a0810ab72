"""What the savings advice knows of sizes, volumes and idle parts: data/savings.yaml, parsed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.errors import FactError
from dharma_core.plan import FrozenMap, Path, freeze
from dharma_core.recommendations.working_hours import WorkingHours, parse_working_hours
from dharma_core.units import to_decimal

__all__ = ["Moves", "SavingsFacts", "Sized", "Successor", "parse_savings_facts"]

_CLOUDS = {"aws": "aws", "azurerm": "azure", "google": "gcp"}


@dataclass(frozen=True, slots=True)
class Sized:
    """Where a type says its size.

    Parameters
    ----------
    service : str
        What the size catalogue calls it; empty where it cannot be right-sized by need.
    managed : bool
        Whether the provider runs the software, so that another processor changes nothing.
    """

    path: Path
    service: str = ""
    managed: bool = False
    windows: bool = False


@dataclass(frozen=True, slots=True)
class Successor:
    """A rule from the name of a size to that of another."""

    cloud: str
    pattern: re.Pattern[str]
    to: str
    risk: str = "high"
    note: str = ""

    def of(self, cloud: str, name: str) -> str:
        """Return the size that follows a size, empty when the rule is not about it."""
        if cloud != self.cloud or not self.pattern.match(name):
            return ""
        return self.pattern.sub(self.to, name)


@dataclass(frozen=True, slots=True)
class Moves:
    """Where designs may move to, and when that is worth saying.

    Parameters
    ----------
    least_share : Decimal
        Of the design's cost, 0-1.
    least_monthly : Decimal
        In US dollars.
    told_besides, looks_told : int
        How many of the next best regions, and of the things to look at, the text names.
    continents : tuple of mapping
        Of each continent, regions by cloud and area.
    switched_on : set of str
        Regions that an account has to be opened for.
    """

    least_share: Decimal
    least_monthly: Decimal
    told_besides: int
    looks_told: int
    risks: str
    continents: tuple[Mapping[str, Mapping[str, tuple[str, ...]]], ...]
    switched_on: frozenset[str]

    def beside(self, cloud: str, region: str) -> tuple[str, ...]:
        """Return the other regions of a region's continent; empty where it is not known."""
        for continent in self.continents:
            regions = [r for area in continent.get(cloud, {}).values() for r in area]
            if region in regions:
                return tuple(sorted(r for r in regions if r != region))
        return ()

    def area(self, cloud: str, region: str) -> str:
        """Return the country or union that a region is in."""
        areas = (item for c in self.continents for item in c.get(cloud, {}).items())
        return next((name for name, regions in areas if region in regions), "")


@dataclass(frozen=True, slots=True)
class SavingsFacts:
    """The parsed file; tables that one advisor reads stay as they are."""

    sized: Mapping[str, Sized]
    successors: tuple[Successor, ...]
    arm: tuple[Successor, ...]
    volumes: Mapping[str, Any]
    idle: Mapping[str, Any]
    storage_classes: Mapping[str, Any]
    lifecycles: Mapping[str, Any]
    log_retention: Mapping[str, Any]
    schedules: Mapping[str, Any]
    spot: Mapping[str, Any]
    own_licences: Mapping[str, Any]
    working_hours: WorkingHours
    moves: Moves
    cpu_percent: Decimal
    memory_percent: Decimal
    commitments_from_monthly: Decimal

    @staticmethod
    def cloud_of(resource_type: str) -> str:
        """Return the price books' name of the cloud that a type is of."""
        prefix = resource_type.partition("_")[0]
        return _CLOUDS.get(prefix, prefix)


def parse_savings_facts(raw: Mapping[str, Any]) -> SavingsFacts:
    """Return the facts of a parsed data/savings.yaml.

    Raises
    ------
    FactError
        If a key is missing or a pattern is none.
    """
    try:
        return SavingsFacts(
            sized={t: Sized(**{**f, "path": tuple(f["path"])}) for t, f in raw["sized"].items()},
            successors=tuple(map(_successor, raw["successors"])),
            arm=tuple(map(_successor, raw["arm"])),
            **{n: _table(raw[n]) for n in _TABLES},
            working_hours=parse_working_hours(raw["schedules"]),
            moves=_moves(raw["moves"]),
            cpu_percent=_number(raw["limits"]["cpu_percent"]),
            memory_percent=_number(raw["limits"]["memory_percent"]),
            commitments_from_monthly=_number(raw["commitments_from_monthly"]),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise FactError(f"savings.yaml: {error!r}.") from error


_TABLES = (
    "volumes", "idle", "storage_classes", "lifecycles", "log_retention", "schedules", "spot",
    "own_licences",
)  # fmt: skip


def _moves(raw: Mapping[str, Any]) -> Moves:
    table = _table(raw)
    return Moves(
        least_share=_number(table["least_percent"]) / 100,
        least_monthly=_number(table["least_monthly"]),
        told_besides=int(table["told_besides"]),
        looks_told=int(table["looks_told"]),
        risks=table["risks"],
        continents=tuple(map(_table, table["continents"])),
        switched_on=frozenset(table["switched_on"]),
    )


def _successor(raw: Mapping[str, Any]) -> Successor:
    pattern = re.compile(raw["from"])
    return Successor(raw["cloud"], pattern, raw["to"], raw.get("risk", "high"), raw.get("note", ""))


def _table(raw: Any) -> FrozenMap:
    if not isinstance(raw, Mapping):
        raise TypeError(f"{raw!r} is no table")
    table: FrozenMap = freeze(raw)
    return table


def _number(value: Any) -> Decimal:
    number = to_decimal(value)
    if number is None or number <= 0:
        raise ValueError(f"{value!r} is no number above zero")
    return number
