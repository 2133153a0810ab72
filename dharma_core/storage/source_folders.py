"""A folder on the disk as importers see it, with bounds on where it reads and how much."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from dharma_core.errors import AdapterError, InputError, NotFoundError, nearest

__all__ = ["MAX_FILES", "MAX_FILE_BYTES", "DiskFolder"]

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
"""One file of a source; the largest file of configuration people write is about 1 MB."""

MAX_FILES: Final = 20_000
"""Files below a folder, and entries of one folder."""

_INSTALLED: Final = (".terraform", "modules")
"""Where ``terraform init`` puts modules."""

_LEVELS_UP: Final = 2
"""How far ``../`` may lead where no git repository tells what belongs together."""


class DiskFolder:
    """Files below ``root``; implements ``importers.folders.SourceFolder``.

    ``../`` may lead out of ``root`` as far as the git repository around it (two levels where there
    is none, never to the home folder or the disk's root). A symbolic link may not lead out of the
    folder it is reached from. Hidden folders are left out, but for
    ``.terraform/modules``, where ``terraform init`` puts modules.

    Parameters
    ----------
    root : Path

    Raises
    ------
    NotFoundError
        If there is no such folder.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise NotFoundError(f"There is no folder {root}.", next_step="Check the path.")
        self._root = root.resolve()
        self._boundary = _boundary(self._root)

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder, sorted; none when it is not there."""
        folder = self._inside(path)
        if not folder.is_dir():
            return ()
        try:
            with os.scandir(folder) as entries:
                found = [e.name for e in islice(entries, MAX_FILES + 1) if e.is_file()]
        except OSError as error:
            raise _unreadable(path, error) from error
        if len(found) > MAX_FILES:
            raise _too_many(path)
        return tuple(sorted(found))

    def under(self, path: str) -> tuple[str, ...]:
        """Return every file below a folder, by its path from there, sorted."""
        folder = self._inside(path)
        found = list(islice(_walk(folder), MAX_FILES + 1))
        if len(found) > MAX_FILES:
            raise _too_many(path)
        return tuple(sorted(found))

    def read(self, path: str) -> str:
        """Return a file's text; raise NotFoundError, InputError or AdapterError."""
        try:
            return self.read_bytes(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is not text: byte {error.start} is not UTF-8.",
                next_step="Leave it out, or save it as UTF-8.",
            ) from error

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes; raise NotFoundError, InputError or AdapterError."""
        file = self._inside(path)
        if not file.is_file():
            beside = self.names(str(Path(path).parent)) if file.parent.is_dir() else ()
            raise NotFoundError(f"There is no file {path}.", next_step=nearest(file.name, beside))
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
        if len(data) > MAX_FILE_BYTES:
            raise InputError(
                f"{path} is larger than {MAX_FILE_BYTES // 2**20} MB.",
                next_step="Leave it out of the folder.",
            )
        return data

    def _inside(self, path: str) -> Path:
        """Return the place of a path; raise InputError when it leads where nothing may be read."""
        if "\0" in path:
            raise InputError("A path holds a zero byte.", next_step="Write it without.")
        place = Path(os.path.normpath(self._root / path))
        start = self._root if place.is_relative_to(self._root) else self._boundary
        hidden = place.relative_to(start).parts if place.is_relative_to(start) else ()
        real = place.resolve()
        if not place.is_relative_to(start) or not real.is_relative_to(start):
            raise InputError(
                f"{path} leads out of {start}.",
                next_step="Copy what it means into the folder, or give the folder that holds both.",
            )
        if _leads_into_hidden(hidden[:-1]):
            raise InputError(
                f"{path} lies in a hidden folder.", next_step="Hidden folders are not read."
            )
        return place


def _boundary(root: Path) -> Path:
    """Return the outermost folder that ``../`` may reach."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder
    found = root
    for folder in list(root.parents)[:_LEVELS_UP]:
        if folder in (Path(folder.anchor), Path.home()):
            break
        found = folder
    return found


def _walk(folder: Path) -> Iterator[str]:
    """Yield the files below a folder; links to folders are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        start = Path(place).relative_to(folder)
        for name in files:
            if (Path(place) / name).resolve().is_relative_to(folder.resolve()):
                yield (start / name).as_posix()


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _leads_into_hidden(parts: tuple[str, ...]) -> bool:
    """Whether folders are hidden; those of installed modules are not."""
    return any(
        _is_hidden(part) and parts[at : at + len(_INSTALLED)] != _INSTALLED
        for at, part in enumerate(parts)
    )


def _too_many(path: str) -> InputError:
    return InputError(
        f"{path or 'The folder'} holds more than {MAX_FILES:,} files.",
        next_step="Give the folder that holds the configuration only.",
    )


def _unreadable(path: str, error: OSError) -> AdapterError:
    return AdapterError(
        f"{path or 'The folder'} cannot be read: {error.strerror}.",
        next_step="Check its permissions.",
    )
