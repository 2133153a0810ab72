from __future__ import annotations

FIRES = """package mine
import rego.v1
deny contains msg if {
	some rc in input.resource_changes
	rc.type == "aws_vpc"
	msg := sprintf("%s: no networks here", [rc.address])
}
"""


def opened(dashboard):
    page = dashboard.open("policies")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    return page


def test_a_draft_stands_there_and_runs(stored, dashboard) -> None:
    page = opened(dashboard)
    assert "package policies.team_tags_001" in page.widget("text_area", "policy_text").value
    assert "Runs" in page.text


def test_what_is_written_is_tried_on_the_design(stored, dashboard) -> None:
    page = opened(dashboard)
    page.widget("text_area", "policy_text").set_value(FIRES).run()
    assert "no networks here" in page.text
    assert "aws_vpc.main" in page.text


def test_a_fault_is_told_with_its_line(stored, dashboard) -> None:
    page = opened(dashboard)
    page.widget("text_area", "policy_text").set_value(FIRES.replace("msg :=", "msg ==")).run()
    assert "Does not run" in page.text
    assert "draft.rego:" in page.text


def test_a_kept_policy_is_run_by_every_check_until_it_is_removed(stored, dashboard) -> None:
    page = opened(dashboard)
    page.widget("text_area", "policy_text").set_value(FIRES).run()
    page.widget("text_input", "policy_name").set_value("no_networks").run()
    page.widget("button", "keep_policy").click().run()
    assert "no_networks is kept." in page.text
    plan = stored.read("legacy-shop")
    assert any("no networks here" in f.message for f in stored.check(plan).findings)
    page.widget("button", "drop_policy").click().run()
    assert "no_networks is removed." in page.text
    assert not any("no networks here" in f.message for f in stored.check(plan).findings)
    kinds = [entry.event.type.value for entry in stored.events(limit=50)]
    assert {"PolicyKept", "PolicyDropped"} <= set(kinds)


def test_a_policy_that_does_not_run_is_not_kept(stored, dashboard) -> None:
    page = opened(dashboard)
    page.widget("text_area", "policy_text").set_value("package a\ndeny[x] { opa.runtime() }").run()
    page.widget("text_input", "policy_name").set_value("spy").run()
    page.widget("button", "keep_policy").click().run()
    assert "opa.runtime" in page.text
    assert stored.own_policies() == {}
