"""``dharma forecast`` of the imported bill."""

from __future__ import annotations

import json


def test_the_forecast_of_the_bill_is_json_with_points_and_back_test(ahead, dharma):
    ran = dharma("forecast", "--horizon", "7", "--format", "json")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert [one["key"] for one in told["series"]] == ["total", "111", "222", "(no account)"]
    total = told["series"][0]
    assert [point["date"] for point in total["points"]][::6] == ["2026-04-20", "2026-04-26"]
    assert all(isinstance(total["points"][0][name], str) for name in ("mean", "lower", "upper"))
    assert total["level"] == 0.95
    assert set(total["backtest"]) == {"model_mase", "naive_mase"}


def test_the_table_says_names_currency_and_booked_charges(ahead, dharma):
    ran = dharma("forecast", "--by", "account", "--what-if", "shutdown:222:2026-04-25")
    assert ran.code == 0
    assert "Sum, USD" in ran.out
    assert "data" in ran.out
    assert "booked each month: 50.00 on day 1" in ran.err


def test_without_a_bill_and_with_options_of_a_file_the_next_step_is_told(dharma):
    ran = dharma("forecast")
    assert (ran.code, ran.out) == (2, "")
    assert "dharma billing import" in ran.err
    assert "--by account" in dharma("forecast", "--parts", "/").err
    assert dharma("forecast", "--by", "servce").code == 2
