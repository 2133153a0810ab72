"""``dharma check --fix`` and ``--apply``: patches of folders, versions of blueprints."""

import json
import re

import pytest

FOLDER = 'resource "aws_docdb_cluster" "main" {\n  cluster_identifier = "orders"\n}\n'
DESIGN = """
name: orders-db
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - name: main
    type: aws_docdb_cluster
    properties: {cluster_identifier: orders, engine: docdb}
"""


def test_fix_prints_the_patch_and_writes_nothing(dharma, tmp_path):
    file = tmp_path / "main.tf"
    file.write_text(FOLDER)
    ran = dharma("check", str(tmp_path), "--fix")
    assert ran.out.startswith("--- a/main.tf\n+++ b/main.tf\n")
    assert re.search(r"^\+  deletion_protection += true$", ran.out, re.MULTILINE)
    assert "mended" in ran.err
    assert file.read_text() == FOLDER


def test_apply_writes_the_files_and_their_findings_are_gone(dharma, tmp_path):
    (tmp_path / "main.tf").write_text(FOLDER)
    before = json.loads(dharma("check", str(tmp_path), "--format", "json").out)
    assert any(f["fixable"] for f in before["findings"])
    dharma("check", str(tmp_path), "--fix", "--apply")
    assert [p.name for p in tmp_path.iterdir()] == ["main.tf"]
    after = json.loads(dharma("check", str(tmp_path), "--format", "json").out)
    assert not any(f["fixable"] for f in after["findings"])
    assert json.loads(dharma("audit", "tail", "--format", "json").out)


def test_apply_stores_a_new_version_of_a_blueprint(dharma, tmp_path):
    file = tmp_path / "design.yaml"
    file.write_text(DESIGN)
    assert dharma("blueprint", "save", str(file)).code == 0
    ran = dharma("check", "orders-db", "--fix", "--apply")
    assert "~ aws_docdb_cluster.main" in ran.out
    assert "Stored orders-db " in ran.err
    after = json.loads(dharma("check", "orders-db", "--format", "json").out)
    assert not any(f["fixable"] for f in after["findings"])


def test_apply_to_a_file_says_to_store_it_first(dharma, tmp_path):
    file = tmp_path / "design.yaml"
    file.write_text(DESIGN)
    ran = dharma("check", str(file), "--fix", "--apply")
    assert ran.code == 2
    assert "dharma blueprint save" in ran.err


def test_apply_without_fix_is_refused(dharma):
    ran = dharma("check", "serverless-api", "--apply")
    assert ran.code == 2
    assert "--fix --apply" in ran.err


WAIVERS = """
waivers:
- rule: [RULES]
  address: "aws_docdb_cluster.main"
  reason: a test
  until: 2999-01-31
"""


def mended(ran):
    return {(m["rule_id"], m["address"]) for m in json.loads(ran.out)["fix"]["mended"]}


@pytest.mark.parametrize("kind", ["folder", "blueprint"])
def test_a_finding_that_a_file_waives_is_not_mended(dharma, tmp_path, kind):
    name, text = ("main.tf", FOLDER) if kind == "folder" else ("design.yaml", DESIGN)
    source = tmp_path / "of"
    source.mkdir()
    (source / name).write_text(text)
    asked = (str(source if kind == "folder" else source / name), "--fix", "--format", "json")
    without = mended(dharma("check", *asked))
    kept = "DH_AWS_DOCDB_002"
    assert kept in {rule for rule, _ in without}
    file = tmp_path / "rest.yaml"
    file.write_text(WAIVERS.replace("RULES", kept))
    ran = dharma("check", *asked, "--waivers", str(file))
    assert mended(ran) == {pair for pair in without if pair[0] != kept}
    assert kept not in {r["rule_id"] for r in json.loads(ran.out)["fix"]["refused"]}


def test_apply_leaves_what_a_file_waives_as_it_is(dharma, tmp_path):
    source = tmp_path / "infra"
    source.mkdir()
    (source / "main.tf").write_text(FOLDER)
    found = json.loads(dharma("check", str(source), "--format", "json").out)["findings"]
    fixable = sorted({f["rule_id"] for f in found if f["fixable"]})
    file = tmp_path / "rest.yaml"
    file.write_text(WAIVERS.replace("RULES", ", ".join(fixable)))
    ran = dharma("check", str(source), "--fix", "--apply", "--waivers", str(file))
    assert ran.code == 2
    assert "Nothing in" in ran.err
    assert (source / "main.tf").read_text() == FOLDER
