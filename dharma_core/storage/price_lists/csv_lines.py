"""AWS offer files in CSV: lines of metadata, the line of columns, then one rate a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from dharma_core.costs.price_mapping import fact_name
from dharma_core.errors import InputError
from dharma_core.storage.price_lists.listing import ListReader

__all__ = ["CsvLines", "csv_lines", "read_csv_head"]

_HEAD = {
    "publicationdate": "publicationDate", "offercode": "offerCode", "version": "version",
    "formatversion": "formatVersion",
}  # fmt: skip
_MOST_HEAD_LINES = 20


class CsvLines(Protocol):
    """The lines of a file in cells, with the number of the last one."""

    @property
    def line_num(self) -> int:
        """The number of the line just read."""
        ...

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the lines."""
        ...

    def __next__(self) -> list[str]:
        """Return the next line."""
        ...


@contextmanager
def csv_lines(stream: BinaryIO, reader: ListReader) -> Iterator[CsvLines]:
    """Give the lines of a file; what is wrong with one is told with its number.

    Raises
    ------
    InputError
        If a line is broken.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    lines = csv.reader(text, strict=True)
    try:
        yield lines
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(
            f"{reader.name}, line {lines.line_num:,}: {error}.",
            next_step="Download the file again; nothing was written.",
        ) from error


def read_csv_head(
    lines: CsvLines, reader: ListReader, needed: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the metadata and the names of the columns as rules write them.

    Raises
    ------
    InputError
        If the line of columns, or one that is needed, is missing.
    """
    head: dict[str, str] = {"offerCode": ""}
    for _, line in zip(range(_MOST_HEAD_LINES), lines, strict=False):
        names = [fact_name(cell) for cell in line]
        if names[:1] == ["sku"]:
            missing = [name for name in needed if name not in names]
            if missing:
                raise _not_csv(reader, f"the column {missing[0]!r} is missing")
            return head, names
        if len(line) >= 2 and names[0] in _HEAD:
            head[_HEAD[names[0]]] = line[1]
    raise _not_csv(reader, "the line of columns that begins with SKU is missing")


def _not_csv(reader: ListReader, reason: str) -> InputError:
    return InputError(
        f"{reader.name} is not an AWS offer file in CSV: {reason}.",
        next_step="Download index.csv of an offer from the Price List bulk API.",
    )
