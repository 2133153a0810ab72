"""``dharma billing``: JSON alone on stdout, exit codes, tables."""

from __future__ import annotations

import json

import pytest

from tests.bills import days, write


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path / "home"))


def read_json(ran, code=0):
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_import_and_summary_keep_their_keys(dharma, tmp_path):
    file = write(tmp_path / "a.csv", *days(1, 2))
    found = read_json(dharma("billing", "import", str(file), "--format", "json"))
    assert (found["rows"], found["rejected"]) == (2, [])
    summary = read_json(dharma("billing", "summary", "--format", "json"))
    assert (summary["billed_cost"], summary["effective_cost"], summary["currency"]) == (
        "3",
        "2.5",
        "USD",
    )
    assert summary["periods"][0]["period"] == "2026-03"
    table = dharma("billing", "summary").out
    assert "2026-03" in table
    assert "$3.00" in table


def test_rejected_rows_are_listed_and_the_exit_code_is_1(dharma, tmp_path):
    file = write(tmp_path / "a.csv", {}, {"BilledCost": "x"})
    (row,) = read_json(dharma("billing", "import", str(file), "--format", "json"), 1)["rejected"]
    assert (row["file"], row["row"], row["column"], row["value"]) == ("a.csv", 2, "BilledCost", "x")
    ran = dharma("billing", "import", str(file))
    assert "refused" in ran.out
    assert "--partial" in ran.err
    ran = dharma("billing", "import", str(file), "--partial")
    assert (ran.code, "loaded" in ran.out) == (1, True)
    assert "1 rows are missing" in dharma("billing", "summary").out


def test_a_shrinking_month_is_bad_input(dharma, tmp_path):
    dharma("billing", "import", str(write(tmp_path / "a.csv", *days(1, 2))))
    smaller = str(write(tmp_path / "b.csv", *days(1)))
    ran = dharma("billing", "import", smaller, "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["details"]["shrinking"][0]["period"] == "2026-03"
    ran = dharma("billing", "import", smaller, "--allow-shrink")
    assert (ran.code, "Replaced 2026-03" in ran.out) == (0, True)


def test_validate_lists_rules_rows_and_repairs(dharma, tmp_path):
    file = write(tmp_path / "a.csv", {}, {"ChargeCategory": "usage"})
    found = read_json(dharma("billing", "validate", str(file), "--format", "json"), 1)
    (violation,) = found["violations"]
    assert (violation["rule"], violation["rows"]) == ("ChargeCategory_Enum", [2])
    assert violation["repair"] == "Did you mean 'Usage'?"
    assert "ChargeCategory_Enum" in dharma("billing", "validate", str(file)).out
    assert dharma("billing", "validate", str(write(tmp_path / "b.csv"))).code == 0
    assert dharma("billing", "validate", str(file), "--focus-version", "2").code == 2


def test_summary_of_nothing_and_of_two_currencies(dharma, tmp_path):
    assert "Nothing was imported yet" in dharma("billing", "summary").out
    nothing = read_json(dharma("billing", "summary", "--format", "json"))
    assert (nothing["billed_cost"], nothing["periods"]) == (None, [])
    dharma("billing", "import", str(write(tmp_path / "a.csv", {}, {"BillingCurrency": "EUR"})))
    assert "Several currencies have no sum" in dharma("billing", "summary").out
    rates = tmp_path / "rates.csv"
    rates.write_text("month,from,to,rate\n*,EUR,USD,2\n")
    said = read_json(
        dharma("billing", "summary", "--currency", "usd", "--rates", str(rates), "--format", "json")
    )
    assert said["billed_cost"] == "4.5"  # 1.50 + 1.50 x 2


def test_cluster_says_what_is_idle(dharma, tmp_path):
    pod = {"properties": {"namespace": "web", "pod": "a"}, "cpuCost": 2.0, "ramCost": 0}
    file = tmp_path / "allocation.json"
    file.write_text(json.dumps({"data": [{"a": pod}]}))
    found = read_json(dharma("billing", "cluster", str(file), "--format", "json"))
    assert found["namespaces"][0]["idle"] == "2"
    assert "web/a" in dharma("billing", "cluster", str(file)).out


def test_a_review_is_written_in_every_form(dharma, tmp_path):
    assert dharma("billing", "review").code == 2
    written = read_json(
        dharma(
            "billing",
            "sample",
            "--rows",
            "400",
            "--months",
            "2",
            "--seed",
            "7",
            "--out",
            str(tmp_path / "bills"),
            "--format",
            "json",
        )
    )
    assert written["months"] == 2
    assert dharma("billing", "import", written["folder"]).code == 0
    found = read_json(dharma("billing", "review", "--format", "json"))
    summary = read_json(dharma("billing", "summary", "--format", "json"))
    assert found["month"] == "2025-02"
    assert found["landing"]["amount"] == summary["periods"][-1]["effective_cost"]
    assert found["compared"]["before"] == ["2025-01-01", "2025-02-01"]
    assert found["unit"] is None
    assert (found["landing"]["method"], found["landing"]["level"]) == ("complete", None)
    assert found["anomalies"]["impact"] == "0"
    assert found["anomalies"]["episodes"] == found["anomalies"]["expected"] == []
    table = dharma("billing", "review", "--month", "2025-02").out
    assert "February 2025, USD" in table
    assert "Consider a commitment" in table
    assert "Nothing odd is told in this month." in table
    out = tmp_path / "review.md"
    assert dharma("billing", "review", "--format", "markdown", "-o", str(out)).code == 0
    assert out.read_text("utf-8").startswith("# Cost review of February 2025\n")
