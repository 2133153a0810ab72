"""What the readers of price lists share: a price as listed, and what was not taken, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dharma_core.costs.price_mapping import Mapped, PriceMapper, Product, Skipped, fact_name
from dharma_core.errors import InputError
from dharma_core.units import to_decimal

__all__ = ["ListReader", "Listed", "Tally", "amount_of", "day_of", "text_facts"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One rate of a price list, under our key.

    Parameters
    ----------
    unit : str
        The publisher's.
    price : Decimal or None
        None where the row only says the fee paid at the start.
    start : Decimal
        Of the tier, in the publisher's units.
    since : date or None
        From when the list says it holds.
    details : str
        Facts beside those of the product: ``sku=...``.
    """

    mapped: Mapped
    region: str
    option: str
    unit: str
    price: Decimal | None
    currency: str
    start: Decimal = Decimal(0)
    since: date | None = None
    details: tuple[tuple[str, str], ...] = ()
    upfront: Decimal | None = None


@dataclass
class Tally:
    """What a list holds and what of it was not taken, by the publisher's own words."""

    rates: int = 0
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def skip(self, reason: str) -> None:
        """Count one rate that is left out on purpose."""
        self.skipped[reason] += 1


@dataclass
class ListReader:
    """What every reader has: the rules, the counts and what the list says of itself.

    Parameters
    ----------
    today : date
        Prices that begin later are left out.
    """

    mapper: PriceMapper
    tally: Tally
    today: date
    name: str = ""
    source: str = ""
    published: date | None = None

    def mapped(self, product: Product) -> Mapped | None:
        """Return what a product is in our books; None is counted with the reason."""
        found = self.mapper.map(product)
        if isinstance(found, Skipped):
            self.tally.skip(found.reason)
            return None
        if found is None:
            self.tally.unmapped[product.offer, product.family] += 1
        return found

    def price(self, value: Any, where: str) -> Decimal | None:
        """Return a price; None when there is none, which is counted.

        Parameters
        ----------
        where : str
            The place in the file and the field, for messages.

        Raises
        ------
        InputError
            If what stands there is no amount of zero or more: the file is broken.
        """
        if value is None or value == "":
            self.tally.skip("no price")
            return None
        amount = amount_of(value)
        if amount is None:
            raise InputError(
                f"{self.name}, {where}: {str(value)[:40]!r} is no price.",
                next_step="Download the file again; nothing was written.",
            )
        return amount

    def in_force(self, since: date | None, until: date | None = None) -> bool:
        """Whether a rate holds today; what does not is counted."""
        if since is not None and since > self.today:
            self.tally.skip("not in force yet")
            return False
        if until is not None and until < self.today:
            self.tally.skip("no longer in force")
            return False
        return True

    def seen(self, since: date | None) -> None:
        """Date the list by the newest rate in it: every rate of it held on that day."""
        if since is not None and (self.published is None or since > self.published):
            self.published = since


def day_of(text: Any) -> date | None:
    """Return the day of a time in ISO 8601, None when it is none.

    Examples
    --------
    >>> day_of("2026-09-25T17:45:21Z"), day_of("soon")
    (datetime.date(2026, 9, 25), None)
    """
    try:
        return datetime.fromisoformat(str(text)).date()
    except ValueError:
        return None


def text_facts(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts of a mapping that are text, by the names that the rules use."""
    return {fact_name(str(k)): v for k, v in raw.items() if isinstance(v, str)}


def amount_of(value: Any) -> Decimal | None:
    """Return a price or quantity, None when it is no finite number of zero or more."""
    number = to_decimal(value)
    return number if number is not None and number >= 0 else None
