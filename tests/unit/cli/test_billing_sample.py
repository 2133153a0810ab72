"""``dharma billing sample``: what it writes conforms, loads, and can be reviewed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dharma_core.finops.analytics import Grain, as_bill, spend
from dharma_core.workbench import Workbench


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path / "home"))


def written(dharma, folder, *options):
    ran = dharma("billing", "sample", "--out", str(folder), "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_sample_conforms_loads_and_is_reviewed(dharma, tmp_path):
    folder = tmp_path / "bills"
    options = ("--rows", "2000", "--months", "2", "--seed", "4", "--first", "2025-11")
    told = written(dharma, folder, *options)
    truth = json.loads((tmp_path / "bills.truth.json").read_text())
    assert (told["months"], told["incidents"]) == (2, len(truth["incidents"]))
    checked = json.loads(dharma("billing", "validate", str(folder), "--format", "json").out)
    assert (checked["conforms"], checked["violations"]) == (True, [])
    loaded = json.loads(dharma("billing", "import", str(folder), "--format", "json").out)
    assert (loaded["rows"], loaded["rejected"]) == (told["rows"], [])
    months = spend(as_bill(Workbench.open().billing()), grain=Grain.INVOICE)["period"].to_list()
    assert months == [date(2025, 11, 1), date(2025, 12, 1)]


def test_a_sample_is_never_written_over_something(dharma, tmp_path):
    (tmp_path / "bills").mkdir()
    (tmp_path / "bills" / "mine.csv").write_text("a,b\n")
    ran = dharma("billing", "sample", "--out", str(tmp_path / "bills"), "--months", "1")
    assert ran.code == 2
    assert "not empty" in ran.err
    assert [f.name for f in (tmp_path / "bills").iterdir()] == ["mine.csv"]


def test_a_size_that_cannot_be_is_refused(dharma, tmp_path):
    ran = dharma("billing", "sample", "--out", str(tmp_path / "b"), "--rows", "5", "--months", "1")
    assert ran.code == 2
    assert "too few" in ran.err


def test_the_table_says_what_to_do_next(dharma, tmp_path):
    ran = dharma(
        "billing", "sample", "--out", str(tmp_path / "b"), "--rows", "400", "--months", "1"
    )
    assert "dharma billing import" in ran.err
    assert "rows of 1 months" in ran.out
