"""What a scope cost day by day, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dharma_core.finops.budgets.periods import Span
from dharma_core.money import exact_sum

__all__ = ["DailySpend"]

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class DailySpend:
    """What a scope cost, by day; a day without a charge cost nothing.

    Parameters
    ----------
    currency : str
    usage : mapping of day to Decimal
        What was used.
    recurring : mapping of day to Decimal
        Fees that come every month on the same day.
    other : mapping of day to Decimal
        Purchases, credits, tax and corrections that nobody can foresee from their day.
    through : date or None
        Up to this day the bill is there; None where it has no charge at all.
    whole : date or None
        Up to this day nothing is missing; ``through`` when left out. The days between are in part.
    arrived : mapping of provider to day
        The last day that each provider told of.
    instead : tuple of str
        When no charge is in the scope: the accounts or services that the bill has.

    Examples
    --------
    >>> day = date(2026, 3, 2)
    >>> DailySpend("USD", {day: Decimal(5)}, {day: Decimal(1)}, through=day).cost(day)
    Decimal('6')
    """

    currency: str
    usage: Mapping[date, Decimal]
    recurring: Mapping[date, Decimal] = field(default_factory=dict)
    other: Mapping[date, Decimal] = field(default_factory=dict)
    through: date | None = None
    whole: date | None = None
    arrived: Mapping[str, date] = field(default_factory=dict)
    instead: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether not one charge is in the scope."""
        return not (self.usage or self.recurring or self.other)

    def cost(self, day: date) -> Decimal:
        """Return everything of a day."""
        return exact_sum(kind.get(day, _NONE) for kind in (self.usage, self.recurring, self.other))

    def used(self, through: date) -> tuple[tuple[date, float], ...]:
        """Return the usage of each day from its first one on, as a forecast takes it."""
        begun = [day for day in self.usage if day <= through]
        if not begun:
            return ()
        return tuple((d, float(self.usage.get(d, _NONE))) for d in Span(min(begun), through))
