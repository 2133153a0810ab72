"""What a design would cost if its machines ran less, or some of them were committed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dharma_core.costs.commitments.offers import Offer
from dharma_core.costs.commitments.ways import WaysToPay
from dharma_core.errors import InputError

__all__ = ["WhatIf", "what_if"]

_ONE_YEAR = 12


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A month under other conditions.

    Parameters
    ----------
    before, after : Decimal
        The known cost of a month, as estimated and under the conditions.
    machines : Decimal
        What of ``before`` is billed for machines that a commitment could be for.
    assumed : bool
        Whether a typical discount stands for a price.
    """

    before: Decimal
    after: Decimal
    machines: Decimal
    assumed: bool = False

    @property
    def change(self) -> Decimal:
        """The difference; negative when it saves."""
        return self.after - self.before


def what_if(
    total: Decimal,
    ways: Iterable[WaysToPay],
    *,
    running: Decimal = Decimal(1),
    committed: Decimal = Decimal(0),
) -> WhatIf:
    """Return a month in which machines run and are committed for as much as is said.

    Parameters
    ----------
    total : Decimal
        The known cost of a month.
    running : Decimal
        The share of the hours in which machines run, 0 to 1; a commitment costs all hours.
    committed : Decimal
        The share of the machines under the cheapest commitment of one year, 0 to 1; the rest is on
        demand. Machines without such an offer stay on demand.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1.
    """
    for share in (running, committed):
        if not 0 <= share <= 1:
            raise InputError(f"A share is {share}.", next_step="Give a share from 0 to 1.")
    machines = after = Decimal(0)
    assumed = False
    for one in ways:
        month = one.capacity.monthly
        offer = _one_year(one)
        share = committed if offer else Decimal(0)
        machines += month
        after += max(running - share, Decimal(0)) * month
        if offer and share:
            after += share * offer.effective_monthly
            assumed = assumed or offer.assumed
    return WhatIf(total, total - machines + after, machines, assumed)


def _one_year(one: WaysToPay) -> Offer | None:
    terms = (o for o in one.offers if o.strategy.term_months == _ONE_YEAR)
    return min(terms, key=lambda offer: offer.effective_monthly, default=None)
