"""``dharma check --format sarif`` as a whole, held against the published schema."""

from __future__ import annotations

import json

import pytest

from dharma_core.cli import reviews
from dharma_core.storage.facts import data_root
from tests.unit.views.published_sarif import valid

FAULTY = """
resource "aws_db_instance" "db" {
  engine            = "postgres"
  storage_encrypted = false
  password          = "correct-horse-Battery-9"
}
resource "aws_sqs_queue" "jobs" {
  # dharma:ignore DH_AWS_SQS_001 until 2999-01-31 because it is a test
  for_each                = toset(["a", "b[0]"])
  sqs_managed_sse_enabled = false
}
"""
CLEAN = 'resource "random_id" "a" {\n  byte_length = 4\n}\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    places = {"infra": FAULTY, "clean": CLEAN, "with ä space": FAULTY}
    for name, text in places.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.rego").write_text("package a\n\ndeny contains m if { f( }\n")
    (tmp_path / "rules" / "own.rego").write_text(
        'package mine\n\ndeny contains msg if {\n  msg := "the whole plan {0} is [wrong](1)"\n}\n'
    )
    return tmp_path


def written(dharma, *words):
    return valid(json.loads(dharma("check", *words, "--format", "sarif").out))


SOURCES = [
    ("infra",),
    ("with ä space",),
    ("clean",),
    (str(data_root() / "samples" / "insecure-plan.json"),),
    ("static-site",),
    ("infra", "--policy", "rules"),
    ("infra", "--write-baseline", "known.json"),
]


@pytest.mark.parametrize("words", SOURCES, ids=[" ".join(w).split("/")[-1] for w in SOURCES])
def test_the_published_schema_takes_every_kind_of_source(dharma, folder, words):
    run = written(dharma, *words)
    assert (run["results"] == []) == (words == ("clean",))


def test_waived_secret_baselined_and_whole_plan_findings_are_in_it(dharma, folder):
    dharma("check", "infra", "--write-baseline", "known.json")
    run = written(dharma, "infra", "--policy", "rules", "--baseline", "known.json")
    about = {r["ruleId"]: r for r in run["results"]}
    assert about["DH_AWS_SQS_001"]["suppressions"][0]["kind"] == "inSource"
    assert any(r["ruleId"].startswith("DH_SECRET") for r in run["results"])
    assert "correct-horse" not in json.dumps(run)
    assert {r["baselineState"] for r in run["results"]} == {"new", "unchanged"}
    (whole,) = [r for r in run["results"] if "whole plan" in r["message"]["text"]]
    assert whole["locations"][0]["logicalLocations"] == []
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_an_absolute_source_is_told_as_seen_from_the_working_folder(dharma, folder):
    run = written(dharma, str(folder / "infra"))
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"]]
    assert {(p["uri"], p["uriBaseId"]) for p in places} == {("infra/main.tf", "SRCROOT")}


def test_more_results_than_github_takes_are_said(dharma, folder, monkeypatch):
    monkeypatch.setattr(reviews, "GITHUB_MOST_RESULTS", 1)
    ran = dharma("check", "infra", "--format", "sarif")
    assert "GitHub takes 1 a file" in ran.err
    valid(json.loads(ran.out))
    assert "GitHub" not in dharma("check", "infra", "--format", "json").err
