"""One entry of a price book as people check it: the ladder of a key with the file it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.costs.price_keys import attributes_of
from dharma_core.errors import FactError
from dharma_core.money import plain

__all__ = ["KEY_COLUMNS", "ROW_COLUMNS", "BookFile", "PriceEntry", "entries_of"]

_ZERO = Decimal(0)
KEY_COLUMNS = ("provider", "service", "product", "attributes", "region", "purchase_option")
ROW_COLUMNS = (
    "provider", "service", "product", "attributes", "region", "unit", "tier_from", "tier_to",
    "purchase_option", "price", "currency", "details", "source", "as_of", "quality",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of the book.

    Parameters
    ----------
    name : str
        ``aws-ec2-2026-07-20.parquet``.
    provider, family : str
        ``aws``, ``ec2``.
    newest : str
        The newest date in it, ISO 8601.
    own : bool
        Whether the team imported it; bundled with Dharma otherwise.
    """

    name: str
    provider: str
    family: str
    newest: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class PriceEntry:
    """The price of a key in one file.

    Parameters
    ----------
    file : BookFile
        Where it stands.
    in_force : bool
        False where a newer file or the team's own replaces it.
    """

    key: PriceKey
    price: Price
    file: BookFile
    in_force: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings, no end as null."""
        key, price = self.key, self.price
        return {
            "key": str(key),
            "provider": key.provider,
            "service": key.service,
            "product": key.product,
            "attributes": attributes_of(key.attributes),
            "region": key.region,
            "option": key.option,
            "unit": price.unit,
            "currency": price.currency,
            "tiers": [tier_dict(tier) for tier in price.tiers],
            "details": dict(price.details),
            "source": price.source,
            "as_of": price.as_of.isoformat(),
            "quality": price.quality,
            "file": self.file.name,
            "own": self.file.own,
            "in_force": self.in_force,
        }


def tier_dict(tier: Tier) -> dict[str, str | None]:
    """Return the JSON form of a tier."""
    return {
        "from": plain(tier.start),
        "to": None if tier.end is None else plain(tier.end),
        "price": plain(tier.unit_price),
    }


def entries_of(rows: Iterable[Mapping[str, str]], file: BookFile) -> Iterator[PriceEntry]:
    """Yield an entry for each key of a file's rows, which are sorted by key and tier.

    Raises
    ------
    FactError
        If a number or a date of a row cannot be read; the key is named.
    """
    for parts, ladder in groupby(rows, key=lambda row: tuple(row[c] for c in KEY_COLUMNS)):
        provider, service, product, attributes, region, option = parts
        key = PriceKey(provider, service, product, region, attributes, option)
        yield PriceEntry(key, price_of(list(ladder), key), file)


def price_of(rows: Sequence[Mapping[str, str]], key: PriceKey) -> Price:
    """Return the price that the rows of one key say.

    Raises
    ------
    FactError
        If a number or a date cannot be read.
    """
    first = rows[0]
    try:
        return Price(
            unit=first["unit"],
            tiers=(_tier(first),) if len(rows) == 1 else tuple(_tier(row) for row in rows),
            currency=first["currency"],
            source=first["source"],
            as_of=_day(first["as_of"]),
            quality=first["quality"],
            details=attributes_of(first["details"]) if first["details"] else {},
            key=key,
        )
    except (ArithmeticError, ValueError) as error:
        raise FactError(f"The price book's entry for {key} cannot be read: {error}.") from error


def _tier(row: Mapping[str, str]) -> Tier:
    start, end = row["tier_from"], row["tier_to"]
    return Tier(
        _ZERO if start == "0" else Decimal(start),
        Decimal(end) if end else None,
        Decimal(row["price"]),
    )


@lru_cache(maxsize=512)
def _day(text: str) -> date:
    return date.fromisoformat(text)
