"""What `dharma login` keeps: one file in DHARMA_HOME that its owner alone can read."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from dharma_core.errors import AdapterError, InputError
from dharma_core.storage.text_files import read_small_text

__all__ = ["Credentials", "forget_credentials", "keep_credentials", "read_credentials"]

_FILE = "credentials"
_FIELDS = ("token", "refresh", "session")


@dataclass(frozen=True, slots=True)
class Credentials:
    """One way in: a token, with the refresh token of its family if it has one, or a session."""

    token: str = ""
    refresh: str = ""
    session: str = ""

    def __repr__(self) -> str:
        kept = [name for name in _FIELDS if getattr(self, name)]
        return f"Credentials({', '.join(kept)})"


def read_credentials(home: Path) -> Credentials | None:
    """Return what was kept, None when nobody logged in.

    Raises
    ------
    InputError
        If others may read the file, or it is not as `dharma login` writes it.
    """
    file = home / _FILE
    if not file.is_file():
        return None
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise InputError(
            f"Others can read {file}.",
            next_step=f"Run chmod 600 {file}, or `dharma logout` and make a new token.",
        )
    text = read_small_text(file, what="file of credentials", too_large="Run `dharma login` again.")
    try:
        values = json.loads(text)
        return Credentials(**{name: str(values.get(name, "")) for name in _FIELDS})
    except (ValueError, AttributeError):
        raise InputError(
            f"{file} is not as `dharma login` writes it.", next_step="Run `dharma login` again."
        ) from None


def keep_credentials(home: Path, credentials: Credentials) -> Path:
    """Write the file, for its owner alone from its first byte on, and return its path."""
    file = home / _FILE
    draft = home / f".{_FILE}.{os.getpid()}"
    text = json.dumps({name: getattr(credentials, name) for name in _FIELDS})
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        draft.replace(file)
    except OSError as error:
        raise AdapterError(
            f"{file} cannot be written: {error.strerror or error}.",
            next_step="Make DHARMA_HOME writable, or set DHARMA_TOKEN.",
        ) from error
    return file


def forget_credentials(home: Path) -> bool:
    """Delete the file; False when there was none."""
    file = home / _FILE
    found = file.is_file()
    file.unlink(missing_ok=True)
    return found
