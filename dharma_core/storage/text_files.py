"""A user's small text file, never read past its limit."""

from __future__ import annotations

from pathlib import Path

from dharma_core.errors import InputError

__all__ = ["read_small_text"]

_MAX_BYTES = 1_000_000


def read_small_text(path: Path, *, what: str, too_large: str, most_bytes: int = _MAX_BYTES) -> str:
    """Return a file's text in UTF-8, of 1 MB at most unless said otherwise.

    Parameters
    ----------
    what : str
        What the file is to people, for messages: ``configuration file``.
    too_large : str
        The next step when it is larger.

    Raises
    ------
    InputError
        If it cannot be read, is larger, or is not UTF-8.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(most_bytes + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The {what} {path} cannot be read ({error}).",
            next_step="Check the path; it must be a text file in UTF-8.",
        ) from error
    if len(raw) > most_bytes:
        raise InputError(
            f"The {what} {path} is larger than {most_bytes} bytes.", next_step=too_large
        )
    return text
