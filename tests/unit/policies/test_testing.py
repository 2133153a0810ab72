"""Tests of policies run as OPA runs them, although the engine cannot do ``with``."""

import pytest

from dharma_core.policies.ports import PolicySource
from dharma_core.policies.testing import TestOutcome, run_policy_tests
from dharma_core.policies.with_clauses import rewrite_tests
from dharma_core.runners.rego import ChildRego

POLICY = """package team
import rego.v1
deny contains msg if {
	some rc in input.resource_changes
	not rc.tags.Owner in data.owners
	msg := sprintf("%s: nobody's", [rc.address])
}
allow if input.user == "root"
"""
HEAD = "package team_test\nimport rego.v1\nimport data.team\n"
PLAN = '{"resource_changes": [{"address": "a", "tags": {"Owner": "us"}}]}'


def outcomes(body, *, policy=POLICY, head=HEAD, data=None):
    """Return outcome and reason by name of a test file's tests."""
    sources = [PolicySource("team.rego", policy, "p")]
    tests = [PolicySource("team_test.rego", head + body, "p")]
    found = run_policy_tests(sources, tests, ChildRego(), data=data or {"owners": ["us"]})
    return {r.name: (r.outcome.value, r.line, r.reason) for r in found}


@pytest.mark.parametrize(
    "body",
    [
        f"test_a if {{ count(team.deny) == 0 with input as {PLAN} }}",
        f"test_a if {{\n\tcount(team.deny) == 0 with input as {PLAN} # fine\n}}",
        f"plan := {PLAN}\ntest_a if {{ count(team.deny) == 0 with input as plan }}",
        f"test_a if {{ doc := {PLAN}; count(team.deny) == 0 with input as doc }}",
        f"test_a if {{ found := team.deny with input as {PLAN}\n\tcount(found) == 0 }}",
        f'test_a if {{ team.deny["a: nobody\'s"] with input as {PLAN} with data.owners as ["x"] }}',
        'test_a if { team.allow with input as {"user": "root"}\n not team.allow with input as {} }',
        'test_a if team.allow with input.user as "root"',
        "test_a if 1 + 1 == 2",
        "test_a := true if { true }",
    ],
)
def test_a_test_that_holds_passes(body):
    assert outcomes(body + "\n")["test_a"][0] == "passed"


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        (f"test_a if {{ count(team.deny) == 1 with input as {PLAN} }}", "failed", "undefined"),
        ('test_a if { team.allow with input as {"user": "x"} }', "failed", "undefined"),
        ('test_a if { team.allow with input as {"user": "root"}\n'
         ' team.allow with input as {"user": "x"} }', "failed", "undefined"),
        ("test_a if { team.deny with input as data.nothing.here }", "error", "stands for input"),
        ('test_a if { team.deny with time.now_ns as 1 }', "error", "needs OPA"),
        ("test_a if { opa.runtime() }", "error", "opa.runtime"),
        ("test_a if { team.deny with input as }", "error", "does not compile"),
        ("todo_test_a if { false }", "skipped", ""),
    ],
)  # fmt: skip
def test_a_test_that_does_not_hold_says_why(body, outcome, reason):
    ((_, found),) = outcomes(f"\n{body}\n").items()
    assert found[0] == outcome
    assert reason in found[2]
    assert found[1] in (4, 5)


def test_a_faulty_policy_is_named():
    found = outcomes("test_a if { team.allow }\n", policy="package team\nallow if {{{\n")
    assert found["test_a"][0] == "error"
    assert "team.rego" in found["test_a"][2]


def test_each_file_and_test_is_apart_from_the_others():
    found = outcomes("test_a if { opa.runtime() }\ntest_b if { true }\n")
    assert found["test_a"][0] == "error"
    assert found["test_b"][0] == "error"  # of one file with what does not compile


def test_old_style_tests_run_too():
    policy = 'package team\ndeny[msg] { input.open == true; msg := "open" }\n'
    head = "package team\n"
    body = (
        'test_a { deny["open"] with input as {"open": true} }\n'
        "test_b { count(deny) == 0 with input as {} }\n"
    )
    assert {k: v[0] for k, v in outcomes(body, policy=policy, head=head).items()} == {
        "test_a": "passed",
        "test_b": "passed",
    }


def test_texts_and_comments_that_speak_of_with_are_left_alone():
    body = (
        'test_a if { x := "a with input as b"; x != "}" # with input as {\n}\ntest_b if { true }\n'
    )
    text, tests = rewrite_tests(HEAD + body)
    assert [t.name for t in tests] == ["test_a", "test_b"]
    assert [len(t.asked[0].mocks) for t in tests] == [0, 0]
    assert '"a with input as b"' in text


def test_lines_keep_their_numbers():
    body = "\ntest_a if {\n\ttrue\n}\n\nlate := 1\n"
    text, (test,) = rewrite_tests(HEAD + body)
    lines = text.splitlines()
    assert test.line == 5
    assert lines.index("late := 1") == (HEAD + body).splitlines().index("late := 1")


def test_a_file_that_cannot_be_taken_is_an_error():
    tests = [
        PolicySource("a_test.rego", "", "p", "is not UTF-8 text"),
        PolicySource("b_test.rego", "test_x if { true }", "p"),
    ]
    first, second = run_policy_tests([], tests, ChildRego())
    assert (first.outcome, first.reason) == (TestOutcome.ERROR, "is not UTF-8 text")
    assert (second.outcome, second.reason) == (TestOutcome.ERROR, "it has no package line")
