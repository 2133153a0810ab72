"""What costs need from outside: a price book, asked by key, answering with its source and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

__all__ = ["Price", "PriceBook", "PriceKey", "Tier", "price_key"]


@dataclass(frozen=True, slots=True)
class PriceKey:
    """What is bought, where, and how it is paid for.

    Parameters
    ----------
    provider, service, product : str
        ``aws``, ``ec2``, ``instance``.
    region : str
        ``us-east-1``.
    attributes : str
        ``instance_type=m5.large,os=linux``: sorted by name, joined by commas.
    option : str
        ``on_demand``, ``spot``, ``reserved_1_year_no_upfront``, ``commitment_1y`` ...
    """

    provider: str
    service: str
    product: str
    region: str
    attributes: str = ""
    option: str = "on_demand"

    def __str__(self) -> str:
        attributes = f" {self.attributes}" if self.attributes else ""
        option = "" if self.option == "on_demand" else f" ({self.option})"
        return f"{self.provider}/{self.service}/{self.product}{attributes} in {self.region}{option}"


@lru_cache(maxsize=4096)  # a plan of 10,000 resources asks for a few dozen again and again
def price_key(
    place: tuple[str, str], what: str, *, option: str = "on_demand", **attributes: str
) -> PriceKey:
    """Build a key from a place, ``service/product`` and the attributes that drive the price.

    Parameters
    ----------
    place : (provider, region)
    what : str
        ``ec2/ebs_storage``.

    Examples
    --------
    >>> str(price_key(("aws", "us-east-1"), "ec2/ebs_storage", volume_type="gp3"))
    'aws/ec2/ebs_storage volume_type=gp3 in us-east-1'
    """
    provider, region = place
    service, product = what.split("/", 1)
    text = ",".join(f"{name}={attributes[name]}" for name in sorted(attributes))
    return PriceKey(provider, service, product, region, text, option)


@dataclass(frozen=True, slots=True)
class Tier:
    """A unit price that holds from ``start`` up to ``end`` units a month (None: no end)."""

    start: Decimal
    end: Decimal | None
    unit_price: Decimal

    def share(self, quantity: Decimal) -> Decimal:
        """Return how many of ``quantity`` units fall into this tier."""
        end = quantity if self.end is None else min(quantity, self.end)
        return max(end - self.start, Decimal(0))


@dataclass(frozen=True, slots=True)
class Price:
    """One entry of the book.

    Parameters
    ----------
    unit : str
        What one unit is: ``hours``, ``GB``, ``1M requests``.
    tiers : tuple of Tier
        In ascending order; units below the first start are free of charge.
    quality : str
        ``first``: as the source states it. ``second``: derived (lowest of daily snapshots, a
        median) or taken from a list price of the same tariff.
    details : mapping
        Facts of the thing bought: ``vcpu``, ``memory_gib``, ``arch``; ``upfront`` of a reservation.
    key : PriceKey, optional
        What was asked for: it leads from a figure on screen back to its row.
    note : str
        How the team's own override made it from the list price.
    """

    unit: str
    tiers: tuple[Tier, ...]
    currency: str
    source: str
    as_of: date
    quality: str = "first"
    details: Mapping[str, str] = field(default_factory=dict)
    key: PriceKey | None = None
    note: str = ""

    @property
    def unit_price(self) -> Decimal:
        """The price of the first unit that is charged."""
        return self.tiers[0].unit_price

    def cost(self, quantity: Decimal) -> Decimal:
        """Return the unrounded cost of ``quantity`` units in one month, tier by tier.

        Examples
        --------
        >>> first = Tier(Decimal(0), Decimal(10), Decimal("0.5"))
        >>> rest = Tier(Decimal(10), None, Decimal("0.1"))
        >>> Price("GB", (first, rest), "USD", "list", date(2026, 1, 1)).cost(Decimal(30))
        Decimal('7.0')
        """
        return sum((t.share(quantity) * t.unit_price for t in self.tiers), Decimal(0))

    def average(self, quantity: Decimal | None) -> Decimal:
        """Return the unit price that ``quantity`` units pay on average over the tiers."""
        if not quantity or len(self.tiers) == 1:
            return self.unit_price
        return self.cost(quantity) / quantity


class PriceBook(Protocol):
    """A dated collection of prices; implemented by the outer ring."""

    def find(self, key: PriceKey) -> Price | None:
        """Return the newest price for a key, None when the book does not hold it."""
        ...

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        """Return a few names in the book close to a key that was not found."""
        ...

    def is_free(self, resource_type: str) -> bool:
        """Whether a resource type is known to cost nothing: a fact, not a guess."""
        ...
