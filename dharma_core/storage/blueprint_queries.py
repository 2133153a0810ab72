"""Reading blueprints from the database: by id, by name, by version, and page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from dharma_core.blueprints.records import (
    STATUSES,
    BlueprintSummary,
    BlueprintVersion,
    Page,
    StoredBlueprint,
)
from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.identity import is_allowed
from dharma_core.personal_data import PERSON, mask_personal
from dharma_core.storage.scope import Scope
from dharma_core.storage.sealing import DocumentSeals, Place, masked
from dharma_core.storage.tables import blueprint_tags, blueprint_versions, blueprints

__all__ = ["BlueprintQueries", "check_mark"]

_HINTS = 1000
_SUMMARY = (
    "id",
    "name",
    "version",
    "provider",
    "region",
    "description",
    "resources",
    "versions",
    "created",
    "updated",
    "deleted",
    "owner",
    "status",
    "visibility",
)


_KEPT = ("id", "name", "created", "tenant", "deleted", "owner", "status", "visibility")


class BlueprintQueries:
    """Read the blueprints of the actor's tenant."""

    def __init__(self, scope: Scope, seals: DocumentSeals) -> None:
        self._scope = scope
        self._seals = seals

    def get(
        self,
        id: str,  # noqa: A002 - the domain's word
        version: str | None = None,
        *,
        deleted: bool = False,
    ) -> StoredBlueprint:
        """Return a blueprint at a version, the current one when left out.

        Parameters
        ----------
        version : str, optional
            ``1.2.0``, or a tag that names one.
        deleted : bool
            Return it even when it was deleted.

        Raises
        ------
        NotFoundError
            If there is no such id or version; the nearest ones are named.
        """
        query = self._joined().where(blueprints.c.id == id)
        query = query if deleted else query.where(~blueprints.c.deleted)
        at = blueprints.c.version if version is None else self._version_of(id, version)
        row = self._scope.read(query.where(blueprint_versions.c.version == at)).one_or_none()
        if row is None:
            raise self._not_found(id, version)
        return self._stored(row)

    def by_name(self, name: str) -> StoredBlueprint | None:
        """Return the blueprint of that name, None when there is none."""
        row = self._find(blueprints.c.name == name)
        return None if row is None else self._stored(row)

    def history(self, id: str) -> tuple[BlueprintVersion, ...]:  # noqa: A002 - the domain's word
        """Return the versions of a blueprint, newest first.

        Raises
        ------
        NotFoundError
            If there is no such blueprint.
        """
        self.get(id, deleted=True)
        tags: dict[str, list[str]] = {}
        for tag, version in self.tags(id).items():
            tags.setdefault(version, []).append(tag)
        table = blueprint_versions
        query = (
            select(table.c.version, table.c.user, table.c.created)
            .where(table.c.blueprint_id == id)
            .order_by(table.c.number.desc())
        )
        return tuple(
            BlueprintVersion(r.version, r.user, r.created, tuple(tags.get(r.version, ())))
            for r in self._scope.read(query)
        )

    def tags(self, id: str) -> Mapping[str, str]:  # noqa: A002 - the domain's word
        """Return the version that each tag of a blueprint names, tags sorted."""
        table = blueprint_tags
        query = select(table.c.tag, table.c.version).where(table.c.blueprint_id == id)
        return {row.tag: row.version for row in self._scope.read(query.order_by(table.c.tag))}

    def page(
        self,
        *,
        search: str = "",
        number: int = 1,
        size: int = 20,
        deleted: bool = False,
        status: str = "",
    ) -> Page[BlueprintSummary]:
        """Return a page of blueprints, last changed first.

        Parameters
        ----------
        search : str
            Words that must all occur in name, id, description, tags, provider, region or
            resource types; upper and lower case are one.
        number : int
            1 for the first page.
        deleted : bool
            List the deleted ones instead.
        status : str
            Only those of this status; empty for all.
        """
        if number < 1 or size < 1:
            raise InputError(
                f"There is no page {number} of size {size}.", next_step="Count pages from 1."
            )
        wanted = self._wanted(search, deleted=deleted)
        if status:
            check_mark("status", status, STATUSES)
            wanted.append(blueprints.c.status == status)
        total = self._scope.read(select(func.count()).select_from(blueprints).where(*wanted))
        query = (
            select(
                *(blueprints.c[name] for name in (*_SUMMARY, "tenant")),
                blueprints.c.user.label("author"),
            )
            .where(*wanted)
            .order_by(blueprints.c.updated.desc(), blueprints.c.id.desc())
            .limit(size)
            .offset((number - 1) * size)
        )
        items = tuple(self._summary(row) for row in self._scope.rows(query))
        return Page(items, total.scalar_one(), number, size)

    def _summary(self, row: Mapping[str, Any]) -> BlueprintSummary:
        kept = {name: value for name, value in row.items() if name != "tenant"}
        if row["tenant"] != self._scope.actor.tenant:
            people = (row["author"], row["owner"])
            kept["description"] = mask_personal(row["description"], people)
            kept |= {"author": PERSON, "owner": PERSON}
        return BlueprintSummary(**kept)

    def _stored(self, row: Row[Any]) -> StoredBlueprint:
        """Return the blueprint of a row, with its secrets for those of its tenant who may."""
        actor = self._scope.actor
        reveals = row.tenant == actor.tenant and is_allowed(actor, "blueprint:reveal")
        kept = ("id", "version", "created", "updated", "author", "tenant", "deleted", "owner")
        found = StoredBlueprint(
            **{name: getattr(row, name) for name in (*kept, "status", "visibility")},
            name=row.document["name"],
            document=self._opened(row) if reveals else masked(row.document),
        )
        return found if row.tenant == actor.tenant else _nobodys(found)

    def _opened(self, row: Row[Any]) -> Mapping[str, Any]:
        return self._seals.open(row.document, Place(row.tenant, row.id, row.version))

    def _find(self, wanted: ColumnElement[bool]) -> Row[Any] | None:
        current = blueprint_versions.c.version == blueprints.c.version
        own = blueprints.c.tenant == self._scope.actor.tenant
        query = self._joined().where(wanted, own, current, ~blueprints.c.deleted)
        return self._scope.read(query).one_or_none()

    def _by_id(self, id_: str) -> Row[Any]:
        row = self._find(blueprints.c.id == id_)
        if row is None:
            raise self._not_found(id_, None)
        return row

    def _version_of(self, id_: str, word: str) -> str:
        """Return the version a tag names; any other word as it stands."""
        return self.tags(id_).get(word, word)

    def _joined(self) -> Select[Any]:
        versions = blueprint_versions.c
        return (
            select(
                *(blueprints.c[name] for name in _KEPT),
                blueprints.c.versions,
                *(versions[name] for name in ("version", "digest", "document")),
                versions.created.label("updated"),
                versions.user.label("author"),
            )
            .join_from(blueprints, blueprint_versions)
            .where(self._seen())
        )

    def _seen(self) -> ColumnElement[bool]:
        """Select the tenant's blueprints less what others keep private, and the public ones."""
        actor = self._scope.actor
        own = blueprints.c.tenant == actor.tenant
        if "admin" not in actor.roles:
            shared = blueprints.c.visibility != "private"
            own = and_(own, or_(shared, blueprints.c.owner == actor.user))
        return or_(own, blueprints.c.visibility == "public")

    def _wanted(self, search: str, *, deleted: bool) -> list[ColumnElement[bool]]:
        words = search.lower().split()
        return [
            self._seen(),
            blueprints.c.deleted == deleted,
            *(blueprints.c.search.contains(word, autoescape=True) for word in words),
        ]

    def _not_found(self, id_: str, version: str | None) -> NotFoundError:
        about = select(blueprints.c.name, blueprints.c.deleted)
        row = self._scope.read(about.where(self._seen(), blueprints.c.id == id_)).one_or_none()
        if row is None or (version is None and not row.deleted):
            live = select(blueprints.c.id).where(self._seen(), ~blueprints.c.deleted).limit(_HINTS)
            return NotFoundError(
                f"No blueprint {id_!r}.", next_step=nearest(id_, self._scope.read(live).scalars())
            )
        if row.deleted:
            return NotFoundError(
                f"Blueprint {row.name!r} ({id_}) is deleted.",
                next_step=f"It comes back with: dharma blueprint recover {id_}",
                details={"deleted": id_},
            )
        known = blueprint_versions.c.version
        query = select(known).where(blueprint_versions.c.blueprint_id == id_)
        words = (*self._scope.read(query).scalars(), *self.tags(id_))
        return NotFoundError(
            f"No blueprint {row.name!r} at version {version}.",
            next_step=nearest(str(version), words),
        )


def check_mark(mark: str, word: str, allowed: tuple[str, ...]) -> None:
    """Raise InputError when ``word`` is none of those allowed; the nearest is named."""
    if word not in allowed:
        raise InputError(f"{word!r} is no {mark}.", next_step=nearest(word, allowed))


def _nobodys(found: StoredBlueprint) -> StoredBlueprint:
    """Return another tenant's public blueprint without the people who made it."""
    people = (found.author, found.owner)
    said = {
        name: mask_personal(text, people) if name == "description" else PERSON
        for name, text in found.document.items()
        if name in ("author", "description") and text
    }
    return replace(found, author=PERSON, owner=PERSON, document={**found.document, **said})
