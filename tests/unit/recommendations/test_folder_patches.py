"""Every rule with a fix: its own broken plan as a Terraform folder, patched, is broken no more."""

from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.unit.policies.small_plans import build_plan

FIXTURES = Path(__file__).parents[1] / "policies" / "fixtures" / "rules"
POLICIES = [parse_policy(source) for source in load_builtin_policies()]
RULES = {p.rule.id: p.rule for p in POLICIES if p.rules}
BY_ID = {p.rule.id: p for p in POLICIES if p.rules}
FIXABLE = [id_ for id_, rule in RULES.items() if rule.fix]


class SharedRego:
    """One engine for all tests of a worker."""

    def __init__(self, opened):
        self.opened = opened

    @contextmanager
    def session(self) -> Iterator:
        yield self.opened


@pytest.fixture(scope="module")
def engine():
    with ChildRego(budget_seconds=600).session() as opened:
        yield SharedRego(opened)


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
