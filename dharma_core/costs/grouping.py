"""The same cost by another name: by service, module, region, tag; the groups sum to the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from dharma_core.costs.components import ResourceCost
from dharma_core.costs.ranges import CostRange, range_of
from dharma_core.errors import InputError, nearest
from dharma_core.money import exact_sum, plain

__all__ = ["DIMENSIONS", "CostGroup", "check_dimension", "group_costs", "tag_names"]

_TAG = "tag:"
_KEYS: dict[str, Callable[[ResourceCost], str | None]] = {
    "service": lambda r: r.service or r.type or None,
    "module": lambda r: r.module or None,
    "type": lambda r: r.type or None,
    "region": lambda r: r.region or None,
    "provider": lambda r: r.provider or None,
}
_NOTHING = {"module": "root module", "region": "no region", "provider": "no provider"}

DIMENSIONS = tuple(_KEYS)
"""What costs are grouped by, besides ``tag:NAME``."""


@dataclass(frozen=True)
class CostGroup:
    """Every resource that shares one value of a dimension.

    Parameters
    ----------
    key : str or None
        The value; None for the resources that have none (no such tag).
    label : str
        The value for people.
    resources : tuple of ResourceCost
    """

    key: str | None
    label: str
    resources: tuple[ResourceCost, ...]

    @cached_property
    def monthly_cost(self) -> Decimal | None:
        """The sum of what is known; None when nothing is."""
        known = [r.monthly_cost for r in self.resources if r.monthly_cost is not None]
        return exact_sum(known) if known else None

    @cached_property
    def unknown_count(self) -> int:
        """How many of its resources have a part that is not known."""
        return sum(r.is_open for r in self.resources)

    @cached_property
    def range(self) -> CostRange:
        """How far its cost may lie from the figure."""
        return range_of(self.resources)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: the unrounded sum as a string, unknown as null."""
        cost = self.monthly_cost
        return {
            "key": self.key,
            "label": self.label,
            "monthly_cost": None if cost is None else plain(cost),
            "resources": len(self.resources),
            "unknown_count": self.unknown_count,
        }


def group_costs(resources: Iterable[ResourceCost], by: str) -> tuple[CostGroup, ...]:
    """Return the groups of a dimension, dearest first, unknown last; none of it counted twice.

    Parameters
    ----------
    by : str
        One of ``DIMENSIONS``, or ``tag:NAME``.

    Raises
    ------
    InputError
        If there is no such dimension; the nearest is named.

    Examples
    --------
    >>> free = ResourceCost("aws_vpc.a", "aws_vpc", free=True, service="VPC")
    >>> [group.label for group in group_costs([free], "service")]
    ['VPC']
    >>> [group.label for group in group_costs([free], "tag:Owner")]
    ['no tag Owner']
    """
    check_dimension(by)
    found: defaultdict[str | None, list[ResourceCost]] = defaultdict(list)
    key_of = _key_of(by)
    for resource in resources:
        found[key_of(resource)].append(resource)
    groups = [CostGroup(key, _label(key, by), tuple(members)) for key, members in found.items()]
    return tuple(sorted(groups, key=_dearest_first))


def check_dimension(by: str) -> str:
    """Return ``by`` when costs can be grouped by it; raise InputError naming the nearest."""
    if by in _KEYS or (by.startswith(_TAG) and by != _TAG):
        return by
    raise InputError(
        f"Costs are not grouped by {by!r}.", next_step=nearest(by, (*DIMENSIONS, "tag:NAME"))
    )


def tag_names(resources: Iterable[ResourceCost]) -> tuple[str, ...]:
    """Return every tag that some resource carries, by name.

    Examples
    --------
    >>> tag_names([ResourceCost("a.b", "a", tags={"Owner": "ann"})])
    ('Owner',)
    """
    return tuple(sorted({name for r in resources for name in r.tags}))


def _key_of(by: str) -> Callable[[ResourceCost], str | None]:
    """Return what tells a resource's group; None where it has no such thing."""
    if not by.startswith(_TAG):
        return _KEYS[by]
    name = by.removeprefix(_TAG)
    return lambda resource: _tag_key(resource, name)


def _tag_key(resource: ResourceCost, name: str) -> str | None:
    if name not in resource.tags:
        return None
    value = resource.tags[name]
    return _LATER if value is None else value


_LATER = "(known after apply)"


def _label(key: str | None, by: str) -> str:
    if key is not None:
        return key or '""'
    return f"no tag {by.removeprefix(_TAG)}" if by.startswith(_TAG) else _NOTHING.get(by, "none")


def _dearest_first(group: CostGroup) -> tuple[bool, Decimal, str]:
    cost = group.monthly_cost
    return cost is None, -(cost or Decimal(0)), group.label
