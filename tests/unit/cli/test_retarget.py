"""``dharma blueprint retarget``: the moved design, the list, the exit codes."""

from __future__ import annotations

import json

from dharma_core.blueprints import parse_blueprint


def run(dharma, *more: str, provider: str = "azure", region: str = "westeurope"):
    place = ("--provider", provider, "--region", region)
    return dharma("blueprint", "retarget", "three-tier-web", *place, *more)


def test_the_moved_design_is_on_stdout_and_the_list_beside_it(dharma):
    ran = run(dharma)
    assert ran.code == 0
    assert parse_blueprint(ran.out, file="out.yaml").provider == "azure"
    assert "assets: type: aws_s3_bucket -> storage.bucket" in ran.err
    assert "not translate" in ran.err


def test_json_holds_blueprint_untranslated_and_changes(dharma):
    document = json.loads(run(dharma, "--format", "json").out)
    assert set(document) == {"blueprint", "untranslated", "changes"}
    assert document["blueprint"]["region"] == "westeurope"
    assert {"resource", "part", "reason", "todo", "line"} <= set(document["untranslated"][0])


def test_a_file_is_written_and_can_be_read_again(dharma, tmp_path):
    target = tmp_path / "moved.yaml"
    ran = run(dharma, "--out", str(target), provider="gcp", region="europe-west1")
    assert (ran.code, ran.out) == (0, "")
    assert dharma("plan", str(target), "--format", "json").code == 0


def test_an_unknown_region_is_exit_code_2_with_the_nearest(dharma):
    ran = run(dharma, region="westeuropa")
    assert ran.code == 2
    assert "Did you mean 'westeurope'" in ran.err


def test_a_terraform_folder_moves_and_what_it_loses_is_listed(dharma, tmp_path):
    (tmp_path / "main.tf").write_text(
        'resource "aws_s3_bucket" "files" {\n  bucket = "files"\n}\n'
        'resource "aws_glue_job" "odd" {\n  name = "j"\n  role_arn = "r"\n}\n',
        "utf-8",
    )
    place = ("--provider", "gcp", "--region", "europe-west1", "--format", "json")
    document = json.loads(dharma("blueprint", "retarget", str(tmp_path), *place).out)
    assert [r["type"] for r in document["blueprint"]["resources"]] == ["storage.bucket"]
    assert "odd" in {item["resource"] for item in document["untranslated"]}
