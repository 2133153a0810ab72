"""How far a month's cost may lie from its figure, as far as usage decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.components import ResourceCost
from dharma_core.money import Money, exact_sum, plain

__all__ = ["CostRange", "range_of"]


@dataclass(frozen=True, slots=True)
class CostRange:
    """The least and the most that some resources cost in a month.

    A quantity that a usage file gives is taken to be right within a stated factor; one that a
    preset assumes lies between the preset's small and large. What depends on usage that nobody
    gave, or has no price, adds nothing to either end: the range is then ``open`` upwards, and no
    figure pretends to know by how much.

    Parameters
    ----------
    low, high : Decimal
        Of the known parts.
    open : bool
        Whether some part is not known, so that there is no upper end.
    """

    low: Decimal
    high: Decimal
    open: bool = False

    @property
    def is_point(self) -> bool:
        """Whether both ends are the same and nothing is open."""
        return self.low == self.high and not self.open

    def text(self, currency: str = "USD") -> str:
        """Return the range as people read it.

        Examples
        --------
        >>> CostRange(Decimal(80), Decimal(120)).text(), CostRange(Decimal(1), Decimal(1)).text()
        ('$80.00 to $120.00', '$1.00')
        >>> CostRange(Decimal(80), Decimal(120), open=True).text()
        '$80.00 to $120.00 or more'
        """
        low, high = (Money(end, currency).text() for end in (self.low, self.high))
        ends = low if low == high else f"{low} to {high}"
        return f"{ends} or more" if self.open else ends

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form, to the cent: ``high`` is null where there is no upper end."""
        low, high = (plain(Money(end).rounded()) for end in (self.low, self.high))
        return {
            "low": low,
            "high": None if self.open else high,
            "known_high": high,
            "open": self.open,
        }


def range_of(resources: Iterable[ResourceCost]) -> CostRange:
    """Return the range of some resources together.

    Examples
    --------
    >>> free = ResourceCost("aws_vpc.a", "aws_vpc", free=True)
    >>> range_of([free]).is_point
    True
    """
    items = tuple(resources)
    return CostRange(
        exact_sum(r.low_cost for r in items if r.low_cost is not None),
        exact_sum(r.high_cost for r in items if r.high_cost is not None),
        any(r.is_open for r in items),
    )
