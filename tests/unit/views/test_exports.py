from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from dharma_core.views.exports import to_csv, to_json, to_json_lines, to_parquet
from dharma_core.views.table import Column, Kind, Table

TABLE = Table(
    (
        Column("name", "Name"),
        Column("price", "Price", Kind.RATE),
        Column("at", "At", Kind.TIME),
        Column("as_of", "As of", Kind.DATE),
    ),
    (
        {
            "name": "=cmd()",
            "price": Decimal("0.0000002"),
            "at": datetime(2026, 11, 20, 15, 5, tzinfo=UTC),
            "as_of": date(2026, 10, 1),
        },
        {"name": "b", "price": None, "at": None, "as_of": None},
    ),
)


def test_csv_keeps_every_digit_leaves_unknown_empty_and_defuses_formulas() -> None:
    first, second = csv.DictReader(io.StringIO(to_csv(TABLE).decode()))
    assert first["name"] == "'=cmd()"
    assert first["price"] == "0.0000002"
    assert second["price"] == ""


def test_csv_defuses_a_formula_that_names_a_column() -> None:
    table = Table((Column("=cmd()", "=cmd()"),), ({"=cmd()": "a"},))
    assert to_csv(table) == b"'=cmd()\r\na\r\n"


def test_csv_keeps_a_negative_amount_a_number() -> None:
    table = Table((Column("n", "N", Kind.MONEY),), ({"n": Decimal(-3)},))
    assert to_csv(table) == b"n\r\n-3\r\n"


def test_parquet_keeps_types_and_nulls() -> None:
    frame = pl.read_parquet(io.BytesIO(to_parquet(TABLE)))
    assert frame.schema["price"] == pl.Decimal(38, 10)
    assert frame.row(0) == (
        "=cmd()",
        Decimal("0.0000002000"),
        datetime(2026, 11, 20, 15, 5, tzinfo=UTC),
        date(2026, 10, 1),
    )
    assert frame.row(1) == ("b", None, None, None)


def test_json_exports_are_utf8_and_parse_back() -> None:
    assert json.loads(to_json({"a": "ü"})) == {"a": "ü"}
    assert to_json_lines([]) == b""
