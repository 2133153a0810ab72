"""Every rule of our own: complete METADATA, and a plan it must fire on and one it must pass."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.policies.attributes import look_up
from dharma_core.policies.check import check
from dharma_core.policies.findings import GROUPS, Effect
from dharma_core.policies.library import Library
from dharma_core.policies.likeness import is_known_to_be_none_of
from dharma_core.policies.metadata import parse_policy
from dharma_core.policies.ports import RegoUnit
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies
from tests.one_engine import OneEngine

FIXTURES = Path(__file__).parent / "fixtures" / "rules"
POLICIES = [parse_policy(source) for source in load_builtin_policies()]
RULES = {p.rule.id: p for p in POLICIES if p.rules}
PREFIXES = {"aws": "AWS", "azure": "AZURE", "gcp": "GCP"}
TWINS = {
    "aws": r"CKV2?_AWS_\d+|AVD-AWS-\d{4}|aws-[a-z0-9-]+",
    "azure": r"CKV2?_AZURE_\d+|AVD-AZU-\d{4}|azure-[a-z0-9-]+",
    "gcp": r"CKV2?_GCP_\d+|AVD-GCP-\d{4}|google-[a-z0-9-]+",
}

pytestmark = pytest.mark.uncounted


@pytest.fixture(scope="module")
def engine():
    with ChildRego(budget_seconds=600).session() as opened:
        yield OneEngine(opened)


@cache
def fixture(rule_id):
    text = (FIXTURES / f"{rule_id}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


@cache
def needed_by(rule_id):
    return Library(POLICIES).needed_by(RULES[rule_id])


def run(engine, rule_id, plan):
    report = check(plan, [RULES[rule_id].source, *needed_by(rule_id)], engine)
    assert report.policy_errors == ()
    return report.findings


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_fires_where_it_must(rule_id, plan_of, engine):
    given = fixture(rule_id)
    findings = run(engine, rule_id, plan_of(given["fire"]))
    assert sorted(f.address for f in findings) == sorted(given["expect"])
    assert {f.rule_id for f in findings} == {rule_id}
    assert all("unknown" not in f.evidence for f in findings)
    assert all(f.message.startswith(f"{f.address}: {f.title}") for f in findings)


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_passes_where_it_must(rule_id, plan_of, engine):
    assert run(engine, rule_id, plan_of(fixture(rule_id)["pass"])) == ()


CANNOT_TELL = [rule_id for rule_id in RULES if "unknown" in fixture(rule_id)]


@pytest.mark.parametrize("rule_id", CANNOT_TELL)
def test_rule_says_that_it_cannot_tell_when_its_attribute_is_unknown(rule_id, plan_of, engine):
    given = fixture(rule_id)
    findings = run(engine, rule_id, plan_of(given["cannot_tell"]))
    assert {f.address: f.evidence["unknown"] for f in findings} == {
        address: tuple(names) for address, names in given["unknown"].items()
    }
    assert {f.effect for f in findings} == {Effect.WARN}


LEFT_OUT = [rule_id for rule_id in RULES if "left_out" in fixture(rule_id)]


@pytest.mark.parametrize("rule_id", LEFT_OUT)
def test_rule_fires_where_a_block_is_unknown_because_nobody_wrote_it(rule_id, plan_of, engine):
    """Terraform's plan says so of blocks that the provider computes when they are left out."""
    given = fixture(rule_id)["left_out"]
    findings = run(engine, rule_id, plan_of(given))
    assert sorted(f.address for f in findings) == sorted(given)
    assert all("unknown" not in f.evidence for f in findings)


@pytest.mark.parametrize("rule_id", [r for r in RULES if fixture(r).get("plain_opa", True)])
def test_rule_says_the_same_to_plain_opa_and_conftest(rule_id, plan_of, engine):
    """They ask for deny or warn over Terraform's own document, without Dharma's side fields."""
    given, policy = fixture(rule_id), RULES[rule_id]
    documents = [plan_to_json(plan_of(given[part])) for part in ("fire", "pass")]
    for document in documents:
        del document["dharma"]
    entry = f"{policy.path}/{policy.rule.effect.value}"
    unit = RegoUnit("rule", (policy.source, *needed_by(rule_id)), (entry,))
    result = engine.opened.evaluate([unit], map(json.dumps, documents))["rule"]
    assert result.problem is None
    fired, passed = (values[policy.rule.effect.value] for values in result.values)
    assert sorted(fired) == sorted(f"{a}: {policy.rule.title}" for a in given["expect"])
    assert passed == []


NARROWED = [rule_id for rule_id, p in RULES.items() if p.looks_for or p.only_where]


@pytest.mark.parametrize("rule_id", NARROWED)
def test_rule_fires_on_nothing_but_what_it_says_it_looks_for(rule_id, plan_of):
    """METADATA settles unknowns: if it said less than the code, they would pass in silence."""
    policy, given = RULES[rule_id], fixture(rule_id)
    plan = plan_of(given["fire"])

    def is_none_of(address, pattern, wanted):
        found = [a.value for a in look_up(plan.by_address[address], pattern, {})]
        return is_known_to_be_none_of([v for v in found if v is not None], wanted)

    for address in given["expect"]:
        assert not any(is_none_of(address, p, w) for p, w in policy.only_where.items())
        looked = [is_none_of(address, p, w) for p, w in policy.looks_for.items()]
        assert not looked or not all(looked)


def test_rules_have_unique_ids_and_each_has_a_fixture():
    ids = [p.rule.id for p in POLICIES if p.rules]
    assert len(ids) == len(set(ids)) >= 22
    assert {f.stem for f in FIXTURES.glob("*.yaml")} == set(ids)


def test_packs_cover_every_group():
    assert {p.rule.group for p in RULES.values()} == set(GROUPS)


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_is_completely_described(rule_id):
    policy = RULES[rule_id]
    rule = policy.rule
    assert re.fullmatch(rf"DH_{PREFIXES[rule.provider]}_[A-Z0-9]+_\d{{3}}", rule.id)
    assert policy.native
    assert list(policy.rules) == [rule.effect.value]
    group, _, name = policy.source.file.partition("/")
    assert group == rule.group
    assert policy.path == f"dharma/{group}/{name.removesuffix('.rego')}"
    assert all((rule.title, rule.description, rule.remediation, rule.service, rule.references))
    assert not rule.title.endswith(".")
    catalog = load_catalog()
    assert [t for t in (*rule.resource_types, *policy.related) if not catalog.knows(t)] == []
    assert all(f'"{t}"' in policy.source.text for t in (*rule.resource_types, *policy.related))
    assert [t for t in rule.twins if not re.fullmatch(TWINS[rule.provider], t)] == []


ODD_VALUES = [None, "(unknown)", "text", 7, True, [], [None], ["text"], [{}], {}, {"a": None}]
ODD_VALUES_OF_A_BLOCK = [None, "(unknown)", 7, [None], {}]


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_never_stumbles_over_an_odd_value(rule_id, plan_of, engine):
    """`run` refuses a report with an error of a policy in it."""
    policy = RULES[rule_id]
    code = policy.source.text.partition("import rego.v1")[2]
    words = sorted({*re.findall(r"\.([a-z_0-9]+)", code)} - {"change", "after"})
    blocks = [[dict.fromkeys(words, value)] for value in ODD_VALUES_OF_A_BLOCK]
    odd = [dict.fromkeys(words, value) for value in (*ODD_VALUES, *blocks)]
    kinds = (*policy.rule.resource_types, *policy.related)
    plan = plan_of({f"{k}.r{i}": o for k in kinds for i, o in enumerate(odd)})
    assert {finding.rule_id for finding in run(engine, rule_id, plan)} <= {rule_id}


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_and_fixture_name_attributes_that_their_types_have(rule_id):
    policy, catalog, given = RULES[rule_id], load_catalog(), fixture(rule_id)
    types = [catalog.get(t) for t in policy.rule.resource_types]
    paths = {
        p: tuple(p.replace("[]", "").split("."))
        for p in (*policy.attributes, *policy.defaults, *policy.looks_for, *policy.only_where)
    }
    assert [p for p, path in paths.items() if not any(has(t, path) for t in types)] == []
    plans = [given.get(part) or {} for part in ("fire", "pass", "cannot_tell", "left_out", "agree")]
    unknown = [
        f"{address}: {name}"
        for resources in plans
        for address, attributes in resources.items()
        for name in attributes or {}
        if not catalog.get(address.partition(".")[0]).attribute((name,))
    ]
    assert unknown == []


def has(type_, path):
    """Whether a type has an attribute, or the map that the last step is a key of."""
    above = type_.attribute(path[:-1]) if path[1:] else None
    return bool(type_.attribute(path) or (above and above.type.startswith("map(")))
