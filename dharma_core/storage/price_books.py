"""The price books: parquet files read one region and service at a time, only when asked.

A file is called ``<provider>-<family>-<date>.parquet``. The family is a service (``ec2``), a part
of one (``ec2_spot``), or ``rates`` and ``unit_rates``: of many services. Newer files win; the
team's own files win over the bundled ones.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dharma_core.costs.machine_rates import Shape, machine_name, price_by_rates
from dharma_core.costs.ports import Price, PriceKey
from dharma_core.costs.price_entries import BookFile, price_of
from dharma_core.costs.price_keys import attributes_of
from dharma_core.errors import FactError, InputError
from dharma_core.storage.facts import data_root

__all__ = ["OWN_FOLDER", "ParquetPriceBook", "book_files", "holds_service", "open_price_book"]

OWN_FOLDER = "price_books"  # in DHARMA_HOME
_Entry = tuple[str, str, str]  # product, attributes, purchase option
_Row = dict[str, Any]
_COLUMNS = (
    "product", "attributes", "unit", "tier_from", "tier_to", "purchase_option", "price",
    "currency", "details", "source", "as_of", "quality",
)  # fmt: skip
_MANY_SERVICES = ("rates", "unit_rates")


class ParquetPriceBook:
    """A PriceBook over a folder of parquet files; each (service, region) is read once.

    Parameters
    ----------
    folder : Path
        Holds the parquet files and ``free_types.csv``.
    own : Path, optional
        The team's own parquet files; they win, and need not be there.
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self._folder = folder
        self._own = own
        self._shelves: dict[tuple[str, str, str], dict[_Entry, list[_Row]]] = {}
        self._prices: dict[PriceKey, Price | None] = {}
        self._near: dict[PriceKey, tuple[str, ...]] = {}

    def find(self, key: PriceKey) -> Price | None:
        """Return the newest price for a key, None when the book does not hold it."""
        try:
            return self._prices[key]
        except KeyError:
            found = self._prices[key] = self._newest(key)
            return found

    def _newest(self, key: PriceKey) -> Price | None:
        """Return the price in the files; that of a machine by its rates where those are newer."""
        rows = self._shelf(key).get((key.product, key.attributes, key.option))
        listed = price_of(rows, key) if rows else None
        shape = self._shapes.get(machine_name(key)) if key.provider == "gcp" else None
        rated = price_by_rates(key, shape, self.find) if shape is not None else None
        if rated is None or (listed is not None and listed.as_of >= rated.as_of):
            return listed
        return rated

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        """Return up to three names in the book close to a key that was not found."""
        if key not in self._near:
            self._near[key] = _nearest(self._shelf(key), key)
        return self._near[key]

    def is_free(self, resource_type: str) -> bool:
        """Whether a resource type is known to cost nothing."""
        return resource_type in self._free_types

    @cached_property
    def files(self) -> Mapping[Path, BookFile]:
        """Every file of the book, the one that wins last."""
        return book_files(self._folder, self._own)

    @cached_property
    def _shapes(self) -> Mapping[str, Shape]:
        """What Google's machine types hold, as any region of the book says."""
        import polars as pl

        found: dict[str, Shape] = {}
        for path, file in self.files.items():
            if (file.provider, file.family) != ("gcp", "vm"):
                continue
            rows = pl.scan_parquet(path).select("attributes", "details").unique().collect()
            for attributes, details in rows.sort("attributes", "details").rows():
                name, facts = attributes_of(attributes)["instance_type"], attributes_of(details)
                if {"vcpu", "memory_gib"} <= set(facts) and "gpu" not in facts:
                    found[name] = Shape(Decimal(facts["vcpu"]), Decimal(facts["memory_gib"]))
        return found

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
        return [
            path
            for path, file in self.files.items()
            if file.provider == key.provider and holds_service(file, key.service)
        ]


def holds_service(file: BookFile, service: str) -> bool:
    """Whether a file may hold a service, as its name says."""
    family = file.family
    return family == service or family in _MANY_SERVICES or family.startswith(f"{service}_")


def book_files(folder: Path, own: Path | None = None) -> Mapping[Path, BookFile]:
    """Return the files of one or two folders in the order in which later ones win.

    Raises
    ------
    InputError
        If a parquet file among the team's own has no name of the form that says its date.
    """
    found = _files_in(folder, own=False)
    if own is not None and own.is_dir():
        found |= _files_in(own, own=True)
    return found


def _files_in(folder: Path, *, own: bool) -> dict[Path, BookFile]:
    files = []
    for path in folder.glob("*.parquet"):
        parts = path.stem.split("-", 2)
        if len(parts) != 3:
            raise InputError(
                f"The price book {path.name} is not called <provider>-<family>-<date>.parquet.",
                next_step="Move it out of the folder, or import its source again.",
            )
        provider, family, newest = parts
        files.append((path, BookFile(path.name, provider, family, newest, own)))
    return dict(sorted(files, key=lambda pair: (pair[1].newest, pair[1].name)))


@cache
def open_price_book(folder: Path | None = None, own: Path | None = None) -> ParquetPriceBook:
    """Return the bundled price book, or one over other folders; opened once per process.

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
    return ParquetPriceBook(place, own)


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
    try:
        return pl.scan_parquet(path).filter(wanted).select(_COLUMNS).collect().to_dicts()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> FactError:
    """Return the error for a file of the book that is no price book."""
    return FactError(
        f"The price book {path.name} cannot be read: {str(error).splitlines()[0]}.",
        next_step="Delete it and import its source again; a bundled one: install Dharma again.",
    )
