"""Who wrote a waiver into a file, where the waiver does not say: the author of its line in git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import DharmaError
from dharma_core.workbench.git_sources import run_git

if TYPE_CHECKING:
    from dharma_core.policies.waivers import Waiver

__all__ = ["with_owners"]

_LINE = re.compile(r"^[0-9a-f]{40,64} \d+ (\d+)", re.ASCII)
_NOBODY = "Not Committed Yet"


def with_owners(waivers: Iterable[Waiver], cwd: Path) -> tuple[Waiver, ...]:
    """Return the waivers, those without an owner with the author of their line.

    Only a file that is here and says the same at that line is looked up; a waiver whose line is
    in no commit keeps no owner.
    """
    given = tuple(waivers)
    wanted: dict[str, set[int]] = {}
    for waiver in given:
        if not waiver.owner and _is_here(waiver, cwd):
            place = waiver.position
            wanted.setdefault(place.file, set()).add(place.line or 0)  # type: ignore[union-attr]
    authors = {file: _authors(cwd / file, lines) for file, lines in wanted.items()}
    return tuple(_owned(w, authors) for w in given)


def _owned(waiver: Waiver, authors: Mapping[str, Mapping[int, str]]) -> Waiver:
    place = waiver.position
    if waiver.owner or place is None or place.line is None:
        return waiver
    return replace(waiver, owner=authors.get(place.file, {}).get(place.line, ""))


def _is_here(waiver: Waiver, cwd: Path) -> bool:
    """Whether the line of a waiver is in a file of this machine: an upload may be called alike."""
    place = waiver.position
    if place is None or place.line is None:
        return False
    try:
        lines = (cwd / place.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return place.line <= len(lines) and waiver.rule in lines[place.line - 1]


def _authors(path: Path, lines: Iterable[int]) -> Mapping[int, str]:
    """Return the authors of lines by their number; none where git does not know the file."""
    ranges = [word for n in sorted(lines) for word in ("-L", f"{n},{n}")]
    words = ["blame", "--line-porcelain", *ranges, "--", path.name]
    try:
        told = run_git(words, str(path), path.parent)
    except DharmaError:
        return {}
    found: dict[int, str] = {}
    line = 0
    for said in told.decode("utf-8", "replace").splitlines():
        if start := _LINE.match(said):
            line = int(start[1])
        elif said.startswith("author ") and said != f"author {_NOBODY}":
            found[line] = said.removeprefix("author ")
    return found
