"""Where the prices of an estimate come from: source, age, and which are second class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dharma_core.costs.estimates import Component, Estimate

__all__ = ["SourceUse", "sources_of"]


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source among the prices used.

    Parameters
    ----------
    components : int
        How many components it prices.
    second_class : int
        How many of those prices are derived, not as the source states them.
    oldest, newest : date
        Of those prices.
    """

    source: str
    components: int
    second_class: int
    oldest: date
    newest: date

    @property
    def words(self) -> str:
        """The use in words: ``aws-price-list 2024-12-01 (9, second class)``."""
        days = self.oldest.isoformat()
        if self.newest != self.oldest:
            days += f" to {self.newest.isoformat()}"
        marked = f", {self.second_class} second class" if self.second_class else ""
        return f"{self.source} {days} ({self.components}{marked})"


def sources_of(estimate: Estimate) -> tuple[SourceUse, ...]:
    """Return each source of an estimate's prices, the most used first.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from dharma_core.costs.estimates import ResourceCost
    >>> part = Component("a", "GB", None, Decimal(1), source="list", as_of=date(2026, 1, 1))
    >>> [use.words for use in sources_of(Estimate((ResourceCost("a.b", "a", (part,)),)))]
    ['list 2026-01-01 (1)']
    """
    found: dict[str, list[Component]] = defaultdict(list)
    for part in estimate.components:
        if part.unit_price is not None and part.as_of is not None:
            found[part.source].append(part)
    uses = (_use(source, parts) for source, parts in found.items())
    return tuple(sorted(uses, key=lambda use: (-use.components, use.source)))


def _use(source: str, parts: list[Component]) -> SourceUse:
    days = [part.as_of for part in parts if part.as_of]
    second = sum(part.quality != "first" for part in parts)
    return SourceUse(source, len(parts), second, min(days), max(days))
