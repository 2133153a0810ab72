"""Rows of the price book as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dharma_core.money import plain
from dharma_core.views.table import Column, Kind, Row, Table

if TYPE_CHECKING:
    from dharma_core.costs.ports import Tier
    from dharma_core.costs.price_entries import PriceEntry

__all__ = ["price_rows_table"]

_CLASSES = {"first": "as its source states it", "second": "derived"}


def price_rows_table(entries: Iterable[PriceEntry]) -> Table:
    """Return one row a tier of each entry: price, unit, source, date, class and file."""
    columns = (
        Column("key", "Key", Kind.CODE, lead=True),
        Column("tier", "From, units a month"),
        Column("price", "Price"),
        Column("unit", "Unit"),
        Column("source", "Source", Kind.CODE),
        Column("as_of", "As of"),
        Column("quality", "Class"),
        Column("file", "File", Kind.CODE),
        Column("holds", "Holds"),
    )
    rows = (_row(entry, tier) for entry in entries for tier in entry.price.tiers)
    return Table(columns, tuple(rows))


def _row(entry: PriceEntry, tier: Tier) -> Row:
    price = entry.price
    return {
        "key": str(entry.key),
        "tier": plain(tier.start),
        "price": f"{plain(tier.unit_price)} {price.currency}",
        "unit": price.unit,
        "source": price.source,
        "as_of": price.as_of.isoformat(),
        "quality": _CLASSES.get(price.quality, price.quality),
        "file": entry.file.name,
        "holds": "yes" if entry.in_force else "replaced by a newer one",
    }
