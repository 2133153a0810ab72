"""What the repositories of one transaction share: connection, actor, moment, right to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table
from sqlalchemy.engine import Dialect

from dharma_core.errors import AdapterError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.ids import new_id

__all__ = ["Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction as its repositories see it.

    Parameters
    ----------
    now : datetime
        When the transaction got its lock, UTC: one moment for all it writes.
    writes : bool
        Whether this transaction holds the writer's lock.
    """

    connection: Connection
    actor: Actor
    now: datetime
    writes: bool

    def read(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Run a query, with values for its parameters if it has any."""
        return self.connection.execute(statement, values)

    def rows(self, statement: Executable) -> list[Mapping[str, Any]]:
        """Run a query and return its rows by column name."""
        return [dict(row._mapping) for row in self.read(statement)]

    def write(
        self,
        statement: Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run a statement that changes rows, with values for its parameters if it has any.

        Several values run it for each of them.

        Raises
        ------
        AdapterError
            If the transaction was opened for reading only.
        """
        self._must_write()
        return self.connection.execute(statement, values)

    def write_many(
        self, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Insert rows of plain values, in the order of ``columns``.

        Raises
        ------
        AdapterError
            If the transaction was opened for reading only.
        """
        self._must_write()
        insertion = _insertion(table, columns, self.connection.dialect)
        # The driver binds the values of a plain tuple faster than those of a named one.
        plain = [tuple(row) for row in rows]
        self.connection.exec_driver_sql(insertion, plain[0] if len(plain) == 1 else plain)

    def tuples(self, statement: Executable) -> list[Any]:
        """Run a query and return its rows as the driver gives them."""
        return [*self.read(statement).all()]

    def _must_write(self) -> None:
        if not self.writes:
            raise AdapterError(
                "This transaction was opened with Store.reading and cannot write.",
                next_step="Open it with Store.transaction.",
            )

    def event(
        self,
        kind: EventType,
        aggregate: tuple[str, str],
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> Event:
        """Return an event of this actor, now."""
        return Event(
            id=new_id("evt"),
            type=kind,
            aggregate_type=aggregate[0],
            aggregate_id=aggregate[1],
            time=self.now,
            tenant=self.actor.tenant,
            user=self.actor.user,
            address=self.actor.address,
            before=before,
            after=after,
            correlation_id=self.actor.correlation_id,
            agent=self.actor.agent,
        )


@cache
def _insertion(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
