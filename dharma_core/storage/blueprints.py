"""Blueprints in the database: every saved version stays, and nobody overwrites another's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, insert, select, update

from dharma_core.blueprints.records import STATUSES, StoredBlueprint
from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.events import EventType
from dharma_core.ids import new_id
from dharma_core.storage.blueprint_drafts import (
    FIRST_VERSION,
    Draft,
    asks_newer,
    content_digest,
    draft_name,
    draft_version,
    is_newer,
    next_version,
)
from dharma_core.storage.blueprint_marks import BlueprintMarks
from dharma_core.storage.sealing import Place, unmasked
from dharma_core.storage.tables import blueprint_versions, blueprints

__all__ = ["BlueprintRepository"]


class BlueprintRepository(BlueprintMarks):
    """Save, read, list and soft-delete the blueprints of the actor's tenant.

    A blueprint is known by its id, and while it is not deleted by its name too.
    """

    def save(
        self,
        document: Mapping[str, Any],
        *,
        id: str | None = None,  # noqa: A002 - the domain's word
        version: str | None = None,
        expected_version: str | None = None,
        propose: Callable[[StoredBlueprint], str] | None = None,
    ) -> StoredBlueprint:
        """Keep a document as a new version, unless it says what the current one says.

        Parameters
        ----------
        document : mapping
            The blueprint file as JSON values, checked by the caller.
        id : str, optional
            Save as the next version of this blueprint even when its name changed; left out, the
            blueprint of that name, or a new one.
        version : str, optional
            The version to give. Left out: the document's own when it is newer than the current
            one (or the first), else what ``propose`` says; ``1.0.0`` for a first one without.
        expected_version : str, optional
            The version the change was made on.
        propose : callable, optional
            Returns the next version of what is stored now; the next patch when left out.

        Raises
        ------
        InputError
            If the document has no name or a version that is not newer was asked for.
        ConflictError
            If the current version is not the expected one, or the name is taken; nothing is
            written.
        """
        name = draft_name(document)
        found = self._find(blueprints.c.name == name) if id is None else self._by_id(id)
        if found is None:
            if expected_version is not None:
                raise NotFoundError(
                    f"No blueprint {name!r} at version {expected_version}.",
                    next_step="Save it without an expected version to create it.",
                )
            return self._create(document, version)
        _expect(found, expected_version)
        before = self._opened(found)
        document = unmasked(document, before)
        if content_digest(document) == content_digest(before) and not asks_newer(
            version or draft_version(document), found.version
        ):
            return self._stored(found)
        if version is None and propose is not None:
            own = draft_version(document)
            version = own if asks_newer(own, found.version) else propose(self._stored(found))
        return self._add_version(found, document, version)

    def delete(self, id: str, *, expected_version: str | None = None) -> None:  # noqa: A002 - the domain's word
        """Hide a blueprint from lists; it and its versions are kept.

        Raises
        ------
        NotFoundError
            If there is no such blueprint, or it was deleted before.
        ConflictError
            If its current version is not the expected one.
        """
        found = self._by_id(id)
        _expect(found, expected_version)
        change = {"deleted": True, "updated": self._scope.now, "user": self._scope.actor.user}
        self._scope.write(update(blueprints).where(blueprints.c.id == id).values(**change))
        self._emit(EventType.BLUEPRINT_DELETED, id, before=_state(found))

    def _create(self, document: Mapping[str, Any], version: str | None) -> StoredBlueprint:
        id_ = new_id("bp")
        asked = version or draft_version(document) or FIRST_VERSION
        draft = self._sealed(Draft.of(document, asked), id_)
        row = {
            **self._row(draft, id_, number=1),
            "created": self._scope.now,
            "deleted": False,
            "owner": self._scope.actor.user,
            "status": STATUSES[0],
            "visibility": "tenant",
        }
        self._scope.write(insert(blueprints).values(id=id_, **row))
        self._add_document(draft, id_, number=1)
        self._emit(EventType.BLUEPRINT_CREATED, id_, after=draft.state)
        return self.get(id_)

    def _add_version(
        self, found: Row[Any], document: Mapping[str, Any], version: str | None
    ) -> StoredBlueprint:
        draft = Draft.of(document, version or next_version(found.version, document))
        if not is_newer(draft.version, found.version):
            raise InputError(
                f"Version {draft.version} is not newer than {found.version}, the current one.",
                next_step="Leave the version out, or give a higher one.",
            )
        self._refuse_taken_name(draft.name, found)
        draft = self._sealed(draft, found.id)
        number = found.versions + 1
        row = self._row(draft, found.id, number=number)
        self._scope.write(update(blueprints).where(blueprints.c.id == found.id).values(**row))
        self._add_document(draft, found.id, number=number)
        self._emit(EventType.BLUEPRINT_UPDATED, found.id, before=_state(found), after=draft.state)
        return self.get(found.id)

    def seal_anew(self) -> int:
        """Seal the secrets of every version of the tenant with its newest key; return how many.

        Raises
        ------
        AdapterError
            If a key is not at hand or a sealed value was changed; nothing is written.
        """
        table, tenant = blueprint_versions, self._scope.actor.tenant
        rows = self._scope.rows(select(table).where(table.c.tenant == tenant))
        written = 0
        for row in rows:
            place = Place(tenant, row["blueprint_id"], row["version"])
            plain = self._seals.open(row["document"], place)
            sealed = self._seals.seal(plain, place)
            if sealed is plain:
                continue
            same = (table.c.blueprint_id == row["blueprint_id"], table.c.number == row["number"])
            change = {"document": sealed, "digest": self._seals.digest(plain)}
            self._scope.write(update(table).where(*same).values(**change))
            written += 1
        return written

    def _sealed(self, draft: Draft, id_: str) -> Draft:
        """Return the draft as it is kept: its secrets sealed, and no plain digest of them."""
        place = Place(self._scope.actor.tenant, id_, draft.version)
        digest = self._seals.digest(draft.document)
        return replace(draft, document=self._seals.seal(draft.document, place), digest=digest)

    def _row(self, draft: Draft, id_: str, *, number: int) -> dict[str, Any]:
        return {
            **draft.columns,
            "search": draft.search_text(id_),
            "versions": number,
            "updated": self._scope.now,
            **self._owner(),
        }

    def _add_document(self, draft: Draft, id_: str, *, number: int) -> None:
        self._scope.write(
            insert(blueprint_versions).values(
                blueprint_id=id_,
                number=number,
                version=draft.version,
                digest=draft.digest,
                document=draft.document,
                created=self._scope.now,
                **self._owner(),
            )
        )

    def _refuse_taken_name(self, name: str, found: Row[Any]) -> None:
        if name != found.name:
            self.refuse_taken(name)


def _state(row: Row[Any]) -> dict[str, Any]:
    return replace(Draft.of(row.document, row.version), digest=row.digest).state


def _expect(found: Row[Any], version: str | None) -> None:
    if version is not None and version != found.version:
        raise ConflictError(
            f"Blueprint {found.name!r} is at version {found.version} by now, saved by "
            f"{found.author}; the change was made on {version}. Nothing was written.",
            next_step="Read the current version, make the change there and save again.",
            details={"current": found.version, "expected": version},
        )
