"""Anomalies on their page: timeline, cause, verdicts."""

from __future__ import annotations


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
