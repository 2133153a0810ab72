"""Our reader beside Terraform: every recorded folder, and some of them planned again."""

import importlib.util
import os
import shutil
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from dharma_core.importers.terraform import read_folder
from dharma_core.plan import parse_address
from dharma_core.plan.whole_unknowns import plan_as_planned
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.source_folders import DiskFolder

HERE = Path(__file__).parent
GOAL = 98.0  # per cent of all leaves over all folders
LEAST = 75.0  # per cent of any one folder; data sources that are read later have no schema here
AGAIN = (  # spread over what the language can do
    "08_tf_json",
    "21_nested_dynamic",
    "32_data_deferred",
    "41_unknown_members",
    "62_landing_zone",
)


@cache
def module(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found
    spec.loader.exec_module(found)
    return found


recorder, comparer = module("record_terraform"), module("compare_recordings")
NAMES = recorder.names()


@cache
def ours(name):
    catalog = load_catalog()
    plan = read_folder(DiskFolder(recorder.FOLDERS / name), catalog=catalog, name=name)
    return plan_as_planned(plan, catalog)


def leaves(name):
    plan = recorder.reduce(ours(name))
    return comparer.compare(recorder.recorded(name), plan, load_catalog())


def share(found):
    return 100 * sum(leaf.equal for leaf in found) / len(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_has_the_resources_terraform_plans(name):
    recorded = recorder.recorded(name)
    assert set(recorder.reduce(ours(name))) == set(recorded)
    assert not [p for p in ours(name).problems if p.severity == "error"]
    wrong = [(leaf.address, leaf.path, leaf.cause) for leaf in leaves(name) if not leaf.equal]
    assert share(leaves(name)) >= LEAST, wrong


def test_all_folders_together_reach_the_goal():
    found = [leaf for name in NAMES for leaf in leaves(name)]
    wrong = Counter(leaf.cause for leaf in found if not leaf.equal)
    assert share(found) >= GOAL, wrong


def test_the_folders_have_the_breadth_the_figure_speaks_of():
    addresses = [a for name in NAMES for a in recorder.recorded(name) if a[:7] != "output."]
    assert len(NAMES) >= 64
    assert len({parse_address(address).type for address in addresses}) >= 40


@pytest.mark.parametrize(
    ("feature", "pattern"),
    [
        ("count", "count "),
        ("for_each", "for_each "),
        ("dynamic block", 'dynamic "'),
        ("splat", "[*]"),
        ("list for", "[for "),
        ("object for", "{ for "),
        ("grouping", "..."),
        ("conditional", " ? "),
        ("heredoc", "<<"),
        ("directive", "%{"),
        ("local module", 'source = "./'),
        ("optional attribute", "optional("),
        ("policy document", "aws_iam_policy_document"),
        ("depends_on", "depends_on"),
        ("lifecycle", "lifecycle {"),
        ("sensitive", "sensitive "),
        ("null", "null"),
        ("default_tags", "default_tags"),
        ("provider alias", "alias "),
        ("provider given to a module", "providers = {"),
        ("jsonencode", "jsonencode("),
        ("cidrsubnet", "cidrsubnet"),
        ("try or can", "try("),
    ],
    ids=lambda value: value if value[0].isalpha() else "",
)
def test_a_feature_stands_in_three_folders_or_more(feature, pattern):
    assert sum(" ".join(pattern.split()) in text for text in texts()) >= 3, feature


@pytest.mark.parametrize(
    "pattern", ["*.tfvars*", "**/*override.tf*", "**/*.tf.json"], ids=["tfvars", "override", "json"]
)
def test_a_kind_of_file_stands_in_three_folders_or_more(pattern):
    assert sum(any((recorder.FOLDERS / name).glob(pattern)) for name in NAMES) >= 3


def test_three_folders_or_more_have_modules_in_modules():
    def nests(folder):
        inner = [path for path in folder.glob("*/**/*.tf") if path.parent != folder]
        return any('source = "../' in text or 'source = "./' in text for text in map(plain, inner))

    assert sum(nests(recorder.FOLDERS / name) for name in NAMES) >= 3


def plain(path):
    return " ".join(path.read_text(encoding="utf-8").split())


@cache
def texts():
    return tuple(
        " ".join(plain(path) for path in sorted((recorder.FOLDERS / name).rglob("*.tf")))
        for name in NAMES
    )


def test_no_recording_holds_a_secret_of_its_configuration():
    for name in NAMES:
        text = (recorder.FOLDERS / name / recorder.RECORDING).read_text(encoding="utf-8")
        assert "not-a-real-password" not in text, name


def test_a_difference_is_counted_and_named():
    theirs = {"aws_vpc.v": {"a": 1, "b": "(known after apply)", "c": ["x", "y"], "d": {"e": 1}}}
    other = {
        "aws_vpc.v": {"a": True, "b": "known", "c": "(known after apply)"},
        "aws_vpc.w": {"z": 0},
    }
    found = comparer.compare(theirs, other, load_catalog())
    causes = {(leaf.address, leaf.path): leaf.cause for leaf in found if not leaf.equal}
    assert causes == {
        ("aws_vpc.v", "a"): "another value",
        ("aws_vpc.v", "b"): "known where Terraform says unknown",
        ("aws_vpc.v", "c.0"): "unknown where Terraform knows",
        ("aws_vpc.v", "c.1"): "unknown where Terraform knows",
        ("aws_vpc.v", "d.e"): "missing",
        ("aws_vpc.w", "z"): "ours alone",
    }


def tools():
    terraform = os.environ.get("DHARMA_TERRAFORM") or shutil.which("terraform")
    plugins = os.environ.get("DHARMA_TF_PLUGIN_DIR") or os.environ["TF_PLUGIN_CACHE_DIR"]
    return Path(plugins), terraform


@pytest.mark.terraform
@pytest.mark.slow
@pytest.mark.parametrize("name", AGAIN)
def test_terraform_still_plans_what_is_recorded(name):
    assert recorder.plan(name, *tools()) == recorder.recorded(name)
