"""Every form of a check but SARIF, on a check with every kind of finding."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from dharma_core.views.check_formats import CHECK_FORMATS
from dharma_core.views.check_markdown import CHECK_MARKER
from tests.unit.views.checked_samples import ERROR, FINDINGS, checked, finding


def written(name, *findings):
    return CHECK_FORMATS[name].write(checked(*(findings or FINDINGS)))


@pytest.mark.parametrize("name", list(CHECK_FORMATS))
def test_every_form_takes_no_findings_and_all_kinds_of_them(name):
    assert CHECK_FORMATS[name].write(checked()).endswith("\n")
    assert written(name, *FINDINGS, ERROR).endswith("\n")


def test_json_adds_fingerprint_service_frameworks_and_lines_to_each_finding():
    found = json.loads(written("json"))["findings"]
    assert found[0]["rule_id"] == "DH_1"
    assert found[0]["service"] == "S3"
    assert found[0]["frameworks"] == {"SOC 2": ["CC6.1"]}
    assert found[0]["snippet"]["marked_line"] == 8
    assert len({f["fingerprint"] for f in found}) == len(FINDINGS)
    assert [f["rule_id"] for f in found if f["snippet"] is None] == ["DH_3"]


def test_json_counts_what_is_waived_and_what_is_known():
    found = json.loads(written("json"))
    assert found["summary"]["waived"] == 1
    assert found["summary"]["baselined"] == 1
    assert found["violations"] == 2  # DH_1 and the one that only apply will tell


def test_junit_fails_denies_skips_waived_and_known_and_passes_the_rest():
    suite = ET.fromstring(written("junit", *FINDINGS, ERROR))  # noqa: S314 - our own text
    cases = {
        (c.get("classname"), c.get("name").partition("[")[2]): [child.tag for child in c]
        for c in suite.iter("testcase")
    }
    assert cases["DH_1", "aws_s3_bucket.logs]"] == ["failure"]
    assert cases["DH_2", "aws_s3_bucket.logs]"] == ["skipped"]
    assert cases["DH_2", "aws_s3_bucket.old]"] == ["skipped"]
    assert cases["DH_QUIET", ""] == []
    assert cases["policy_error", ""] == ["error"]
    assert cases["DH_3", 'aws_s3_bucket.q["a|b"]]'] == ["system-out"]
    assert suite.get("tests") == "7"
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("2", "1", "2")


def test_every_form_with_waivers_says_why_a_finding_rests():
    for name in ("junit", "conftest", "markdown"):
        assert "Waived by ann until 2027-01-31: public on" in written(name)


def test_junit_holds_no_character_that_xml_forbids():
    assert "\x07" not in written("junit")


def test_code_quality_lists_open_findings_with_gitlabs_severities():
    found = json.loads(written("gitlab"))
    assert [(f["check_name"], f["severity"]) for f in found] == [
        ("DH_1", "blocker"), ("DH_2", "critical"), ("DH_3", "minor")
    ]  # fmt: skip
    assert found[0]["location"] == {"path": "infra/main file.tf", "lines": {"begin": 8}}
    assert len({f["fingerprint"] for f in found}) == 3


def test_the_sast_report_has_the_keys_that_gitlab_requires():
    found = json.loads(written("gitlab-sast", *FINDINGS, ERROR))
    assert set(found) == {"version", "scan", "vulnerabilities"}
    assert found["scan"]["status"] == "failure"
    assert set(found["scan"]["scanner"]) == {"id", "name", "vendor", "version"}
    worst = found["vulnerabilities"][0]
    assert worst["severity"] == "Critical"
    assert worst["location"]["start_line"] == 8
    assert {i["value"] for i in worst["identifiers"]} == {"DH_1", "CKV_AWS_1", "SOC 2 CC6.1"}
    assert len({v["id"] for v in found["vulnerabilities"]}) == len(found["vulnerabilities"]) == 3


def test_conftest_counts_quiet_rules_and_keeps_exceptions_apart():
    (found,) = json.loads(written("conftest", *FINDINGS, ERROR))
    assert found["filename"] == "infra"
    assert found["successes"] == 1  # DH_QUIET
    assert len(found["failures"]) == 3  # DH_1, the unknown one, the policy error
    assert len(found["warnings"]) == 1
    assert [e["metadata"]["standing"] for e in found["exceptions"]] == ["waived", "known"]
    assert found["failures"][0]["metadata"]["severity"] == "critical"


def test_markdown_opens_with_its_marker_and_the_verdict():
    lines = written("markdown").splitlines()
    assert lines[0] == CHECK_MARKER
    assert lines[2].startswith("**Failed: 3 open findings, 2 of them must be fixed.**")


def test_markdown_lets_no_text_break_the_table_or_the_fence():
    text = written("markdown")
    assert "is \\<b\\>\\| wrong" in text
    assert "````\nresource" in text
    assert '<code>aws_s3_bucket.q["a&#124;b"]</code>' in text


def test_markdown_folds_what_is_waived_or_known():
    assert "<details><summary>2 waived or known findings</summary>" in written("markdown")


def test_markdown_stays_within_what_a_comment_can_hold():
    many = [
        replace(finding("DH_1", f"aws_s3_bucket.b{n}"), message=f"{'long ' * 100}{n}")
        for n in range(400)
    ]
    assert len(written("markdown", *many)) < 65_536
