"""The team's own prices: ``price_overrides.yaml`` beside the project, then in DHARMA_HOME."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dharma_core.costs.override_files import parse_overrides
from dharma_core.costs.overrides import Overrides
from dharma_core.errors import InputError

__all__ = ["OVERRIDES_NAME", "override_files", "read_overrides"]

OVERRIDES_NAME = "price_overrides.yaml"
_MAX_BYTES = 1_000_000


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
        found = found.joined(parse_overrides(_read(path), file=name))
    return found


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The overrides {path} cannot be read ({error}).",
            next_step="Check the file; it must be text in UTF-8.",
        ) from error
    if len(raw) > _MAX_BYTES:
        raise InputError(
            f"The overrides {path} are larger than {_MAX_BYTES} bytes.",
            next_step="Use wildcards to say more in fewer lines.",
        )
    return text
