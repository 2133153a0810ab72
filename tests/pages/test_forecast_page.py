"""The forecast on its page: fan, back-test, what if; computed once a bill."""

from __future__ import annotations

from dharma_core.workbench import Workbench


def test_the_forecast_of_a_bill_has_its_fan_its_back_test_and_every_series(ahead, dashboard):
    page = dashboard.open("forecast")
    assert "The bill comes to $" in page.text
    assert "less than repeating last week" in page.text
    assert "In the back-test" in page.text
    assert "data" in page.text
    assert "each month, booked by calendar" in page.text
    assert 'role="alert"' not in page.text


def test_what_if_a_part_doubles_tells_the_difference_and_nothing_is_computed_again(
    ahead, dashboard, monkeypatch
):
    page = dashboard.open("forecast")

    def fail(*_args, **_named):
        raise AssertionError("the forecast was computed again")

    monkeypatch.setattr(Workbench, "forecast_costs", fail)
    page.widget("selectbox", "what_if_part").select("222")
    page.widget("slider", "what_if_price").set_value(200)
    page = page.run()
    assert "data, then" in page.text
    assert "added" in page.text
    assert 'role="alert"' not in page.text


def test_what_if_a_part_moves_to_another_at_half_the_cost(ahead, dashboard):
    page = dashboard.open("forecast")
    page.widget("selectbox", "what_if_part").select("222")
    page.widget("selectbox", "what_if_to").select("111")
    page.widget("slider", "what_if_price").set_value(50)
    page = page.run()
    assert "data, then" in page.text
    assert "$0.00" in page.text  # nothing is left of it
    assert "saved" in page.text
    assert 'role="alert"' not in page.text


def test_without_a_bill_the_page_names_the_command_that_imports_one(dashboard):
    page = dashboard.open("forecast")
    assert "No bill was imported yet" in page.text
    assert page.script.code[0].value == "dharma billing import bill.csv"


def test_bill_of_two_currencies_is_said_in_one_or_the_missing_rate_is_named(
    ahead, dashboard, tmp_path
):
    from tests.ahead import rows
    from tests.bills import write

    euros = [
        {**one, "BillingCurrency": "EUR", "BillingAccountId": "other"}
        for one in rows()
        if one["SubAccountId"] == "222"
    ]
    ahead.import_bills([write(tmp_path / "euros.csv", *euros)])
    page = dashboard.open("forecast")
    assert "There is no rate from USD to EUR" in page.text
    (ahead.settings.home / "exchange-rates.csv").write_text("month,from,to,rate\n*,USD,EUR,0.5\n")
    page = page.run()
    assert "in EUR" in page.text
    assert "The bill comes to €" in page.text
