"""Every rule with a fix: its own broken plan as a Terraform folder, patched, is broken no more."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from dharma_core.generation import render
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.policies.check import check
from dharma_core.policies.library import Library
from dharma_core.policies.metadata import parse_policy
from dharma_core.recommendations.folder_patches import PatchedFolder, patch_folder
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies
from tests.one_engine import OneEngine
from tests.unit.policies.small_plans import build_plan

FIXTURES = Path(__file__).parents[1] / "policies" / "fixtures" / "rules"
POLICIES = [parse_policy(source) for source in load_builtin_policies()]
RULES = {p.rule.id: p.rule for p in POLICIES if p.rules}
BY_ID = {p.rule.id: p for p in POLICIES if p.rules}
FIXABLE = [id_ for id_, rule in RULES.items() if rule.fix]


@pytest.fixture(scope="module")
def engine():
    with ChildRego(budget_seconds=600).session() as opened:
        yield OneEngine(opened)


@pytest.fixture
def judged(engine):
    """Return a reader of folders that judges by one rule."""

    def by(rule_id):
        policy = BY_ID[rule_id]
        sources = [policy.source, *Library(POLICIES).needed_by(policy)]

        def read(folder):
            plan = read_folder(folder, catalog=load_catalog())
            report = check(plan, sources, engine)
            assert report.policy_errors == ()
            return plan, report.findings

        return read

    return by


def patched(judged, rule_id, files):
    folder = MemoryFolder(files)
    return patch_folder(folder, judged(rule_id), RULES, load_catalog())


def broken_folder(rule_id):
    given = yaml.safe_load((FIXTURES / f"{rule_id}.yaml").read_text())["fire"]
    made = render(build_plan(given), "terraform", load_catalog(), syntax="")
    return {f.path: f.text for f in made.files if f.path.endswith(".tf")}


@pytest.mark.parametrize("rule_id", FIXABLE)
def test_patched_folder_no_longer_breaks_the_rule(rule_id, judged):
    files = broken_folder(rule_id)
    patch = patched(judged, rule_id, files)
    assert patch.mended
    assert [str(r) for r in patch.refused] == []
    after = PatchedFolder(MemoryFolder(files), patch.after)
    assert [f.address for f in judged(rule_id)(after)[1] if f.fixable] == []
    assert patch.diff().startswith("--- a/main.tf\n+++ b/main.tf\n@@ ")


DATABASE = """\
resource "aws_docdb_cluster" "main" {{
  cluster_identifier = "orders" # the shop's
{line}}}
"""


def deletion_rule():
    return next(
        id_ for id_, rule in RULES.items()
        if rule.fix and "aws_docdb_cluster" in rule.resource_types
        and dict(rule.fix.sets) == {("deletion_protection",): True}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", '  cluster_identifier  = "orders" # the shop\'s\n  deletion_protection = true\n'),
        (
            "  deletion_protection = false # for now\n",
            '  cluster_identifier = "orders" # the shop\'s\n'
            "  deletion_protection = true # for now\n",
        ),
        (
            "\n  timeouts {}\n",
            '  cluster_identifier  = "orders" # the shop\'s\n'
            "  deletion_protection = true\n\n  timeouts {}\n",
        ),
    ],
    ids=["missing", "unaligned stays so", "before blocks"],
)
def test_patch_keeps_the_formatting_of_the_file(line, expected, judged):
    files = {"main.tf": DATABASE.format(line=line)}
    patch = patched(judged, deletion_rule(), files)
    assert patch.after["main.tf"] == DATABASE.format(line="").replace(
        '  cluster_identifier = "orders" # the shop\'s\n', expected
    )


def test_patch_keeps_windows_line_ends(judged):
    text = DATABASE.format(line="").replace("\n", "\r\n")
    after = patched(judged, deletion_rule(), {"main.tf": text}).after["main.tf"]
    assert "deletion_protection = true\r\n" in after
    assert "\n" not in after.replace("\r\n", "")


FIRST_ONLY = "  count = 2\n  deletion_protection = count.index == 0\n"
OVERRIDE = 'resource "aws_docdb_cluster" "main" {\n  deletion_protection = false\n}\n'

REFUSED = {
    "variable": (
        {"main.tf": 'variable "p" {\n  default = false\n}\n'
         + DATABASE.format(line="  deletion_protection = var.p\n")},
        "deletion_protection is an expression: var.p",
    ),
    "some of several": (
        {"main.tf": DATABASE.format(line=FIRST_ONLY)},
        "its block makes aws_docdb_cluster.main[0] too, which does not break the rule",
    ),
    "JSON": (
        {"main.tf.json": '{"resource": {"aws_docdb_cluster": {"main": {"engine": "docdb"}}}}'},
        "main.tf.json is JSON; only .tf files are patched",
    ),
    "override": (
        {"main.tf": DATABASE.format(line=""),
         "override.tf": OVERRIDE},
        "the rule would still fire: the value comes from somewhere else",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_patch_cannot_take_is_left_with_the_reason(case, judged):
    files, reason = REFUSED[case]
    patch = patched(judged, deletion_rule(), files)
    assert patch.after == {}
    assert {r.reason for r in patch.refused} == {reason}


def test_module_in_the_folder_is_patched_once_for_all_its_calls(judged):
    call = 'module "{}" {{\n  source = "./db"\n}}\n'
    files = {"main.tf": call.format("a") + call.format("b"), "db/main.tf": DATABASE.format(line="")}
    patch = patched(judged, deletion_rule(), files)
    assert list(patch.after) == ["db/main.tf"]
    assert len(patch.mended) == 2
    assert patch.after["db/main.tf"].count("deletion_protection") == 1
    assert patch.diff("infra").startswith("--- a/infra/db/main.tf\n+++ b/infra/db/main.tf\n")


def test_every_patch_is_as_terraform_fmt_leaves_it(judged, tmp_path):
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("terraform is not on PATH")
    for rule_id in FIXABLE:
        for text in patched(judged, rule_id, broken_folder(rule_id)).after.values():
            (tmp_path / f"{rule_id}.tf").write_text(text)
    done = subprocess.run(
        [terraform, "fmt", "-check", "-diff", tmp_path],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
