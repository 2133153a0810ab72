"""The chain of events in the database: appended to by one writer at a time, read in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, insert, select, update

from dharma_core.audit import ChainEntry, ChainHead, Unreadable, seal
from dharma_core.errors import AdapterError
from dharma_core.events import Event, EventType
from dharma_core.storage.event_rows import entry_of, row_of
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import chain_head, events

__all__ = ["EventRepository"]

BATCH = 500


class EventRepository:
    """Append events to the one chain of the store, and read them.

    Lists show the actor's tenant; `all` walks the whole chain, which all tenants share.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def append(self, event: Event) -> ChainEntry:
        """Seal an event as the chain's next entry and keep it.

        Raises
        ------
        InputError
            If the event holds something that JSON cannot.
        """
        entry = seal(event, self.head())
        owner = {"tenant": event.tenant, "user": event.user}
        self._scope.write(insert(events).values(**row_of(entry)))
        self._scope.write(update(chain_head).values(seq=entry.seq, hash=entry.hash, **owner))
        return entry

    def head(self) -> ChainHead:
        """Return the chain's last entry as the store noted it apart from the chain."""
        row = self._scope.read(select(chain_head.c.seq, chain_head.c.hash)).one()
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
                .where(outcome.c.type == EventType.EFFECT_FINISHED.value)
                .exists()
            )
            .order_by(events.c.seq)
        )
        return tuple(entry.event for entry in self._readable(query))

    def _readable(self, query: Select[Any]) -> Iterator[ChainEntry]:
        for row in self._scope.rows(query):
            entry = entry_of(row)
            if isinstance(entry, Unreadable):
                raise AdapterError(
                    f"Event {entry.seq} was changed in the database: {entry.reason}.",
                    next_step="Run `dharma audit verify`.",
                )
            yield entry
