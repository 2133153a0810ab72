"""Every rule with a fix: its own broken plan, mended, is broken no more."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from dharma_core.errors import InputError
from dharma_core.plan import thaw
from dharma_core.policies.check import check
from dharma_core.policies.findings import Effect, Finding, Rule, Severity
from dharma_core.policies.metadata import parse_policy
from dharma_core.policies.repairs import parse_fix
from dharma_core.recommendations import Addition, Edit, change_plan
from dharma_core.recommendations.fixes import companions_of, fix_changes, fix_finding
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies
from tests.one_engine import OneEngine
from tests.unit.policies.small_plans import build_plan

FIXTURES = Path(__file__).parents[1] / "policies" / "fixtures" / "rules"
POLICIES = [parse_policy(source) for source in load_builtin_policies()]
RULES = {p.rule.id: p.rule for p in POLICIES if p.rules}
FIXABLE = [id_ for id_, rule in RULES.items() if rule.fix]


@pytest.fixture(scope="module")
def engine():
    with ChildRego(budget_seconds=600).session() as opened:
        yield OneEngine(opened)


def broken_plan(rule_id):
    return build_plan(yaml.safe_load((FIXTURES / f"{rule_id}.yaml").read_text())["fire"])


def findings(engine, plan, rules=()):
    """Return what the rules over the plan's types find, in one bundle with their libraries."""
    types = {r.type for r in plan.resources}
    wanted = [
        p.source
        for p in POLICIES
        if not p.rules or types & {*p.rule.resource_types, *p.related}
    ]  # fmt: skip
    report = check(plan, wanted, engine)
    assert report.policy_errors == ()
    return [f for f in report.findings if not rules or f.rule_id in rules]


def test_at_least_sixty_rules_state_a_fix():
    assert len(FIXABLE) >= 60


@pytest.mark.parametrize("rule_id", FIXABLE)
def test_fixed_plan_no_longer_breaks_the_rule_nor_another(rule_id, engine):
    plan = broken_plan(rule_id)
    before = findings(engine, plan)
    broken = [f for f in before if f.rule_id == rule_id]
    assert broken
    assert all(f.fixable for f in broken)
    after = findings(engine, change_plan(plan, fix_changes(plan, broken, RULES)))
    assert [f.address for f in after if f.rule_id == rule_id] == []
    denied = {(f.rule_id, f.address) for f in before if f.effect is Effect.DENY}
    assert [f.message for f in after if f.effect is Effect.DENY
            and (f.rule_id, f.address) not in denied] == []  # fmt: skip


@pytest.mark.parametrize("rule_id", FIXABLE)
def test_fix_names_what_its_types_have(rule_id):
    rule, catalog = RULES[rule_id], load_catalog()
    types = [catalog.get(t) for t in rule.resource_types]
    paths = [*(p for p, _ in rule.fix.sets), *rule.fix.removes]
    assert [p for p in paths if not any(_has(t, p) for t in types)] == []
    if rule.fix.adds:
        added = catalog.get(rule.fix.adds.type)
        names = (rule.fix.adds.link, *rule.fix.adds.attributes)
        assert [n for n in names if not added.attribute((n,))] == []


def _has(type_, path):
    above = type_.attribute(path[:1])
    return bool(type_.attribute(path) or (above and above.type.startswith("map(")))


LOGS = Rule("X_1", "No block", Severity.HIGH, Effect.DENY, "security", "aws", ("aws_s3_bucket",),
            fix=parse_fix({"set": {"rule[].log[].on": True, "rule[].log[].days": 7}}))  # fmt: skip
BLOCKED = replace(
    LOGS,
    fix=parse_fix({
        "add": {"type": "aws_s3_bucket_versioning", "link": "bucket", "attributes": {"on": True}}
    }),
)  # fmt: skip


def finding(address):
    return Finding("X_1", Severity.HIGH, Effect.DENY, "security", address, "", fixable=True)


def fixed(plan, rule, *addresses):
    changes = fix_changes(plan, [finding(a) for a in addresses], {"X_1": rule})
    return changes, change_plan(plan, changes)


def test_set_goes_to_every_element_and_through_blocks_that_are_missing():
    plan = build_plan({"aws_s3_bucket.a": {"rule": [{"log": [{"on": False}]}, {"id": 2}]}})
    _, after = fixed(plan, LOGS, "aws_s3_bucket.a")
    log = {"on": True, "days": 7}
    assert thaw(after.resources[0].attributes) == {
        "rule": [{"log": [log]}, {"id": 2, "log": [log]}]
    }


def test_blocks_missing_altogether_are_made_once_with_all_that_is_set():
    _, after = fixed(build_plan({"aws_s3_bucket.a": {}}), LOGS, "aws_s3_bucket.a")
    assert thaw(after.resources[0].attributes) == {"rule": [{"log": [{"on": True, "days": 7}]}]}


def test_companion_that_is_not_there_is_added_with_a_reference():
    plan = build_plan({"aws_s3_bucket.a": {}, "aws_s3_bucket_versioning.a": {"bucket": "other"}})
    (added,), after = fixed(plan, BLOCKED, "aws_s3_bucket.a")
    assert isinstance(added, Addition)
    assert added.address == "aws_s3_bucket_versioning.a_2"
    assert [str(r) for r in added.resource.references] == ["aws_s3_bucket.a.id"]
    owner = after.by_address["aws_s3_bucket.a"]
    assert [c.name for c in companions_of(after, owner, BLOCKED.fix.adds)] == ["a_2"]


@pytest.mark.parametrize("bucket", ["${aws_s3_bucket.a.id}", "shop"], ids=["reference", "name"])
def test_companion_that_is_there_is_edited(bucket):
    plan = build_plan(
        {"aws_s3_bucket.a": {"bucket": "shop"}, "aws_s3_bucket_versioning.v": {"bucket": bucket}}
    )
    changes, _ = fixed(plan, BLOCKED, "aws_s3_bucket.a")
    assert changes == (Edit("aws_s3_bucket_versioning.v", ("on",), True),)


def test_finding_without_a_repair_or_a_resource_is_refused():
    plan = build_plan({"aws_s3_bucket.a": {}})
    with pytest.raises(InputError, match="no repair is known"):
        fix_finding(plan, finding("aws_s3_bucket.a"), replace(LOGS, fix=None))
    with pytest.raises(InputError, match="not in the plan"):
        fix_finding(plan, finding("aws_s3_bucket.b"), LOGS)
