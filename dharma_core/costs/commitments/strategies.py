"""The ways to pay for capacity that a cloud offers, read from data/strategies.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dharma_core.errors import FactError
from dharma_core.units import to_decimal

__all__ = ["Payment", "Strategy", "StrategyKind", "parse_strategies"]


class StrategyKind(StrEnum):
    """What a strategy asks of the buyer."""

    RESERVED = "reserved"
    SAVINGS_PLAN = "savings_plan"
    COMMITTED_USE = "committed_use"
    SUSTAINED_USE = "sustained_use"
    SPOT = "spot"
    HYBRID_BENEFIT = "hybrid_benefit"


class Payment(StrEnum):
    """How much of a commitment is paid at its start."""

    NO_UPFRONT = "no_upfront"
    PARTIAL_UPFRONT = "partial_upfront"
    ALL_UPFRONT = "all_upfront"

    @property
    def share(self) -> Decimal:
        """The share paid at the start; AWS asks about half for a partial payment."""
        return {"no_upfront": Decimal(0), "partial_upfront": Decimal("0.5")}.get(self, Decimal(1))


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to pay.

    Parameters
    ----------
    id, title : str
    cloud : str
        ``aws``, ``azure``, ``gcp``: as the price books say it.
    term_months : int
        0 for what can end any hour.
    options : tuple of str
        Purchase options of the price book, the first found is taken.
    typical : mapping of service/product to Decimal
        Published discounts to on demand, in per cent, for where the book has no price.
    source, as_of : str, date
        Of the typical discounts.
    """

    id: str
    title: str
    cloud: str
    kind: StrategyKind
    term_months: int = 0
    payment: Payment = Payment.NO_UPFRONT
    options: tuple[str, ...] = ()
    typical: Mapping[str, Decimal] = field(default_factory=dict)
    source: str = ""
    as_of: date | None = None

    @property
    def is_commitment(self) -> bool:
        """Whether it is paid until its term ends, used or not."""
        return self.term_months > 0


def parse_strategies(raw: Mapping[str, Any]) -> tuple[Strategy, ...]:
    """Return the strategies of a parsed data/strategies.yaml.

    Raises
    ------
    FactError
        If an entry lacks a key, has an unknown word, or a discount that is none.
    """
    return tuple(_strategy(entry, raw) for entry in raw.get("strategies", ()))


def _strategy(entry: Mapping[str, Any], raw: Mapping[str, Any]) -> Strategy:
    try:
        return Strategy(
            id=str(entry["id"]),
            title=str(entry["title"]),
            cloud=str(entry["cloud"]),
            kind=StrategyKind(entry["kind"]),
            term_months=int(entry.get("term_months", 0)),
            payment=Payment(entry.get("payment", "no_upfront")),
            options=tuple(map(str, entry.get("options", ()))),
            typical={name: _percent(value) for name, value in entry.get("typical", {}).items()},
            source=str(raw["source"]),
            as_of=date.fromisoformat(str(raw["as_of"])),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise FactError(f"strategies.yaml: the entry {entry!r} is wrong: {error}.") from error


def _percent(value: Any) -> Decimal:
    number = to_decimal(value)
    if number is None or not 0 < number < 100:
        raise ValueError(f"a discount lies between 0 and 100 per cent, not {value!r}")
    return number
