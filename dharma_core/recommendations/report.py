"""The advice for one Plan as a whole: what could be saved, and the choice of what to follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Estimate
from dharma_core.errors import InputError, nearest
from dharma_core.money import plain
from dharma_core.plan import Plan
from dharma_core.recommendations.advice import Advice

__all__ = ["SavingsReport"]

_MONTHS = 12


@dataclass(frozen=True)
class SavingsReport:
    """The advice for one Plan, the largest saving first.

    Parameters
    ----------
    estimate : Estimate
        What the Plan costs now.
    """

    plan: Plan
    estimate: Estimate
    advice: tuple[Advice, ...]

    @property
    def potential(self) -> Decimal:
        """What could be saved a month: of each resource the best piece of advice alone.

        Advice for one resource may exclude another, so that their sum would promise too much; so
        would that of the parts and of the whole: the larger of these two counts.
        """
        best: dict[str, Decimal] = {}
        whole = [a.monthly_saving or Decimal(0) for a in self.advice if a.proposal.whole]
        for one in self.advice:
            if one.proposal.whole:
                continue
            address, saving = one.proposal.address, one.monthly_saving or Decimal(0)
            best[address] = max(best.get(address, Decimal(0)), saving)
        return max(sum(best.values(), Decimal(0)), *whole, Decimal(0))

    def chosen(self, ids: Iterable[str]) -> tuple[Advice, ...]:
        """Return the advice of some ids.

        Raises
        ------
        InputError
            If there is none of an id, or it asks for no change of the design.
        """
        known = {one.id: one for one in self.advice}
        found: list[Advice] = []
        for id_ in dict.fromkeys(ids):
            one = known.get(id_)
            if one is None:
                raise InputError(
                    f"There is no advice {id_!r} for {self.plan.name}.",
                    next_step=nearest(id_, known) or "List the advice with 'dharma savings'.",
                )
            if not one.proposal.changes:
                raise InputError(
                    f"{id_} changes nothing in the design: {one.proposal.title}.",
                    next_step="It is bought in the cloud's account; the list says what to buy.",
                )
            found.append(one)
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings."""
        return {
            "total_monthly_cost": str(self.estimate.total.rounded()),
            "currency": self.estimate.currency,
            "potential_savings": plain(self.potential),
            "potential_yearly_savings": plain(self.potential * _MONTHS),
            "optimizations": [one.as_dict() for one in self.advice],
        }
