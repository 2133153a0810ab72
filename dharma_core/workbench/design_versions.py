"""The life of a stored design: its versions compared and restored, clones, tags, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.errors import InputError, NotFoundError
from dharma_core.workbench.designs import Designs

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.comparing import DocumentChange
    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.plan import Change

__all__ = ["DesignVersions"]


class DesignVersions(Designs):
    """The part of the workbench that leads designs through their versions."""

    def diff_blueprint(self, blueprint: str, old: str, new: str) -> tuple[Change, ...]:
        """Return what changes in the cloud between two versions of a stored blueprint."""
        from dharma_core.plan import diff_plans
        from dharma_core.workbench.documents import design_of

        before, after = (
            self.sketch(design_of(self.blueprint(blueprint, version).document))
            for version in (old, new)
        )
        return diff_plans(before, after, forces_replace=self.catalog.forces_replace)

    def diff_documents(self, blueprint: str, old: str, new: str) -> tuple[DocumentChange, ...]:
        """Return what differs in the design itself, key by key, between two of its versions."""
        from dharma_core.blueprints.comparing import compare_documents

        before, after = (self.blueprint(blueprint, version).document for version in (old, new))
        return compare_documents(before, after)

    def restore_blueprint(
        self, blueprint: str, version: str, *, expected_version: str | None = None
    ) -> StoredBlueprint:
        """Save what an earlier version said as a new version; nothing in between is lost.

        Raises
        ------
        NotFoundError
            If there is no such blueprint, version or tag.
        ConflictError
            If somebody saved another version since ``expected_version``.
        InputError
            If the earlier version does not fit today's catalogue any more.
        """
        from dharma_core.workbench.documents import text_of

        self.allow(
            "blueprint:update",
            lambda: self._about_stored("blueprint:update", f"{blueprint}@{version}"),
        )
        found = self.blueprint(blueprint, version)
        return self.save_blueprint(
            text_of(found.document),
            file=f"{found.name}@{found.version}",
            id=found.id,
            expected_version=expected_version,
        )

    def clone_blueprint(self, source: str, name: str) -> StoredBlueprint:
        """Store a copy of a stored blueprint or a template under another name, as 1.0.0.

        Raises
        ------
        NotFoundError
            If there is no such blueprint or template.
        InputError
            If the name cannot be taken.
        ConflictError
            If a blueprint of that name is there.
        """
        from dharma_core.blueprints import dump_blueprint, parse_blueprint

        def copied() -> Blueprint:
            return parse_blueprint(self.blueprint_text(source), file=source)

        self.allow("blueprint:create", lambda: self._about_design("blueprint:create", copied()))
        design = copied()
        copy = dump_blueprint(design.model_copy(update={"name": name, "version": "1.0.0"}))
        parse_blueprint(copy, file="The copy")
        with self.store.reading(self.actor) as uow:
            uow.blueprints.refuse_taken(name)
        return self.save_blueprint(copy, file=name)

    def tag_blueprint(self, blueprint: str, tag: str, version: str | None = None) -> str:
        """Let a tag name a version, the current one when left out; return that version."""
        self.allow("blueprint:update", lambda: self._about_stored("blueprint:update", blueprint))
        found = self.blueprint(blueprint)
        with self.store.transaction(self.actor) as uow:
            return uow.blueprints.tag(found.id, tag, version)

    def untag_blueprint(self, blueprint: str, tag: str) -> None:
        """Take a tag away; the version it named stays."""
        self.allow("blueprint:update", lambda: self._about_stored("blueprint:update", blueprint))
        found = self.blueprint(blueprint)
        with self.store.transaction(self.actor) as uow:
            uow.blueprints.untag(found.id, tag)

    def mark_blueprint(
        self, blueprint: str, *, status: str = "", visibility: str = ""
    ) -> StoredBlueprint:
        """Set a blueprint's status, who sees it, or both.

        Raises
        ------
        NotFoundError
            If there is no such blueprint.
        InputError
            If there is no such status or visibility, or neither was given.
        """
        self.allow("blueprint:update", lambda: self._about_stored("blueprint:update", blueprint))
        if not status and not visibility:
            raise InputError("Nothing to mark.", next_step="Give a status or a visibility.")
        found = self.blueprint(blueprint)
        with self.store.transaction(self.actor) as uow:
            if status:
                found = uow.blueprints.set_status(found.id, status)
            if visibility:
                found = uow.blueprints.set_visibility(found.id, visibility)
        return found

    def recover_blueprint(self, id: str) -> StoredBlueprint:  # noqa: A002 - the domain's word
        """Bring a deleted blueprint back, by its id.

        Raises
        ------
        NotFoundError
            If there is no such blueprint; names are for those not deleted.
        ConflictError
            If it was not deleted, or another one took its name since.
        """
        self.allow("blueprint:update")
        if not id.startswith("bp_"):
            raise NotFoundError(
                f"{id!r} is no id.",
                next_step="'dharma blueprint list --deleted' shows the ids of deleted ones.",
            )
        with self.store.transaction(self.actor) as uow:
            return uow.blueprints.recover(id)
