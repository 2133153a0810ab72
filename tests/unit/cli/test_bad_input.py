"""Bad input: one paragraph with the next step, exit code 2, nothing half written."""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
from pathlib import Path

import pytest

BLUEPRINT = """\
name: small-site
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - name: assets
    type: s3_bucket
    properties:
      bucket: small-site-assets
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def assert_refused(ran, *words: str) -> None:
    assert ran.code == 2
    assert ran.out == ""
    assert "Next:" in ran.err
    for word in words:
        assert word in ran.err
    assert "Traceback" not in ran.err


def test_a_file_that_is_not_json_is_refused(dharma, tmp_path):
    assert_refused(
        dharma("check", write(tmp_path, "plan.json", '{"format_version": ')), "plan.json"
    )


def test_a_plan_of_another_format_version_is_refused(dharma, tmp_path):
    text = json.dumps({"format_version": "2.0", "resource_changes": []})
    assert_refused(dharma("plan", write(tmp_path, "plan.json", text)), "2.0")


def test_a_missing_source_names_the_nearest_template(dharma):
    assert_refused(dharma("check", "three-tier-wed"), "three-tier-web")


def test_a_cyclic_blueprint_names_the_circle(dharma, tmp_path):
    text = (
        BLUEPRINT
        + "    depends_on: [logs]\n  - name: logs\n    type: s3_bucket\n    depends_on: [assets]\n"
    )
    assert_refused(dharma("check", write(tmp_path, "b.yaml", text)), "assets", "logs")


def test_an_unknown_type_in_a_blueprint_names_the_nearest(dharma, tmp_path):
    text = BLUEPRINT.replace("s3_bucket", "s3_buket")
    assert_refused(dharma("estimate", write(tmp_path, "b.yaml", text)), "s3_buket", "s3_bucket")


def test_a_misspelt_property_names_the_nearest_and_its_line(dharma, tmp_path):
    text = BLUEPRINT.replace("bucket: small", "bukket: small")
    assert_refused(dharma("plan", write(tmp_path, "b.yaml", text)), "bukket", "'bucket'", ":9")


def test_a_budget_that_is_no_number_is_refused_before_anything_is_priced(dharma):
    assert_refused(dharma("estimate", "three-tier-web", "--budget", "abc"), "abc")


def test_an_unknown_severity_is_refused(dharma):
    assert_refused(dharma("check", "three-tier-web", "--fail-on", "hihg"), "high")


def test_an_unknown_format_is_refused(dharma):
    assert_refused(dharma("generate", "three-tier-web", "--to", "teraform"), "terraform")


def test_an_unknown_option_is_refused_as_json_with_an_empty_stdout(dharma):
    ran = dharma("check", "three-tier-web", "--frob", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["code"] == "input_error"


def test_a_port_in_use_is_said(dharma):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = dharma("serve", "--port", str(port))
    assert ran.code == 2
    assert str(port) in ran.err


def test_a_locked_database_is_said(dharma, tmp_path, monkeypatch):
    file = tmp_path / "dharma.db"
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    write(tmp_path, "dharma.toml", "[store]\nwait_seconds = 0.2\n")
    blueprint = write(tmp_path, "b.yaml", BLUEPRINT)
    assert dharma("blueprint", "save", blueprint).code == 0
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        changed = write(tmp_path, "b.yaml", BLUEPRINT.replace("assets\n", "assets-2\n"))
        assert_refused(dharma("blueprint", "save", changed), "dharma.db")
    finally:
        other.rollback()
        other.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_database_is_said(dharma, tmp_path, monkeypatch):
    tmp_path.chmod(0o500)
    monkeypatch.setenv("DHARMA_DATABASE_URL", f"sqlite:///{tmp_path / 'dharma.db'}")
    assert_refused(dharma("blueprint", "list"), "dharma.db")
    tmp_path.chmod(0o700)


def test_a_database_of_a_newer_version_is_said_and_left_alone(dharma, tmp_path, monkeypatch):
    file = tmp_path / "dharma.db"
    monkeypatch.setenv("DHARMA_DATABASE_URL", f"sqlite:///{file}")
    assert dharma("blueprint", "save", write(tmp_path, "b.yaml", BLUEPRINT)).code == 0
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    connection.close()
    assert_refused(dharma("blueprint", "list"), "newer")


def test_a_policy_that_does_not_load_is_a_finding_and_the_others_report(dharma, tmp_path):
    folder = tmp_path / "policies"
    folder.mkdir()
    write(folder, "broken.rego", "package broken\n\ndeny contains msg if { nonsense( }\n")
    ran = dharma("check", "three-tier-web", "--policy", str(folder), "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 2
    assert report["summary"]["policy_errors"] == 1
    assert report["summary"]["rules"] > 15
    assert not report["passed"]


def test_an_unknown_type_in_a_plan_is_kept_and_fails_nothing(dharma, tmp_path):
    change = {
        "address": "acme_widget.one",
        "mode": "managed",
        "type": "acme_widget",
        "name": "one",
        "provider_name": "registry.example.com/acme/acme",
        "change": {
            "actions": ["create"],
            "before": None,
            "after": {"size": 3},
            "after_unknown": {},
        },
    }
    text = json.dumps({"format_version": "1.2", "resource_changes": [change]})
    source = write(tmp_path, "plan.json", text)
    estimate = dharma("estimate", source, "--format", "json")
    assert estimate.code == 0
    assert json.loads(estimate.out)["resources"][0]["state"] == "not_found"
    assert dharma("check", source).code == 0
    shown = json.loads(dharma("plan", source, "--format", "json").out)
    assert shown["resource_changes"][0]["change"]["after"] == {"size": 3}


def test_a_defect_of_ours_is_one_paragraph_and_its_traceback_is_in_the_log(
    dharma, tmp_path, monkeypatch
):
    from dharma_core.workbench import Workbench

    def broken(*_args, **_named):
        raise ZeroDivisionError("an accident")

    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setattr(Workbench, "check", broken)
    ran = dharma("check", "three-tier-web")
    assert_refused(ran, "ZeroDivisionError", "cor_")
    assert "Traceback" in (tmp_path / "logs" / "dharma.log").read_text("utf-8")


def test_init_asks_again_until_an_answer_can_be_taken(dharma, tmp_path, monkeypatch):
    said = ["web-srver", "web-server", "x", "shop", "azur", "aws", "mars", "", "y"]
    said += ["", "", "three", "3", "", "", "", "much", "250"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(said) + "\n"))
    ran = dharma("init", str(tmp_path / "w"))
    assert ran.code == 0, ran.err
    for words in ("'web-server'?", "3 to 100", "'azure'?", "no region 'mars'", "must be a number"):
        assert words in ran.err
    assert "is not a number" in ran.err
    text = (tmp_path / "w" / "blueprint.yaml").read_text("utf-8")
    assert "name: shop\n" in text
    assert "default: 3\n" in text
    assert '"shop" = "250"' in (tmp_path / "w" / "dharma.toml").read_text("utf-8")


def test_init_says_before_its_questions_that_the_folder_is_taken(dharma, tmp_path, monkeypatch):
    (tmp_path / "README.md").write_text("mine", "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ran = dharma("init", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "already holds README.md; nothing was written" in ran.err


def test_init_writes_nothing_when_the_answers_end(dharma, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("web-server\n"))
    ran = dharma("init", str(tmp_path / "w"))
    assert ran.code == 130
    assert not (tmp_path / "w").exists()
