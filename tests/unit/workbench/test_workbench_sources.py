"""What SOURCE means, in the order it is looked up."""

from __future__ import annotations

import subprocess

import pytest

from dharma_core.errors import InputError, NotFoundError
from dharma_core.workbench import Workbench
from dharma_core.workbench.sources import SourceText, find_source, read_file

DESIGN = """\
name: tiny-site
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - {name: assets, type: s3_bucket, properties: {bucket: tiny-site-assets}}
"""


def find(source, cwd, *, stored=None, templates=None):
    return find_source(
        source,
        templates=templates or {"three-tier-web": "template"},
        stored=(stored or {}).get,
        stored_names=lambda: ("shop",),
        cwd=cwd,
    )


def test_an_existing_path_wins_over_a_template_of_the_same_name(tmp_path):
    (tmp_path / "three-tier-web").write_text("file", "utf-8")
    assert find("three-tier-web", tmp_path).kind == "file"


def test_a_stored_design_wins_over_a_template(tmp_path):
    stored = {"three-tier-web": SourceText("stored", "x", "stored", "bp_1", "1.0.0")}
    assert find("three-tier-web", tmp_path, stored=stored).text == "stored"


def test_a_template_answers_when_nothing_else_does(tmp_path):
    assert find("three-tier-web", tmp_path).kind == "template"


def test_what_nobody_knows_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(NotFoundError, match="three-tier-web"):
        find("three-teir-web", tmp_path)


def test_a_folder_is_refused_with_the_command_that_makes_a_plan(tmp_path):
    with pytest.raises(InputError, match="terraform show -json"):
        find(".", tmp_path)


def test_a_binary_plan_file_is_refused(tmp_path):
    (tmp_path / "p").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(InputError, match="not the binary plan"):
        find("p", tmp_path)


def test_a_file_over_the_limit_is_refused(tmp_path):
    (tmp_path / "big").write_text("x" * 2_000_000, "utf-8")
    with pytest.raises(InputError, match="limit is 1 MB"):
        read_file(tmp_path / "big", "big", limit=2**20)


def test_a_git_revision_gives_the_file_as_it_was(tmp_path):
    def git(*args):
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        subprocess.run(["git", *identity, *args], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "design.yaml").write_text(DESIGN, "utf-8")
    git("add", "design.yaml")
    git("commit", "-qm", "first")
    (tmp_path / "design.yaml").write_text(DESIGN.replace("assets}", "media}"), "utf-8")
    bench = Workbench.open(cwd=tmp_path)
    names = [
        bench.read(source).resources[0].attributes["bucket"]
        for source in ("HEAD:design.yaml", "design.yaml")
    ]
    assert names == ["tiny-site-assets", "tiny-site-media"]


def test_an_unknown_git_revision_says_how_to_write_one(tmp_path):
    with pytest.raises(NotFoundError, match="REVISION:PATH"):
        find("nowhere:design.yaml", tmp_path)


def test_a_git_option_in_place_of_a_revision_is_never_run(tmp_path):
    with pytest.raises(NotFoundError):
        find("--output=x:y", tmp_path)
    assert list(tmp_path.iterdir()) == []
