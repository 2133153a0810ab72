"""Who wrote a waiver into a file, where the waiver does not say: the author of its line in git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import DharmaError
from dharma_core.storage.text_files import read_small_text
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
    wanted: dict[str, dict[int, str]] = {}
    for waiver in given:
        place = waiver.position
        if not waiver.owner and place is not None and place.line is not None:
            wanted.setdefault(place.file, {})[place.line] = waiver.rule
    authors = {file: _authors(cwd / file, said) for file, said in wanted.items()}
    return tuple(_owned(w, authors) for w in given)


def _owned(waiver: Waiver, authors: Mapping[str, Mapping[int, str]]) -> Waiver:
    place = waiver.position
    if waiver.owner or place is None or place.line is None:
        return waiver
    return replace(waiver, owner=authors.get(place.file, {}).get(place.line, ""))


def _here(path: Path, said: Mapping[int, str]) -> list[int]:
    """Return the lines that say what they are to say: an upload may be called like a file."""
    if not path.is_file():
        return []
    try:
        text = read_small_text(path, what="source", too_large="")
    except DharmaError:
        return []
    lines = text.splitlines()
    return sorted(n for n, words in said.items() if n <= len(lines) and words in lines[n - 1])


def _authors(path: Path, said: Mapping[int, str]) -> Mapping[int, str]:
    """Return the authors of lines by their number; none where git does not know the file."""
    lines = _here(path, said)
    if not lines:
        return {}
    ranges = [word for n in lines for word in ("-L", f"{n},{n}")]
    words = ["blame", "--line-porcelain", *ranges, "--", path.name]
    try:
        told = run_git(words, str(path), path.parent)
    except DharmaError:
        return {}
    found: dict[int, str] = {}
    line = 0
    for line_told in told.decode("utf-8", "replace").splitlines():
        if start := _LINE.match(line_told):
            line = int(start[1])
        elif line_told.startswith("author ") and line_told != f"author {_NOBODY}":
            found[line] = line_told.removeprefix("author ")
    return found
