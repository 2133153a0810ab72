"""The frameworks of data/: every control that a rule cites is there, and each says its reasons."""

from __future__ import annotations

import pytest

from dharma_core.policies.check import list_rules
from dharma_core.policies.frameworks import unknown_controls
from dharma_core.storage.frameworks import load_frameworks
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.secret_forms import load_secret_forms

FRAMEWORKS = load_frameworks()
RULES = (*list_rules(load_builtin_policies())[0], *load_secret_forms().rules)
SIZES = {
    "CIS AWS 3.0": 62,
    "CIS Azure 2.1": 149,
    "CIS GCP 3.0": 85,
    "HIPAA": 44,
    "NIST 800-53 r5": 198,
    "PCI DSS 4.0.1": 173,
    "SOC 2": 43,
}


def test_every_framework_is_there_with_all_its_controls():
    assert {f.name: len(f.controls) for f in FRAMEWORKS} == SIZES


def test_every_control_that_a_rule_cites_is_known():
    assert unknown_controls(RULES, FRAMEWORKS) == ()


def test_no_rule_checks_what_a_framework_calls_not_checkable():
    wrong = [
        f"{rule.id} cites {framework.name} {control}: write 'rest' there instead of 'cannot'"
        for framework in FRAMEWORKS
        for control, rules in framework.rules_of(RULES).items()
        for rule in rules
        if control in framework.by_id and not framework.by_id[control].checkable
    ]
    assert wrong == []


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.slug)
def test_titles_are_short_and_told_in_our_own_words(framework):
    titles = [control.title for control in framework.controls]
    assert all(4 < len(title) <= 90 for title in titles)
    assert not [t for t in titles if t.endswith(".") or t.startswith("Ensure")]


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.slug)
def test_a_framework_says_where_it_is_from_and_when(framework):
    assert framework.source.startswith("https://")
    assert framework.published[:2] == "20"
    assert framework.read >= "2026-11-30"
    assert framework.checked
    assert not framework.checked.endswith(".")


def test_cis_azure_has_the_controls_of_2_1_and_none_of_2_0():
    """Section 4.2 (Defender for SQL) left the benchmark with 2.1.0."""
    azure = next(f for f in FRAMEWORKS if f.name == "CIS Azure 2.1")
    assert [c.id for c in azure.controls if c.id.startswith("4.2.")] == []
    assert {c.id.rpartition(".")[0] for c in azure.controls if c.id[:2] == "4."} == {
        "4.1", "4.3", "4.4", "4.5"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "framework", "controls"),
    [
        ("DH_AZURE_IAM_001", "CIS Azure 2.1", {"1.22"}),
        ("DH_AZURE_KEYVAULT_011", "CIS Azure 2.1", {"5.1.4"}),
        ("DH_AZURE_DEFENDER_001", "CIS Azure 2.1", {f"2.1.{n}" for n in range(1, 12)}),
        ("DH_AWS_CLOUDTRAIL_002", "HIPAA", {"164.312(c)(1)", "164.312(c)(2)"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_cites_the_control_of_its_subject(rule, framework, controls):
    (found,) = [r for r in RULES if r.id == rule]
    assert set(found.frameworks[framework]) == controls


def test_every_rule_about_data_on_its_way_speaks_to_hipaa_s_encryption_too():
    about = [r for r in RULES if "SC-8" in r.frameworks.get("NIST 800-53 r5", ())]
    on_networks = [r for r in about if "164.312(e)(1)" in r.frameworks.get("HIPAA", ())]
    assert len(on_networks) > 50
    assert all("164.312(e)(2)(ii)" in r.frameworks["HIPAA"] for r in on_networks)
