"""Two estimates side by side: what each resource cost before, costs after, and the difference.

A resource is the same on both sides when its address is. What is left over is the same when only
its place changed: a block that became one of several (``aws_lb.a`` and ``aws_lb.a[0]``), the same
type and name in another module, or one of its type that is billed alike under another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from dharma_core.costs.components import OPEN_STATES, ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.errors import InputError
from dharma_core.money import exact_sum, plain

__all__ = ["Comparison", "CostChange", "compare_estimates"]


@dataclass(frozen=True, slots=True)
class CostChange:
    """One address in two estimates.

    Parameters
    ----------
    address : str
        In the new estimate; in the old one where it is gone.
    before, after : ResourceCost or None
        None where the resource does not exist on that side.
    """

    address: str
    before: ResourceCost | None
    after: ResourceCost | None

    @property
    def action(self) -> str:
        """``create``, ``delete``, ``update``, ``move`` or ``no-op``, by what is billed."""
        if self.before is None:
            return "create"
        if self.after is None:
            return "delete"
        if self.before.components != self.after.components:
            return "update"
        return "move" if self.previous_address else "no-op"

    @property
    def previous_address(self) -> str:
        """What it was called before, empty when it is called the same."""
        if self.before is None or self.before.address == self.address:
            return ""
        return self.before.address

    @property
    def block(self) -> str:
        """The address without its index: all instances of one block share it."""
        return _LAST_INDEX.sub("", self.address)

    @property
    def delta(self) -> Decimal | None:
        """The difference a month of the known parts; None when one side is not known at all."""
        before, after = _cost(self.before), _cost(self.after)
        return None if before is None or after is None else exact_sum((after, -before))

    @property
    def is_complete(self) -> bool:
        """Whether every part is known on both sides, so that the difference is the whole truth."""
        return all(s.state not in OPEN_STATES for s in (self.before, self.after) if s is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: money as strings, absent and unknown as null."""
        return {
            "address": self.address,
            "previous_address": self.previous_address or None,
            "action": self.action,
            "monthly_cost_before": _side(self.before),
            "monthly_cost_after": _side(self.after),
            "delta": None if self.delta is None else plain(self.delta),
            "complete": self.is_complete,
        }


@dataclass(frozen=True)
class Comparison:
    """Every address of two estimates: those of the new one in its order, then what is gone."""

    before: Estimate
    after: Estimate
    changes: tuple[CostChange, ...]

    @cached_property
    def total_delta(self) -> Decimal:
        """The difference of the known totals, to the cent."""
        return exact_sum((self.after.total.rounded(), -self.before.total.rounded()))

    @property
    def is_complete(self) -> bool:
        """Whether every part of both sides is known."""
        return not self.before.unknown_count and not self.after.unknown_count

    @cached_property
    def changed(self) -> tuple[CostChange, ...]:
        """Only what is billed differently."""
        return tuple(c for c in self.changes if c.action != "no-op")

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: ``changes`` (those that differ), totals and their difference."""
        return {
            "changes": [c.as_dict() for c in self.changed],
            "total_before": plain(self.before.total.rounded()),
            "total_after": plain(self.after.total.rounded()),
            "total_delta": plain(self.total_delta),
            "currency": self.after.currency,
            "unknown_count_before": self.before.unknown_count,
            "unknown_count_after": self.after.unknown_count,
            "complete": self.is_complete,
        }


def compare_estimates(before: Estimate, after: Estimate) -> Comparison:
    """Return what changes between two estimates, resource by resource.

    Raises
    ------
    InputError
        If they are in different currencies.

    Examples
    --------
    >>> empty = Estimate((), region="us-east-1")
    >>> compare_estimates(empty, empty).as_dict()["total_delta"]
    '0'
    """
    if before.currency != after.currency:
        raise InputError(
            f"The old design is priced in {before.currency}, the new one in {after.currency}.",
            next_step="Compare designs of one currency.",
        )
    pairs = _pairs(before.resources, after.resources)
    kept = [CostChange(new.address, pairs.get(new.address), new) for new in after.resources]
    used = {old.address for old in pairs.values()}
    gone = [CostChange(c.address, c, None) for c in before.resources if c.address not in used]
    return Comparison(before, after, (*kept, *gone))


_Sign = Callable[[ResourceCost], Hashable]


def _pairs(
    before: tuple[ResourceCost, ...], after: tuple[ResourceCost, ...]
) -> dict[str, ResourceCost]:
    """Return, by new address, which resource of the old estimate each one is."""
    found: dict[str, ResourceCost] = {}
    old, new = list(before), list(after)
    for sign in _SIGNS:
        by_sign: dict[Hashable, list[ResourceCost]] = {}
        for cost in old:
            by_sign.setdefault(sign(cost), []).append(cost)
        for cost in new:
            same = by_sign.get(sign(cost))
            if same and sign(cost) is not None:
                found[cost.address] = same.pop(0)
        used = {cost.address for cost in found.values()}
        old = [cost for cost in old if cost.address not in used]
        new = [cost for cost in new if cost.address not in found]
    return found


def _address(cost: ResourceCost) -> Hashable:
    return cost.address


def _counted(cost: ResourceCost) -> Hashable:
    """Return a sign of what stands alone in its block or is the first of several."""
    block = _LAST_INDEX.sub("", cost.address)
    return block if cost.address in (block, f"{block}[0]") else None


def _moved(cost: ResourceCost) -> Hashable:
    """Return a sign shared by the same type and name in any module."""
    return cost.address.removeprefix(f"{cost.module}.") if cost.module else cost.address


def _billed_alike(cost: ResourceCost) -> Hashable:
    """Return a sign of type, place and bill, where it costs something."""
    return (cost.type, cost.region, cost.components) if cost.monthly_cost else None


_LAST_INDEX = re.compile(r"\[[^\[\]]*\]$")
_SIGNS: tuple[_Sign, ...] = (_address, _counted, _moved, _billed_alike)


def _cost(side: ResourceCost | None) -> Decimal | None:
    return Decimal(0) if side is None else side.monthly_cost


def _side(side: ResourceCost | None) -> str | None:
    cost = side.monthly_cost if side is not None else None
    return None if cost is None else plain(cost)
