"""Writes one file so that readers see the old text or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from dharma_core.errors import AdapterError

__all__ = ["replacing", "sync_file"]


@contextmanager
def replacing(file: Path) -> Iterator[TextIO]:
    """Open a stream beside ``file`` and put it in its place when the block ends well.

    Raises
    ------
    AdapterError
        If the disk refuses; the old file stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "reviews" / "a.html") as stream:
    ...         _ = stream.write("<p>")
    ...     (Path(folder) / "reviews" / "a.html").read_text()
    '<p>'
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".dharma-")
    except OSError as error:
        raise _refused(file, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        beside.chmod(0o644)
        beside.replace(file)
    except OSError as error:
        raise _refused(file, error) from error
    finally:
        beside.unlink(missing_ok=True)


def sync_file(file: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk; nothing if there is none."""
    with suppress(FileNotFoundError):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(file: Path, error: OSError) -> AdapterError:
    return AdapterError(
        f"{file} cannot be written: {error.strerror or error}.",
        next_step="Choose a folder you may write to.",
    )
