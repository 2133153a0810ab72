"""The team's own prices: ``price_overrides.yaml`` beside the project, then in DHARMA_HOME."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dharma_core.costs.override_files import parse_overrides
from dharma_core.costs.overrides import Overrides
from dharma_core.storage.text_files import read_small_text

__all__ = ["OVERRIDES_NAME", "override_files", "read_overrides"]

OVERRIDES_NAME = "price_overrides.yaml"
_SHORTEN = "Use wildcards to say more in fewer lines."


def override_files(*, project: Path, home: Path) -> Mapping[Path, str]:
    """Return the files that are there by the name that people know, the one that wins first."""
    named = {home: f"DHARMA_HOME/{OVERRIDES_NAME}", project: OVERRIDES_NAME}
    places = {folder / OVERRIDES_NAME: named[folder] for folder in (project, home)}
    return {path: name for path, name in places.items() if path.is_file()}


def read_overrides(files: Iterable[tuple[Path, str]]) -> Overrides:
    """Return what files of overrides say; the first wins where two say the same.

    Parameters
    ----------
    files : iterable of (path, name)
        The name is what messages and notes call the file.

    Raises
    ------
    InputError
        If a file cannot be read or says something wrong; it is named with its line.
    """
    found = Overrides()
    for path, name in files:
        text = read_small_text(path, what="file of overrides", too_large=_SHORTEN)
        found = found.joined(parse_overrides(text, file=name))
    return found
