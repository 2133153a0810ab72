"""Tables and events as files people take away: CSV, Parquet, JSON and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dharma_core.views.table import Kind, Table

__all__ = ["to_csv", "to_json", "to_json_lines", "to_parquet"]

# A cell that a spreadsheet would take for a formula gets a leading apostrophe.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DECIMAL_PLACES = 10


def to_csv(table: Table) -> bytes:
    r"""Return the table as UTF-8 CSV with the column keys as header.

    Examples
    --------
    >>> from dharma_core.views.table import Column
    >>> to_csv(Table((Column("name", "Name"),), ({"name": "=1+1"},)))
    b"name\r\n'=1+1\r\n"
    """
    out = io.StringIO(newline="")
    keys = [column.key for column in table.columns]
    writer = csv.DictWriter(out, keys)
    writer.writerow({key: _safe(key) for key in keys})
    for record in table.records():
        writer.writerow({key: _safe(value) for key, value in record.items()})
    return out.getvalue().encode("utf-8")


def to_parquet(table: Table) -> bytes:
    """Return the table as Parquet: money and rates as decimal(38, 10), times in UTC."""
    import polars as pl

    schema = {column.key: _parquet_type(column.kind) for column in table.columns}
    data = {
        key: [_parquet_value(row.get(key), type_) for row in table.rows]
        for key, type_ in schema.items()
    }
    out = io.BytesIO()
    pl.DataFrame(data, schema=schema).write_parquet(out)
    return out.getvalue()


def to_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as indented UTF-8 JSON."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def to_json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    r"""Return one JSON object a line.

    Examples
    --------
    >>> to_json_lines([{"a": 1}, {"a": 2}])
    b'{"a": 1}\n{"a": 2}\n'
    """
    lines = [json.dumps(record, ensure_ascii=False, default=str) for record in records]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _parquet_type(kind: Kind) -> Any:
    import polars as pl

    number = pl.Decimal(38, _DECIMAL_PLACES)
    moment = pl.Datetime("us", "UTC")
    times = {Kind.TIME: moment, Kind.DATE: pl.Date()}
    return number if kind.numeric else times.get(kind, pl.String())


def _parquet_value(cell: Any, type_: Any) -> Any:
    import polars as pl

    if cell is None:
        return None
    if isinstance(type_, pl.Decimal):
        return round(Decimal(cell), _DECIMAL_PLACES)
    return cell if isinstance(cell, (datetime, date)) else str(cell)
