"""A team's own prices: discounts and fixed prices laid over the book, the list price kept in sight.

The rule, whole: a fixed price of a key wins. Else the narrowest discount that fits holds (most
words named, the project's file before the home's, the later line before the earlier). A discount
marked ``on_top`` is taken off what the others leave, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any

from dharma_core.costs.ports import Price, PriceBook, PriceKey, Tier
from dharma_core.costs.price_entries import tier_dict
from dharma_core.costs.price_keys import PricePattern
from dharma_core.money import plain
from dharma_core.provenance import Position

__all__ = ["Applied", "Discount", "FixedPrice", "OverriddenBook", "Overrides", "Validity"]

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which an override holds, both included; None: open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Discount:
    """Per cent off every price that a pattern means.

    Parameters
    ----------
    percent : Decimal
        Above 0, at most 100.
    reason, by : str
        Why, and who says so.
    on_top : bool
        Taken off what the other discounts leave.
    position : Position
        The file and line that say it.
    """

    pattern: PricePattern
    percent: Decimal
    reason: str
    by: str = ""
    on_top: bool = False
    valid: Validity = field(default_factory=Validity)
    position: Position = field(default_factory=lambda: Position("price_overrides.yaml"))

    def off(self, amount: Decimal) -> Decimal:
        """Return what is left of an amount, exactly.

        Examples
        --------
        >>> Discount(PricePattern(), Decimal("12.5"), "contract").off(Decimal("0.08"))
        Decimal('0.07')
        """
        left = amount * (_WHOLE - self.percent) / _WHOLE
        return Decimal(plain(left))

    @property
    def words(self) -> str:
        """The rule in words: ``12.5 % off (EDP 2026, says FinOps)``."""
        return f"{plain(self.percent)} % off ({_who(self.reason, self.by)})"


@dataclass(frozen=True)
class FixedPrice:
    """A negotiated price of one key.

    Parameters
    ----------
    tiers : tuple of Tier
        One without an end, or a ladder.
    unit, currency : str
        Empty: as the book says. A key that the book does not hold needs a unit.
    """

    key: PriceKey
    tiers: tuple[Tier, ...]
    reason: str
    by: str = ""
    unit: str = ""
    currency: str = ""
    valid: Validity = field(default_factory=Validity)
    position: Position = field(default_factory=lambda: Position("price_overrides.yaml"))

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"fixed price ({_who(self.reason, self.by)})"


@dataclass(frozen=True, slots=True)
class Applied:
    """What an override made of a price.

    Parameters
    ----------
    listed : Price or None
        The list price; None where the book holds none.
    price : Price
        What the team pays.
    rules : tuple
        The discounts or the fixed price, in the order taken.
    """

    listed: Price | None
    price: Price
    rules: tuple[Discount | FixedPrice, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "list_price": plain(self.listed.unit_price) if self.listed else None,
            "list_source": self.listed.source if self.listed else None,
            "list_as_of": self.listed.as_of.isoformat() if self.listed else None,
            "price": plain(self.price.unit_price),
            "tiers": [tier_dict(tier) for tier in self.price.tiers],
            "rules": [
                {
                    "kind": "discount" if isinstance(rule, Discount) else "fixed",
                    "percent": plain(rule.percent) if isinstance(rule, Discount) else None,
                    "reason": rule.reason,
                    "by": rule.by or None,
                    "where": str(rule.position),
                }
                for rule in self.rules
            ],
        }


@dataclass(frozen=True)
class Overrides:
    """Everything that a team's override files say; the file that wins first.

    Parameters
    ----------
    discounts : tuple of Discount
        In the order of the files.
    prices : tuple of FixedPrice
    """

    discounts: tuple[Discount, ...] = ()
    prices: tuple[FixedPrice, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.discounts or self.prices)

    def joined(self, other: Overrides) -> Overrides:
        """Return both; this one wins where they say the same."""
        return Overrides(other.discounts + self.discounts, self.prices + other.prices)

    @cached_property
    def _fixed(self) -> Mapping[PriceKey, tuple[FixedPrice, ...]]:
        found: dict[PriceKey, tuple[FixedPrice, ...]] = {}
        for one in self.prices:
            found[one.key] = (*found.get(one.key, ()), one)
        return found

    def fixed(self, key: PriceKey, day: date) -> FixedPrice | None:
        """Return the fixed price of a key on a day."""
        return next((one for one in self._fixed.get(key, ()) if one.valid.holds(day)), None)

    def discounts_on(self, key: PriceKey, day: date) -> tuple[Discount, ...]:
        """Return the discounts taken off a key's price on a day, in the order taken."""
        fitting = [d for d in self.discounts if d.valid.holds(day) and d.pattern.matches(key)]
        base = [(d.pattern.specificity, at) for at, d in enumerate(fitting) if not d.on_top]
        chosen = (fitting[max(base)[1]],) if base else ()
        return (*chosen, *(d for d in fitting if d.on_top))

    def apply(self, key: PriceKey, listed: Price | None, day: date) -> Applied | None:
        """Return what a key costs on a day, None when no override touches it.

        Examples
        --------
        >>> from dharma_core.costs.ports import price_key
        >>> key = price_key(("aws", "us-east-1"), "ec2/nat_gateway")
        >>> listed = Price(
        ...     "hours",
        ...     (Tier(Decimal(0), None, Decimal("0.045")),),
        ...     "USD",
        ...     "list",
        ...     date(2026, 1, 1),
        ... )
        >>> team = Overrides((Discount(PricePattern(service="ec2"), Decimal(10), "EDP"),))
        >>> team.apply(key, listed, date(2026, 6, 1)).price.unit_price
        Decimal('0.0405')
        """
        fixed = self.fixed(key, day)
        if fixed is not None:
            return _fixed_price(fixed, listed, day)
        rules = self.discounts_on(key, day) if listed is not None else ()
        return _discounted(listed, rules) if listed is not None and rules else None


class OverriddenBook:
    """A PriceBook with a team's overrides laid over it.

    Parameters
    ----------
    book : PriceBook
        The list prices.
    day : date
        The day on which overrides must hold.
    """

    def __init__(self, book: PriceBook, overrides: Overrides, day: date) -> None:
        self._book = book
        self._overrides = overrides
        self._day = day
        self._prices: dict[PriceKey, Price | None] = {}

    def find(self, key: PriceKey) -> Price | None:
        """Return what the team pays for a key, None when nobody says."""
        try:
            return self._prices[key]
        except KeyError:
            listed = self._book.find(key)
            applied = self._overrides.apply(key, listed, self._day)
            found = self._prices[key] = applied.price if applied else listed
            return found

    def explain(self, key: PriceKey) -> Applied | None:
        """Return how an override changed a key's price, None when none did."""
        return self._overrides.apply(key, self._book.find(key), self._day)

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        """Return a few names in the book close to a key that was not found."""
        return self._book.nearest(key)

    def is_free(self, resource_type: str) -> bool:
        """Whether a resource type is known to cost nothing."""
        return self._book.is_free(resource_type)


def _discounted(listed: Price, rules: tuple[Discount, ...]) -> Applied:
    tiers = tuple(replace(t, unit_price=_less(t.unit_price, rules)) for t in listed.tiers)
    details = dict(listed.details)
    if "upfront" in details:
        details["upfront"] = plain(_less(Decimal(details["upfront"]), rules))
    price = replace(
        listed,
        tiers=tiers,
        details=details,
        source=f"{listed.source} less {' and '.join(_percent(r) for r in rules)}",
        note=f"{_listed(listed)}; {'; '.join(r.words for r in rules)}: {_places(rules)}.",
    )
    return Applied(listed, price, rules)


def _fixed_price(rule: FixedPrice, listed: Price | None, day: date) -> Applied:
    was = _listed(listed) if listed else "No list price"
    price = Price(
        unit=rule.unit or (listed.unit if listed else ""),
        tiers=rule.tiers,
        currency=rule.currency or (listed.currency if listed else "USD"),
        source=f"fixed by {rule.by}" if rule.by else "fixed by the team",
        as_of=rule.valid.first or day,
        details=listed.details if listed else {},
        key=rule.key,
        note=f"{was}; {rule.words}: {rule.position}.",
    )
    return Applied(listed, price, (rule,))


def _less(amount: Decimal, rules: Iterable[Discount]) -> Decimal:
    return reduce(lambda left, rule: rule.off(left), rules, amount)


def _percent(rule: Discount) -> str:
    return f"{plain(rule.percent)} %"


def _listed(price: Price) -> str:
    amount = f"{plain(price.unit_price)} {price.currency}"
    return f"List price {amount} ({price.source}, {price.as_of.isoformat()})"


def _places(rules: Iterable[Discount]) -> str:
    return ", ".join(str(rule.position) for rule in rules)


def _who(reason: str, by: str) -> str:
    return f"{reason}, says {by}" if by else reason
