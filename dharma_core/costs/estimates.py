"""The estimate as a value: every resource with its cost, the total, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from dharma_core.costs.components import Component, CostState, ResourceCost
from dharma_core.costs.confidence import Confidence, assess
from dharma_core.costs.grouping import DIMENSIONS, CostGroup, group_costs
from dharma_core.costs.ranges import CostRange, range_of
from dharma_core.costs.stated_assumptions import StatedAssumption, stated_assumptions
from dharma_core.money import Money, exact_sum, plain

__all__ = ["Component", "CostState", "Estimate", "ResourceCost"]


@dataclass(frozen=True)
class Estimate:
    """A month's cost of a Plan at 730 hours.

    Parameters
    ----------
    resources : tuple of ResourceCost
        In the Plan's order.
    region : str
        Where it was priced.
    as_of : date or None
        The oldest date among the prices used.
    preset : str
        ``small``, ``medium`` or ``large`` when quantities that nobody gave were assumed.
    measured_by : str
        What measured the quantities that say so, as in ``the bill of 2025-12``; empty for nothing.
    today : date or None
        What the age of prices is counted from.
    """

    resources: tuple[ResourceCost, ...]
    currency: str = "USD"
    region: str = ""
    as_of: date | None = None
    preset: str = ""
    today: date | None = None
    measured_by: str = ""

    @staticmethod
    def of(
        resources: Iterable[ResourceCost],
        *,
        currency: str = "USD",
        region: str,
        preset: str = "",
        today: date | None = None,
    ) -> Estimate:
        """Build an estimate, dating it by the oldest price used."""
        items = tuple(resources)
        dates = {c.as_of for r in items for c in r.components if c.as_of and c.unit_price}
        return Estimate(items, currency, region, min(dates, default=None), preset, today)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Every billable component."""
        return tuple(c for r in self.resources for c in r.components)

    @cached_property
    def total(self) -> Money:
        """The sum of what is known."""
        known = (r.monthly_cost for r in self.resources if r.monthly_cost is not None)
        return Money(exact_sum(known), self.currency)

    @cached_property
    def unknown_count(self) -> int:
        """How many resources have a part whose cost is not known (usage or not found)."""
        return sum(r.is_open for r in self.resources)

    @cached_property
    def trust(self) -> Confidence:
        """How far the figure can be trusted, and why not further."""
        return assess(self.resources, today=self.today)

    @cached_property
    def assumptions(self) -> tuple[StatedAssumption, ...]:
        """What is taken for granted because nobody said it."""
        return stated_assumptions(self.resources, preset=self.preset)

    @property
    def confidence(self) -> Decimal:
        """The known share of billable components, 0-1, two places; 1 when nothing is billable.

        A resource of an unknown type counts as one unknown component.
        """
        return self.trust.share

    @cached_property
    def range(self) -> CostRange:
        """How far the total may lie from its figure, as far as usage decides it."""
        return range_of(self.resources)

    def grouped(self, by: str) -> tuple[CostGroup, ...]:
        """Return the cost by ``service``, ``module``, ``type``, ``region``, ``provider`` or tag."""
        return group_costs(self.resources, by)

    def over_budget(self, budget: Decimal) -> bool:
        """Whether the known total is more than ``budget`` dollars a month."""
        return self.total.rounded() > budget

    def as_dict(self, *, tags: Iterable[str] = ()) -> dict[str, Any]:
        """Return the JSON form of the command line's contract.

        Parameters
        ----------
        tags : iterable of str
            Tags to group by, besides the dimensions that are always there.
        """
        groups = (*DIMENSIONS, *(f"tag:{name}" for name in tags))
        return {
            "total_monthly_cost": plain(self.total.rounded()),
            "currency": self.currency,
            "region": self.region or None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "confidence": plain(self.confidence),
            "confidence_level": self.trust.level,
            "confidence_reasons": [reason.as_dict() for reason in self.trust.reasons],
            "assumptions": [one.as_dict() for one in self.assumptions],
            "range": self.range.as_dict(),
            "usage_preset": self.preset or None,
            "usage_measured_by": self.measured_by or None,
            "unknown_count": self.unknown_count,
            "groups": {by: [g.as_dict() for g in self.grouped(by)] for by in groups},
            "resources": [r.as_dict() for r in self.resources],
        }
