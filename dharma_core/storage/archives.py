"""An uploaded zip as a folder in memory; bombs, path tricks and anything too large are refused."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath

from dharma_core.errors import InputError
from dharma_core.importers.folders import MemoryFolder

__all__ = ["MAX_ARCHIVE_BYTES", "pack_zip", "read_zip"]

MAX_ARCHIVE_BYTES = 50 * 1024 * 1024
"""Of the archive itself; a design's texts compress to far less."""

_MAX_FILES = 10_000
_MAX_FILE_BYTES = 16 * 1024 * 1024
_MAX_TOTAL_BYTES = 128 * 1024 * 1024
_MAX_RATIO = 200
"""Text packs 5 to 30 fold; 1,000 fold is a bomb."""

_SKIPPED = re.compile(r"(^|/)(\.|__MACOSX/)")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CHUNK = 1 << 16


def read_zip(data: bytes, *, name: str) -> MemoryFolder:
    """Return the files of a zip archive; hidden ones (``.git``, ``.terraform``) are left out.

    Parameters
    ----------
    data : bytes
        The whole archive, ``MAX_ARCHIVE_BYTES`` at most.
    name : str
        What messages call it.

    Raises
    ------
    InputError
        If it is no zip, encrypted, damaged, or holds what a folder of designs never does:
        paths that lead outside, links, two files of one name, more than 10,000 files, a file
        over 16 MB, 128 MB in all, or data packed more than 200 fold.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        raise _refused(name, f"is {len(data) >> 20} MB; the limit is {MAX_ARCHIVE_BYTES >> 20} MB")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return MemoryFolder(_unpack(archive, name))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _refused(name, f"cannot be unpacked: {error}") from error


def pack_zip(files: Iterable[tuple[str, str]]) -> bytes:
    """Return texts by their paths as a zip archive, the same bytes for the same texts.

    Examples
    --------
    >>> read_zip(pack_zip([("main.tf", "x")]), name="made").read("main.tf")
    'x'
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files:
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()


def _unpack(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for entry in archive.infolist():
        path = _safe_path(entry.filename, name)
        if entry.is_dir() or _SKIPPED.search(path):
            continue
        _check_entry(entry, name)
        if path in files:
            raise _refused(name, f"holds {path!r} twice")
        files[path] = _read_entry(archive, entry, name)
        total += len(files[path])
        _check_amount(name, files=len(files), one=len(files[path]), total=total)
    return files


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & 1:
        raise _refused(name, f"is encrypted ({entry.filename!r})")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(name, f"holds a link ({entry.filename!r})")
    if entry.file_size > _MAX_RATIO * max(entry.compress_size, 1024):
        raise _refused(name, f"holds {entry.filename!r}, packed more than {_MAX_RATIO} fold")


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Unpack one file piece by piece: what its header says of its size may be a lie."""
    parts = []
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _check_amount(name, files=1, one=size, total=size)
            parts.append(chunk)
    return b"".join(parts)


def _safe_path(path: str, name: str) -> str:
    text = path.replace("\\", "/")
    parts = PurePosixPath(text).parts
    if text.startswith("/") or _DRIVE.match(text) or ".." in parts or "\0" in text:
        raise _refused(name, f"holds {path!r}, which leads outside")
    return str(PurePosixPath(text))


def _check_amount(name: str, *, files: int, one: int, total: int) -> None:
    if files > _MAX_FILES:
        raise _refused(name, f"holds more than {_MAX_FILES:,} files")
    if one > _MAX_FILE_BYTES:
        raise _refused(name, f"holds a file over {_MAX_FILE_BYTES >> 20} MB")
    if total > _MAX_TOTAL_BYTES:
        raise _refused(name, f"holds more than {_MAX_TOTAL_BYTES >> 20} MB")


def _refused(name: str, reason: str) -> InputError:
    return InputError(
        f"The archive {name} {reason}.",
        next_step="Pack the .tf files, their modules and templates alone, then try again.",
    )
