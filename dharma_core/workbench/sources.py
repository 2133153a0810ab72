"""Finds what SOURCE means: a file or folder, a stored blueprint, a template, a git revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import AdapterError, InputError, NotFoundError, nearest
from dharma_core.workbench.decoding import decoded
from dharma_core.workbench.git_sources import git_text, is_git_folder, looks_like_revision

if TYPE_CHECKING:
    from dharma_core.importers.folders import SourceFolder

__all__ = [
    "MAX_SOURCE_BYTES",
    "FoundFolder",
    "FoundText",
    "find_source",
    "read_file",
]

# A plan of 10,000 resources takes about 60 MB as Terraform writes it.
MAX_SOURCE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundText:
    """The text behind a SOURCE and what to call it.

    Parameters
    ----------
    kind : str
        ``file``, ``stored``, ``template`` or ``git``.
    file : str
        Named in findings and errors.
    """

    text: str
    file: str
    kind: str
    blueprint_id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class FoundFolder:
    """The folder behind a SOURCE: on a disk, in an archive, at a git revision.

    Parameters
    ----------
    prefix : str
        What stands before a file's path in findings and errors, so that it is found from where
        the command was given.
    given : str
        What was written to name it, where a folder inside it can be named alike.
    """

    folder: SourceFolder
    name: str
    prefix: str = ""
    given: str = ""


def find_source(
    source: str,
    *,
    templates: Mapping[str, str],
    stored: Callable[[str], FoundText | None],
    stored_names: Callable[[], Iterable[str]],
    cwd: Path,
) -> FoundText | FoundFolder:
    """Return what is behind ``source``, looked up as path, stored id, template, git revision.

    Parameters
    ----------
    source : str
        What the user wrote: ``plan.json``, ``infra``, ``infra.zip``, ``bp_...``,
        ``bp_...@1.2.0``, ``three-tier-web``, ``HEAD~1:plan.json``.
    templates : mapping
        Template name to its YAML text.
    stored : callable
        Returns the stored blueprint's text for an id, name or ``ID@VERSION``, None when unknown.
    stored_names : callable
        Names and ids to suggest, asked only when nothing is found.
    cwd : Path
        What relative paths and git revisions start from.

    Raises
    ------
    NotFoundError
        If nothing answers to the name; the message says where it was looked for.
    InputError
        If the file is too large or not text.
    """
    path = cwd / source
    if path.exists():
        return _on_disk(path, source)
    found = stored(source)
    if found is not None:
        return found
    if source in templates:
        return FoundText(templates[source], f"{source}.yaml", "template")
    if looks_like_revision(source):
        name = source.partition(":")[2]
        if is_git_folder(source, cwd):
            from dharma_core.workbench.git_folder import GitFolder

            folder = GitFolder(source, cwd)
            return FoundFolder(folder, Path(name).name or "repository", name, source)
        return FoundText(git_text(source, cwd), name, "git")
    known = (*templates, *stored_names(), *_files_beside(path))
    raise NotFoundError(
        f"Nothing is called {source!r}: there is no such file, stored blueprint or template.",
        next_step=nearest(source, known) or "Run 'dharma blueprint list' to see what is stored.",
        details={"source": source},
    )


def _on_disk(path: Path, source: str) -> FoundText | FoundFolder:
    if path.is_dir():
        from dharma_core.storage.source_folders import DiskFolder

        return FoundFolder(DiskFolder(path), path.resolve().name, source, source)
    if path.is_file() and _is_zip(path):
        from dharma_core.storage.archives import MAX_ARCHIVE_BYTES, read_zip

        _check_size(path, source, MAX_ARCHIVE_BYTES)
        folder = read_zip(path.read_bytes(), name=source)
        _refuse_plan_file(folder, source)
        return FoundFolder(folder, path.stem)
    return FoundText(read_file(path, source), source, "file")


def _is_zip(path: Path) -> bool:
    """Whether a file starts like a zip archive."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _refuse_plan_file(folder: SourceFolder, source: str) -> None:
    if {"tfplan", "tfconfig/modules.json"} & set(folder.under("")):
        raise InputError(
            f"{source} is Terraform's binary plan file.",
            next_step=f"Give what 'terraform show -json {source}' writes, not the binary plan.",
        )


def _files_beside(path: Path) -> list[str]:
    if not path.parent.is_dir():
        return []
    wanted = {".json", ".yaml", ".yml", ".tf", ".tfstate", ".zip"}
    return [p.name for p in path.parent.iterdir() if p.suffix in wanted]


def read_file(path: Path, source: str, *, limit: int = MAX_SOURCE_BYTES) -> str:
    """Return a user's text file; ``source`` is what they called it.

    Raises
    ------
    InputError
        If it is missing, a folder, too large (``limit`` in bytes) or not text.
    AdapterError
        If it cannot be read.
    """
    if path.is_dir():
        raise InputError(
            f"{source} is a folder; one file is wanted here.", next_step="Give a file in it."
        )
    if not path.exists():
        raise NotFoundError(
            f"There is no file {source}.", next_step=nearest(path.name, _files_beside(path))
        )
    if not path.is_file():
        raise InputError(
            f"{source} is not a regular file.",
            next_step="Give a YAML or JSON file, or write the stream to one first.",
        )
    _check_size(path, source, limit)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AdapterError(
            f"{source} cannot be read: {error.strerror}.", next_step="Check its permissions."
        ) from error
    return decoded(data, source)


def _check_size(path: Path, source: str, limit: int) -> None:
    size = path.stat().st_size
    if size > limit:
        raise InputError(
            f"{source} is {size // 2**20} MB; the limit is {limit // 2**20} MB.",
            next_step="Split it by module.",
        )
