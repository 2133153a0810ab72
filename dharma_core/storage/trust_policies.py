"""A team's own Rego over trust decisions, read again when a file changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dharma_core.storage.policy_files import load_policy_folder
from dharma_core.trust.tightening import TeamPolicies, team_policies

__all__ = ["load_trust_policies"]

_Stamp = tuple[str, int, int]


def load_trust_policies(places: tuple[Path, ...]) -> TeamPolicies:
    """Return the policies of files and folders; none where no place is named.

    Raises
    ------
    InputError
        If a place is missing or empty, or a file cannot tighten anything.
    """
    if not places:
        return TeamPolicies()
    return _loaded(places, tuple(_stamp(path) for place in places for path in _files(place)))


@lru_cache(maxsize=8)
def _loaded(places: tuple[Path, ...], stamps: tuple[_Stamp, ...]) -> TeamPolicies:  # noqa: ARG001 - files as they were
    return team_policies(source for place in places for source in load_policy_folder(place))


def _files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.rego")) if place.is_dir() else [place]


def _stamp(path: Path) -> _Stamp:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size
