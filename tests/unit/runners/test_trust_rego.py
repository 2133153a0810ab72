"""The engine of trust policies: kept open, asked in turn, and its failure is a no."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult
from dharma_core.runners.rego import ChildRego
from dharma_core.runners.trust_rego import TrustRego, shared_trust_rego
from dharma_core.trust.rules import Verdict
from dharma_core.trust.tightening import Ruling, TeamPolicies, team_policies, tightened

ALLOW = Ruling(Verdict.ALLOW, "change")
TEAM = """package team.trust
import rego.v1
deny contains "nobody deletes on a Friday" if input.action == "delete"
step_up contains "keys ask for more" if input.resource == "key"
"""


def _policies(text: str = TEAM, file: str = "team.rego") -> TeamPolicies:
    return team_policies([PolicySource(file, text, "team")])


@pytest.fixture(scope="module")
def engine():
    made = TrustRego(ChildRego(timeout_seconds=5.0))
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ('{"action": "read", "resource": "blueprint"}', "allow"),
        ('{"action": "read", "resource": "key"}', "step_up"),
        ('{"action": "delete", "resource": "key"}', "deny"),
        ("{}", "allow"),
    ],
)
def test_a_policy_is_asked_about_each_question(engine, asked, verdict):
    assert tightened(ALLOW, engine.ask(_policies(), asked)).verdict.value == verdict


BAD = {
    "no Rego": "package t\ndeny if {",
    "an unknown function": "package t\nimport rego.v1\ndeny if nosuch(input)",
    "a call that is refused": 'package t\nimport rego.v1\ndeny if http.send({"url": "x"})',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_policy_that_does_not_run_denies(engine, text):
    assert tightened(ALLOW, engine.ask(_policies(text, "bad.rego"), "{}")).verdict is Verdict.DENY


def test_a_policy_that_hangs_denies_and_the_next_question_is_answered():
    made = TrustRego(ChildRego(timeout_seconds=1.5))
    hangs = _policies("package t\nimport rego.v1\ndeny if count(numbers.range(1, 1000000000)) > 0")
    assert tightened(ALLOW, made.ask(hangs, "{}")).verdict is Verdict.DENY
    assert tightened(ALLOW, made.ask(_policies(), "{}")).verdict is Verdict.ALLOW
    made.stop()


class FakeRunner:
    """An engine whose answers are written down before."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.started = self.ended = self.asked = 0

    @contextmanager
    def session(self):
        self.started += 1
        try:
            yield self
        finally:
            self.ended += 1

    def evaluate(self, units, inputs):
        self.asked += len(inputs)
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return {unit.key: answer for unit in units if answer}


FINE = RegoResult(values=({"deny": []},))
BROKEN = RegoResult(problem=RegoProblem("team.rego", 3, "stopped"))


def test_one_session_answers_many_questions():
    runner = FakeRunner(FINE, FINE, FINE)
    made = TrustRego(runner)
    for _ in range(3):
        made.ask(_policies(), "{}")
    assert (runner.started, runner.asked, runner.ended) == (1, 3, 0)
    made.stop()
    assert runner.ended == 1


def test_a_problem_stays_the_answer_for_a_few_seconds():
    now = [0.0]
    runner = FakeRunner(BROKEN, FINE)
    made = TrustRego(runner, monotonic=lambda: now[0])
    for seconds in (0.0, 4.99):
        now[0] = seconds
        problem = made.ask(_policies(), "{}")["team.rego"].problem
        assert "stopped" in problem.reason
    assert (runner.asked, runner.ended) == (1, 1)
    now[0] = 5.0
    assert made.ask(_policies(), "{}")["team.rego"] == FINE
    assert (runner.started, runner.asked) == (2, 2)


def test_a_problem_of_one_policy_is_none_of_another():
    runner = FakeRunner(BROKEN, FINE)
    made = TrustRego(runner, monotonic=lambda: 0.0)
    made.ask(_policies(file="bad.rego"), "{}")
    both = TeamPolicies((*_policies(file="bad.rego").units, *_policies(file="good.rego").units))
    found = made.ask(both, "{}")
    assert found["bad.rego"].problem is not None
    assert found["good.rego"] == FINE


def test_an_engine_that_breaks_denies():
    made = TrustRego(FakeRunner(OSError("no more processes"), FINE), monotonic=lambda: 0.0)
    found = made.ask(_policies(), "{}")
    assert "could not be asked (OSError: no more processes)" in found["team.rego"].problem.reason
    assert tightened(ALLOW, found).verdict is Verdict.DENY


def test_no_policies_start_no_engine():
    runner = FakeRunner()
    assert TrustRego(runner).ask(TeamPolicies(), "{}") == {}
    assert runner.started == 0


def test_a_warm_engine_has_compiled_its_policies_and_asks_them_nothing():
    runner = FakeRunner({}, FINE)
    made = TrustRego(runner)
    made.warm(_policies())
    made.warm(_policies())
    assert (runner.started, runner.asked) == (1, 0)
    assert made.ask(_policies(), "{}")["team.rego"] == FINE
    assert (runner.started, runner.asked) == (1, 1)


def test_warming_without_policies_starts_no_engine():
    runner = FakeRunner()
    TrustRego(runner).warm(TeamPolicies())
    assert runner.started == 0


def test_a_warm_real_engine_answers_as_a_cold_one():
    made = TrustRego(ChildRego(timeout_seconds=5.0))
    made.warm(_policies())
    delete = '{"action": "delete", "resource": "key"}'
    assert tightened(ALLOW, made.ask(_policies(), delete)).verdict is Verdict.DENY
    made.stop()


def test_what_fails_while_warming_is_said_to_who_asks():
    made = TrustRego(ChildRego(timeout_seconds=5.0))
    broken = _policies(BAD["no Rego"], "bad.rego")
    made.warm(broken)
    assert tightened(ALLOW, made.ask(broken, "{}")).verdict is Verdict.DENY
    made.stop()


def test_an_interrupted_question_ends_its_engine_so_that_no_answer_is_taken_for_another():
    runner = FakeRunner(KeyboardInterrupt(), FINE)
    made = TrustRego(runner)
    with pytest.raises(KeyboardInterrupt):
        made.ask(_policies(), "{}")
    assert runner.ended == 1
    assert made.ask(_policies(), "{}")["team.rego"] == FINE
    assert runner.started == 2


def test_a_process_has_one_engine():
    assert shared_trust_rego(1) is shared_trust_rego(1)
    assert shared_trust_rego(1) is not shared_trust_rego(2)
