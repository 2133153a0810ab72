"""Two estimates side by side: what each resource cost before, costs after, and the difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from dharma_core.costs.estimates import CostState, Estimate, ResourceCost
from dharma_core.errors import InputError
from dharma_core.money import plain

__all__ = ["Comparison", "CostChange", "compare_estimates"]


@dataclass(frozen=True, slots=True)
class CostChange:
    """One address in two estimates.

    Parameters
    ----------
    before, after : ResourceCost or None
        None where the resource does not exist on that side.
    """

    address: str
    before: ResourceCost | None
    after: ResourceCost | None

    @property
    def action(self) -> str:
        """``create``, ``delete``, ``update`` or ``no-op``, by what is billed."""
        if self.before is None:
            return "create"
        if self.after is None:
            return "delete"
        return "no-op" if self.before.components == self.after.components else "update"

    @property
    def delta(self) -> Decimal | None:
        """The difference a month of the known parts; None when one side is not known at all."""
        before, after = _cost(self.before), _cost(self.after)
        return None if before is None or after is None else after - before

    @property
    def is_complete(self) -> bool:
        """Whether every part is known on both sides, so that the difference is the whole truth."""
        unknown = (CostState.USAGE, CostState.NOT_FOUND)
        return all(s.state not in unknown for s in (self.before, self.after) if s is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: money as strings, absent and unknown as null."""
        return {
            "address": self.address,
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
        return self.after.total.rounded() - self.before.total.rounded()

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
    old = {cost.address: cost for cost in before.resources}
    new = {cost.address: cost for cost in after.resources}
    kept = [CostChange(address, old.get(address), cost) for address, cost in new.items()]
    gone = [CostChange(a, cost, None) for a, cost in old.items() if a not in new]
    return Comparison(before, after, (*kept, *gone))


def _cost(side: ResourceCost | None) -> Decimal | None:
    return Decimal(0) if side is None else side.monthly_cost


def _side(side: ResourceCost | None) -> str | None:
    cost = side.monthly_cost if side is not None else None
    return None if cost is None else plain(cost)
