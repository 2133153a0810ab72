from __future__ import annotations


def test_the_chain_is_verified_when_asked(stored, dashboard) -> None:
    page = dashboard.open("audit")
    assert "Not verified yet" in page.text
    page.click("verify")
    assert "Whole" in page.text
    assert stored.verify_audit().head.hash in page.text


def test_events_are_filtered_by_what_happened(stored, dashboard) -> None:
    stored.delete_blueprint("legacy-shop")
    page = dashboard.open("audit")
    page.widget("multiselect", "what").set_value(["Blueprint deleted"]).run()
    assert "1 event" in page.text or page.text.count("Blueprint deleted") == 1
    assert "Blueprint created" not in page.text


def test_nothing_refused_is_said_and_not_shown_as_an_empty_table(stored, dashboard) -> None:
    page = dashboard.open("audit")
    page.widget("toggle", "failed").set_value(True).run()
    assert "No event matches" in page.text
