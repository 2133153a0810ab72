"""Finds what SOURCE means: a path, a stored blueprint, a template or a git revision of a file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dharma_core.errors import AdapterError, InputError, NotFoundError, nearest

__all__ = ["MAX_SOURCE_BYTES", "SourceText", "find_source", "read_file"]

# A plan of 10,000 resources takes about 60 MB as Terraform writes it.
MAX_SOURCE_BYTES = 256 * 1024 * 1024
_GIT_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class SourceText:
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


def find_source(
    source: str,
    *,
    templates: Mapping[str, str],
    stored: Callable[[str], SourceText | None],
    stored_names: Callable[[], Iterable[str]],
    cwd: Path,
) -> SourceText:
    """Return the text behind ``source``, looked up as path, stored id, template, git revision.

    Parameters
    ----------
    source : str
        What the user wrote: ``plan.json``, ``bp_...``, ``bp_...@1.2.0``, ``three-tier-web``,
        ``HEAD~1:plan.json``.
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
        If the file is a folder, too large or not text.
    """
    path = cwd / source
    if path.exists():
        return SourceText(read_file(path, source), source, "file")
    found = stored(source)
    if found is not None:
        return found
    if source in templates:
        return SourceText(templates[source], f"{source}.yaml", "template")
    if _looks_like_revision(source):
        return SourceText(_git_show(source, cwd), source.partition(":")[2], "git")
    known = (*templates, *stored_names(), *_files_beside(path))
    raise NotFoundError(
        f"Nothing is called {source!r}: there is no such file, stored blueprint or template.",
        next_step=nearest(source, known) or "Run 'dharma blueprint list' to see what is stored.",
        details={"source": source},
    )


def _looks_like_revision(source: str) -> bool:
    revision, colon, path = source.partition(":")
    return bool(colon and revision and path and not revision.startswith("-") and len(revision) > 1)


def _files_beside(path: Path) -> list[str]:
    if not path.parent.is_dir():
        return []
    return [p.name for p in path.parent.iterdir() if p.suffix in {".json", ".yaml", ".yml"}]


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
            f"{source} is a folder; Dharma reads blueprints and plan JSON files so far.",
            next_step="Run 'terraform plan -out p && terraform show -json p > plan.json' in it and "
            "give plan.json.",
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
    size = path.stat().st_size
    if size > limit:
        raise InputError(
            f"{source} is {size // 2**20} MB; the limit is {limit // 2**20} MB.",
            next_step="Split the plan by module.",
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source} is not text: byte {error.start} is not UTF-8.",
            next_step="Give a blueprint or the JSON that 'terraform show -json' writes, "
            "not the binary plan file.",
        ) from error
    except OSError as error:
        raise AdapterError(
            f"{source} cannot be read: {error.strerror}.", next_step="Check its permissions."
        ) from error


def _git_show(source: str, cwd: Path) -> str:
    try:
        done = subprocess.run(
            ["git", "show", "--end-of-options", source],  # noqa: S607 - git from PATH, by design
            cwd=cwd,
            capture_output=True,
            timeout=_GIT_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise AdapterError(
            "git is not on this machine.", next_step="Install git, or give a file."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise AdapterError(
            f"git show {source} took longer than {_GIT_TIMEOUT_S} s.",
            next_step="Check the repository, or give a file.",
        ) from error
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NotFoundError(
            f"git has no {source!r}: {reason[-1] if reason else 'unknown reason'}.",
            next_step="Write it as REVISION:PATH, for example HEAD~1:plan.json.",
        )
    try:
        return done.stdout.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source} is not text.", next_step="Give a blueprint or plan JSON."
        ) from error
