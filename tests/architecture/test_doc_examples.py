"""Examples in docs/ work: a policy runs, a usage file prices, a configuration is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dharma_core.policies.ports import PolicySource
from dharma_core.policies.waiver_file import parse_waivers
from dharma_core.runners.rego import ChildRego
from dharma_core.runners.trust_rego import TrustRego
from dharma_core.storage.settings import validate_settings_file
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.tightening import team_policies
from dharma_core.workbench import Workbench

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def examples(language: str, *, of: str = "*.md", but: str = "") -> list[str]:
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [
        code
        for path in sorted(HOW_TO.glob(of))
        if path.name != but
        for code in fence.findall(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("code", examples("rego", but="trust.md"))
def test_a_policy_of_the_docs_runs_and_fires(tmp_path, code):
    (tmp_path / "policy.rego").write_text(code, "utf-8")
    bench = Workbench.open()
    report = bench.check(bench.read("three-tier-web"), policies=[tmp_path])
    assert report.policy_errors == ()
    assert any(f.rule_id == "TEAM_S3_001" for f in report.findings)


@pytest.mark.parametrize("code", examples("rego", of="trust.md"))
def test_a_trust_policy_of_the_docs_tightens(code):
    policies = team_policies([PolicySource("team.rego", code, "team")])
    engine = TrustRego(ChildRego())
    asked = '{"action": "delete", "resource_class": "key", "address": "192.0.2.1"}'
    (answer,) = engine.ask(policies, asked)["team.rego"].values
    engine.stop()
    assert answer == {"deny": ["nobody deletes a key"], "step_up": ["outside the office"]}


@pytest.mark.parametrize("code", examples("yaml", of="trust.md"))
def test_trust_rules_of_the_docs_are_taken(tmp_path, code):
    (tmp_path / "trust.yaml").write_text(code, "utf-8")
    book = load_trust_book(tmp_path / "trust.yaml")
    assert {"payroll", "no-old-devices"} <= {rule.id for rule in book.rules.rules}


WAIVERS = [c for c in examples("yaml", but="trust.md") if c.startswith("waivers:")]


@pytest.mark.parametrize("code", WAIVERS)
def test_a_waiver_file_of_the_docs_is_one(code):
    assert parse_waivers(code, file="dharma-waivers.yaml")


@pytest.mark.parametrize("code", [c for c in examples("yaml", but="trust.md") if c not in WAIVERS])
def test_a_usage_file_of_the_docs_makes_more_known(code):
    bench = Workbench.open()
    plan = bench.read("three-tier-web")
    assert bench.estimate(plan, usage_text=code).total.amount > bench.estimate(plan).total.amount


@pytest.mark.parametrize("code", examples("toml"))
def test_a_configuration_of_the_docs_is_valid(tmp_path, code):
    file = tmp_path / "dharma.toml"
    file.write_text(code, "utf-8")
    assert validate_settings_file(file) == file
