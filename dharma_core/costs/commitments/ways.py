"""A part that runs all month with its offers and its cheapest mix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dharma_core.costs.commitments.mix import HORIZON_MONTHS, Mix
from dharma_core.costs.commitments.offers import Capacity, Offer
from dharma_core.money import plain

__all__ = ["WaysToPay"]


@dataclass(frozen=True)
class WaysToPay:
    """One part that runs all month, its offers and the mix of the least expected cost."""

    capacity: Capacity
    offers: tuple[Offer, ...]
    mix: Mix

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings."""
        month = self.capacity.monthly
        return {
            "address": self.capacity.address,
            "component": self.capacity.name,
            "on_demand_monthly": plain(month),
            "offers": [
                {
                    "strategy": offer.strategy.id,
                    "upfront": plain(offer.upfront),
                    "monthly": plain(offer.monthly),
                    "effective_monthly": plain(offer.effective_monthly),
                    "break_even_month": offer.break_even_month(month),
                    "assumed": offer.assumed,
                    "source": offer.source,
                    "as_of": offer.as_of.isoformat() if offer.as_of else None,
                }
                for offer in self.offers
            ],
            "mix": {
                "expected": plain(self.mix.expected),
                "on_demand": plain(self.mix.on_demand),
                "months": HORIZON_MONTHS,
                "slices": [
                    {
                        "from": plain(part.start),
                        "to": plain(part.end),
                        "strategy": part.offer.strategy.id if part.offer else "on_demand",
                    }
                    for part in self.mix.slices
                ],
            },
        }
