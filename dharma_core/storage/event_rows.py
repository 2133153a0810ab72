"""An entry of the chain as a row of the table ``events``, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.audit import ChainEntry, Row, Unreadable, chain, rows
from dharma_core.errors import AdapterError

__all__ = ["entry_of", "row_of", "whole"]


def row_of(entry: ChainEntry) -> dict[str, Any]:
    """Return the row of an entry."""
    return chain.row_of(entry)._asdict()


def entry_of(row: Mapping[str, Any]) -> ChainEntry | Unreadable:
    """Return the entry of a row, or why the row is none."""
    return rows.entry_of(Row(**row))


def whole(entry: ChainEntry | Unreadable) -> ChainEntry:
    """Return an entry that can be read.

    Raises
    ------
    AdapterError
        If it is not as it was written.
    """
    if isinstance(entry, Unreadable):
        raise AdapterError(
            f"Event {entry.seq} was changed in the database: {entry.reason}.",
            next_step="Run `dharma audit verify`.",
        )
    return entry
