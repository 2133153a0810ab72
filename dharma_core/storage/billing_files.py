"""Billing files: found, told apart by content, hashed and opened without being read into memory."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dharma_core.errors import InputError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["OpenedFile", "find_files", "open_file", "reading"]

SUFFIXES = (".csv", ".csv.gz", ".parquet", ".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz")
_PARQUET = b"PAR1"
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_CHUNK = 1024 * 1024
_HEAD = 64 * 1024
_LONGEST_HEADER = 4 * 1024 * 1024
_GROUP = 100
_LONGEST_REASON = 200
_NULL_WORDS = ["", "NULL", "null", "Null", "\\N"]
_MOST_FILES = 10_000


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """One file, ready to be read.

    Parameters
    ----------
    name : str
        As it was given, or as it lies in the folder that was given.
    path : Path
        What to read: the file, or its unpacked copy.
    digest : str
        SHA-256 of the content; of the unpacked one where it was packed.
    kind : str
        csv, parquet or json.
    """

    name: str
    path: Path
    digest: str
    kind: str

    def scan(self) -> pl.LazyFrame:
        """Return the file as a lazy frame; every CSV cell is a text.

        Raises
        ------
        InputError
            If its header cannot be used.
        """
        with reading(self.name):
            frame = self._scan()
            frame.collect_schema()
        return frame

    def _scan(self) -> pl.LazyFrame:
        import polars as pl

        if self.kind == "parquet":
            return pl.scan_parquet(self.path, glob=False)
        if self.kind == "json":
            return pl.scan_ndjson(self.path, infer_schema_length=None)
        separator = _checked_header(self.path, self.name)
        frame = pl.scan_csv(
            self.path,
            separator=separator,
            infer_schema=False,
            null_values=_NULL_WORDS,
            glob=False,
        )
        return _without_empty_lines(frame)


def find_files(places: Iterable[Path]) -> list[tuple[str, Path]]:
    """Return the billing files that files and folders name, each with the name to show.

    Raises
    ------
    InputError
        If a place does not exist, or a folder holds no billing file.
    """
    found: list[tuple[str, Path]] = []
    for place in places:
        if place.is_dir():
            found += _in_folder(place)
        elif place.is_file():
            found.append((place.name, place))
        else:
            raise InputError(f"There is no file {place}.", next_step="Check the path.")
    if len(found) > _MOST_FILES:
        raise InputError(
            f"{len(found)} files are too many at once.", next_step="Load one year after the other."
        )
    return found


def _without_empty_lines(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that say something.

    All columns are read for it, and only then does Polars see that a line has more cells than the
    header. They are asked in groups: one question to thousands of columns takes minutes.
    """
    import polars as pl

    names = frame.collect_schema().names()
    groups = [names[n : n + _GROUP] for n in range(0, len(names), _GROUP)]
    marks = [f"dharma:{n}" for n in range(len(groups))]
    says = (
        pl.any_horizontal(pl.col(group).is_not_null()).alias(mark)
        for mark, group in zip(marks, groups, strict=True)
    )
    return frame.with_columns(says).filter(pl.any_horizontal(marks)).drop(marks)


def _in_folder(folder: Path) -> list[tuple[str, Path]]:
    inside = sorted(path for path in folder.rglob("*") if path.is_file())
    bills = [p for p in inside if p.name.lower().endswith(SUFFIXES) and not _aside(p, folder)]
    if not bills:
        raise InputError(
            f"The folder {folder} holds no billing file.",
            next_step=f"It may hold files that end in {', '.join(SUFFIXES)}.",
        )
    return [(str(path.relative_to(folder.parent)), path) for path in bills]


def _aside(path: Path, folder: Path) -> bool:
    """Return whether a file is hidden, or lists the others of an export."""
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return hidden or "manifest" in path.name.lower()


def open_file(name: str, path: Path, spool: Path) -> OpenedFile:
    """Hash a file, and unpack it into ``spool`` where it is packed; memory stays bounded.

    Raises
    ------
    InputError
        If it is empty, broken, or of no known format.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror or error}.", next_step="Check its rights."
        ) from error
    if not head:
        raise InputError(f"{name} is empty.", next_step="Export the bill again.")
    if head.startswith(_ZIP):
        raise InputError(f"{name} is a zip archive.", next_step="Unpack it first.")
    if head.startswith(_GZIP):
        unpacked = spool / f"{len(list(spool.iterdir()))}.unpacked"
        digest = _unpack(name, path, unpacked)
        return OpenedFile(name, unpacked, digest, _kind(name, unpacked))
    return OpenedFile(name, path, _digest(path), _kind(name, path))


def _kind(name: str, path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise InputError(f"{name} is empty.", next_step="Export the bill again.")
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise InputError(
            f"{name} is no text in UTF-8 and no Parquet.",
            next_step="Save it as CSV in UTF-8, or give the Parquet file.",
        )
    if head.lstrip().startswith(b"["):
        raise InputError(
            f"{name} is one JSON list.", next_step="Give JSON lines: one object a line."
        )
    return "json" if head.lstrip().startswith(b"{") else "csv"


def _unpack(name: str, path: Path, target: Path) -> str:
    digest = hashlib.sha256()
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            for chunk in _chunks(packed):
                digest.update(chunk)
                plain.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{name} is broken: the packed data ends early or is damaged.",
            next_step="Download it again.",
        ) from error
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _chunks(stream: gzip.GzipFile) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _checked_header(path: Path, name: str) -> str:
    """Return what separates the cells; refuse a column named twice, and a torn end."""
    with path.open("rb") as stream:
        head = stream.readline(_LONGEST_HEADER)
        ending = _last_line(stream)
    try:
        line = head.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise _not_utf8(name) from error
    if "\r" in line:
        raise InputError(
            f"{name} ends its lines with a carriage return alone.",
            next_step="Save it as CSV whose lines end with a line feed.",
        )
    separator = max(",;\t|", key=line.count)
    names = next(csv.reader([line], delimiter=separator), [])
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise InputError(
            f"{name} names the column {', '.join(twice[:5])} twice.",
            next_step="Remove one of them: Dharma does not guess which one counts.",
        )
    if ending is not None:
        cells = next(csv.reader([ending], delimiter=separator), [])
        if len(cells) < len(names):
            raise InputError(
                f"{name} ends in the middle of a row: {len(cells)} of {len(names)} cells.",
                next_step="Download it again.",
            )
    return separator


def _not_utf8(name: str) -> InputError:
    return InputError(f"{name} is no text in UTF-8.", next_step="Save it as CSV in UTF-8.")


def _last_line(stream: IO[bytes]) -> str | None:
    """Return the last line of a file that does not end with a new line; None when it does."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _HEAD))
    tail = stream.read()
    if tail.endswith(b"\n") or b"\n" not in tail:
        return None
    return tail.rsplit(b"\n", 1)[1].decode("utf-8", "replace")


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what Polars says of a broken file into an InputError that names the file."""
    from polars.exceptions import PolarsError

    try:
        yield
    except PolarsError as error:
        said = next(iter(str(error).strip().splitlines()), type(error).__name__)
        if "invalid utf-8" in said:
            raise _not_utf8(name) from error
        raise InputError(
            f"{name} cannot be read: {said[:_LONGEST_REASON]}.",
            next_step="Export the bill again; a file is loaded whole or not at all.",
            details={"file": name},
        ) from error
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror or error}.", next_step="Download it again."
        ) from error
