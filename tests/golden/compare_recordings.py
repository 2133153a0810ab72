"""Two plans of one folder, leaf by leaf: what Terraform recorded and what our reader makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dharma_core.plan import Catalog, parse_address

__all__ = ["ABSENT", "Leaf", "compare"]

ABSENT = "(not there)"
NOT_YET = "(known after apply)"

Recording = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One attribute's value in both plans."""

    address: str
    path: str
    theirs: Any
    ours: Any

    @property
    def equal(self) -> bool:
        """Whether both plans say the same."""
        return type(self.theirs) is type(self.ours) and bool(self.theirs == self.ours)

    @property
    def cause(self) -> str:
        """What kind of difference it is."""
        if self.theirs == ABSENT:
            return "ours alone"
        if self.ours == ABSENT:
            return "unknown of theirs is missing" if self.theirs == NOT_YET else "missing"
        if self.ours == NOT_YET:
            return "unknown where Terraform knows"
        return "known where Terraform says unknown" if self.theirs == NOT_YET else "another value"


def compare(theirs: Recording, ours: Recording, catalog: Catalog) -> list[Leaf]:
    """Return every leaf of either plan; sets are compared as sets."""
    return [
        Leaf(address, path, left, right)
        for address in sorted({*theirs, *ours})
        for path, left, right in _pairs(
            theirs.get(address, ABSENT), ours.get(address, ABSENT), _Place(catalog, address)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    catalog: Catalog
    address: str
    path: tuple[str, ...] = ()

    def inside(self, step: str) -> _Place:
        return _Place(self.catalog, self.address, (*self.path, step))

    def is_list(self) -> bool:
        """Whether the order matters."""
        if self.address.startswith("output."):
            return True
        type_ = self.catalog.find(parse_address(self.address).type)
        names = tuple(step for step in self.path if not step.isdigit())
        fact = type_.attribute(names) if type_ else None
        return fact is None or not fact.type.startswith("set")


def _pairs(theirs: Any, ours: Any, place: _Place) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            yield from _pairs(theirs.get(key, ABSENT), ours.get(key, ABSENT), place.inside(key))
    elif isinstance(theirs, list) and isinstance(ours, list):
        yield from _elements(theirs, ours, place)
    elif isinstance(theirs, (dict, list)):
        yield from ((path, leaf, _beside(leaf, ours)) for path, leaf in _leaves(theirs, place))
    elif isinstance(ours, (dict, list)):
        yield from ((path, _beside(leaf, theirs), leaf) for path, leaf in _leaves(ours, place))
    else:
        yield ".".join(place.path), _number(theirs), _number(ours)


def _leaves(value: Any, place: _Place) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, (dict, list)):
        yield ".".join(place.path), value
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(inner, place.inside(str(key)))


def _beside(leaf: Any, whole: Any) -> Any:
    """Return what the other side says of a leaf; unknown as a whole is no unknown leaf."""
    return ABSENT if leaf == whole or whole != NOT_YET else NOT_YET


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _elements(left: list[Any], right: list[Any], place: _Place) -> Iterator[tuple[str, Any, Any]]:
    if left != right and not place.is_list():
        left, right = _aligned(left, right)
    for index in range(max(len(left), len(right))):
        sides = [side[index] if index < len(side) else ABSENT for side in (left, right)]
        yield from _pairs(*sides, place.inside(str(index)))


def _aligned(left: list[Any], right: list[Any]) -> tuple[list[Any], list[Any]]:
    """Bring the members that both have to the front, the rest into one order."""
    rest = list(right)
    same = []
    other = []
    for element in left:
        if element in rest:
            rest.remove(element)
            same.append(element)
        else:
            other.append(element)
    return same + sorted(other, key=_text), same + sorted(rest, key=_text)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
