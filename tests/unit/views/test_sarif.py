from __future__ import annotations

import jsonschema
import pytest

from dharma_core.storage.facts import data_root
from dharma_core.views.sarif import sarif
from dharma_core.workbench import Workbench
from tests.unit.views.checked_samples import ERROR, FINDINGS, RULES, checked
from tests.unit.views.sarif_structure import SARIF


def valid(document):
    jsonschema.Draft202012Validator(SARIF).validate(document)
    return document["runs"][0]


@pytest.mark.parametrize("compared", [False, True], ids=["alone", "with a baseline"])
def test_every_kind_of_finding_keeps_to_the_published_structure(compared):
    run = valid(sarif(checked(*FINDINGS, ERROR, compared=compared)))
    assert len(run["results"]) == len(FINDINGS)


def test_the_structure_refuses_what_the_schema_refuses():
    document = sarif(checked(*FINDINGS))
    document["runs"][0]["results"][0]["severity"] = "high"
    with pytest.raises(jsonschema.ValidationError, match="severity"):
        valid(document)


def test_a_real_check_with_all_rules_keeps_to_the_published_structure():
    bench = Workbench.open()
    source = str(data_root() / "samples" / "insecure-plan.json")
    report = bench.check(bench.read(source))
    found = checked(*report.findings)
    run = valid(sarif(type(found)(report, "p", source, "plan", found.made)))
    assert len(run["tool"]["driver"]["rules"]) == len(report.rules_run)
    assert {r["ruleId"] for r in run["results"]} <= {
        r["id"] for r in run["tool"]["driver"]["rules"]
    }


def test_a_result_points_at_its_rule_its_line_and_its_lines():
    run = valid(sarif(checked(*FINDINGS)))
    worst = run["results"][0]
    assert run["tool"]["driver"]["rules"][worst["ruleIndex"]]["id"] == worst["ruleId"] == "DH_1"
    place = worst["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "infra/main%20file.tf", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 8, "snippet": {"text": '  acl = "```<b>"'}}
    assert (place["contextRegion"]["startLine"], place["contextRegion"]["endLine"]) == (7, 9)
    assert worst["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "aws_s3_bucket.logs", "kind": "resource"}
    ]


def test_severities_are_numbers_for_code_hosts():
    rules = valid(sarif(checked(*FINDINGS)))["tool"]["driver"]["rules"]
    told = {r["id"]: r["properties"]["security-severity"] for r in rules}
    assert told == {"DH_1": "9.5", "DH_2": "8.0", "DH_3": "2.5", "DH_QUIET": "5.5"}
    assert len(rules) == len(RULES)


def test_only_a_waived_finding_is_suppressed():
    results = valid(sarif(checked(*FINDINGS)))["results"]
    assert [bool(r["suppressions"]) for r in results] == [
        finding.waived for finding in checked(*FINDINGS).report.findings
    ]


def test_a_suppression_says_who_why_until_when_and_where_it_is_kept():
    results = valid(sarif(checked(*FINDINGS)))["results"]
    (told,) = [s for r in results for s in r["suppressions"]]
    assert told["kind"] == "inSource"
    assert told["justification"] == (
        "Waived by ann until 2027-01-31: public on | purpose (main.tf:3)."
    )


def test_a_known_finding_is_unchanged_and_the_others_are_new():
    results = valid(sarif(checked(*FINDINGS, compared=True)))["results"]
    states = [r["baselineState"] for r in results]
    assert (states.count("unchanged"), states.count("new")) == (1, 4)
    assert "baselineState" not in valid(sarif(checked(*FINDINGS)))["results"][0]


def test_what_only_apply_will_tell_is_a_note():
    results = valid(sarif(checked(*FINDINGS)))["results"]
    later = next(r for r in results if "aws_s3_bucket.later" in r["message"]["text"])
    assert later["level"] == "note"


def test_a_finding_without_a_line_points_at_the_source():
    results = valid(sarif(checked(*FINDINGS)))["results"]
    lost = next(r for r in results if r["ruleId"] == "DH_3")
    place = lost["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "infra", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 1},
    }


def test_a_policy_that_failed_is_a_notification_and_the_run_no_success():
    run = valid(sarif(checked(ERROR)))
    assert run["results"] == []
    invocation = run["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "a.rego:3: nonsense"
