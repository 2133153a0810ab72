"""A team's own Rego may only tighten; whatever it answers, nobody is let in by it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult
from dharma_core.trust.rules import Verdict
from dharma_core.trust.score import score
from dharma_core.trust.tightening import (
    Ruling,
    question,
    team_policies,
    tightened,
    trust_facts,
)

ALLOW = Ruling(Verdict.ALLOW, "change", ("It is enough.",))


def _answered(**values):
    return {"team.rego": RegoResult(values=(values,))}


def test_a_deny_denies_with_its_reasons():
    found = tightened(ALLOW, _answered(deny=["b", "a"], step_up=[]))
    assert found == Ruling(
        Verdict.DENY, "team.rego", ("team.rego: a", "team.rego: b", "It is enough.")
    )


@pytest.mark.parametrize(
    "value", [["why"], {"why": True}, "why", True], ids=["set", "old", "text", "truth"]
)
def test_an_objection_may_have_any_of_its_forms(value):
    found = tightened(ALLOW, _answered(step_up=value))
    assert (found.verdict, found.rule) == (Verdict.STEP_UP, "team.rego")
    assert found.reasons[0] in {"team.rego: why", "team.rego: the team's policy says so"}


@pytest.mark.parametrize("value", [None, False, [], {}], ids=str)
def test_no_objection_changes_nothing(value):
    assert tightened(ALLOW, _answered(deny=value, step_up=value)) is ALLOW


@pytest.mark.parametrize("value", [5, [1], [["a"]], {"a": 1} | {}, [None]], ids=str)
def test_an_answer_that_is_none_denies(value):
    found = tightened(ALLOW, _answered(deny=value))
    assert found.verdict is Verdict.DENY
    if not isinstance(value, dict):
        assert "answered deny with no set of reasons" in found.reasons[0]
        assert "without its answer nothing is allowed" in found.reasons[0]


def test_a_policy_that_fails_denies():
    problem = RegoResult(problem=RegoProblem("team.rego", 7, "did not finish within 2 s"))
    found = tightened(ALLOW, {"team.rego": problem})
    assert found.verdict is Verdict.DENY
    assert found.reasons[0] == (
        "The team's trust policy team.rego did not finish within 2 s (line 7); without its answer "
        "nothing is allowed."
    )


def test_a_policy_that_gives_no_answer_denies():
    assert tightened(ALLOW, {"team.rego": RegoResult()}).verdict is Verdict.DENY


def test_deny_wins_over_step_up_in_any_order():
    assert tightened(ALLOW, _answered(deny=["d"], step_up=["s"])).verdict is Verdict.DENY
    assert tightened(ALLOW, _answered(step_up=["s"], deny=["d"])).reasons[0] == "team.rego: d"


def test_of_two_files_the_stricter_decides():
    both = {
        "a.rego": RegoResult(values=({"step_up": ["s"]},)),
        "b.rego": RegoResult(values=({"deny": ["d"]},)),
    }
    assert tightened(ALLOW, both).rule == "b.rego"
    assert tightened(ALLOW, dict(reversed(both.items()))).rule == "b.rego"


def test_a_mild_answer_to_a_strict_ruling_changes_nothing():
    denied = Ruling(Verdict.DENY, "destroy")
    assert tightened(denied, _answered(step_up=["s"], deny=["d"])) is denied
    stepping = Ruling(Verdict.STEP_UP, "destroy")
    assert tightened(stepping, _answered(step_up=["s"])) is stepping


def test_reasons_are_few_and_short():
    found = tightened(ALLOW, _answered(deny=[f"{n:03}" * 200 for n in range(50)]))
    assert len(found.reasons) == 6
    assert all(len(reason) < 330 for reason in found.reasons)


answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
results = st.one_of(
    st.just(RegoResult()),
    st.just(RegoResult(problem=RegoProblem("x.rego", None, "failed"))),
    st.fixed_dictionaries({}, optional={"deny": answers, "step_up": answers}).map(
        lambda values: RegoResult(values=(values,))
    ),
)


@given(st.sampled_from(list(Verdict)), st.dictionaries(st.text(max_size=5), results, max_size=4))
def test_whatever_policies_answer_a_ruling_never_gets_milder(verdict, answered):
    found = tightened(Ruling(verdict, "ours"), answered)
    assert found.verdict.strictness >= verdict.strictness


def _source(text, file="team.rego", problem=""):
    return PolicySource(file, text, "team", problem)


def test_a_file_is_asked_for_what_it_defines():
    (unit,) = team_policies(
        [_source('package team.trust\nimport rego.v1\ndeny contains "x" if true\n')]
    ).units
    assert unit.entrypoints == unit.shared == ("team/trust/deny",)
    assert not unit.trusted
    (both,) = team_policies(
        [_source("package t\ndefault step_up := false\ndeny[m] { m := 1 }\n")]
    ).units
    assert both.entrypoints == ("t/deny", "t/step_up")


def test_files_without_rules_are_what_the_others_import():
    library = _source("package team.hours\nlate := true\n", "hours.rego")
    asked = _source("package team.trust\nimport data.team.hours\ndeny if hours.late\n")
    (unit,) = team_policies([library, asked]).units
    assert [module.file for module in unit.modules] == ["team.rego", "hours.rego"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (_source("package t\nallow := true\n"), "defines neither deny nor step_up"),
        (_source("package t\n# deny\ndenylist := []\n"), "defines neither deny nor step_up"),
        (_source("deny if true"), "has no package"),
        (_source("", problem="is not UTF-8 text"), "is not UTF-8 text"),
    ],
    ids=["allow only", "a comment", "no package", "unreadable"],
)
def test_a_file_that_can_tighten_nothing_is_refused(source, fault):
    with pytest.raises(InputError, match=fault):
        team_policies([source])


def test_no_files_are_no_policies():
    assert team_policies([]).units == ()


def test_a_policy_sees_who_asks_what_and_our_ruling():
    said = json.loads(question({"user": "änn"}, ALLOW, trust_facts(score(95, 100, 75))))
    assert said == {
        "user": "änn", "decision": "allow", "rule": "change", "trust_score": 92.0,
        "trust_level": "full", "device_trust": 95.0, "user_trust": 100.0, "context_trust": 75.0,
    }  # fmt: skip


def test_what_somebody_calls_himself_does_not_hide_our_ruling():
    said = json.loads(question({"decision": "deny", "rule": "x"}, ALLOW, {"trust_score": 1.0}))
    assert (said["decision"], said["rule"]) == ("allow", "change")


def test_a_question_is_one_text_whatever_the_order_of_its_facts():
    one = question({"user": "änn", "action": "read"}, ALLOW, {"trust_score": 1.0})
    assert one == question({"action": "read", "user": "änn"}, ALLOW, {"trust_score": 1.0})
    assert one.index('"action"') < one.index('"user": "änn"')


@pytest.mark.parametrize(("length", "kept"), [(299, 299), (300, 300), (301, 300)])
@pytest.mark.parametrize("form", [str, lambda text: [text]], ids=["text", "set"])
def test_a_reason_is_cut_at_300_characters(length, kept, form):
    found = tightened(ALLOW, _answered(deny=form("x" * length)))
    assert found.reasons[0] == f"team.rego: {'x' * kept}"


def test_the_first_of_several_files_that_tighten_nothing_is_named():
    files = [_source("package a\n", "a.rego"), _source("package b\n", "b.rego")]
    with pytest.raises(InputError, match=r"a\.rego defines neither"):
        team_policies(files)
