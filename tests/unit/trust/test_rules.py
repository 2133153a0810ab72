"""Access rules: the strictest that matches decides, on both sides of every bar."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.trust.rules import (
    AccessRule,
    AccessRules,
    Ask,
    Sensitivity,
    Verdict,
    judge,
    verdict_on,
)
from dharma_core.trust.score import Level

ANYTHING = AccessRule("anything", "All", Level.LOW)
DELETE = AccessRule("delete", "Deletes", Level.HIGH, actions=frozenset({"destroying"}))
KEYS = AccessRule("keys", "Keys", Level.FULL, resources=frozenset({"key"}), second_factor=True)
SECRET = AccessRule(
    "secret", "Secret", Level.MEDIUM, sensitivities=frozenset({Sensitivity.RESTRICTED})
)
FLED = AccessRule("fled", "Fled", Level.FULL, when=frozenset({"context.travel"}))
RULES = AccessRules(
    (ANYTHING, DELETE, KEYS, SECRET, FLED),
    {"blueprint": Sensitivity.INTERNAL, "key": Sensitivity.RESTRICTED},
    {"delete": "destroying", "read": "reading"},
)


@pytest.mark.parametrize(
    ("ask", "rule"),
    [
        (Ask("blueprint", "read"), "anything"),
        (Ask("blueprint:bp_1", "blueprint:delete"), "delete"),
        (Ask("BLUEPRINT/bp_1", " Delete "), "delete"),
        (Ask("key", "read"), "keys"),
        (Ask("key", "delete"), "keys"),
        (Ask("blueprint", "read", Sensitivity.RESTRICTED), "secret"),
        (Ask("blueprint", "delete", Sensitivity.RESTRICTED), "delete"),
        (Ask("weather", "read"), "anything"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else f"{value.action} {value.resource}".strip()
    ),
)
def test_the_strictest_matching_rule_decides(ask, rule):
    assert RULES.demand(ask).rule.id == rule


def test_the_order_of_rules_means_nothing():
    orders = [
        AccessRules(order, RULES.resources, RULES.kinds)
        for order in itertools.permutations(RULES.rules)
    ]
    found = {rules.demand(Ask("key", "delete")).rule.id for rules in orders}
    assert found == {"keys"}


def test_of_two_alike_the_first_by_name_decides():
    twin = AccessRule("a-twin", "Twin", Level.HIGH, actions=frozenset({"delete"}))
    rules = AccessRules((*RULES.rules, twin), RULES.resources, RULES.kinds)
    assert rules.demand(Ask("blueprint", "delete")).rule.id == "a-twin"


def test_a_demand_says_how_sensitive_and_of_what_kind():
    found = RULES.demand(Ask("blueprint", "delete"))
    assert (found.sensitivity, found.kind, found.factor) == (
        Sensitivity.INTERNAL,
        "destroying",
        None,
    )
    assert RULES.demand(Ask("key", "read")).factor is KEYS


def test_what_nobody_has_placed_is_confidential_and_changing():
    found = RULES.demand(Ask("weather", "melt"))
    assert (found.sensitivity, found.kind) == (Sensitivity.CONFIDENTIAL, "changing")


def test_a_rule_with_when_speaks_of_scores_that_it_names():
    assert RULES.demand(Ask("blueprint", "read"), ("context.travel",)).rule is FLED
    assert RULES.demand(Ask("blueprint", "read"), ("context.time",)).rule is ANYTHING
    # What was asked before is remembered by what lowered the score.
    assert RULES.demand(Ask("blueprint", "read")).rule is ANYTHING


def test_the_memory_of_demands_stays_small(monkeypatch):
    monkeypatch.setattr("dharma_core.trust.rules._MOST_REMEMBERED", 3)
    rules = AccessRules(RULES.rules, RULES.resources, RULES.kinds)
    for number in range(9):
        assert rules.demand(Ask(f"class{number}", "read")).rule is ANYTHING
    assert len(rules._known) == 3


def test_only_a_rule_without_limits_matches_all():
    assert ANYTHING.matches_all
    assert not any(rule.matches_all for rule in (DELETE, KEYS, SECRET, FLED))


@pytest.mark.parametrize(
    ("exact", "lifted", "passed", "verdict"),
    [
        ("60", "60", False, "allow"),
        ("60", "60", True, "allow"),
        ("59.999999", "60", False, "step_up"),
        ("59.999999", "59.999999", False, "deny"),
        ("59.999999", "60", True, "deny"),
        ("0", "0", False, "deny"),
        ("100", "100", False, "allow"),
    ],
)
def test_a_verdict_lies_on_the_right_side_of_the_bar(exact, lifted, passed, verdict):
    found = verdict_on(
        Decimal(exact), Decimal(60), second_factor=passed, with_second_factor=Decimal(lifted)
    )
    assert found.value == verdict


@pytest.mark.parametrize(
    ("exact", "passed", "verdict", "rule"),
    [
        ("80", True, "allow", "keys"),
        ("80", False, "step_up", "keys"),
        ("79.99", True, "deny", "keys"),
    ],
)
def test_a_second_factor_is_asked_for_where_a_rule_says_so(exact, passed, verdict, rule):
    found, by = judge(
        Decimal(exact),
        RULES.demand(Ask("key", "read")),
        second_factor=passed,
        with_second_factor=Decimal(exact),
    )
    assert (found.value, by.id) == (verdict, rule)


def test_a_milder_rule_may_be_the_one_that_asks_for_a_second_factor():
    asks = AccessRule("asks", "Asks", Level.LOW, second_factor=True)
    rules = AccessRules((*RULES.rules, asks), RULES.resources, RULES.kinds)
    demand = rules.demand(Ask("blueprint", "delete"))
    high = Decimal(70)
    verdict, by = judge(high, demand, second_factor=False, with_second_factor=high)
    assert (verdict, by.id) == (Verdict.STEP_UP, "asks")
    verdict, by = judge(high, demand, second_factor=True, with_second_factor=high)
    assert (verdict, by.id) == (Verdict.ALLOW, "delete")


def test_a_rule_tells_itself_as_json():
    assert KEYS.as_dict() == {
        "id": "keys", "title": "Keys", "resources": ["key"], "sensitivities": [], "actions": [],
        "when": [], "requires": "full", "second_factor": True, "where": "",
    }  # fmt: skip


scores = st.decimals(min_value=0, max_value=100, places=2)
asks = st.builds(
    Ask,
    st.sampled_from(["blueprint", "key", "weather"]),
    st.sampled_from(["read", "delete", "melt"]),
    st.sampled_from([None, *Sensitivity]),
)


@given(ask=asks, low=scores, high=scores, passed=st.booleans())
def test_more_trust_is_never_judged_more_strictly(ask, low, high, passed):
    low, high = sorted((low, high))
    demand = RULES.demand(ask)
    found = [
        judge(s, demand, second_factor=passed, with_second_factor=min(s + 12, Decimal(100)))[0]
        for s in (low, high)
    ]
    assert found[0].strictness >= found[1].strictness


@given(ask=asks, exact=scores, level=st.sampled_from(list(Level)), passed=st.booleans())
def test_a_further_rule_only_tightens(ask, exact, level, passed):
    more = AccessRules(
        (*RULES.rules, AccessRule("more", "More", level)), RULES.resources, RULES.kinds
    )
    before, after = (
        judge(exact, rules.demand(ask), second_factor=passed, with_second_factor=exact)[0]
        for rules in (RULES, more)
    )
    assert after.strictness >= before.strictness


def test_a_rule_without_more_asks_for_no_second_factor():
    assert not ANYTHING.second_factor
    assert AccessRule("anything", "All", Level.LOW) == ANYTHING


@pytest.mark.parametrize(
    ("resource", "name"), [("user:u/1", "user"), ("user/u:1", "user"), (" User ", "user")]
)
def test_a_class_ends_at_the_first_colon_or_slash(resource, name):
    assert Ask(resource, "read").resource_class == name


def test_what_was_remembered_of_a_demand_is_no_part_of_the_rules():
    asked = AccessRules(RULES.rules, RULES.resources, RULES.kinds)
    asked.demand(Ask("key", "read"))
    assert asked == AccessRules(RULES.rules, RULES.resources, RULES.kinds)


def test_verdicts_are_ordered_by_their_strictness():
    assert [Verdict(word).strictness for word in ("allow", "step_up", "deny")] == [0, 1, 2]


def test_what_rules_remember_of_questions_is_bounded():
    rules = AccessRules(RULES.rules, RULES.resources, RULES.kinds)
    for number in range(4_100):
        rules.demand(Ask("blueprint", f"verb{number}"))
    assert len(rules._known) == 4_096
    assert rules.demand(Ask("key", "verb4099")).rule is KEYS  # beyond it they are asked anew


def test_rules_that_were_asked_are_equal_to_those_that_were_not():
    asked = AccessRules(RULES.rules, RULES.resources, RULES.kinds)
    asked.demand(Ask("blueprint", "read"))
    assert asked == AccessRules(RULES.rules, RULES.resources, RULES.kinds)
    assert "_known" not in repr(asked)
    assert "_watched" not in repr(asked)


def test_what_is_asked_is_shown_as_it_was_said():
    assert (
        repr(Ask("Key/k", "Delete")) == "Ask(resource='Key/k', action='Delete', sensitivity=None)"
    )
