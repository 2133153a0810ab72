from __future__ import annotations


def test_the_verdict_and_the_worst_finding_come_first(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    report = stored.check(stored.read("legacy-shop"))
    assert "Stopped" in page.text
    assert report.violations[0].remediation in page.text


def test_a_filter_keeps_only_what_matches(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    page.widget("multiselect", "service").set_value(["ELB"]).run()
    assert "aws_lb" in page.text
    assert "aws_db_instance" not in page.text


def test_a_search_that_finds_nothing_leaves_an_empty_table(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    page.widget("text_input", "finding_find").set_value("no such words").run()
    assert "0 of " in page.text


def test_the_chosen_design_stays_chosen_on_the_next_page(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    page.open("costs")
    assert page.widget("selectbox", "source").value == "legacy-shop 1.0.0"


def test_an_uploaded_plan_is_checked_and_one_that_is_no_plan_is_refused(dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("Upload a file").run()
    assert "No design is chosen" in page.text
    page.widget("file_uploader", "source_file").set_value(
        ("plan.json", b"{not json", "application/json")
    ).run()
    assert 'role="alert"' in page.text


def test_the_worst_finding_is_shown_with_the_lines_it_is_about(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    assert '<pre class="dh-lines"' in page.text
    assert "storage_encrypted: false</b>" in page.text


def test_another_finding_can_be_looked_at(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    chooser = page.widget("selectbox", "finding_shown")
    other = next(label for label in chooser.options if "aws_lb_listener" in label)
    chooser.select(other).run()
    assert "protocol: HTTP</b>" in page.text


def test_a_framework_keeps_only_findings_that_it_asks_for(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    page.widget("selectbox", "asked_for").select("CIS AWS 3.0").run()
    assert "DH_AWS_RDS_002" in page.text
    assert "DH_AWS_ELB_001" not in page.text


def test_a_finding_is_waived_with_a_reason_and_taken_back(stored, dashboard) -> None:
    page = dashboard.open("guardrails")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    before = stored.check(stored.read("legacy-shop"))
    page.click("waive_send")
    assert "gives no reason" in page.text
    page.widget("text_input", "waive_reason").set_value("rebuilt in spring")
    page.click("waive_send")
    assert "rebuilt in spring" in page.text
    (kept,) = stored.waivers()
    assert kept.waiver.design == "legacy-shop"
    assert len(stored.check(stored.read("legacy-shop")).violations) < len(before.violations)
    page.click(f"unwaive_{kept.id}")
    assert stored.waivers() == ()
