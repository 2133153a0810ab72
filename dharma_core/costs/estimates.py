"""The estimate as a value: components, resources, totals, and three states of knowing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from dharma_core.money import Money, plain

__all__ = ["Component", "CostState", "Estimate", "ResourceCost"]

_TEN_PLACES = Decimal("0.0000000001")
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)  # room for ten places of any sane amount


class CostState(StrEnum):
    """What is known of a cost, worst first: unknown is never zero."""

    NOT_FOUND = "not_found"
    USAGE = "usage"
    PRICED = "priced"
    FREE = "free"


_WORST_FIRST = list(CostState)


@dataclass(frozen=True, slots=True)
class Component:
    """One billed part of a resource: a quantity a month times a unit price.

    Parameters
    ----------
    name : str
        ``Instance usage (Linux/UNIX, on-demand, t3.micro)``.
    unit : str
        ``hours``, ``GB``, ``1M requests``, ``LCU`` ...
    monthly_quantity : Decimal or None
        None when it depends on usage that nobody supplied.
    unit_price : Decimal or None
        In ``currency`` per unit; None when no price was found.
    source, as_of : str, date or None
        Of the price.
    note : str
        Why a price was not found, or what was assumed.
    usage_key : str
        The key of the usage file that says its quantity.
    quality : str
        ``first`` as the source states the price, ``second`` derived from it.
    price_from_usage : bool
        Whether only a usage file can say the price (an SMS costs what its country takes).
    price_key : str
        Where the price stands in the book: `dharma prices show` takes it.
    """

    name: str
    unit: str
    monthly_quantity: Decimal | None
    unit_price: Decimal | None
    currency: str = "USD"
    source: str = ""
    as_of: date | None = None
    note: str = ""
    usage_key: str = ""
    quality: str = "first"
    price_from_usage: bool = False
    price_key: str = ""

    @property
    def state(self) -> CostState:
        """Return not_found without a price, usage without a quantity, else priced."""
        if self.unit_price is None:
            return CostState.USAGE if self.price_from_usage else CostState.NOT_FOUND
        if self.monthly_quantity is None:
            return CostState.USAGE
        return CostState.PRICED

    @property
    def monthly_cost(self) -> Decimal | None:
        """Quantity x price to ten places; None when either is not known."""
        if self.unit_price is None or self.monthly_quantity is None:
            return None
        product = _WIDE.multiply(self.monthly_quantity, self.unit_price)
        return product.quantize(_TEN_PLACES, context=_WIDE)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings, unknown as null."""
        return {
            "name": self.name,
            "monthly_quantity": _text(self.monthly_quantity),
            "unit": self.unit,
            "unit_price": _text(self.unit_price),
            "monthly_cost": _text(self.monthly_cost),
            "state": self.state.value,
            "source": self.source or None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "quality": self.quality if self.unit_price is not None else None,
            "note": self.note or None,
            "usage_key": self.usage_key or None,
            "price_key": self.price_key or None,
        }


@dataclass(frozen=True)
class ResourceCost:
    """The cost of one resource: the known parts summed, the worst state kept.

    Parameters
    ----------
    components : tuple of Component
        Empty when the resource is free or its type is unknown.
    free : bool
        Known to be free of charge: a fact, not a guess.
    """

    address: str
    type: str
    components: tuple[Component, ...] = ()
    free: bool = False
    service: str = ""
    note: str = ""

    @cached_property
    def state(self) -> CostState:
        """Return the worst state of its components; not_found when nothing is known."""
        if not self.components:
            return CostState.FREE if self.free else CostState.NOT_FOUND
        return min((c.state for c in self.components), key=_WORST_FIRST.index)

    @cached_property
    def monthly_cost(self) -> Decimal | None:
        """Sum of the known components; None when none is known, 0 when free."""
        known = [c.monthly_cost for c in self.components if c.monthly_cost is not None]
        if known:
            return sum(known, Decimal(0))
        return Decimal(0) if self.state is CostState.FREE else None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "address": self.address,
            "type": self.type,
            "service": self.service or None,
            "monthly_cost": _text(self.monthly_cost),
            "state": self.state.value,
            "note": self.note or None,
            "components": [c.as_dict() for c in self.components],
        }


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
    """

    resources: tuple[ResourceCost, ...]
    currency: str = "USD"
    region: str = ""
    as_of: date | None = None

    @staticmethod
    def of(resources: Iterable[ResourceCost], *, currency: str = "USD", region: str) -> Estimate:
        """Build an estimate, dating it by the oldest price used."""
        items = tuple(resources)
        dates = [c.as_of for r in items for c in r.components if c.as_of and c.unit_price]
        return Estimate(items, currency, region, min(dates, default=None))

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Every billable component."""
        return tuple(c for r in self.resources for c in r.components)

    @cached_property
    def total(self) -> Money:
        """The sum of what is known."""
        known = (r.monthly_cost for r in self.resources if r.monthly_cost is not None)
        return Money(sum(known, Decimal(0)), self.currency)

    @cached_property
    def unknown_count(self) -> int:
        """How many resources have a part whose cost is not known (usage or not found)."""
        unknown = (CostState.USAGE, CostState.NOT_FOUND)
        return sum(r.state in unknown for r in self.resources)

    @cached_property
    def confidence(self) -> Decimal:
        """The known share of billable components, 0-1, two places; 1 when nothing is billable.

        A resource of an unknown type counts as one unknown component.
        """
        typeless = sum(not r.components and not r.free for r in self.resources)
        billable = len(self.components) + typeless
        if not billable:
            return Decimal(1)
        known = sum(c.state is CostState.PRICED for c in self.components)
        return (Decimal(known) / billable).quantize(Decimal("0.01"))

    def over_budget(self, budget: Decimal) -> bool:
        """Whether the known total is more than ``budget`` dollars a month."""
        return self.total.rounded() > budget

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "total_monthly_cost": plain(self.total.rounded()),
            "currency": self.currency,
            "region": self.region or None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "confidence": plain(self.confidence),
            "unknown_count": self.unknown_count,
            "resources": [r.as_dict() for r in self.resources],
        }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
