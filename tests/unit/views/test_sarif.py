from __future__ import annotations

import hashlib
from dataclasses import replace

import jsonschema
import pytest

from dharma_core.provenance import Position
from dharma_core.storage.facts import data_root
from dharma_core.views.sarif import sarif
from dharma_core.workbench import Workbench
from tests.unit.views.checked_samples import ERROR, FINDINGS, RULES, checked, finding, rule
from tests.unit.views.published_sarif import SCHEMA_FILE, schema, schema_text, valid


def test_the_schema_is_the_published_one():
    note = SCHEMA_FILE.with_name("README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(schema_text()).hexdigest() in note
    assert schema()["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")


@pytest.mark.parametrize("compared", [False, True], ids=["alone", "with a baseline"])
def test_every_kind_of_finding_is_valid_by_the_published_schema(compared):
    run = valid(sarif(checked(*FINDINGS, ERROR, compared=compared)))
    assert len(run["results"]) == len(FINDINGS)


@pytest.mark.parametrize(
    ("place", "value"),
    [("severity", "high"), ("level", "high"), ("locations", [{"line": 1}]), ("message", "wrong")],
    ids=["a member", "a word", "a place", "a text"],
)
def test_the_schema_refuses_what_sarif_does_not_know(place, value):
    document = sarif(checked(*FINDINGS))
    document["runs"][0]["results"][0][place] = value
    with pytest.raises(jsonschema.ValidationError):
        valid(document)


def test_addresses_of_files_are_checked_too():
    document = sarif(checked(*FINDINGS))
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    place["artifactLocation"]["uri"] = "infra/main file.tf"
    with pytest.raises(jsonschema.ValidationError, match="uri-reference"):
        valid(document)


def test_a_real_check_with_all_rules_is_valid():
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


@pytest.mark.parametrize(
    ("id_", "title", "name"),
    [
        ("DH_1", "Bucket lets anybody read (ACL)", "BucketLetsAnybodyReadACL"),
        ("Deny", "deny", None),
        ("mine.deny", "mine.deny", "MineDeny"),
        ("DH_1", "—", None),
    ],
    ids=["a title", "only the id", "a package", "no word"],
)
def test_the_name_of_a_rule_is_its_title_as_one_word(id_, title, name):
    report = replace(checked().report, rules_run=(replace(rule(id_), title=title),))
    (told,) = valid(sarif(replace(checked(), report=report)))["tool"]["driver"]["rules"]
    assert (told["id"], told.get("name")) == (id_, name)


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


def test_the_fingerprint_that_github_reads_is_ours_only_where_no_line_is_known():
    known = {
        r["ruleId"]: r["partialFingerprints"]
        for r in valid(sarif(checked(finding("DH_1"), finding("DH_3", line=None))))["results"]
    }
    assert set(known["DH_1"]) == {"dharmaFinding/v1"}
    assert known["DH_3"]["primaryLocationLineHash"] == known["DH_3"]["dharmaFinding/v1"]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("/home/ann/shop/infra/main.tf", {"uri": "infra/main.tf", "uriBaseId": "SRCROOT"}),
        ("/home/ann/shop-2/main.tf", {"uri": "file:///home/ann/shop-2/main.tf"}),
        ("../net/main.tf", {"uri": "../net/main.tf", "uriBaseId": "SRCROOT"}),
        ("a:b.tf", {"uri": "a%3Ab.tf", "uriBaseId": "SRCROOT"}),
    ],
    ids=["inside", "outside", "relative", "no scheme"],
)
def test_a_file_in_the_folder_of_the_command_is_told_as_seen_from_there(file, told):
    one = replace(finding("DH_1"), position=Position(file, 1, 2))
    run = valid(sarif(replace(checked(one), excerpts={}, folder="/home/ann/shop")))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == told


def test_a_rule_keeps_to_the_lengths_that_github_takes():
    """255 characters of a name, 1,024 of a description, 20 tags, a number above 0 up to 10."""
    bench = Workbench.open()
    plan = bench.read(str(data_root() / "samples" / "insecure-plan.json"))
    report = bench.check(plan)
    rules = sarif(replace(checked(), report=report))["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) > 200
    for told in rules:
        assert len(told["name"]) <= 255
        assert 0 < len(told["shortDescription"]["text"]) <= 1024
        assert 0 < len(told["fullDescription"]["text"]) <= 1024
        assert len(told["properties"]["tags"]) <= 20
        assert 0 < float(told["properties"]["security-severity"]) <= 10
