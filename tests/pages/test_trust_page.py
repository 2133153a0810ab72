"""Trust on its page: the score by sliders, a decision asked for, one's own session, history."""

from __future__ import annotations


def test_the_sliders_make_the_score_and_what_it_opens(dashboard):
    page = dashboard.open("trust")
    for part, value in (("device", 95.0), ("user", 100.0), ("context", 75.0)):
        page.widget("slider", f"explored_{part}").set_value(value)
    page = page.run()
    assert "92.00" in page.text  # 0.35 x 95 + 0.40 x 100 + 0.25 x 75 = 92
    assert "Trust is full" in page.text
    for part in ("device", "user", "context"):
        page.widget("slider", f"explored_{part}").set_value(10.0)
    page = page.run()
    assert "10.00" in page.text
    assert page.text.count("denied") >= 10
    assert ">allowed<" not in page.text


def test_a_decision_is_asked_for_explained_and_kept(dashboard):
    page = dashboard.open("trust")
    page.widget("text_area", "trust_device").set_value("20")
    page.widget("text_area", "trust_context").set_value('{"address": "203.0.113.7"}')
    page = page.click("trust_send")
    assert "Denied: trusted" in page.text
    page = page.run()
    assert "denied" in page.text.partition("Decisions, newest first")[2]


def test_a_fact_that_is_none_is_refused_and_nothing_is_kept(dashboard):
    page = dashboard.open("trust")
    page.widget("text_area", "trust_device").set_value('{"compliance": 101}')
    page = page.click("trust_send")
    assert 'role="alert"' in page.text
    assert "No decision was made yet" in page.run().text


def test_somebody_signed_in_reads_how_far_the_session_is_trusted(signed_in, dashboard):
    page = dashboard.open("trust")
    assert "Your session is trusted" in page.text
    assert "high" in page.text


def test_a_viewer_sees_only_the_own_history(signed_in, dashboard):
    signed_in.bench().trust_verify("somebody else", "blueprint", "read", device=90, context=90)
    signed_in.bench().trust_flush()
    signed_in.become("vera", "viewer")
    page = dashboard.open("trust")
    assert "somebody else" not in page.text
    assert "If the bar rose" not in page.text
