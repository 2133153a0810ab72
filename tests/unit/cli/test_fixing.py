"""``dharma check --fix`` and ``--apply``: patches of folders, versions of blueprints."""

import json
import re

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
