"""What is written about a blueprint beside its versions: status, who sees it, tags, recovery."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, insert, update

from dharma_core.blueprints.records import STATUSES, VISIBILITIES, StoredBlueprint
from dharma_core.errors import ConflictError, InputError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.storage.blueprint_queries import BlueprintQueries, check_mark
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.sealing import DocumentSeals
from dharma_core.storage.tables import blueprint_tags, blueprints

__all__ = ["BlueprintMarks"]

_TAG = re.compile(r"[a-z][a-z0-9._-]{0,39}", re.ASCII)


class BlueprintMarks(BlueprintQueries):
    """Set what a blueprint is marked with; every mark is an event."""

    def __init__(self, scope: Scope, events: EventRepository, seals: DocumentSeals) -> None:
        super().__init__(scope, seals)
        self._events = events

    def set_status(self, id: str, status: str) -> StoredBlueprint:  # noqa: A002 - the domain's word
        """Mark a blueprint as draft, published or deprecated.

        Raises
        ------
        NotFoundError
            If there is no such blueprint.
        InputError
            If there is no such status; the nearest is named.
        """
        return self._set(id, "status", status, STATUSES)

    def set_visibility(self, id: str, visibility: str) -> StoredBlueprint:  # noqa: A002 - the domain's word
        """Say who sees a blueprint: its owner, the tenant, every tenant; raises as `set_status`."""
        return self._set(id, "visibility", visibility, VISIBILITIES)

    def tag(self, id: str, tag: str, version: str | None = None) -> str:  # noqa: A002 - the domain's word
        """Let a tag name a version, the current one when left out; return that version.

        A tag that names another version moves.

        Raises
        ------
        NotFoundError
            If there is no such blueprint or version.
        InputError
            If the tag is not a word of small letters, digits, ``.``, ``-`` and ``_``.
        """
        if not _TAG.fullmatch(tag):
            raise InputError(
                f"{tag!r} cannot be a tag.",
                next_step="Start with a small letter; then small letters, digits, '.', '-', '_', "
                "40 in all.",
            )
        found = self._by_id(id)
        named = self.get(id, version).version
        before = self.tags(id).get(tag)
        self._scope.write(delete(blueprint_tags).where(*_is(id, tag)))
        row = {"blueprint_id": id, "tag": tag, "version": named, "created": self._scope.now}
        self._scope.write(insert(blueprint_tags).values(**row, **self._owner()))
        marks = {"before": {"version": before} if before else None, "after": {"version": named}}
        self._emit(EventType.BLUEPRINT_TAGGED, found.id, data={"tag": tag}, **marks)
        return named

    def untag(self, id: str, tag: str) -> None:  # noqa: A002 - the domain's word
        """Take a tag away; the version it named stays.

        Raises
        ------
        NotFoundError
            If there is no such blueprint or tag.
        """
        self._by_id(id)
        known = self.tags(id)
        if tag not in known:
            raise NotFoundError(f"No tag {tag!r} on {id}.", next_step=nearest(tag, known))
        self._scope.write(delete(blueprint_tags).where(*_is(id, tag)))
        before = {"version": known[tag]}
        self._emit(EventType.BLUEPRINT_TAGGED, id, data={"tag": tag}, before=before)

    def recover(self, id: str) -> StoredBlueprint:  # noqa: A002 - the domain's word
        """Bring a deleted blueprint back into the lists.

        Raises
        ------
        NotFoundError
            If there is no such blueprint.
        ConflictError
            If it was not deleted, or another one took its name since.
        """
        found = self.get(id, deleted=True)
        if not found.deleted:
            raise ConflictError(f"Blueprint {found.name!r} is not deleted.", next_step="")
        self.refuse_taken(found.name)
        self._write(id, deleted=False)
        self._emit(EventType.BLUEPRINT_RECOVERED, id, after={"version": found.version})
        return self.get(id)

    def refuse_taken(self, name: str) -> None:
        """Raise ConflictError when a blueprint of that name is there."""
        if self.by_name(name) is not None:
            raise ConflictError(
                f"There is another blueprint called {name!r}.", next_step="Choose another name."
            )

    def _set(self, id_: str, mark: str, word: str, allowed: tuple[str, ...]) -> StoredBlueprint:
        check_mark(mark, word, allowed)
        found: Row[Any] = self._by_id(id_)
        before = getattr(found, mark)
        if before != word:
            self._write(id_, **{mark: word})
            kind = EventType(f"Blueprint{mark.capitalize()}Changed")
            self._emit(kind, id_, before={mark: before}, after={mark: word})
        return self.get(id_)

    def _write(self, id_: str, **columns: Any) -> None:
        change = {**columns, "updated": self._scope.now, "user": self._scope.actor.user}
        mine = blueprints.c.tenant == self._scope.actor.tenant
        self._scope.write(update(blueprints).where(blueprints.c.id == id_, mine).values(**change))

    def _owner(self) -> dict[str, str]:
        return {"tenant": self._scope.actor.tenant, "user": self._scope.actor.user}

    def _emit(
        self, kind: EventType, id_: str, *, data: Mapping[str, Any] | None = None, **states: Any
    ) -> None:
        event = self._scope.event(kind, ("blueprint", id_), **states)
        self._events.append(replace(event, data=data or {}))


def _is(id_: str, tag: str) -> tuple[Any, Any]:
    return blueprint_tags.c.blueprint_id == id_, blueprint_tags.c.tag == tag
