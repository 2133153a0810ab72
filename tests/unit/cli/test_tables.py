"""What people read: every command prints its answer in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from dharma_core.deployments.values import DeploymentRequest
from dharma_core.storage.facts import data_root
from dharma_core.workbench import Workbench

INSECURE = str(data_root() / "samples" / "insecure-plan.json")
BROKEN = "package broken\n\ndeny contains msg if { nonsense( }\n"

WORDS = {
    "plan": (["plan", "three-tier-web"], ["aws_vpc.main", "37 resources of 26 types"], 0),
    "check": (["check", INSECURE], ["critical (deny)", "DH_AWS_EC2_001", "Failed:"], 1),
    "check of a good design": (["check", "serverless-api"], ["Passed: 0 violations"], 0),
    "estimate": (
        ["estimate", "three-tier-web"],
        ["$117.17", "depends on usage", "27 free of charge", "$243.23 a month is known"],
        0,
    ),
    "generate": (
        ["generate", "event-pipeline", "--to", "cloudformation"],
        ["# template.yaml", "AWS::SQS::Queue", "cfn-lint", "passed"],
        0,
    ),
    "policy list": (["policy", "list"], ["DH_AWS_S3_001", "high (deny)", " rules."], 0),
    "policy show": (["policy", "show", "DH_AWS_S3_001"], ["What to do:", "AVD-AWS-0088"], 0),
    "config schema": (["config", "schema"], ['"budgets"'], 0),
    "nothing at all": ([], ["Commands:", "estimate"], 0),
    "blueprint list": (
        ["blueprint", "list"],
        ["No such blueprint is stored.", "three-tier-web"],
        0,
    ),
    "blueprint show": (["blueprint", "show", "serverless-api"], ["name: serverless-api"], 0),
    "deploy list": (["deploy", "list"], ["No deployments yet."], 0),
    "audit verify": (["audit", "verify"], ["Valid: 0 events"], 0),
    "audit tail": (["audit", "tail"], ["Event"], 0),
    "doctor": (["doctor"], ["catalogue", "resource types", "policy files"], 0),
    "sandbox status": (["sandbox", "status"], ["not running"], 0),
    "config": (["config", "validate"], ["the defaults apply"], 0),
    "version": (["--version"], ["dharma 0."], 0),
}


@pytest.mark.parametrize(("command", "words", "code"), WORDS.values(), ids=WORDS)
def test_a_command_answers_in_words(dharma, command, words, code):
    ran = dharma(*command)
    assert ran.code == code, ran.err
    for word in words:
        assert word in ran.out


def test_a_policy_error_is_shown_among_the_findings(dharma, tmp_path):
    (tmp_path / "broken.rego").write_text(BROKEN, "utf-8")
    ran = dharma("check", "three-tier-web", "--policy", str(tmp_path))
    assert ran.code == 2
    assert "policy_error" in ran.out
    assert "1 policy errors" in ran.out


def test_generating_into_a_folder_names_what_was_written(dharma, tmp_path):
    ran = dharma("generate", "serverless-api", "--to", "terraform", "--out", str(tmp_path / "o"))
    assert ran.code == 0
    assert "main.tf" in ran.out
    assert "terraform fmt" in ran.out


def test_saving_comparing_and_the_tail_of_the_audit_read_well(dharma, tmp_path):
    file = tmp_path / "api.yaml"
    text = dharma("blueprint", "show", "serverless-api").out
    file.write_text(text, "utf-8")
    assert "is at version 1.0.0" in dharma("blueprint", "save", str(file)).out
    file.write_text(text.replace("description:", "description: New.", 1), "utf-8")
    saved = dharma("blueprint", "save", str(file)).out
    version = saved.split()[-1].rstrip(".")
    compared = dharma("blueprint", "diff", "serverless-api", "1.0.0", version).out
    assert "description" in compared
    assert "Nothing differs in the cloud." in compared
    assert "serverless-api" in dharma("blueprint", "list", "--search", "api").out
    assert "BlueprintUpdated" in dharma("audit", "tail").out


def test_a_broken_chain_is_said_with_its_first_bad_event(dharma, tmp_path, monkeypatch):
    import sqlite3

    monkeypatch.setenv("DHARMA_DATABASE_URL", f"sqlite:///{tmp_path / 'd.db'}")
    bench = Workbench.open()
    bench.save_blueprint(bench.template("serverless-api"))
    with sqlite3.connect(tmp_path / "d.db") as connection:
        connection.execute("UPDATE events SET hash = 'x' WHERE seq = 1")
    connection.close()
    ran = dharma("audit", "verify")
    assert ran.code == 1
    assert "Broken at event 1" in ran.out


def test_a_waiting_deployment_reads_well_and_can_be_called_off(dharma):
    bench = Workbench.open()
    request = DeploymentRequest(environment="production")
    waiting = bench.deploy(bench.read("serverless-api"), request, wait=False)
    listed = dharma("deploy", "list").out
    assert waiting.id in listed
    assert "queued" in listed
    shown = dharma("deploy", "status", waiting.id)
    assert shown.code == 0
    assert "queued" in shown.out
    called_off = dharma("deploy", "cancel", waiting.id)
    assert called_off.code == 0
    assert "cancelled" in called_off.out


def test_a_deployment_that_guardrails_stop_tells_its_log_and_ends_with_1(dharma_process):
    ran = dharma_process("deploy", INSECURE)
    assert ran.code == 1
    assert "failed" in ran.out
    assert "violation" in ran.err


def test_serve_says_where_before_it_becomes_the_server(dharma, monkeypatch, tmp_path):
    import os

    started = {}
    monkeypatch.setattr(os, "chdir", lambda folder: started.update(cwd=Path(folder)))
    monkeypatch.setattr(os, "execve", lambda _path, args, env: started.update(args=args, env=env))
    ran = dharma("serve", "--port", "18501")
    assert ran.code == 0
    assert "http://127.0.0.1:18501" in ran.err
    assert started["cwd"].joinpath("app", "server.py").is_file()
    told = dict(pairwise(started["args"]))
    assert (told["--server.address"], told["--server.port"]) == ("127.0.0.1", "18501")
    assert told["--server.headless"] == "true"
    named = [value for key, value in pairwise(started["args"]) if key == "--server.allowedHosts"]
    assert "127.0.0.1" in named


def answering(monkeypatch, *, texts, agrees):
    asked, answers = [], iter(texts)

    def prompt(question, **_named):
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("typer.prompt", prompt)
    monkeypatch.setattr("typer.confirm", lambda *_args, **_named: agrees)
    return asked


def test_init_asks_what_it_is_not_told(tmp_path, monkeypatch, dharma):
    texts = ["event-pipeline", "shop-events", "aws", "us-east-1", "80"]
    asked = answering(monkeypatch, texts=texts, agrees=False)
    ran = dharma("init", str(tmp_path / "w"))
    assert ran.code == 0, ran.err
    assert len(asked) == 5
    assert "event-pipeline" in ran.err
    text = (tmp_path / "w" / "blueprint.yaml").read_text("utf-8")
    assert text.startswith("name: shop-events")
    assert '"shop-events" = "80"' in (tmp_path / "w" / "dharma.toml").read_text("utf-8")
    assert "dharma deploy blueprint.yaml" in (tmp_path / "w" / "README.md").read_text("utf-8")


def test_init_takes_settings_from_options_and_refuses_wrong_ones(tmp_path, dharma):
    words = ("init", str(tmp_path / "w"), "--template", "three-tier-web", "--defaults")
    refused = dharma(*words, "--set", "db_storage=5")
    assert refused.code == 2
    assert "'db_storage_gb'" in refused.err
    wrong = dharma(*words, "--set", "db_storage_gb=many")
    assert wrong.code == 2
    assert "db_storage_gb" in wrong.err
    assert not (tmp_path / "w").exists()
    ran = dharma(*words, "--set", "db_storage_gb=250")
    assert ran.code == 0, ran.err
    assert "default: 250" in (tmp_path / "w" / "blueprint.yaml").read_text("utf-8")


def test_an_unknown_rule_is_refused_with_the_nearest(dharma):
    ran = dharma("policy", "show", "DH_AWS_GLOBALACCELERATOR_01")
    assert ran.code == 2
    assert "DH_AWS_GLOBALACCELERATOR_001" in ran.err


def test_a_group_without_a_command_tells_its_help(dharma):
    ran = dharma("audit")
    assert ran.code == 2
    assert ran.err.startswith("Usage: dharma audit")
    assert "Error" not in ran.err


HOSTILE = """name: web
version: 1.0.0
provider: aws
region: us-east-1
resources:
- {name: net, type: vpc, properties: {cidr_block: "10.[/a].0.0", tags: {":key:": "\\e[2Jx"}}}
"""


def test_what_a_source_says_is_neither_markup_nor_steers_the_terminal(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    file.write_text(HOSTILE, "utf-8")
    assert dharma("blueprint", "save", str(file)).code == 0
    file.write_text(HOSTILE.replace("10.[", "11.[").replace("2Jx", "2Jy"), "utf-8")
    assert dharma("blueprint", "save", str(file)).code == 0
    ran = dharma("blueprint", "diff", "web", "1.0.0", "2.0.0")
    assert (ran.code, ran.err) == (0, "")
    for words in ("11.[/a].0.0", ":key:", "[2Jy"):
        assert words in ran.out
    assert "\x1b" not in ran.out


def test_an_output_folder_may_look_like_markup(dharma, tmp_path):
    folder = tmp_path / "out[" / "b]"
    ran = dharma("generate", "event-pipeline", "--to", "terraform", "--no-checks", "--out", folder)
    assert ran.code == 0
    assert "out[/b]/main.tf" in ran.out.replace("\n", "")


def test_errors_do_not_steer_the_terminal(dharma):
    ran = dharma("plan", "no\x1b[2Jthing")
    assert ran.code == 2
    assert "\x1b" not in ran.err


def test_a_plan_shows_what_is_to_be_deleted(dharma, tmp_path):
    change = {"actions": ["delete"], "before": {"cidr_block": "10.0.0.0/16"}, "after": None}
    entry = {"mode": "managed", "type": "aws_vpc", "name": "old", "change": change}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"format_version": "1.2", "resource_changes": [entry]}), "utf-8")
    ran = dharma("plan", str(file))
    assert "delete" in ran.out
    assert "aws_vpc.old" in ran.out
    assert "0 resources of 0 types in plan, 1 to be deleted." in ran.out


def test_a_terminal_of_another_alphabet_is_no_error():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "dharma_core.cli.main", "plan", "event-pipeline"],
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"aws_sqs_queue" in done.stdout


def test_a_page_beyond_the_last_one_says_so(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    file.write_text(dharma("blueprint", "show", "event-pipeline").out, "utf-8")
    assert dharma("blueprint", "save", str(file)).code == 0
    out = dharma("blueprint", "list", "--page", "9").out
    assert "Page 9 is empty." in out
    assert "Page 9 of 1; 1 in all." in out
