"""A folder as it was at a git revision, with what lies around it in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, normpath

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.storage.source_folders import MAX_FILE_BYTES, MAX_FILES
from dharma_core.workbench.decoding import decoded
from dharma_core.workbench.git_sources import run_git

__all__ = ["GitFolder"]


class GitFolder:
    """Files of one commit, seen from one of its folders; implements ``importers.SourceFolder``.

    ``../`` may lead as far as the repository's top. Links, submodules and hidden folders are left
    out.

    Parameters
    ----------
    source : str
        ``REVISION:PATH`` of the folder.
    cwd : Path
        Inside the repository.

    Raises
    ------
    NotFoundError
        If git has no such revision.
    """

    def __init__(self, source: str, cwd: Path) -> None:
        revision, _, path = source.partition(":")
        self._source, self._cwd = source, cwd
        self._start = _from_top(path, source, cwd)
        listing = run_git(["ls-tree", "-r", "-l", "-z", "--full-tree", revision], source, cwd)
        self._blobs = dict(_blobs(listing.decode("utf-8", "surrogateescape")))
        self._names: dict[str, list[str]] = {}
        for file in self._blobs:
            self._names.setdefault(dirname(file), []).append(file.rpartition("/")[2])

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder, sorted; none when it is not there."""
        return tuple(sorted(self._names.get(self._place(path), ())))

    def under(self, path: str) -> tuple[str, ...]:
        """Return every file below a folder, by its path from there, sorted."""
        folder = self._inside(path)
        start = f"{folder}/" if folder else ""
        found = sorted(f[len(start) :] for f in self._blobs if f.startswith(start))
        if len(found) > MAX_FILES:
            raise InputError(
                f"{self._source} holds more than {MAX_FILES:,} files.",
                next_step="Give the folder that holds the configuration only.",
            )
        return tuple(file for file in found if not file.startswith(".") and "/." not in file)

    def read(self, path: str) -> str:
        """Return a file's text; raise NotFoundError or InputError."""
        return decoded(self.read_bytes(path), path)

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes; raise NotFoundError or InputError."""
        file = self._inside(path)
        blob, size = self._blobs.get(file, ("", 0))
        if not blob:
            beside = self._names.get(dirname(file), ())
            raise NotFoundError(
                f"There is no file {path} in {self._source}.",
                next_step=nearest(file.rpartition("/")[2], beside),
            )
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"{path} is larger than {MAX_FILE_BYTES // 2**20} MB.",
                next_step="Leave it out of the folder.",
            )
        return run_git(["cat-file", "blob", blob], self._source, self._cwd)

    def _inside(self, path: str) -> str:
        """Return a path from the repository's top; raise InputError when it leads out of it."""
        place = self._place(path)
        if place.startswith(("../", "/")) or place == "..":
            raise InputError(
                f"{path} leads out of the repository.",
                next_step="Copy what it means into the repository.",
            )
        return place

    def _place(self, path: str) -> str:
        place = normpath(f"{self._start}/{path}" if self._start else path or ".")
        return "" if place == "." else place


def _from_top(path: str, source: str, cwd: Path) -> str:
    """Return a folder's path from the repository's top; ``./`` means the working folder."""
    if path.startswith("."):
        prefix = run_git(["rev-parse", "--show-prefix"], source, cwd).decode().strip()
        path = f"{prefix}{path}"
    place = normpath(path or ".")
    return "" if place == "." else place


def _blobs(listing: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield path, id and bytes of every regular file that ``git ls-tree -l -z`` lists."""
    for line in filter(None, listing.split("\0")):
        facts, _, path = line.partition("\t")
        mode, _, blob, size = facts.split()
        if mode in ("100644", "100755"):
            yield path, (blob, int(size))
