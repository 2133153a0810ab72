"""The weights and access rules of trust: bundled ones, and a team's own file over them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dharma_core.errors import FactError, InputError
from dharma_core.storage.facts import data_root
from dharma_core.storage.text_files import read_small_text
from dharma_core.trust.book import TrustBook, read_book

__all__ = ["load_trust_book"]

_BUNDLED = ("weights.yaml", "rules.yaml")


def load_trust_book(team: Path | None = None) -> TrustBook:
    """Return what is in force; a team's file is read again when it changed.

    Parameters
    ----------
    team : Path, optional
        A file of rules, resources, actions, networks, hours, countries or weights.

    Raises
    ------
    InputError
        If the team's file cannot be read or is wrong; file and line are named.
    FactError
        If data/trust is wrong.

    Examples
    --------
    >>> book = load_trust_book()
    >>> book.rules.rules[0].id, str(book.weights.user.no_second_factor)
    ('anything', '30')
    """
    if team is None:
        return _bundled()
    try:
        stat = team.stat()
    except OSError as error:
        raise InputError(
            f"The trust rules {str(team)!r} cannot be read: {error.strerror}.",
            next_step="Correct `rules` under [trust] in dharma.toml.",
        ) from error
    return _with_team(team, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _bundled() -> TrustBook:
    try:
        return read_book(_texts())
    except InputError as error:
        raise FactError(f"{error.message} (bundled with this installation)") from error


@lru_cache(maxsize=8)
def _with_team(team: Path, changed: int, size: int) -> TrustBook:  # noqa: ARG001 - a file as it was
    text = read_small_text(team, what="file of trust rules", too_large="Check that it is right.")
    return read_book({**_texts(), str(team): text})


def _texts() -> dict[str, str]:
    folder = data_root() / "trust"
    return {f"trust/{name}": (folder / name).read_text("utf-8") for name in _BUNDLED}
