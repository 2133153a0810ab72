"""``dharma policy new`` and ``dharma policy test`` as a shell sees them."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


WISH = ("--type", "aws_ebs_volume", "--attribute", "encrypted", "--value", "true")


def test_a_new_policy_passes_its_test_and_is_run_by_check(dharma, here):
    made = dharma("policy", "new", "TEAM_EBS_001", *WISH, "--format", "json")
    assert made.code == 0, made.err
    assert [name.rsplit("/", 1)[1] for name in json.loads(made.out)["files"]] == [
        "team_ebs_001.rego",
        "team_ebs_001_test.rego",
    ]
    ran = dharma("policy", "test", "policies", "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["passed"]) == (0, True)
    assert {t["outcome"] for t in document["tests"]} == {"passed"}
    checked = dharma("check", "three-tier-web", "--policy", "policies", "--format", "json")
    assert json.loads(checked.out)["summary"]["policy_errors"] == 0


def test_nothing_that_is_there_is_replaced(dharma, here):
    dharma("policy", "new", "TEAM_EBS_001", *WISH)
    (here / "policies" / "team_ebs_001.rego").write_text("mine")
    again = dharma("policy", "new", "TEAM_EBS_001", *WISH)
    assert again.code == 2
    assert "is there already" in again.err
    assert (here / "policies" / "team_ebs_001.rego").read_text() == "mine"


def test_a_failing_test_is_1_and_one_that_cannot_run_is_2(dharma, here):
    dharma("policy", "new", "TEAM_EBS_001", *WISH)
    test = here / "policies" / "team_ebs_001_test.rego"
    text = test.read_text()
    test.write_text(text.replace("== 0", "== 5"))
    failed = dharma("policy", "test", "policies")
    assert failed.code == 1
    assert "1 passed, 1 failed" in failed.out
    test.write_text(text.replace("== 0", "== opa.runtime()"))
    assert dharma("policy", "test", "policies").code == 2


def test_data_files_are_read_by_check_and_by_test(dharma, here):
    folder = here / "policies"
    folder.mkdir()
    (folder / "data.yaml").write_text("owners: [us]\n")
    (folder / "a.rego").write_text(
        "package a\nimport rego.v1\ndeny contains data.owners[0] if input.resource_changes\n"
    )
    (folder / "a_test.rego").write_text(
        "package a_test\nimport rego.v1\nimport data.a\n"
        'test_us if { a.deny["us"] with input as {"resource_changes": []} }\n'
        'empty := {"resource_changes": []}\n'
        'test_them if { a.deny["x"] with input as empty with data.owners as ["x"] }\n'
    )
    assert dharma("policy", "test", "policies").code == 0
    checked = dharma("check", "three-tier-web", "--policy", "policies", "--format", "json")
    assert "us" in {f["message"] for f in json.loads(checked.out)["findings"]}


def test_a_folder_without_tests_says_how_to_get_one(dharma, here):
    (here / "p").mkdir()
    (here / "p" / "a.rego").write_text("package a\ndeny[x] { x := 1 }")
    ran = dharma("policy", "test", "p")
    assert ran.code == 2
    assert "policy new" in ran.err
