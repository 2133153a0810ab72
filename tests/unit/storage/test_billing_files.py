"""Billing files: found, told apart by content, and refused when they are broken."""

from __future__ import annotations

import gzip
import time

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.storage.billing_files import find_files, open_file, reading
from tests.bills import csv_text, write


@pytest.fixture
def opened(tmp_path):
    def open_content(content, name="a.csv"):
        file = tmp_path / name
        file.write_bytes(content)
        spool = tmp_path / "spool"
        spool.mkdir(exist_ok=True)
        return open_file(name, file, spool)

    return open_content


def test_a_folder_gives_its_bills_and_not_what_lists_them(tmp_path):
    for name in ("b.csv", "2026/a.parquet", "2026/Manifest.json", ".hidden.csv", "notes.txt"):
        file = tmp_path / "bills" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    assert [name for name, _ in find_files([tmp_path / "bills"])] == [
        "bills/2026/a.parquet",
        "bills/b.csv",
    ]


def test_a_folder_without_bills_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(InputError, match="holds no billing file"):
        find_files([tmp_path])
    with pytest.raises(InputError, match="no file"):
        find_files([tmp_path / "a.csv"])


def test_packed_and_plain_content_have_the_same_digest(opened):
    content = csv_text().encode()
    assert opened(content).digest == opened(gzip.compress(content), "b.csv.gz").digest


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_the_separator_is_told_by_the_header(opened, separator):
    text = f"BilledCost{separator}ServiceName{separator}Tags\n1{separator}a{separator}\n"
    assert opened(text.encode()).scan().collect().row(0) == ("1", "a", None)


def test_words_for_nothing_are_null(opened):
    text = '\ufeffBilledCost,Tags,Id\n1,NULL,\n2,"",null\n'
    assert opened(text.encode()).scan().collect().rows() == [("1", None, None), ("2", None, None)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04rest", "zip archive"),
        ("Kosten;\x00".encode("utf-16"), "no text in UTF-8"),
        (gzip.compress(b"BilledCost\n1\n" * 999)[:-9], "broken"),
        (gzip.compress(b""), "empty"),
        (b' [{"BilledCost": 1}]', "one JSON list"),
    ],
    ids=["empty", "blank", "zip", "utf-16", "torn gzip", "packed nothing", "JSON list"],
)
def test_a_broken_file_is_named_with_what_is_wrong(opened, content, said):
    with pytest.raises(InputError, match=said):
        opened(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"BilledCost,BilledCost\n1,2\n", "twice"),
        (b"BilledCost,Tags,Id\n1,a,2\n3,b", "middle of a row: 2 of 3"),
        ("BilledCost,Straße\n1,2\n".encode("latin-1"), "no text in UTF-8"),
        (b"PAR1 and then nothing", "cannot be read"),
        (b"BilledCost,Tags\r1,a\r2,b\r", "a carriage return alone"),
        (",".join([*(f"c{n:030}" for n in range(4_000)), "c", "c"]).encode(), "column c twice"),
    ],
    ids=["column twice", "torn end", "latin-1", "torn parquet", "old Mac", "twice, far out"],
)
def test_a_file_that_cannot_be_scanned_is_refused(opened, content, said):
    with pytest.raises(InputError, match=said):
        opened(content).scan().collect_schema()


def test_a_row_with_too_many_cells_is_refused_when_read(tmp_path, opened):
    file = opened(b"BilledCost,Tags\n1,a\n1,a,b\n")
    with pytest.raises(InputError, match=r"a\.csv cannot be read"), reading("a.csv"):
        file.scan().collect()


def test_a_letter_of_another_encoding_deep_in_a_file_is_named(tmp_path, opened):
    file = opened("BilledCost,Tags\n1,a\n1,Straße\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"a\.csv is no text in UTF-8"), reading("a.csv"):
        file.scan().collect()


def test_thousands_of_columns_are_read_and_empty_lines_are_no_rows(opened):
    names = [f"x_{n}" for n in range(2_000)]
    cells = ",".join("v" for _ in names)
    file = opened(f"{','.join(names)}\n{cells}\n\n{',' * 1_999}\n{cells}\n".encode())
    start = time.process_time()
    assert file.scan().collect(engine="streaming").shape == (2, 2_000)
    assert time.process_time() - start < 8  # one question to all columns takes 35 s


def test_parquet_is_told_by_its_first_letters(tmp_path):
    pl.DataFrame({"BilledCost": [1.5]}).write_parquet(tmp_path / "bill")
    file = open_file("bill", tmp_path / "bill", tmp_path)
    assert (file.kind, file.scan().collect().item()) == ("parquet", 1.5)


def test_a_directory_that_is_given_twice_gives_its_files_twice(tmp_path):
    write(tmp_path / "a.csv")
    assert len(find_files([tmp_path, tmp_path / "a.csv"])) == 2
