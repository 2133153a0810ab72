"""What a bill measured of a plan: figures with their charges, and all that was not used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dharma_core.finops.bill_usage.charges import Charge, CoveredDays
from dharma_core.finops.bill_usage.matching import Ambiguous, Match
from dharma_core.money import exact_sum, plain
from dharma_core.plan import FrozenMap

__all__ = ["Figure", "LeftOut", "MeasuredUsage"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One usage key of one resource, as the bill measured it.

    Parameters
    ----------
    address : str
        A resource of the plan, or what stands for one in a usage file.
    value : Decimal
        A month's, in ``unit``.
    charges : tuple of Charge
        What it is from.
    how : str
        What was done to the quantity, besides bringing it to a month.
    """

    address: str
    key: str
    value: Decimal
    unit: str
    charges: tuple[Charge, ...]
    how: str = ""

    @property
    def cost(self) -> Decimal:
        """What its charges cost within the bill's days."""
        return exact_sum(charge.cost for charge in self.charges)

    @property
    def days(self) -> int:
        """On how many days it was charged, at most."""
        return max(charge.days for charge in self.charges)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A charge of a matched resource that says no usage key, and why.

    Parameters
    ----------
    by_design : bool
        Whether it needs none: the design says what is billed there.
    """

    address: str
    charge: Charge
    why: str
    by_design: bool = False


@dataclass(frozen=True)
class MeasuredUsage:
    """Everything a bill says of a plan's usage, and everything it does not.

    Parameters
    ----------
    months : tuple of str
        The billing months read.
    covered : tuple of CoveredDays
        By account; those with a matched resource.
    figures : tuple of Figure
        In the plan's order.
    billed : mapping of address to Decimal
        What each matched resource cost, brought to a month of 730 hours.
    billed_things, total_cost : int, Decimal
        How many ids the bill charges for, and what they cost.
    """

    currency: str
    months: tuple[str, ...]
    covered: tuple[CoveredDays, ...] = ()
    matches: tuple[Match, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    figures: tuple[Figure, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    billed: Mapping[str, Decimal] = field(default_factory=FrozenMap)
    billed_things: int = 0
    total_cost: Decimal = Decimal(0)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The resources that were found on the bill, each once."""
        return tuple(dict.fromkeys(match.address for match in self.matches))

    @property
    def matched_cost(self) -> Decimal:
        """What the matched things cost within the bill's days."""
        return exact_sum(match.thing.cost for match in self.matches)

    @property
    def not_understood(self) -> tuple[LeftOut, ...]:
        """Charges that no rule turns into usage and no design decides."""
        return tuple(one for one in self.left_out if not one.by_design)

    def keys(self) -> Mapping[str, frozenset[str]]:
        """Return which keys of which address are measured."""
        found: dict[str, set[str]] = {}
        for figure in self.figures:
            found.setdefault(figure.address, set()).add(figure.key)
        return {address: frozenset(keys) for address, keys in found.items()}

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "currency": self.currency,
            "months": list(self.months),
            "covered": [
                {
                    "provider": one.provider,
                    "account": one.account,
                    "days": len(one.days),
                    "first": one.days[0].isoformat(),
                    "last": one.days[-1].isoformat(),
                }
                for one in self.covered
            ],
            "matches": [_match(match) for match in self.matches],
            "ambiguous": [
                {
                    "billed": [thing.key for thing in one.things],
                    "addresses": list(one.addresses),
                    "why": one.why,
                    "cost": plain(one.cost),
                }
                for one in self.ambiguous
            ],
            "figures": [_figure(figure) for figure in self.figures],
            "left_out": [_left_out(one) for one in self.left_out],
            "billed_things": self.billed_things,
            "matched_cost": plain(self.matched_cost),
            "total_cost": plain(self.total_cost),
        }


def _match(match: Match) -> dict[str, Any]:
    return {
        "address": match.address,
        "billed": match.thing.key,
        "how": match.way.value,
        "sureness": match.way.sureness.value,
        "cost": plain(match.thing.cost),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "address": figure.address,
        "key": figure.key,
        "value": plain(figure.value),
        "unit": figure.unit,
        "how": figure.how or None,
        "days": figure.days,
        "cost": plain(figure.cost),
        "charges": [_charge(charge) for charge in figure.charges],
    }


def _charge(charge: Charge) -> dict[str, Any]:
    return {
        "billed": charge.thing,
        "service": charge.service,
        "what": charge.what,
        "quantity": None if charge.quantity is None else plain(charge.quantity),
        "unit": charge.unit or None,
        "days": charge.days,
        "cost": plain(charge.cost),
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    about = {"address": one.address, "why": one.why, "by_design": one.by_design}
    return about | _charge(one.charge)
