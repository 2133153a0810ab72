"""Series from CSV: what is read, and what is refused with its row."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.storage.series_csv import read_series_csv


@pytest.fixture
def read(tmp_path):
    def write(text):
        path = tmp_path / "series.csv"
        path.write_text(text, "utf-8")
        return read_series_csv(path)

    return write


def test_columns_are_found_by_name_in_any_order(read):
    found = read("Value, region,Key,Date\n1.50,eu,web,2026-03-01\n2,eu,db,2026-03-02\n")
    assert found == {
        "web": [(date(2026, 3, 1), Decimal("1.50"))],
        "db": [(date(2026, 3, 2), Decimal(2))],
    }


def test_moments_with_a_zone_become_utc(read):
    found = read("key,date,value\na,2026-03-01T01:00+02:00,1\na,2026-03-01 12:00,2\n")
    assert [moment for moment, _ in found["a"]] == [
        datetime(2026, 2, 28, 23),  # noqa: DTZ001 - UTC throughout
        datetime(2026, 3, 1, 12),  # noqa: DTZ001 - UTC throughout
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key,day,value\na,2026-03-01,1\n", "no column 'date'"),
        ("", "no column 'key'"),
        ("key,date,value\n", "no rows"),
        ("key,date,value\na,2026-03-01,1\na,2026-03-02,NaN\n", "row 3: 'NaN' is no number"),
        ("key,date,value\na,2026-03-01,\n", "row 2: '' is no number"),
        ("key,date,value\na,01/03/2026,1\n", "row 2: '01/03/2026' is no date"),
        ("key,date,value\na,2026-03-01\n", "row 2: 2 cells are too few"),
        ("key,date,value\na,2026-03-01,1\na,2026-03-01T10:00,1\n", "mixes days"),
    ],
    ids=["no date", "empty", "no rows", "nan", "blank", "no such date", "short row", "mixed"],
)
def test_what_cannot_be_read_is_refused_with_its_row(read, text, message):
    with pytest.raises(InputError, match=message):
        read(text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_series_csv(tmp_path / "gone.csv")
