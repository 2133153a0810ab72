"""Tokens as tables: what each may and when it ends; never a secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from dharma_core.views.table import Column, Kind, Table

__all__ = ["tokens_table"]


class TokenShown(Protocol):
    """A token, as far as a table shows it."""

    @property
    def name(self) -> str:
        """What it is for."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it may."""

    @property
    def expires(self) -> datetime:
        """When it ends, UTC."""

    @property
    def last_used(self) -> datetime | None:
        """When it was used last, UTC."""

    def state(self, now: datetime) -> str:
        """Return ``active``, ``expired``, ``spent``, ``revoked`` or ``from the future``."""


def tokens_table(tokens: Iterable[TokenShown], now: datetime) -> Table:
    """Return one row a token."""
    columns = (
        Column("name", "Token", lead=True),
        Column("scopes", "May"),
        Column("expires", "Ends", Kind.TIME),
        Column("last_used", "Last used", Kind.TIME, unknown="never"),
        Column("state", "State", Kind.STATE),
    )
    rows = tuple(
        {
            "name": token.name,
            "scopes": ", ".join(token.scopes),
            "expires": token.expires,
            "last_used": token.last_used,
            "state": token.state(now),
        }
        for token in tokens
    )
    return Table(columns, rows)
