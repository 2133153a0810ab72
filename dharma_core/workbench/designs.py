"""Stored blueprints: list, show, save and delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.workbench.sources import read_file
from dharma_core.workbench.telling import Telling

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.records import (
        BlueprintSummary,
        BlueprintVersion,
        Page,
        StoredBlueprint,
    )
    from dharma_core.blueprints.revisions import Proposal
    from dharma_core.identity import About
    from dharma_core.plan import Plan

__all__ = ["Designs"]

_MAX_BLUEPRINT_BYTES = 16 * 1024 * 1024


class Designs(Telling):
    """The part of the workbench that keeps designs."""

    def blueprints(
        self,
        *,
        search: str = "",
        page: int = 1,
        page_size: int = 20,
        status: str = "",
        deleted: bool = False,
    ) -> Page[BlueprintSummary]:
        """Return a page of stored blueprints, last changed first.

        Parameters
        ----------
        search : str
            Words that must all occur in name, id, description, tags, provider, region or types.
        status : str
            ``draft``, ``published`` or ``deprecated``; empty for all.
        deleted : bool
            The deleted ones instead.
        """
        self.allow("blueprint:read")
        with self.store.reading(self.actor) as uow:
            return uow.blueprints.page(
                search=search, number=page, size=page_size, status=status, deleted=deleted
            )

    def blueprint(self, blueprint: str, version: str | None = None) -> StoredBlueprint:
        """Return a stored blueprint by id or name, at a version or tag, or as it stands.

        Raises
        ------
        NotFoundError
            If there is none; the nearest name is given.
        """
        self.allow("blueprint:read")
        reference = blueprint if version is None else f"{blueprint}@{version}"
        found = self._find_stored(reference)
        if found is None:
            raise NotFoundError(
                f"No blueprint {blueprint!r} is stored.",
                next_step=nearest(blueprint, self._stored_names())
                or "Save one with 'dharma blueprint save FILE'.",
            )
        return found

    def blueprint_history(self, blueprint: str) -> tuple[BlueprintVersion, ...]:
        """Return the versions of a stored blueprint with their tags, newest first."""
        found = self.blueprint(blueprint)
        with self.store.reading(self.actor) as uow:
            return uow.blueprints.history(found.id)

    def blueprint_text(self, blueprint: str, *, syntax: str = "yaml") -> str:
        """Return a stored blueprint or a template as YAML or JSON text."""
        from dharma_core.blueprints import dump_blueprint, parse_blueprint
        from dharma_core.storage.facts import load_templates
        from dharma_core.workbench.documents import text_of

        found = self._find_stored(blueprint)
        templates = load_templates()
        if found is not None:
            return text_of(found.document, syntax=syntax)
        if blueprint in templates:
            if syntax == "yaml":
                return templates[blueprint]
            design = parse_blueprint(templates[blueprint], file=f"{blueprint}.yaml")
            return dump_blueprint(design, syntax=syntax)
        raise NotFoundError(
            f"No blueprint or template {blueprint!r}.",
            next_step=nearest(blueprint, (*templates, *self._stored_names())),
        )

    def save_blueprint(
        self,
        text: str,
        *,
        file: str = "blueprint",
        id: str | None = None,  # noqa: A002 - the domain's word
        expected_version: str | None = None,
        level: str = "",
    ) -> StoredBlueprint:
        """Check a blueprint's text in full and keep it as a new version when it changed.

        Parameters
        ----------
        level : str
            ``major``, ``minor`` or ``patch``; empty lets the change decide (see
            `propose_version`). A newer version in the text itself wins over both.

        Raises
        ------
        InputError
            If it is not a valid blueprint; every problem is named with its line.
        ConflictError
            If somebody saved another version since ``expected_version``.
        PermissionDenied
            If the actor may not create, or not update the one of that id or name.
        """
        named = {"file": file, "id": id, "expected_version": expected_version, "level": level}
        return self.put_blueprint(text, **named)[0]  # type: ignore[arg-type]

    def put_blueprint(
        self,
        text: str,
        *,
        file: str = "blueprint",
        id: str | None = None,  # noqa: A002 - the domain's word
        expected_version: str | None = None,
        level: str = "",
    ) -> tuple[StoredBlueprint, bool]:
        """Save a blueprint as `save_blueprint` does, and say whether it is a new one."""
        from dharma_core.blueprints import parse_blueprint
        from dharma_core.workbench.design_texts import check_design_texts
        from dharma_core.workbench.documents import document_of

        permission = "blueprint:create" if id is None else "blueprint:update"
        self.allow(
            permission, lambda: self._about_design(permission, parse_blueprint(text, file=file))
        )
        _check_level(level)
        design = parse_blueprint(text, file=file)
        check_design_texts(design)
        is_new = id is None and self._is_new(design.name)
        plan = self.sketch(design)
        with self.store.transaction(self.actor) as uow:
            if is_new:  # somebody's of that name since is an update, which was not asked for
                uow.blueprints.refuse_taken(design.name)
            saved = uow.blueprints.save(
                document_of(design),
                id=id,
                expected_version=expected_version,
                propose=lambda found: self._proposal(found, design, plan, level).version,
            )
        return saved, is_new

    def _is_new(self, name: str) -> bool:
        """Whether no blueprint has a name; who saves over one must be allowed to update."""
        with self.store.reading(self.actor) as uow:
            found = uow.blueprints.by_name(name)
        if found is not None:
            self.allow("blueprint:update")
        return found is None

    def save_blueprint_file(
        self, file: Path, *, expected_version: str | None = None, level: str = ""
    ) -> StoredBlueprint:
        """Save a blueprint file; see `save_blueprint`."""
        text = read_file(self.cwd / file, str(file), limit=_MAX_BLUEPRINT_BYTES)
        return self.save_blueprint(
            text, file=str(file), expected_version=expected_version, level=level
        )

    def propose_version(self, text: str, *, id: str, file: str = "blueprint") -> Proposal:  # noqa: A002 - the domain's word
        """Return the version that saving ``text`` over a stored blueprint would get, and why.

        Raises
        ------
        InputError
            If the text is not a valid blueprint.
        NotFoundError
            If there is no such blueprint.
        """
        from dharma_core.blueprints import parse_blueprint

        design = parse_blueprint(text, file=file)
        return self._proposal(self.blueprint(id), design, self.sketch(design), "")

    def _about_stored(self, permission: str, blueprint: str) -> tuple[About, ...]:
        from dharma_core.workbench.documents import design_of

        return self._about_design(permission, design_of(self.blueprint(blueprint).document))

    def _proposal(
        self, found: StoredBlueprint, design: Blueprint, plan: Plan, level: str
    ) -> Proposal:
        from dharma_core.blueprints.revisions import Proposal, propose_version
        from dharma_core.blueprints.versions import Version
        from dharma_core.plan import diff_plans
        from dharma_core.workbench.documents import design_of

        if level:
            return Proposal(str(Version.parse(found.version).bump(level)), level)
        old = design_of(found.document)
        try:
            before = self.sketch(old)
        except InputError:  # facts moved on since it was saved; its interface still compares
            return propose_version(found.version, old, design, ())
        changes = diff_plans(before, plan, forces_replace=self.catalog.forces_replace)
        return propose_version(found.version, old, design, changes)

    def delete_blueprint(self, blueprint: str) -> None:
        """Hide a blueprint from lists; its versions stay in the record."""
        self.allow("blueprint:delete", lambda: self._about_stored("blueprint:delete", blueprint))
        found = self.blueprint(blueprint)
        with self.store.transaction(self.actor) as uow:
            uow.blueprints.delete(found.id)


def _check_level(level: str) -> None:
    from dharma_core.blueprints.revisions import LEVELS

    if level and level not in LEVELS:
        raise InputError(f"{level!r} is no part of a version.", next_step=nearest(level, LEVELS))
