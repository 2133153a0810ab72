"""The bundled price books: parquet files read one region and service at a time, only when asked.

A file is called ``<provider>-<family>-<date>.parquet``. The family is a service (``ec2``), a part
of one (``ec2_spot``), or ``rates`` and ``unit_rates``: of many services. Newer files win.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.errors import FactError
from dharma_core.storage.facts import data_root

__all__ = ["ParquetPriceBook", "open_price_book"]

_Entry = tuple[str, str, str]  # product, attributes, purchase option
_Row = dict[str, Any]
_COLUMNS = (
    "product", "attributes", "unit", "tier_from", "tier_to", "purchase_option", "price",
    "currency", "details", "source", "as_of", "quality",
)  # fmt: skip


class ParquetPriceBook:
    """A PriceBook over a folder of parquet files; each (service, region) is read once.

    Parameters
    ----------
    folder : Path
        Holds the parquet files and ``free_types.csv``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelves: dict[tuple[str, str, str], dict[_Entry, list[_Row]]] = {}
        self._prices: dict[PriceKey, Price | None] = {}
        self._near: dict[PriceKey, tuple[str, ...]] = {}

    def find(self, key: PriceKey) -> Price | None:
        """Return the newest price for a key, None when the book does not hold it."""
        try:
            return self._prices[key]
        except KeyError:
            rows = self._shelf(key).get((key.product, key.attributes, key.option))
            found = self._prices[key] = _price(rows, key) if rows else None
            return found

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        """Return up to three names in the book close to a key that was not found."""
        if key not in self._near:
            self._near[key] = _nearest(self._shelf(key), key)
        return self._near[key]

    def is_free(self, resource_type: str) -> bool:
        """Whether a resource type is known to cost nothing."""
        return resource_type in self._free_types

    @cached_property
    def _free_types(self) -> frozenset[str]:
        with (self._folder / "free_types.csv").open(encoding="utf-8") as lines:
            return frozenset(row["type"] for row in csv.DictReader(lines))

    def _shelf(self, key: PriceKey) -> dict[_Entry, list[_Row]]:
        place = (key.provider, key.service, key.region)
        shelf = self._shelves.get(place)
        if shelf is None:
            shelf = self._shelves[place] = _read_shelf(self._files_for(key), key)
        return shelf

    def _files_for(self, key: PriceKey) -> list[Path]:
        """Return the files that may hold a key's service, oldest first."""
        families = (key.service, "rates", "unit_rates")
        return [
            path
            for path, (provider, family) in self._files.items()
            if provider == key.provider
            and (family in families or family.startswith(f"{key.service}_"))
        ]

    @cached_property
    def _files(self) -> Mapping[Path, tuple[str, str]]:
        found = sorted(self._folder.glob("*.parquet"), key=lambda p: p.stem.split("-", 2)[2])
        return {path: (path.stem.split("-")[0], path.stem.split("-")[1]) for path in found}


@cache
def open_price_book(folder: Path | None = None) -> ParquetPriceBook:
    """Return the bundled price book, or one over another folder; opened once per process.

    Raises
    ------
    FactError
        If the folder holds no price books.

    Examples
    --------
    >>> from dharma_core.costs.ports import price_key
    >>> book = open_price_book()
    >>> gp3 = price_key(("aws", "us-east-1"), "ec2/ebs_storage", volume_type="gp3")
    >>> book.find(gp3).unit_price
    Decimal('0.08')
    """
    place = folder or data_root() / "price_books"
    if not any(place.glob("*.parquet")):
        raise FactError(
            f"The price books are missing: {place.name} holds no parquet file.",
            next_step="Install the package again, or run data/price_books/build.py.",
        )
    return ParquetPriceBook(place)


def _nearest(shelf: Mapping[_Entry, Any], key: PriceKey) -> tuple[str, ...]:
    same = [a for p, a, o in shelf if p == key.product and o == key.option]
    if same:
        return tuple(difflib.get_close_matches(key.attributes, same, n=3, cutoff=0.7))
    return tuple(difflib.get_close_matches(key.product, {p for p, _, _ in shelf}, n=3))


def _read_shelf(files: Iterable[Path], key: PriceKey) -> dict[_Entry, list[_Row]]:
    """Read the rows of one service and region; a later file replaces an earlier one's entries."""
    shelf: dict[_Entry, list[_Row]] = {}
    for path in files:
        fresh: dict[_Entry, list[_Row]] = {}
        for row in _rows(path, key):
            entry = (row["product"], row["attributes"], row["purchase_option"])
            fresh.setdefault(entry, []).append(row)
        shelf.update(fresh)
    return shelf


def _rows(path: Path, key: PriceKey) -> list[_Row]:
    import polars as pl

    wanted = (pl.col("region") == key.region) & (pl.col("service") == key.service)
    return pl.scan_parquet(path).filter(wanted).select(_COLUMNS).collect().to_dicts()


def _price(rows: list[_Row], key: PriceKey) -> Price:
    first = rows[0]
    try:
        return Price(
            unit=first["unit"],
            tiers=tuple(_tier(row) for row in rows),
            currency=first["currency"],
            source=first["source"],
            as_of=date.fromisoformat(first["as_of"]),
            quality=first["quality"],
            details=_details(first["details"]),
        )
    except (ArithmeticError, ValueError) as error:
        raise FactError(f"The price book's entry for {key} cannot be read: {error}.") from error


def _tier(row: _Row) -> Tier:
    end = Decimal(row["tier_to"]) if row["tier_to"] else None
    return Tier(Decimal(row["tier_from"]), end, Decimal(row["price"]))


def _details(text: str) -> Mapping[str, str]:
    return dict(part.split("=", 1) for part in text.split(",") if part)
