"""The commands' contract: JSON alone on stdout, the keys promised, the exit codes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import typer

from dharma_core.cli.main import _narrowed, app
from dharma_core.storage.facts import data_root

INSECURE = str(data_root() / "samples" / "insecure-plan.json")
USAGE = str(data_root() / "samples" / "three-tier-usage.yaml")
CLASSIC = Path(__file__).parents[1] / "policies" / "fixtures" / "classic"


def read_json(ran, code: int = 0):
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_plan_prints_terraforms_own_shape(dharma):
    document = read_json(dharma("plan", INSECURE, "--format", "json"))
    assert document["format_version"].startswith("1.")
    change = document["resource_changes"][0]
    assert {"address", "type", "name", "change"} <= set(change)
    assert {"after", "after_unknown"} <= set(change["change"])


def test_plan_of_a_plan_is_the_same_plan(dharma, tmp_path):
    first = read_json(dharma("plan", INSECURE, "--format", "json"))
    again = tmp_path / "again.json"
    again.write_text(json.dumps(first), "utf-8")
    second = read_json(dharma("plan", str(again), "--format", "json"))
    assert second["resource_changes"] == first["resource_changes"]


def test_check_of_an_insecure_plan_fails_with_exit_code_1(dharma):
    report = read_json(dharma("check", INSECURE, "--format", "json"), code=1)
    assert report["passed"] is False
    assert report["violations"] > 5
    found = {(f["rule_id"], f["address"]) for f in report["findings"]}
    assert ("DH_AWS_EC2_001", "aws_security_group.open") in found
    assert sum(report["checks"].values()) == report["summary"]["findings"]


def test_check_of_the_bundled_design_passes_and_points_at_its_lines(dharma):
    report = read_json(dharma("check", "three-tier-web", "--format", "json"))
    assert report["passed"] is True
    assert all(f["file"] == "three-tier-web.yaml" and f["line"] > 0 for f in report["findings"])


def test_fail_on_decides_between_0_and_1(dharma):
    assert dharma("check", "three-tier-web", "--fail-on", "low").code == 1
    assert dharma("check", "three-tier-web", "--fail-on", "critical").code == 0


def test_a_folder_in_the_classic_style_runs_beside_the_built_in_rules(dharma):
    report = read_json(dharma("check", INSECURE, "--policy", str(CLASSIC), "--format", "json"), 1)
    own = [f for f in report["findings"] if not f["rule_id"].startswith("DH_")]
    assert {f["effect"] for f in own} == {"deny", "warn"}


def test_estimate_prints_decimal_strings_that_add_up(dharma):
    document = read_json(dharma("estimate", "three-tier-web", "--format", "json"))
    known = [r["monthly_cost"] for r in document["resources"] if r["monthly_cost"] is not None]
    total = sum(map(Decimal, known), Decimal(0))
    assert abs(total - Decimal(document["total_monthly_cost"])) < Decimal("0.01")
    assert document["unknown_count"] > 0
    states = {r["state"] for r in document["resources"]}
    assert states <= {"priced", "usage", "not_found", "free"}


def test_a_usage_file_makes_everything_known(dharma):
    document = read_json(dharma("estimate", "three-tier-web", "--usage", USAGE, "--format", "json"))
    assert document["unknown_count"] == 0
    assert document["confidence"] == "1"


def test_over_budget_is_exit_code_1_and_json_stays_on_stdout(dharma):
    ran = dharma("estimate", "three-tier-web", "--budget", "10", "--format", "json")
    assert ran.code == 1
    assert Decimal(json.loads(ran.out)["total_monthly_cost"]) > 10
    assert "Over budget" in ran.err


def test_diff_says_what_a_change_does_to_the_bill(dharma, tmp_path):
    text = dharma("blueprint", "show", "three-tier-web").out
    new = tmp_path / "new.yaml"
    new.write_text(text.replace("default: t3.medium", "default: t3.large"), "utf-8")
    found = read_json(dharma("diff", "three-tier-web", str(new), "--format", "json"))
    assert [c["address"] for c in found["changes"]] == ["aws_instance.web_a", "aws_instance.web_b"]
    # t3.large is 0.0832 an hour, t3.medium 0.0416: 0.0416 x 730 hours x 2 instances = 60.74.
    assert found["total_delta"] == "60.74"
    assert "+$60.74" in dharma("diff", "three-tier-web", str(new)).out


@pytest.mark.parametrize("to", ["terraform", "cloudformation"])
def test_generate_writes_what_it_lists(dharma, tmp_path, to):
    out = tmp_path / "out"
    document = read_json(
        dharma("generate", "three-tier-web", "--to", to, "--out", str(out), "--format", "json")
    )
    assert document["files"]
    for file in document["files"]:
        assert (out / file["path"]).read_text("utf-8") == file["text"]
    assert all(check["status"] != "failed" for check in document["checks"])


def test_generate_refuses_what_a_format_cannot_express_unless_told(dharma, tmp_path):
    file = tmp_path / "fn.yaml"
    file.write_text(
        "name: fn-design\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\nresources:\n"
        "- {name: up, type: aws_made_up_thing, native: true, properties: {size: 1}}\n"
        "- {name: q, type: sqs_queue, properties: {name: jobs}}\n",
        "utf-8",
    )
    out = tmp_path / "out"
    words = ("generate", str(file), "--to", "cloudformation", "--out", str(out))
    refused = dharma(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "aws_made_up_thing.up" in refused.err
    assert not out.exists()
    written = dharma(*words, "--partial")
    assert written.code == 0
    assert "Not expressed in cloudformation: aws_made_up_thing.up" in written.err
    assert "AWS::SQS::Queue" in (out / "template.yaml").read_text("utf-8")


def test_import_makes_a_blueprint_and_stores_it(dharma, tmp_path):
    plan = str(Path(__file__).parents[2] / "golden" / "plans" / "three-tier" / "plan.json")
    answer = read_json(dharma("import", plan, "--name", "shop", "--save", "--format", "json"))
    assert (answer["resources"], answer["version"], answer["problems"]) == (37, "1.0.0", [])
    assert answer["blueprint"]["name"] == "shop"
    file = tmp_path / "shop.yaml"
    assert dharma("import", plan, "--out", str(file), "--name", "again").code == 0
    asked = dharma("plan", str(file)).err
    (name,) = re.findall(r"the variable '(\w+)' has no value", asked)
    again = read_json(dharma("plan", str(file), "--set", f"{name}={{}}", "--format", "json"))
    assert len(again["resource_changes"]) == 37


def test_generate_takes_a_syntax(dharma):
    document = read_json(
        dharma("generate", "serverless-api", "--to", "cloudformation", "--syntax", "json",
               "--format", "json")
    )  # fmt: skip
    assert "Resources" in json.loads(document["files"][0]["text"])


def test_a_saved_blueprint_is_a_source_by_id_name_and_version(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    file.write_text(dharma("blueprint", "show", "three-tier-web").out, "utf-8")
    saved = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    for source in (saved["id"], saved["name"], f"{saved['id']}@{saved['version']}"):
        assert len(read_json(dharma("plan", source, "--format", "json"))["resource_changes"]) == 37


def test_two_versions_can_be_compared_and_an_unchanged_save_makes_none(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    text = dharma("blueprint", "show", "three-tier-web").out
    file.write_text(text, "utf-8")
    first = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    again = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    assert again["version"] == first["version"]
    file.write_text(text.replace("default: t3.medium", "default: t3.large"), "utf-8")
    second = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    assert second["version"] != first["version"]
    changes = read_json(
        dharma("blueprint", "diff", first["id"], first["version"], second["version"],
               "--format", "json")
    )["changes"]  # fmt: skip
    assert {c["address"] for c in changes} == {"aws_instance.web_a", "aws_instance.web_b"}
    assert changes[0]["attributes"][0]["after"] == "t3.large"


def test_a_stale_save_is_refused_and_nothing_is_lost(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    text = dharma("blueprint", "show", "three-tier-web").out
    file.write_text(text, "utf-8")
    first = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    file.write_text(text.replace("t3.medium", "t3.large"), "utf-8")
    second = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    file.write_text(text.replace("t3.medium", "t3.small"), "utf-8")
    ran = dharma("blueprint", "save", str(file), "--expect-version", first["version"])
    assert ran.code == 2
    listed = read_json(dharma("blueprint", "list", "--format", "json"))["blueprints"]
    assert [b["version"] for b in listed] == [second["version"]]


def test_deleting_hides_a_blueprint_and_the_audit_knows(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    file.write_text(dharma("blueprint", "show", "serverless-api").out, "utf-8")
    saved = read_json(dharma("blueprint", "save", str(file), "--format", "json"))
    assert dharma("blueprint", "delete", saved["id"]).code == 0
    assert read_json(dharma("blueprint", "list", "--format", "json"))["blueprints"] == []
    types = [e["type"] for e in read_json(dharma("audit", "tail", "--format", "json"))["events"]]
    assert types[0] == "BlueprintDeleted"


def test_audit_verify_finds_a_changed_entry(dharma, tmp_path, monkeypatch):
    import sqlite3

    monkeypatch.setenv("DHARMA_DATABASE_URL", f"sqlite:///{tmp_path / 'd.db'}")
    file = tmp_path / "web.yaml"
    file.write_text(dharma("blueprint", "show", "serverless-api").out, "utf-8")
    dharma("blueprint", "save", str(file))
    assert read_json(dharma("audit", "verify", "--format", "json"))["valid"] is True
    with sqlite3.connect(tmp_path / "d.db") as connection:
        connection.execute("UPDATE events SET aggregate_id = 'bp_other' WHERE seq = 1")
    connection.close()
    report = read_json(dharma("audit", "verify", "--format", "json"), code=1)
    assert (report["valid"], report["first_bad"]) == (False, 1)


def test_audit_export_is_redacted_unless_told_not_to_be(dharma, tmp_path):
    file = tmp_path / "web.yaml"
    file.write_text(dharma("blueprint", "show", "serverless-api").out, "utf-8")
    dharma("blueprint", "save", str(file))
    out = tmp_path / "audit.jsonl"
    assert dharma("audit", "export", "--out", str(out)).code == 0
    entry = json.loads(out.read_text("utf-8").splitlines()[0])
    assert entry["personal"]["user"]["salt"] is None
    open_entry = json.loads(dharma("audit", "export", "--no-redact").out.splitlines()[0])
    assert open_entry["personal"]["user"]["value"] == "local"
    assert open_entry["hash"] == entry["hash"]


def test_policy_list_names_every_rule_with_its_frameworks(dharma):
    rules = read_json(dharma("policy", "list", "--format", "json"))["rules"]
    assert len(rules) >= 20
    assert len({r["id"] for r in rules}) == len(rules)
    assert all(r["resource_types"] or r["id"].startswith("DH_SECRETS_") for r in rules)


def test_init_writes_a_workspace_that_checks(dharma, tmp_path):
    ran = dharma("init", str(tmp_path / "w"), "--template", "serverless-api", "--name", "shop-api",
                 "--budget", "250", "--defaults")  # fmt: skip
    assert ran.code == 0, ran.err
    assert dharma("config", "validate", str(tmp_path / "w" / "dharma.toml")).code == 0
    document = read_json(
        dharma("check", str(tmp_path / "w" / "blueprint.yaml"), "--format", "json")
    )
    assert document["passed"]
    again = dharma("init", str(tmp_path / "w"), "--template", "serverless-api", "--name", "x-y-z",
                   "--budget", "1", "--defaults")  # fmt: skip
    assert again.code == 2
    assert "blueprint.yaml" in again.err


def test_config_validate_names_the_misspelt_key(dharma, tmp_path):
    file = tmp_path / "dharma.toml"
    file.write_text("[stor]\nurl = 'x'\n", "utf-8")
    ran = dharma("config", "validate", str(file))
    assert ran.code == 2
    assert "store" in ran.err


def test_doctor_examines_everything_and_finds_nothing_broken(dharma):
    checks = read_json(dharma("doctor", "--format", "json"))["checks"]
    assert {"python", "store", "catalogue", "price book", "guardrails"} <= {
        c["name"] for c in checks
    }
    assert [c for c in checks if c["state"] == "broken"] == []


def test_sandbox_status_says_that_nothing_runs(dharma):
    assert read_json(dharma("sandbox", "status", "--format", "json"))["state"] == "stopped"


def test_an_unknown_deployment_is_refused(dharma):
    ran = dharma("deploy", "status", "dep_nothing")
    assert ran.code == 2
    assert "dep_nothing" in ran.err


@pytest.mark.sandbox
@pytest.mark.slow
def test_production_waits_for_an_approval_and_completes_on_the_sandbox(dharma_process):
    try:
        waiting = read_json(
            dharma_process(
                "deploy", "serverless-api", "--environment", "production", "--format", "json"
            )
        )
        assert waiting["status"] == "awaiting_approval"
        approved = read_json(
            dharma_process("deploy", "approve", waiting["deployment_id"], "--format", "json")
        )
        assert approved["status"] == "completed"
        assert {r["status"] for r in approved["resources"]} == {"confirmed"}
        refused = dharma_process("deploy", "cancel", waiting["deployment_id"])
        assert refused.code == 2
        listed = read_json(dharma_process("deploy", "list", "--format", "json"))["deployments"]
        assert [d["status"] for d in listed] == ["completed"]
        assert read_json(dharma_process("audit", "verify", "--format", "json"))["valid"]
    finally:
        dharma_process("sandbox", "stop")


def test_a_budget_stops_a_deployment_before_anything_is_made(dharma_process):
    done = read_json(
        dharma_process("deploy", "three-tier-web", "--budget", "5", "--format", "json"), code=1
    )
    assert done["status"] == "failed"
    assert done["resources"] == []
    assert "budget" in done["reason"].lower()
    assert read_json(dharma_process("sandbox", "status", "--format", "json"))["state"] == "stopped"


def test_guardrail_violations_stop_a_deployment(dharma_process):
    done = read_json(dharma_process("deploy", INSECURE, "--format", "json"), code=1)
    assert done["status"] == "failed"
    assert done["violations"] > 5
    assert done["resources"] == []


def test_a_command_is_built_alone_and_an_unknown_word_asks_all_of_them():
    words = typer.main.get_command(app).list_commands(None)
    for word in words:
        assert typer.main.get_command(_narrowed([word, "--help"])).list_commands(None) == [word]
    assert len(words) > 30
    assert _narrowed(["chekc"]) is _narrowed([]) is app
