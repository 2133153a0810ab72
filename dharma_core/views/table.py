"""A table as a value: filtered, sorted, paged and exported the same way on every face."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.money import plain

__all__ = ["Cell", "Column", "Kind", "Row", "Table"]

Cell = str | int | Decimal | datetime | date | None
Row = Mapping[str, Cell]


class Kind(StrEnum):
    """What a column holds, and so how it is aligned and shown."""

    TEXT = "text"
    CODE = "code"
    ID = "id"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    SEVERITY = "severity"
    STATE = "state"
    TIME = "time"
    DATE = "date"

    @property
    def numeric(self) -> bool:
        """Whether it is set flush right in tabular figures."""
        return self in {Kind.NUMBER, Kind.MONEY, Kind.RATE}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    key : str
        Of the row mapping, and the header of an export.
    title : str
        What people read.
    unknown : str
        The words for a cell that is None: unknown is never an empty hole.
    lead : bool
        Whether it is the title of the card that a row becomes on a phone.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unknown: str = "–"
    lead: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and rows.

    Parameters
    ----------
    columns : tuple of Column
    rows : tuple of mapping
        Cells by column key; plain values, None where a value is not known.
    currency : str
        Of every money column.

    Examples
    --------
    >>> table = Table(
    ...     (Column("name", "Name"), Column("cost", "Cost", Kind.MONEY)),
    ...     ({"name": "a", "cost": Decimal(2)}, {"name": "b", "cost": None}),
    ... )
    >>> [row["name"] for row in table.sorted_by("cost", descending=True).rows]
    ['a', 'b']
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    currency: str = "USD"

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Every column by its key."""
        return {column.key: column for column in self.columns}

    def without_empty(self) -> Table:
        """Return the table without columns that hold nothing and promise no word for it."""
        kept = tuple(
            c for c in self.columns if c.unknown or any(row.get(c.key) for row in self.rows)
        )
        return replace(self, columns=kept)

    def only(self, *keys: str) -> Table:
        """Return the table with these columns, in this order; the rows keep every cell."""
        return replace(self, columns=tuple(self._column(key) for key in keys))

    def matching(self, text: str) -> Table:
        """Return the rows in which some cell contains every word of ``text``."""
        words = text.casefold().split()
        if not words:
            return self
        kept = [
            row
            for row in self.rows
            if all(
                any(w in str(v).casefold() for v in row.values() if v is not None) for w in words
            )
        ]
        return replace(self, rows=tuple(kept))

    def where(self, key: str, allowed: Sequence[Cell]) -> Table:
        """Return the rows whose cell is one of ``allowed``; all rows when none is given."""
        self._column(key)
        if not allowed:
            return self
        return replace(self, rows=tuple(row for row in self.rows if row.get(key) in allowed))

    def sorted_by(self, key: str, *, descending: bool = False) -> Table:
        """Return the rows in order of one column; unknown cells always come last."""
        self._column(key)
        known = [row for row in self.rows if row.get(key) is not None]
        unknown = [row for row in self.rows if row.get(key) is None]
        known.sort(key=lambda row: _order(row[key]), reverse=descending)
        return replace(self, rows=(*known, *unknown))

    def pages(self, size: int) -> int:
        """Return how many pages of ``size`` rows there are, at least one."""
        return max(1, -(-len(self.rows) // size))

    def page(self, number: int, *, size: int) -> Table:
        """Return page ``number`` (from 1), the nearest one when it does not exist."""
        at = min(max(number, 1), self.pages(size)) - 1
        return replace(self, rows=self.rows[at * size : (at + 1) * size])

    def values(self, key: str) -> tuple[Cell, ...]:
        """Return the distinct known cells of a column in order of first sight."""
        self._column(key)
        return tuple(dict.fromkeys(r[key] for r in self.rows if r.get(key) is not None))

    def records(self) -> tuple[dict[str, Any], ...]:
        """Return the rows as JSON carries them: decimals as text, times in ISO 8601.

        Examples
        --------
        >>> Table((Column("n", "N"),), ({"n": Decimal("1.50")},)).records()
        ({'n': '1.5'},)
        """
        keys = [column.key for column in self.columns]
        return tuple({key: _plain(row.get(key)) for key in keys} for row in self.rows)

    def _column(self, key: str) -> Column:
        if key not in self.by_key:
            raise InputError(f"No column {key!r}.", next_step=nearest(key, self.by_key))
        return self.by_key[key]


def _order(cell: Cell) -> tuple[int, Any]:
    if isinstance(cell, enum.Enum):
        return (0, list(type(cell)).index(cell))
    if isinstance(cell, (int, Decimal)):
        return (1, cell)
    if isinstance(cell, (datetime, date)):
        return (2, cell.isoformat())
    return (3, str(cell).casefold())


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    if isinstance(cell, enum.Enum):
        return cell.value
    return cell
