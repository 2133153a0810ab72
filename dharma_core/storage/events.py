"""The chain of events in the database: appended to by one writer at a time, read in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from dharma_core.audit import (
    COLUMNS,
    ChainEntry,
    ChainHead,
    Row,
    Unreadable,
    chain,
    seal,
    seal_rows,
)
from dharma_core.audit.alarms import MAY_ALARM
from dharma_core.events import Event, EventType
from dharma_core.storage.event_rows import entry_of, whole
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import chain_head, events

__all__ = ["EventRepository"]

BATCH = 500
ROWS_AT_A_TIME = 2000
# Built once: they run in every transaction that writes.
_HEAD = select(chain_head.c.seq, chain_head.c.hash)
_NOTE = update(chain_head).values(
    {name: bindparam(name) for name in ("seq", "hash", "tenant", "user")}
)


class EventRepository:
    """Append events to the one chain of the store, and read them.

    Lists show the actor's tenant; `all` walks the whole chain, which all tenants share.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._passed: list[ChainHead] = []
        self._alarming: list[Event] = []

    @property
    def passed(self) -> tuple[ChainHead, ...]:
        """Heads that the chain had in this transaction, in order: where it may be signed."""
        return tuple(self._passed)

    @property
    def alarming(self) -> tuple[Event, ...]:
        """Events of this transaction that people may have to be told at once."""
        return tuple(self._alarming)

    def append(self, event: Event) -> ChainEntry:
        """Seal an event as the chain's next entry and keep it.

        Raises
        ------
        InputError
            If the event holds something that JSON cannot.
        """
        entry = seal(event, self.head())
        self._scope.write_many(events, COLUMNS, [chain.row_of(entry)])
        self._note(entry.head, event)
        self._passed.append(entry.head)
        if event.type in MAY_ALARM:
            self._alarming.append(event)
        return entry

    def append_many(self, batch: Iterable[Event]) -> ChainHead:
        """Seal events as the chain's next entries, keep them, and return the chain's new head.

        Raises
        ------
        InputError
            If one of them holds something that JSON cannot; none is kept.
        """
        head, last = self.head(), None
        events_left = iter(batch)
        while few := list(islice(events_left, BATCH)):
            rows = seal_rows(few, head)
            self._scope.write_many(events, COLUMNS, rows)
            head, last = ChainHead(rows[-1].seq, rows[-1].hash), few[-1]
            self._passed.append(head)
            self._alarming += [event for event in few if event.type in MAY_ALARM]
        if last is not None:
            self._note(head, last)
        return head

    def head(self) -> ChainHead:
        """Return the chain's last entry as the store noted it apart from the chain."""
        row = self._scope.read(_HEAD).one()
        return ChainHead(row.seq, row.hash)

    def tail(
        self,
        limit: int = 100,
        *,
        after_seq: int | None = None,
        type: EventType | None = None,  # noqa: A002 - the domain's word
        aggregate: str | None = None,
    ) -> tuple[ChainEntry, ...]:
        """Return events of the actor's tenant, oldest first.

        Parameters
        ----------
        limit : int
            How many at most.
        after_seq : int, optional
            Return the first ones after this number; left out, the newest ones.
        aggregate : str, optional
            Id of the thing they happened to.
        """
        query = select(events).where(events.c.tenant == self._scope.actor.tenant).limit(limit)
        if type is not None:
            query = query.where(events.c.type == type.value)
        if aggregate is not None:
            query = query.where(events.c.aggregate_id == aggregate)
        if after_seq is not None:
            query = query.where(events.c.seq > after_seq).order_by(events.c.seq)
            return tuple(self._readable(query))
        newest = tuple(self._readable(query.order_by(events.c.seq.desc())))
        return newest[::-1]

    def all(self) -> Iterator[ChainEntry | Unreadable]:
        """Yield the whole chain in order, a few hundred entries in memory at a time."""
        last = 0
        while True:
            query = select(events).where(events.c.seq > last).order_by(events.c.seq).limit(BATCH)
            rows = self._scope.rows(query)
            for row in rows:
                yield entry_of(row)
            if len(rows) < BATCH:
                return
            last = rows[-1]["seq"]

    def unfinished_effects(self) -> tuple[Event, ...]:
        """Return the intents of effects that have no outcome: their process died in between."""
        outcome = events.alias()
        query = (
            select(events)
            .where(events.c.tenant == self._scope.actor.tenant)
            .where(events.c.type == EventType.EFFECT_INTENDED.value)
            .where(
                ~select(outcome.c.seq)
                .where(outcome.c.causation_id == events.c.id)
                # Says so again, for the index that leaves the empty ones out.
                .where(outcome.c.causation_id != "")
                .where(outcome.c.type == EventType.EFFECT_FINISHED.value)
                .exists()
            )
            .order_by(events.c.seq)
        )
        return tuple(entry.event for entry in self._readable(query))

    def rows(self, first: int, last: int | None = None) -> Iterator[Row]:
        """Yield stored rows from one number to another, some thousand in memory at a time."""
        columns = [events.c[name] for name in COLUMNS]
        query = select(*columns).order_by(events.c.seq).limit(ROWS_AT_A_TIME)
        if last is not None:
            query = query.where(events.c.seq <= last)
        while True:
            found = self._scope.tuples(query.where(events.c.seq >= first))
            yield from found
            if len(found) < ROWS_AT_A_TIME:
                return
            first = found[-1][0] + 1

    def _note(self, head: ChainHead, last: Event) -> None:
        values = {"seq": head.seq, "hash": head.hash, "tenant": last.tenant, "user": last.user}
        self._scope.write(_NOTE, values)

    def _readable(self, query: Select[Any]) -> Iterator[ChainEntry]:
        for row in self._scope.rows(query):
            yield whole(entry_of(row))
