"""Every rule with a fix: its own broken plan, mended, is broken no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from dharma_core.plan import make_resource, parse_address
from dharma_core.policies.check import check
from dharma_core.policies.findings import Effect
from dharma_core.policies.metadata import parse_policy
from dharma_core.recommendations import change_plan
from dharma_core.recommendations.fixes import fix_changes
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies
from tests.unit.policies.small_plans import build_plan

FIXTURES = Path(__file__).parents[1] / "policies" / "fixtures" / "rules"
POLICIES = [parse_policy(source) for source in load_builtin_policies()]
RULES = {p.rule.id: p.rule for p in POLICIES if p.rules}
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


def resource(address, **attributes):
    return make_resource(parse_address(address), attributes)
