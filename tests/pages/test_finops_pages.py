"""The review and Explore on three months of the sample bill."""

from __future__ import annotations

import pytest

from dharma_core.views.month_review import whole
from dharma_core.workbench import Workbench
from tests.bills import days, write


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    from dharma_core.finops.sample_billing import sample_bill
    from dharma_core.storage.sample_billing import load_sample_parameters, write_sample

    folder = tmp_path_factory.mktemp("sample") / "bills"
    write_sample(sample_bill(load_sample_parameters(), rows=1_500, months=3, seed=7), folder)
    return folder


@pytest.fixture
def billed(sample, bench):
    bench.import_bills([sample])
    return bench


def test_the_review_says_how_the_month_was_and_what_to_do(billed, dashboard) -> None:
    page = dashboard.open("finops")
    review = billed.finops_review()
    assert f">{whole(review.landing.amount, 'USD')}<" in page.text
    assert "March 2025" in page.text
    assert "March cost " in page.text
    assert "Consider a commitment" in page.text
    assert "no bill of March 2024" in page.text
    labels = [link.proto.label for link in page.script.get("page_link")]
    assert labels.count("Look closer") == len(review.actions)
    page.widget("selectbox", "month").select("2025-01").run()
    assert "There is no bill of the month before" in page.text
    assert 'role="alert"' not in page.text


def test_the_landing_is_that_of_the_page_forecast_and_what_was_odd_is_told(
    ahead, dashboard, monkeypatch
) -> None:
    dashboard.open("forecast")
    dashboard.open("anomalies")

    def fail(*_args, **_named):
        raise AssertionError("it was computed again")

    for name in ("forecast_costs", "cost_anomalies"):
        monkeypatch.setattr(Workbench, name, fail)
    page = dashboard.open("finops")
    assert "11 days to come by the forecast (" in page.text
    assert "(95%)" in page.text
    assert "Nothing odd is told in this month." in page.text
    page.widget("selectbox", "month").select("2026-03").run()
    assert "1 anomaly, $" in page.text
    assert "web / Amazon S3" in page.text
    labels = [link.proto.label for link in page.script.get("page_link")]
    assert "See each one's course, and say what it was" in labels
    assert 'role="alert"' not in page.text


def test_explore_turns_narrows_and_exports(billed, dashboard) -> None:
    page = dashboard.open("explore")
    sums = {p.period: p.effective_cost for p in billed.billing_summary().periods}
    assert f">{whole(sum(sums.values()), 'USD')}<" in page.text
    page.widget("selectbox", "start").select("2025-03").run()
    page.widget("selectbox", "by").select("Tag Owner").run()
    assert f">{whole(sums['2025-03'], 'USD')}<" in page.text
    assert "team-" in page.text
    assert "(none)" in page.text
    page.widget("selectbox", "where").select("Provider").run()
    page.widget("selectbox", "value").select("Microsoft").run()
    page.widget("selectbox", "grain").select("Week").run()
    labels = {button.proto.label for button in page.script.get("download_button")}
    assert {"Export CSV", "Export Parquet"} <= labels
    assert 'role="alert"' not in page.text


def test_allocation_divides_a_month_and_tries_rules_out(billed, dashboard) -> None:
    page = dashboard.open("allocation")
    sums = {p.period: p for p in billed.billing_summary().periods}
    assert f">{whole(sums['2025-03'].effective_cost, 'USD')}<" in page.text
    page.widget("selectbox", "by").select("Tag Owner").run()
    assert "(unallocated)" in page.text
    page.widget("selectbox", "kind").select("Chargeback (invoiced)").run()
    assert f">{whole(sums['2025-03'].billed_cost, 'USD')}<" in page.text
    rules = "shared:\n- {name: Levy, where: {ChargeCategory: Tax}, sharing: proportional}\n"
    page.widget("text_area", "sharing").set_value(rules).run()
    assert "Levy: " in page.text
    assert 'role="alert"' not in page.text
    page.widget("text_area", "sharing").set_value(rules.replace("name", "nmae")).run()
    assert "cost-sharing.yaml:2: a shared cost has no key" in page.text


def test_an_address_may_ask_for_what_is_not_there(billed, dashboard) -> None:
    dashboard.script.query_params["by"] = "Tag Nonsense"
    dashboard.script.query_params["value"] = "x"
    page = dashboard.open("explore")
    assert "The rows" in page.text
    assert 'role="alert"' not in page.text


def test_several_currencies_are_said_in_one_by_stated_rates(bench: Workbench, dashboard) -> None:
    file = write(bench.settings.home / "a.csv", *days(1, 2), {"BillingCurrency": "EUR"})
    bench.import_bills([file])
    page = dashboard.open("finops")
    assert 'role="alert"' in page.text
    assert "rate" in page.text
    rates = bench.settings.home / "exchange-rates.csv"
    rates.write_text("month,from,to,rate\n*,EUR,USD,2\n*,USD,EUR,0.5\n", "utf-8")
    page.run()
    assert 'role="alert"' not in page.text
    page.widget("selectbox", "currency").select("USD").run()
    assert "in USD" in page.text
