"""dharma check: its forms, its baseline, its exit codes."""

from __future__ import annotations

import json

import pytest

from dharma_core.cli.reviews import CheckFormat
from dharma_core.events import EventType
from dharma_core.views.check_formats import CHECK_FORMATS
from dharma_core.workbench import Workbench

BAD = """
resource "aws_db_instance" "db" {
  engine            = "postgres"
  storage_encrypted = false
}
"""
WORSE = """
resource "aws_s3_bucket" "open" {
  bucket = "open"
}
"""


@pytest.fixture
def infra(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(BAD)
    return tmp_path


def test_every_form_of_a_check_is_offered():
    assert {f.value for f in CheckFormat} == {"table", *CHECK_FORMATS}


def test_the_table_shows_the_line_that_is_wrong(dharma, infra):
    ran = dharma("check", ".")
    assert ran.code == 1
    assert "4 │ storage_encrypted = false" in ran.out


@pytest.mark.parametrize("name", list(CHECK_FORMATS))
def test_a_form_goes_whole_into_a_file_and_stdout_stays_empty(dharma, infra, name):
    ran = dharma("check", ".", "--format", name, "-o", "out/report")
    assert (ran.code, ran.out) == (1, "")
    assert "DH_AWS_RDS_002" in (infra / "out" / "report").read_text()
    assert [p.name for p in (infra / "out").iterdir()] == ["report"]


def test_a_baseline_lets_what_is_known_pass_and_stops_what_is_new(dharma, infra):
    written = dharma("check", ".", "--write-baseline", "known.json")
    assert written.code == 0
    assert "Wrote known.json" in written.err
    assert dharma("check", ".", "--baseline", "known.json").code == 0
    (infra / "main.tf").write_text(f"\n\n# moved\n{BAD}{WORSE}")
    ran = dharma("check", ".", "--baseline", "known.json", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert ran.code == 1
    assert {f["address"] for f in found if f["baselined"]} == {"aws_db_instance.db"}
    assert {f["address"] for f in found if not f["baselined"]} == {"aws_s3_bucket.open"}


def test_the_threshold_counts_new_findings_only(dharma, infra):
    dharma("check", ".", "--write-baseline", "known.json")
    assert dharma("check", ".", "--fail-on", "low").code == 1
    assert dharma("check", ".", "--fail-on", "low", "--baseline", "known.json").code == 0


def test_what_was_fixed_since_the_baseline_is_said(dharma, infra):
    dharma("check", ".", "--write-baseline", "known.json")
    (infra / "main.tf").write_text(BAD.replace("false", "true"))
    assert (
        "DH_AWS_RDS_002 aws_db_instance.db" in dharma("check", ".", "--baseline", "known.json").err
    )


def test_writing_a_baseline_is_on_record(dharma, infra):
    dharma("check", ".", "--write-baseline", "known.json")
    (event,) = Workbench.open().events(type=EventType.BASELINE_WRITTEN)
    assert event.event.aggregate_id == "known.json"
    assert event.event.data["findings"] >= 1


def test_a_baseline_that_is_not_there_or_none_is_refused_before_the_check(dharma, infra):
    missing = dharma("check", ".", "--baseline", "nowhere.json")
    assert (missing.code, missing.out) == (2, "")
    (infra / "bad.json").write_text("[]")
    assert "--write-baseline" in dharma("check", ".", "--baseline", "bad.json").err
    assert dharma("check", ".", "--baseline", "bad.json").code == 2


def test_a_policy_that_cannot_load_exits_2_whatever_the_baseline(dharma, infra):
    (infra / "rules").mkdir()
    (infra / "rules" / "a.rego").write_text("package a\n\ndeny contains msg if { nonsense( }\n")
    ran = dharma("check", ".", "--policy", "rules", "--write-baseline", "known.json")
    assert ran.code == 2
    assert "policy_error" not in (infra / "known.json").read_text()


def test_compliance_prints_the_controls_that_rules_speak_to(dharma, infra):
    ran = dharma("compliance", ".", "--framework", "cis aws 3.0")
    assert ran.code == 1
    assert "2.3.1" in ran.out
    assert "1 failing" in ran.out


def test_compliance_as_json_holds_every_control_with_its_evidence(dharma, infra):
    ran = dharma("compliance", ".", "--framework", "CIS AWS 3.0", "--format", "json")
    found = json.loads(ran.out)
    controls = {c["id"]: c for c in found["controls"]}
    assert len(controls) == 62
    assert controls["2.3.1"]["standing"] == "failing"
    assert controls["2.3.1"]["findings"][0]["address"] == "aws_db_instance.db"
    assert controls["1.4"]["standing"] == "not_checkable"
    assert controls["1.4"]["cannot"]


def test_compliance_as_html_goes_into_a_file(dharma, infra):
    ran = dharma("compliance", ".", "--framework", "soc-2", "--format", "html", "-o", "soc.html")
    assert (ran.code, ran.out) == (1, "")
    assert "storage_encrypted = false" in (infra / "soc.html").read_text()


def test_compliance_with_nothing_failing_exits_0(dharma, infra):
    (infra / "main.tf").write_text('resource "aws_sns_topic" "a" {\n  name = "a"\n}\n')
    assert dharma("compliance", ".", "--framework", "CIS AWS 3.0").code == 0


def test_an_unknown_framework_names_the_known_ones(dharma, infra):
    ran = dharma("compliance", ".", "--framework", "ISO 27001")
    assert ran.code == 2
    assert "'SOC 2'" in ran.err
