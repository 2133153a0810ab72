"""A folder of files as readers see it: names and texts, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, normpath
from typing import Protocol

from dharma_core.errors import InputError, NotFoundError, nearest

__all__ = ["MemoryFolder", "SourceFolder"]


class SourceFolder(Protocol):
    """Files by their path from the folder's root, with ``/`` between levels.

    A path may start with ``../`` where the files lie on a disk (Terraform's local modules often
    do); an uploaded archive holds nothing outside itself.
    """

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files directly in the folder ``path``, sorted; ``""`` is root.

        A folder that is not there has none.
        """

    def under(self, path: str) -> tuple[str, ...]:
        """Return every file below ``path`` at any depth, by its path from ``path``, sorted."""

    def read(self, path: str) -> str:
        """Return a file's text.

        Raises
        ------
        NotFoundError
            If there is no such file.
        InputError
            If it is too large or not UTF-8.
        """

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes; raises as ``read`` does."""


class MemoryFolder:
    """A folder held in memory: an unpacked archive, or a few texts.

    Parameters
    ----------
    files : mapping of path to text or bytes

    Examples
    --------
    >>> folder = MemoryFolder({"main.tf": "", "modules/net/main.tf": "x"})
    >>> folder.names(""), folder.read("modules/app/../net/main.tf")
    (('main.tf',), 'x')
    """

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {normpath(path): data for path, data in files.items()}

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder, sorted."""
        folder = _folder(path)
        return tuple(sorted(p.rpartition("/")[2] for p in self._files if dirname(p) == folder))

    def under(self, path: str) -> tuple[str, ...]:
        """Return every file below a folder, by its path from there, sorted."""
        start = f"{_folder(path)}/" if _folder(path) else ""
        return tuple(sorted(p[len(start) :] for p in self._files if p.startswith(start)))

    def read(self, path: str) -> str:
        """Return a file's text; raise NotFoundError or InputError."""
        try:
            return self.read_bytes(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is not text: byte {error.start} is not UTF-8.",
                next_step="Leave it out, or save it as UTF-8.",
            ) from error

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes; raise NotFoundError."""
        data = self._files.get(normpath(path))
        if data is None:
            raise NotFoundError(
                f"There is no file {path}.", next_step=nearest(normpath(path), self._files)
            )
        return data.encode() if isinstance(data, str) else data


def _folder(path: str) -> str:
    return "" if normpath(path or ".") == "." else normpath(path)
