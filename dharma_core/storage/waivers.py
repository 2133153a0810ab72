"""Waivers in the database: given, listed and taken back by tenant; every write is an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from dharma_core.errors import NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.ids import new_id
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import waivers

__all__ = ["StoredWaiver", "WaiverRepository"]

_FIELDS = ("rule", "address", "design", "reason", "owner", "ticket")


@dataclass(frozen=True, slots=True)
class StoredWaiver:
    """A waiver of the store.

    Parameters
    ----------
    user : str
        Who gave it; ``waiver.owner`` answers for it.
    created : datetime
        UTC.
    """

    id: str
    waiver: Waiver
    user: str
    created: datetime

    @property
    def text(self) -> str:
        """What it says, in one line."""
        said = self.waiver
        until = f" until {said.until}" if said.until else ""
        return f"{said.rule} rests at {said.address}{until}, because {said.reason} ({said.owner})."

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        said = self.waiver
        return {
            "id": self.id,
            **said.as_dict(),
            "address": said.address,
            "design": said.design,
            "user": self.user,
            "created": self.created.isoformat(),
        }


class WaiverRepository:
    """The waivers of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> tuple[StoredWaiver, ...]:
        """Return every waiver, oldest first; expired ones too."""
        mine = waivers.c.tenant == self._scope.actor.tenant
        query = select(waivers).where(mine).order_by(waivers.c.created, waivers.c.id)
        return tuple(map(_stored, self._scope.rows(query)))

    def add(self, waiver: Waiver) -> StoredWaiver:
        """Keep a waiver under an id of its own; its owner is the actor when it names none."""
        actor = self._scope.actor
        named = replace(waiver, owner=waiver.owner or actor.user)
        row = {
            "id": new_id("wv"),
            **{name: getattr(named, name) for name in _FIELDS},
            "until": named.until.isoformat() if named.until else None,
            "tenant": actor.tenant,
            "user": actor.user,
            "created": self._scope.now,
        }
        self._scope.write(insert(waivers).values(**row))
        made = _stored(row)
        self._emit(EventType.WAIVER_ADDED, made, after=_state(made))
        return made

    def remove(self, id: str) -> StoredWaiver:  # noqa: A002 - the domain's word
        """Take a waiver back and return what it was.

        Raises
        ------
        NotFoundError
            If there is no such waiver; the nearest is named.
        """
        known = {w.id: w for w in self.all()}
        if id not in known:
            raise NotFoundError(
                f"No waiver {id!r}.",
                next_step=nearest(id, known) or "Run 'dharma waiver list' to see what is stored.",
            )
        mine = waivers.c.tenant == self._scope.actor.tenant
        self._scope.write(delete(waivers).where(waivers.c.id == id, mine))
        self._emit(EventType.WAIVER_REMOVED, known[id], before=_state(known[id]))
        return known[id]

    def _emit(self, kind: EventType, found: StoredWaiver, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("waiver", found.id), **states))


def _stored(row: Mapping[str, Any]) -> StoredWaiver:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    said = Waiver(
        where=row["id"], form=Form.STORE, until=until, **{name: row[name] for name in _FIELDS}
    )
    return StoredWaiver(row["id"], said, row["user"], row["created"])


def _state(found: StoredWaiver) -> dict[str, Any]:
    said = found.as_dict()
    return {name: said[name] for name in (*_FIELDS, "until")}
