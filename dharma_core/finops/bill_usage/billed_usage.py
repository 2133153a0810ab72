"""What a bill measured, as an estimate takes it: a usage file, and what is measured in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Estimate
from dharma_core.finops.analytics.plan_against_actual import PlanLine, against_actual
from dharma_core.finops.bill_usage.measured import MeasuredUsage
from dharma_core.finops.bill_usage.usage_text import measured_usage_text
from dharma_core.money import Money

__all__ = ["BilledUsage", "against_estimate", "billed_usage"]


@dataclass(frozen=True, slots=True)
class BilledUsage:
    """The measured usage of a design.

    Parameters
    ----------
    found : MeasuredUsage
        Everything that was found, and what was not used.
    text : str
        A usage file of it.
    """

    found: MeasuredUsage
    text: str

    @property
    def by(self) -> str:
        """What measured it.

        Examples
        --------
        >>> billed_usage(MeasuredUsage("USD", ("2025-11", "2025-12")), name="web").by
        'the bill of 2025-11, 2025-12'
        """
        return f"the bill of {', '.join(self.found.months)}"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {**self.found.as_dict(), "usage_file": self.text}


def billed_usage(found: MeasuredUsage, *, name: str) -> BilledUsage:
    """Return what was measured of a design called ``name``, with its usage file."""
    return BilledUsage(found, measured_usage_text(found, name=name))


def against_estimate(found: MeasuredUsage, estimate: Estimate) -> tuple[PlanLine, ...]:
    """Return each matched resource's estimate beside what it was billed, both for a month.

    Nothing where the bill is in another currency than the estimate. A resource whose cost is not
    fully known has no figure to be held against.
    """
    if found.currency != estimate.currency:
        return ()
    planned: Mapping[str, Decimal | None] = {
        r.address: None if r.is_open or r.monthly_cost is None else Money(r.monthly_cost).rounded()
        for r in estimate.resources
        if r.address in found.billed
    }
    billed: Mapping[str | None, Decimal] = {
        address: Money(cost).rounded() for address, cost in found.billed.items()
    }
    return against_actual(planned, billed)
