"""What is billed: components, the resources they belong to, and three states of knowing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Any

from dharma_core.money import exact_sum, plain
from dharma_core.plan import FrozenMap

__all__ = ["OPEN_STATES", "Component", "CostState", "ResourceCost", "known_sum"]

_TEN_PLACES = Decimal("0.0000000001")
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)  # room for ten places of any sane amount


class CostState(StrEnum):
    """What is known of a cost, worst first: unknown is never zero."""

    NOT_FOUND = "not_found"
    USAGE = "usage"
    PRICED = "priced"
    FREE = "free"


OPEN_STATES = (CostState.USAGE, CostState.NOT_FOUND)
"""States in which a part of the cost is not known."""

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
    assumed : bool
        Whether its quantity is a preset's assumption, which nobody measured or gave.
    measured : bool
        Whether its quantity is what a bill measured.
    price_key : str
        Where the price stands in the book: `dharma prices show` takes it.
    scale : Decimal
        How many of the book's units one unit is: the cores of a machine priced by the core.
    state : CostState
        Follows from the rest: not_found without a price, usage without a quantity, else priced.
    monthly_cost : Decimal or None
        Follows too: quantity x price to ten places; None when either is not known.
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
    assumed: bool = False
    measured: bool = False
    price_key: str = ""
    scale: Decimal = Decimal(1)
    state: CostState = field(init=False, repr=False, compare=False)
    monthly_cost: Decimal | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", self._known_state())
        object.__setattr__(self, "monthly_cost", self._known_cost())

    def _known_state(self) -> CostState:
        if self.unit_price is None:
            return CostState.USAGE if self.price_from_usage else CostState.NOT_FOUND
        if self.monthly_quantity is None:
            return CostState.USAGE
        return CostState.PRICED

    def _known_cost(self) -> Decimal | None:
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
            "assumed": self.assumed,
            "measured": self.measured,
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
    region : str
        Where it was priced; ``region_assumed`` when nothing said where it is.
    module : str
        ``module.network`` or empty at the root.
    tags : mapping of str to str or None
        None where the value is known only after apply.
    low, high : Decimal or None
        What its known parts cost at the least and the most usage; None when usage plays no part.
    assumed_usage : mapping of str to Decimal
        The usage keys that a preset filled in, as nobody gave them.
    state : CostState
        Follows from the components: the worst of theirs; not_found when nothing is known.
    monthly_cost : Decimal or None
        Follows too: the sum of the known ones; None when none is known, 0 when free.
    """

    address: str
    type: str
    components: tuple[Component, ...] = ()
    free: bool = False
    service: str = ""
    note: str = ""
    provider: str = ""
    region: str = ""
    region_assumed: bool = False
    module: str = ""
    tags: Mapping[str, str | None] = field(default_factory=FrozenMap)
    low: Decimal | None = None
    high: Decimal | None = None
    assumed_usage: Mapping[str, Decimal] = field(default_factory=dict)
    state: CostState = field(init=False, repr=False, compare=False)
    monthly_cost: Decimal | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", self._worst_state())
        object.__setattr__(self, "monthly_cost", self._known_cost())

    def _worst_state(self) -> CostState:
        if not self.components:
            return CostState.FREE if self.free else CostState.NOT_FOUND
        return min([c.state for c in self.components], key=_WORST_FIRST.index)

    def _known_cost(self) -> Decimal | None:
        if not self.components:
            return Decimal(0) if self.free else None
        return known_sum(self.components)

    @property
    def is_open(self) -> bool:
        """Whether a part of it is not known, so that it may cost more than any figure says."""
        return self.state in OPEN_STATES

    @property
    def low_cost(self) -> Decimal | None:
        """The least that its known parts may cost; None when none is known."""
        return self.monthly_cost if self.low is None else self.low

    @property
    def high_cost(self) -> Decimal | None:
        """The most that its known parts may cost; None when none is known."""
        return self.monthly_cost if self.high is None else self.high

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        cost = _text(self.monthly_cost)
        high = cost if self.high is None else _text(self.high)
        return {
            "address": self.address,
            "type": self.type,
            "service": self.service or None,
            "provider": self.provider or None,
            "region": self.region or None,
            "module": self.module or None,
            "tags": dict(self.tags),
            "monthly_cost": cost,
            "low": cost if self.low is None else _text(self.low),
            "high": None if self.is_open else high,
            "state": self.state.value,
            "note": self.note or None,
            "assumed_usage": {key: plain(value) for key, value in self.assumed_usage.items()},
            "components": [c.as_dict() for c in self.components],
        }


def known_sum(components: tuple[Component, ...]) -> Decimal | None:
    """Return the sum of what is known of some components; None when nothing is."""
    known = [c.monthly_cost for c in components]
    found = [cost for cost in known if cost is not None]
    return exact_sum(found) if found else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
