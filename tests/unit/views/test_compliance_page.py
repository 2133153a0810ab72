from __future__ import annotations

import re

from dharma_core.plan import Address, Plan, make_resource
from dharma_core.policies.compliance import judge_compliance
from dharma_core.policies.frameworks import Control, Framework
from dharma_core.views.compliance import compliance_headlines, controls_table, standing_sentence
from dharma_core.views.compliance_figures import controls_by_section
from dharma_core.views.compliance_page import compliance_page
from tests.unit.views.checked_samples import ERROR, FINDINGS, checked

FRAMEWORK = Framework(
    "SOC 2", "A <title>", "AICPA", "https://example.org/soc", "2022", "2026-11-30", "with a list",
    (
        Control("CC6.1", "Access & rights", "CC6", rest="the rest is people"),
        Control("CC1.1", "Ethics", "CC1", cannot="a matter of governance"),
        Control("CC7.1", "Changes", "CC7"),
    ),
)  # fmt: skip
PLAN = Plan((make_resource(Address("aws_s3_bucket", "logs"), {}),))


def report_of(found):
    return judge_compliance(PLAN, found.report, FRAMEWORK)


def page(*findings):
    found = checked(*findings)
    return compliance_page(report_of(found), found)


def test_the_page_stands_alone_and_runs_nothing():
    text = page(*FINDINGS)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#|https://example\.org)', text)
    assert "url(data:font" in text


def test_a_failing_control_shows_the_finding_and_its_lines_escaped():
    text = page(*FINDINGS)
    assert "aws_s3_bucket.logs" in text
    assert "   8    acl = &#34;```&lt;b&gt;&#34;" in text
    assert "is &lt;b&gt;| wrong" in text
    assert "A &lt;title&gt;" in text
    assert "<b>| wrong" not in text


def test_what_code_cannot_check_says_why():
    assert "a matter of governance" in page()


def test_a_met_control_says_what_code_cannot_see():
    text = page()
    assert "the rest is people" in text
    assert 'id="evidence"' not in text


def test_a_policy_that_failed_is_told():
    assert "Could not be run: a.rego:3: nonsense" in page(ERROR)


def test_the_figures_count_each_control_once():
    report = report_of(checked(*FINDINGS))
    assert standing_sentence(report) == (
        "SOC 2: 1 failing, 1 no rule yet and 1 not checkable by code."
    )
    figures = {h.label: h.value for h in compliance_headlines(report)}
    assert figures["Controls failing"] == "1"
    assert figures["Not checkable by code"] == "1"
    assert len(controls_table(report)) == 3


def test_the_picture_names_where_controls_fail_and_is_absent_when_nothing_was_looked_at():
    assert controls_by_section(report_of(checked(*FINDINGS))).title == "One control fails: in CC6"
    assert controls_by_section(report_of(checked())).title == "No control fails; 1 control met"
    empty = judge_compliance(Plan(()), checked().report, FRAMEWORK)
    assert controls_by_section(empty) is None
