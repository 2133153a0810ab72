from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.findings import Severity
from dharma_core.views.table import Column, Kind, Table

TABLE = Table(
    (
        Column("name", "Name"),
        Column("severity", "Severity", Kind.SEVERITY),
        Column("cost", "Cost", Kind.MONEY),
    ),
    (
        {"name": "beta one", "severity": Severity.LOW, "cost": Decimal(10)},
        {"name": "Alpha two", "severity": Severity.CRITICAL, "cost": None},
        {"name": "gamma one", "severity": Severity.HIGH, "cost": Decimal(9)},
    ),
)


def _names(table: Table) -> list[object]:
    return [row["name"] for row in table.rows]


@pytest.mark.parametrize(
    ("key", "descending", "expected"),
    [
        ("name", False, ["Alpha two", "beta one", "gamma one"]),
        ("severity", False, ["Alpha two", "gamma one", "beta one"]),
        ("cost", False, ["gamma one", "beta one", "Alpha two"]),
        ("cost", True, ["beta one", "gamma one", "Alpha two"]),
    ],
    ids=["text without case", "worst severity first", "unknown last", "unknown last descending"],
)
def test_a_table_sorts_by_the_meaning_of_a_column(
    key: str, descending: bool, expected: list[str]
) -> None:
    assert _names(TABLE.sorted_by(key, descending=descending)) == expected


def test_matching_needs_every_word_in_some_cell() -> None:
    assert _names(TABLE.matching("ONE high")) == ["gamma one"]
    assert TABLE.matching("  ") is TABLE
    assert _names(TABLE.matching("none of these")) == []


def test_where_without_a_choice_keeps_all_rows() -> None:
    assert len(TABLE.where("severity", ())) == 3
    assert _names(TABLE.where("severity", (Severity.HIGH,))) == ["gamma one"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["beta one", "Alpha two"]),
        (2, ["gamma one"]),
        (9, ["gamma one"]),
        (0, ["beta one", "Alpha two"]),
    ],
)
def test_a_page_beyond_the_end_is_the_nearest_page(number: int, expected: list[str]) -> None:
    assert _names(TABLE.page(number, size=2)) == expected


def test_an_empty_table_has_one_page() -> None:
    assert Table(TABLE.columns, ()).pages(10) == 1


def test_an_unknown_column_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(InputError, match="severity"):
        TABLE.sorted_by("severiti")


def test_records_carry_decimals_as_text_and_unknown_as_null() -> None:
    assert TABLE.records()[1] == {"name": "Alpha two", "severity": "critical", "cost": None}


def test_values_are_distinct_and_known() -> None:
    assert TABLE.values("cost") == (Decimal(10), Decimal(9))


def test_only_keeps_columns_in_the_order_asked_for() -> None:
    assert [c.key for c in TABLE.only("cost", "name").columns] == ["cost", "name"]
