"""``dharma forecast``: the table, the JSON contract, what is refused."""

import json
from datetime import date, timedelta

import pytest


@pytest.fixture
def costs(tmp_path):
    """Write 21 days of a service with quiet weekends, and one that began yesterday."""
    path = tmp_path / "costs.csv"
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(21)]
    rows = [f"web,{day},{4 if day.weekday() > 4 else 10}" for day in days]
    path.write_text("\n".join(["key,date,value", *rows, f"db,{days[-1]},7"]), "utf-8")
    return str(path)


def test_json_tells_points_as_decimal_strings_and_the_back_test(dharma, costs):
    ran = dharma("forecast", costs, "--horizon", "2", "--level", "0.8", "--format", "json")
    assert ran.code == 0
    told = {one["key"]: one for one in json.loads(ran.out)["series"]}
    assert told["web"]["points"][0]["date"] == "2026-01-26"
    assert [point["mean"] for point in told["web"]["points"]] == ["10", "10"]
    assert told["web"]["level"] == 0.8
    assert told["web"]["backtest"] == {"model_mase": None, "naive_mase": None}  # never erred
    assert told["db"]["points"][1] == {
        "date": "2026-01-27", "mean": "7", "lower": None, "upper": None,
    }  # fmt: skip


def test_table_tells_sums_and_what_is_unknown(dharma, costs):
    ran = dharma("forecast", costs, "--horizon", "2", "--parts", "/")
    assert "total" in ran.out
    assert "unknown" in ran.out
    assert "2026-01-26 to 2026-01-27" in ran.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--level", "2"], "no probability"),
        (["--what-if", "grow:web"], "no scenario"),
        (["--what-if", "shutdown:webb:2026-01-27"], "Did you mean 'web'"),
        (["--what-if", "price:web:2026-01-27:half"], "no number"),
        (["--holiday", "Easter"], "no date"),
    ],
)
def test_bad_wishes_are_refused_with_the_reason(dharma, costs, words, message):
    ran = dharma("forecast", costs, "--horizon", "2", *words)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


def test_part_of_a_series_moves_at_another_cost(dharma, tmp_path):
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(21)]
    rows = [f"{key},{day},{cost}" for key, cost in (("old", 10), ("new", 3)) for day in days]
    path = tmp_path / "moving.csv"
    path.write_text("\n".join(["key,date,value", *rows]), "utf-8")
    what_if = "migrate:old:new:2026-01-27:0.5:0.4"
    ran = dharma("forecast", str(path), "--horizon", "2", "--what-if", what_if, "--format", "json")
    told = {one["key"]: [p["mean"] for p in one["points"]] for one in json.loads(ran.out)["series"]}
    assert told == {"old": ["10", "6"], "new": ["3", "5"]}  # 4 of 10 move and cost 2
