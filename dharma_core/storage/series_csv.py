"""Series from a CSV file with the columns key, date and value."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from dharma_core.errors import InputError, nearest

__all__ = ["SERIES_COLUMNS", "read_series_csv"]

SERIES_COLUMNS = ("key", "date", "value")
_MOST_BYTES = 200_000_000

Points = list[tuple[date, Decimal]]


def read_series_csv(path: Path) -> Mapping[str, Points]:
    """Return the points of each key, in the order of the file.

    Days are written 2026-03-01, moments 2026-03-01T14:30; a moment with a zone becomes UTC. Other
    columns are left alone.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, has no row, mixes days and moments, or a cell
        is none; the row is named, counted with the line of columns as 1.
    """
    found: dict[str, Points] = {}
    kinds: dict[type, int] = {}
    for line, (key, moment, value) in _cells(path):
        day = _moment(path, line, moment)
        kinds.setdefault(type(day), line)
        found.setdefault(key, []).append((day, _value(path, line, value)))
    if not found:
        raise InputError(f"{path} has no rows.", next_step="Give one row for each key and day.")
    if len(kinds) > 1:
        raise InputError(
            f"{path} mixes days (row {kinds[date]}) and moments (row {kinds[datetime]}).",
            next_step="Write all as days, or all as moments.",
        )
    return found


def _cells(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                f"{path} is larger than {_MOST_BYTES:,} bytes.", next_step="Give fewer series."
            )
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream)
            places = _places(path, next(lines, []))
            for cells in lines:
                if cells:
                    yield lines.line_num, _row(path, lines.line_num, cells, places)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"The series file {path} cannot be read ({error}).",
            next_step="Check the path; it must be CSV in UTF-8.",
        ) from error


def _places(path: Path, head: Sequence[str]) -> tuple[int, ...]:
    names = [name.strip().lower() for name in head]
    for column in SERIES_COLUMNS:
        if column not in names:
            raise InputError(
                f"{path} has no column {column!r}.",
                next_step=f"Name the columns key, date, value. {nearest(column, names)}".strip(),
                details={"file": str(path), "column": column, "columns": names},
            )
    return tuple(names.index(column) for column in SERIES_COLUMNS)


def _row(path: Path, line: int, cells: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    if len(cells) <= max(places):
        raise InputError(
            f"{path}, row {line}: {len(cells)} cells are too few.",
            next_step="Each row has a key, a date and a value.",
        )
    return [cells[place].strip() for place in places]


def _moment(path: Path, line: int, text: str) -> date:
    try:
        if len(text) == len("2026-03-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{path}, row {line}: {text!r} is no date.",
            next_step="Write a day as 2026-03-01, a moment as 2026-03-01T14:30.",
            details={"file": str(path), "row": line, "value": text},
        ) from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _value(path: Path, line: int, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise InputError(
            f"{path}, row {line}: {text!r} is no number.",
            next_step="Leave days without a value out; nothing is filled in for them.",
            details={"file": str(path), "row": line, "value": text},
        )
    return value
