"""The book that prices a Plan: bundled files, the team's own files, the team's overrides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from dharma_core.costs.override_files import check_overrides
from dharma_core.costs.overrides import OverriddenBook, Overrides
from dharma_core.costs.ports import PriceBook
from dharma_core.errors import InputError
from dharma_core.storage.facts import data_root
from dharma_core.storage.override_files import override_files, read_overrides
from dharma_core.storage.price_books import OWN_FOLDER, ParquetPriceBook

__all__ = ["TeamBook", "open_list_prices", "open_team_book", "team_book"]

_Marks = tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class TeamBook:
    """The list prices and what the team says of them.

    Parameters
    ----------
    listed : ParquetPriceBook
        Bundled files and the team's own.
    overrides : Overrides
    day : date
        On which overrides must hold.
    """

    listed: ParquetPriceBook
    overrides: Overrides
    day: date

    @property
    def book(self) -> PriceBook:
        """What the team pays."""
        if not self.overrides:
            return self.listed
        return OverriddenBook(self.listed, self.overrides, self.day)


def open_team_book(*, home: Path, project: Path) -> PriceBook:
    """Return what the team pays; opened anew when a file of it changes, and each day.

    Raises
    ------
    InputError
        If an override is wrong; file, line and the nearest right word are named.
    """
    return _priced(*_marks(home, project))


def team_book(*, home: Path, project: Path) -> TeamBook:
    """Return the list prices and the overrides apart."""
    return _opened(*_marks(home, project))


def open_list_prices(*, home: Path) -> ParquetPriceBook:
    """Return the bundled prices with the team's own files over them, without its overrides."""
    own = home / OWN_FOLDER
    books = _stamped(_own_books(own))
    return _listed(own if books else None, books)


def _own_books(own: Path) -> list[Path]:
    return sorted(own.glob("*.parquet")) if own.is_dir() else []


def _marks(home: Path, project: Path) -> tuple[Path, _Marks, _Marks, date]:
    own = home / OWN_FOLDER
    said = override_files(project=project, home=home)
    return own, _stamped(_own_books(own)), _stamped(said, said), datetime.now(UTC).date()


def _stamped(files: Iterable[Path], names: Mapping[Path, str] | None = None) -> _Marks:
    names = names or {}
    stats = ((f, f.stat()) for f in files)
    return tuple((str(f), names.get(f, f.name), s.st_mtime_ns, s.st_size) for f, s in stats)


@lru_cache(maxsize=4)
def _priced(own: Path, books: _Marks, said: _Marks, day: date) -> PriceBook:
    return _opened(own, books, said, day).book


@lru_cache(maxsize=4)
def _opened(own: Path, books: _Marks, said: _Marks, day: date) -> TeamBook:
    listed = _listed(own if books else None, books)
    overrides = read_overrides((Path(path), name) for path, name, _, _ in said)
    _check(overrides, listed)
    return TeamBook(listed, overrides, day)


@lru_cache(maxsize=4)
def _listed(own: Path | None, _books: _Marks) -> ParquetPriceBook:
    return ParquetPriceBook(data_root() / "price_books", own)


def _check(overrides: Overrides, listed: ParquetPriceBook) -> None:
    """Refuse overrides of what the book does not hold: they would never apply."""
    from dharma_core.storage.price_searches import held_words

    if not overrides:
        return
    check_overrides(overrides, held_words(listed.files, "service"))
    for rule in overrides.prices:
        if rule.unit or listed.find(rule.key) is not None:
            continue
        near = "; ".join(listed.nearest(rule.key))
        hint = f"Nearest: {near}. " if near else ""
        raise InputError(
            f"{rule.position}: the price book holds no {rule.key}.",
            next_step=f"{hint}Correct the key, or give 'unit' to add a price of your own.",
        )
