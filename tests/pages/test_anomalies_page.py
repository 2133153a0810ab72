"""Anomalies on their page: timeline, cause, verdicts."""

from __future__ import annotations

from datetime import date, timedelta

from tests.ahead import charge
from tests.bills import write


def test_a_surge_is_drawn_with_its_money_and_its_cause(ahead, dashboard):
    page = dashboard.open("anomalies")
    assert "web / Amazon S3 cost $" in page.text
    assert "More of it: region eu-west-1, meter Amazon S3." in page.text
    assert "26 Mar 2026 to 29 Mar 2026" in page.text
    assert 'role="alert"' not in page.text


def test_a_verdict_is_kept_with_its_reason_and_moves_what_is_told(ahead, dashboard):
    page = dashboard.open("anomalies")
    page.widget("text_input", "verdict_why").set_value("a load test")
    page = page.click("verdict_ignore")
    assert "Kept: nothing of this scope is told" in page.text
    assert "Nothing odd is worth telling" in page.text
    assert "a load test" in page.text
    (kept,) = ahead.anomaly_feedback()
    assert (kept.feedback.scope, kept.feedback.verdict.value) == ("111 / Amazon S3", "ignore")


def test_a_floor_above_everything_says_that_nothing_is_odd(ahead, dashboard):
    page = dashboard.open("anomalies")
    page.widget("number_input", "floor").set_value(100_000)
    assert "Nothing odd is worth telling" in page.run().text


def test_several_currencies_ask_for_one_and_for_its_rates(ahead, dashboard):
    euros = [
        charge(date(2026, 2, 1) + timedelta(days=n), 100 + n % 3, BillingCurrency="EUR",
               BillingAccountId="europe", SubAccountId="333", SkuId="c")
        for n in range(40)
    ]  # fmt: skip
    ahead.import_bills([write(ahead.cwd / "euros.csv", *euros)])
    page = dashboard.open("anomalies")
    assert page.widget("selectbox", "currency").options == ["EUR", "USD"]
    assert "rate" in page.text
    assert 'role="alert"' in page.text
    months = ("2026-01", "2026-02", "2026-03", "2026-04")
    rates = "\n".join(f"{month},USD,EUR,0.9" for month in months)
    (ahead.settings.home / "exchange-rates.csv").write_text(f"month,from,to,rate\n{rates}\n")
    page = page.run()
    assert 'role="alert"' not in page.text
    assert "web / Amazon S3 cost €" in page.text


def test_a_new_service_is_said_to_be_unjudged_with_its_money(ahead, dashboard):
    days = [date(2026, 4, 15) + timedelta(days=n) for n in range(5)]
    new = [
        charge(day, 2000, BillingAccountId="second", SubAccountId="999", SkuId="GPU")
        for day in days
    ]
    ahead.import_bills([write(ahead.cwd / "new.csv", *new)])
    page = dashboard.open("anomalies")
    assert "1 series too short to judge ($10,000.00)." in page.text
