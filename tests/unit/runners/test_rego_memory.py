"""Answers of the policy engine, kept between checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult, RegoUnit
from dharma_core.runners.rego import ChildRego
from dharma_core.runners.rego_memory import RememberingRego, SharedRego, shared_rego


class Recorder:
    """Answers each input with its own text, and notes who was asked what."""

    def __init__(self) -> None:
        self.questions: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self.started = self.stopped = 0
        self.broken: set[str] = set()

    @contextmanager
    def session(self) -> Iterator[Recorder]:
        self.started += 1
        yield self
        self.stopped += 1

    def evaluate(self, units, inputs):
        texts = tuple(inputs)
        self.questions.append((tuple(u.key for u in units), texts))
        fault = RegoProblem("x.rego", 1, "stopped")
        return {
            u.key: RegoResult((), fault)
            if u.key in self.broken
            else RegoResult(tuple({"deny": f"{u.key} of {t}"} for t in texts))
            for u in units
        }

    def each(self, asks):
        for one, texts in asks:
            yield self.evaluate([one], texts)[one.key]


@pytest.fixture
def inner() -> Recorder:
    return Recorder()


@pytest.fixture
def rego(inner) -> Iterator[RememberingRego]:
    made = RememberingRego(inner)
    yield made
    made.stop()


def unit(key: str, text: str = "package a", **data) -> RegoUnit:
    return RegoUnit(key, (PolicySource(f"{key}.rego", text),), (f"{key}/deny",), data)


def ask(rego, units, texts):
    with rego.session() as session:
        found = session.evaluate(units, iter(texts))
    return {key: [v["deny"] for v in result.values] for key, result in found.items()}


def test_the_same_question_is_asked_once(rego, inner) -> None:
    for _ in range(3):
        assert ask(rego, [unit("a")], ["1", "2"]) == {"a": ["a of 1", "a of 2"]}
    assert len(inner.questions) == 1


def test_only_what_changed_is_asked_and_order_is_kept(rego, inner) -> None:
    ask(rego, [unit("a")], ["1", "2", "3"])
    assert ask(rego, [unit("a")], ["1", "new", "3"])["a"] == ["a of 1", "a of new", "a of 3"]
    assert inner.questions[-1] == (("a",), ("new",))


def test_another_policy_text_or_other_data_is_another_question(rego, inner) -> None:
    ask(rego, [unit("a")], ["1"])
    ask(rego, [unit("a", "package b")], ["1"])
    ask(rego, [unit("a", parameters={"x": 1})], ["1"])
    assert len(inner.questions) == 3


def test_a_policy_without_inputs_is_compiled_once(rego, inner) -> None:
    assert ask(rego, [unit("a")], []) == {"a": []}
    ask(rego, [unit("a")], [])
    assert inner.questions == [(("a",), ())]


def test_a_problem_is_told_and_never_kept(rego, inner) -> None:
    inner.broken = {"a"}
    with rego.session() as session:
        assert session.evaluate([unit("a")], ["1"])["a"].problem is not None
    inner.broken = set()
    assert ask(rego, [unit("a")], ["1"]) == {"a": ["a of 1"]}
    assert (inner.started, inner.stopped) == (2, 1)


def test_the_engine_stays_between_checks_and_ends_when_told(rego, inner) -> None:
    ask(rego, [unit("a")], ["1"])
    ask(rego, [unit("a")], ["2"])
    assert (inner.started, inner.stopped) == (1, 0)
    rego.stop()
    assert inner.stopped == 1


def test_no_engine_starts_when_everything_is_known(rego, inner) -> None:
    ask(rego, [unit("a")], ["1"])
    rego.stop()
    ask(rego, [unit("a")], ["1"])
    assert inner.started == 1


def test_a_check_that_finds_the_shared_memory_busy_runs_beside_it():
    class Counting:
        opened = 0

        @contextmanager
        def session(self):
            self.opened += 1
            with ChildRego().session() as session:
                yield session

    inner = Counting()
    shared = SharedRego(inner)
    policy = PolicySource("a.rego", "package a\ndeny contains input.x if input.x > 1")
    unit = RegoUnit("a.rego", (policy,), ("a/deny",))
    with shared.session() as first:
        assert first.evaluate([unit], ['{"x": 2}'])["a.rego"].values == ({"deny": [2]},)
        with shared.session() as second:
            assert second.evaluate([unit], ['{"x": 3}'])["a.rego"].values == ({"deny": [3]},)
    assert inner.opened == 2
    with shared.session() as again:
        assert again.evaluate([unit], ['{"x": 2}'])["a.rego"].values == ({"deny": [2]},)
    assert inner.opened == 2
    assert shared_rego(1) is shared_rego(1)
    assert shared_rego(1) is not shared_rego(2)


def test_questions_in_a_row_ask_only_what_is_not_known(rego, inner):
    ask(rego, [unit("b")], ["1", "2"])
    inner.questions.clear()
    asks = [(unit("a"), ["1"]), (unit("b"), ["2", "1"]), (unit("b"), ["2", "3"]), (unit("c"), [])]
    with rego.session() as session:
        found = [[v["deny"] for v in result.values] for result in session.each(iter(asks))]
    assert found == [["a of 1"], ["b of 2", "b of 1"], ["b of 2", "b of 3"], []]
    assert inner.questions == [(("a",), ("1",)), (("b",), ("3",)), (("c",), ())]


def test_questions_in_a_row_that_are_all_known_start_nothing(rego, inner):
    ask(rego, [unit("a")], ["1"])
    rego.stop()
    with rego.session() as session:
        found = [result.values for result in session.each([(unit("a"), ["1"])] * 2)]
    assert (found, inner.started) == ([({"deny": "a of 1"},)] * 2, 1)


def test_a_problem_among_questions_is_told_and_never_kept(rego, inner):
    inner.broken = {"bad"}
    asks = [(unit("bad"), ["1"]), (unit("a"), ["1"])]
    for _ in range(2):
        with rego.session() as session:
            assert [bool(result.problem) for result in session.each(asks)] == [True, False]
    assert [keys for keys, _ in inner.questions] == [("bad",), ("a",), ("bad",)]
    assert inner.started == 2


def test_an_engine_started_ahead_is_the_one_that_answers(inner):
    shared = SharedRego(inner)
    shared.start()
    assert inner.started == 1
    with shared.session() as session:
        session.evaluate([unit("a")], ["1"])
        shared.start()  # while a check has it: nothing to do, and nothing to wait for
    assert inner.started == 1
