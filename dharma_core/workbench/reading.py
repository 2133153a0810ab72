"""Reading a SOURCE: whatever people bring becomes a Plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.identity import is_allowed
from dharma_core.workbench.collecting import uncollected
from dharma_core.workbench.context import Context
from dharma_core.workbench.decoding import decoded
from dharma_core.workbench.sources import FoundFolder, FoundText, find_source
from dharma_core.workbench.terraform_roots import placed_under, terraform_root

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.importers.folders import SourceFolder
    from dharma_core.plan import Plan

__all__ = ["EXAMPLE", "MAX_UPLOAD_BYTES", "Reading", "TemplateInfo"]

MAX_UPLOAD_BYTES = 100 * 1024 * 1024
EXAMPLE = "three-tier-web"
_LARGE_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A bundled design, as lists show it.

    Parameters
    ----------
    design : Blueprint
        As it is bundled, for its own cloud and with its own settings.
    """

    name: str
    description: str
    design: Blueprint


@lru_cache(maxsize=64)
def _bundled(name: str, text: str) -> TemplateInfo:
    """Parse a bundled design; every page lists them all, each time it is drawn."""
    from dharma_core.blueprints import parse_blueprint

    design = parse_blueprint(text, file=f"{name}.yaml")
    return TemplateInfo(name, design.description, design)


class Reading(Context):
    """The part of the workbench that reads and never changes anything."""

    def templates(self) -> tuple[TemplateInfo, ...]:
        """Return the bundled designs, the example of the demo first, the others by name."""
        from dharma_core.storage.facts import load_templates

        texts = sorted(load_templates().items(), key=lambda item: (item[0] != EXAMPLE, item[0]))
        return tuple(_bundled(name, text) for name, text in texts)

    def template(self, name: str) -> str:
        """Return a bundled design's YAML text.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        from dharma_core.storage.facts import load_templates

        known = load_templates()
        if name not in known:
            raise NotFoundError(f"No template {name!r}.", next_step=nearest(name, known))
        return known[name]

    def sample(self, name: str) -> str:
        """Return the text of a bundled sample file."""
        from dharma_core.storage.facts import data_root

        return (data_root() / "samples" / name).read_text(encoding="utf-8")

    def read(
        self,
        source: str,
        *,
        variables: Mapping[str, str] | None = None,
        var_files: Sequence[str] = (),
        workspace: str = "default",
        partial: bool = False,
    ) -> Plan:
        """Return the Plan of a SOURCE: path, stored id, name or ``ID@VERSION``, template, git.

        Parameters
        ----------
        variables : mapping of name to text, optional
            Values for a blueprint's, a template's or a Terraform folder's variables.
        var_files : sequence of str
            Files of variable values inside a Terraform folder.
        workspace : str
            What ``terraform.workspace`` says.
        partial : bool
            Let a blueprint's variable without a value be UNKNOWN instead of an error.

        Raises
        ------
        NotFoundError
            If nothing answers to that name.
        InputError
            If it cannot be read; the message names file and line.
        """
        found = self._find_source(source)
        if isinstance(found, FoundFolder):
            options = {"variables": variables, "var_files": var_files, "workspace": workspace}
            plan = self.read_folder(found.folder, name=found.name, given=found.given, **options)
            return placed_under(plan, found.prefix)
        plan = self.read_text(found.text, name=found.file, variables=variables, partial=partial)
        if not found.blueprint_id:
            return plan
        origin = {"blueprint_id": found.blueprint_id, "blueprint_version": found.version}
        return replace(plan, origin=type(plan.origin)({**plan.origin, **origin}))

    def _find_source(self, source: str) -> FoundText | FoundFolder:
        from dharma_core.storage.facts import load_templates

        return find_source(
            source,
            templates=load_templates(),
            stored=self._stored_source,
            stored_names=self._stored_names,
            cwd=self.cwd,
        )

    def read_text(
        self,
        text: str,
        *,
        name: str,
        variables: Mapping[str, str] | None = None,
        partial: bool = False,
    ) -> Plan:
        """Return the Plan that ``text`` describes, told apart by content; ``name`` for errors."""
        from dharma_core.importers import SourceText, read_source

        source = SourceText(text, name, variables or {}, lambda: self.sizes, partial=partial)
        if len(text) < _LARGE_CHARACTERS:
            return read_source(source, self.catalog)
        with uncollected():
            return read_source(source, self.catalog)

    def read_folder(
        self, folder: SourceFolder, *, name: str, given: str = "", **options: Any
    ) -> Plan:
        """Return the Plan of a Terraform folder, or of the one folder inside it that is one.

        Parameters
        ----------
        name : str
            What the Plan is called.
        given : str
            How somebody named the folder, where a folder inside it can be named alike.
        **options
            ``variables``, ``var_files`` and ``workspace``, as of `read`.

        Raises
        ------
        InputError
            If it holds no Terraform configuration, or several; the message names what is there.
        """
        from dharma_core.importers.terraform import read_folder

        path = terraform_root(folder, name, given=given)
        return read_folder(folder, path=path, catalog=self.catalog, name=name, **options)

    def read_upload(
        self, data: bytes, *, name: str, variables: Mapping[str, str] | None = None
    ) -> Plan:
        """Return the Plan of an uploaded file: a zip of a folder, or any text that is read.

        Raises
        ------
        InputError
            If it is too large, unsafe, or of no kind that is read.
        """
        if len(data) > MAX_UPLOAD_BYTES:
            raise InputError(
                f"{name} is {len(data) >> 20} MB; an upload may be {MAX_UPLOAD_BYTES >> 20} MB.",
                next_step="Read it on the command line instead: dharma plan FILE.",
            )
        if data[:4] != b"PK\x03\x04":
            return self.read_text(decoded(data, name), name=name, variables=variables)
        from dharma_core.storage.archives import read_zip

        folder = read_zip(data, name=name)
        return self.read_folder(folder, name=Path(name).stem, variables=variables)

    def _stored_source(self, source: str) -> FoundText | None:
        """Return a stored blueprint's text, or None when no such one is stored."""
        from dharma_core.workbench.documents import text_of

        if not self.store_exists:
            return None
        found = self._find_stored(source)
        if found is None:
            return None
        text = text_of(found.document)
        return FoundText(text, f"{found.name}.yaml", "stored", found.id, found.version)

    def _find_stored(self, source: str) -> StoredBlueprint | None:
        """Return a stored blueprint by id, name or ``ID@VERSION`` to whoever may read it."""
        found = self._look_up(source)
        if found is not None:
            self.allow("blueprint:read")
        return found

    def _look_up(self, source: str) -> StoredBlueprint | None:
        name, at, version = source.partition("@")
        with self.store.reading(self.actor) as uow:
            if name.startswith("bp_"):
                try:
                    return uow.blueprints.get(name, version or None)
                except NotFoundError as error:
                    if at or "deleted" in error.details:
                        raise
                    return None
            found = uow.blueprints.by_name(name)
            if found is None or not at:
                return found
            return uow.blueprints.get(found.id, version)

    def _stored_names(self) -> tuple[str, ...]:
        """Return names for a hint, to whoever may read them."""
        if not self.store_exists or not is_allowed(self.actor, "blueprint:read"):
            return ()
        with self.store.reading(self.actor) as uow:
            items = uow.blueprints.page(size=200).items
        return tuple(word for b in items for word in (b.name, b.id))
