"""What stands in the price books: files told apart, entries searched with wildcards."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.costs.price_entries import (
    KEY_COLUMNS,
    ROW_COLUMNS,
    BookFile,
    PriceEntry,
    entries_of,
)
from dharma_core.costs.price_keys import PricePattern
from dharma_core.storage.price_books import holds_service, unreadable

if TYPE_CHECKING:
    import polars as pl

__all__ = ["book_figures", "every_entry", "held_words", "search_entries"]

_WILD = set("*?[")


def search_entries(
    files: Mapping[Path, BookFile], pattern: PricePattern, *, limit: int
) -> tuple[list[PriceEntry], int]:
    """Return the entries that a pattern means and how many there are in all.

    Parameters
    ----------
    files : mapping
        In the order in which later ones win.
    limit : int
        How many entries to return at most, those in force first.
    """
    found: list[PriceEntry] = []
    for path, file in files.items():
        if not _may_hold(file, pattern):
            continue
        rows = _read(path, pattern)
        found.extend(e for e in entries_of(rows, file) if pattern.matches(e.key))
    marked = _in_force(found)
    order = sorted(marked, key=lambda e: (not e.in_force, str(e.key)))
    return order[:limit], len(order)


def every_entry(files: Mapping[Path, BookFile], *, provider: str = "*") -> Iterator[PriceEntry]:
    """Yield every entry of a provider's files, also those that a newer one replaces."""
    pattern = PricePattern(provider)
    for path, file in files.items():
        if _may_hold(file, pattern):
            yield from entries_of(_read(path, pattern), file)


def book_figures(
    files: Mapping[Path, BookFile], *, provider: str = "", service: str = ""
) -> list[dict[str, Any]]:
    """Return the figures of each file: rows, keys, regions, dates, sources, second-class rows."""
    import polars as pl

    figures = []
    for path, file in files.items():
        frame = _scan(path)
        if provider:
            frame = frame.filter(pl.col("provider") == provider)
        if service:
            frame = frame.filter(pl.col("service") == service)
        said = _collect(path, frame.select(*_aggregates()))[0]
        if said["rows"]:
            figures.append({"file": file, **said})
    return figures


def held_words(files: Mapping[Path, BookFile], column: str) -> dict[str, set[str]]:
    """Return the words of a column by provider, such as the services of each cloud."""
    found: dict[str, set[str]] = {}
    for path in files:
        for row in _collect(path, _scan(path).select("provider", column).unique()):
            found.setdefault(row["provider"], set()).add(row[column])
    return found


def _aggregates() -> list[pl.Expr]:
    import polars as pl

    return [
        pl.len().alias("rows"),
        pl.struct(KEY_COLUMNS).n_unique().alias("keys"),
        pl.col("service").unique().sort().implode().alias("services"),
        pl.col("region").n_unique().alias("regions"),
        pl.col("as_of").min().alias("oldest"),
        pl.col("as_of").max().alias("newest"),
        pl.col("source").unique().sort().implode().alias("sources"),
        (pl.col("quality") != "first").sum().alias("second_class"),
    ]


def _may_hold(file: BookFile, pattern: PricePattern) -> bool:
    if not fnmatch.fnmatchcase(file.provider, pattern.provider):
        return False
    return bool(set(pattern.service) & _WILD) or holds_service(file, pattern.service)


def _read(path: Path, pattern: PricePattern) -> list[dict[str, Any]]:
    """Return the rows of a file that a pattern may mean, sorted by key and tier."""
    import polars as pl

    frame = _scan(path)
    columns = {
        "service": pattern.service,
        "product": pattern.product,
        "region": pattern.region,
        "purchase_option": pattern.option,
    }
    for column, word in columns.items():
        if not set(word) & _WILD:
            frame = frame.filter(pl.col(column) == word)
    for name, word in pattern.attributes:
        text = f"{name}=" if set(word) & _WILD else f"{name}={word}"
        frame = frame.filter(pl.col("attributes").str.contains(text, literal=True))
    order = pl.col("tier_from").cast(pl.Float64, strict=False)
    return _collect(path, frame.select(ROW_COLUMNS).sort(*KEY_COLUMNS, order))


def _scan(path: Path) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(path)


def _collect(path: Path, frame: pl.LazyFrame) -> list[dict[str, Any]]:
    import polars as pl

    try:
        return frame.collect().to_dicts()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(path, error) from error


def _in_force(entries: list[PriceEntry]) -> list[PriceEntry]:
    from dataclasses import replace

    last = {entry.key: entry.file for entry in entries}
    return [replace(e, in_force=last[e.key] is e.file) for e in entries]
