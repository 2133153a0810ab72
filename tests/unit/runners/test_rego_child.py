"""The guarded engine: hostile policies are refused or stopped, and the others still answer."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from dharma_core.policies.ports import PolicySource, RegoUnit
from dharma_core.runners import rego
from dharma_core.runners.rego import ChildRego
from dharma_core.runners.rego_process import RegoProcess

GOOD = 'package good\nfailing := [a | some a in input.addresses; a != "fine"]'


def unit(text: str, *, name: str = "bad.rego", entry: str = "bad/deny") -> RegoUnit:
    return RegoUnit(name, (PolicySource(name, text),), (entry,))


def good() -> RegoUnit:
    return unit(GOOD, name="good.rego", entry="good/failing")


REFUSED = {
    "environment": ("deny contains x if {\n\tx := opa.runtime()\n}", 3, "opa.runtime"),
    "network": ('deny contains x if x := http.send({"url": "x"})', 2, "http.send"),
    "lookup": ('deny contains x if x := net.lookup_ip_addr("x")', 2, "net.lookup_ip_addr"),
    "clock": ("deny contains x if x := time.now_ns()", 2, "time.now_ns"),
    "chance": ('deny contains x if x := rand.intn("a", 5)', 2, "rand.intn"),
    "random id": ('deny contains x if x := uuid.rfc4122("a")', 2, "uuid.rfc4122"),
    "unknown built-in": ("deny contains x if x := foo.bar(1)", 2, "foo.bar"),
    "misspelt function": (
        'deny contains x if {\n\tx := "a"\n\tstartwith(x, "a")\n}',
        4,
        "startwith",
    ),
    "unbound variable": ("deny contains x if {\n\tx := 1\n\ty == x\n}", 4, "never gets a value"),
    "unbound in one body only": (
        "deny contains x if { y == 1; x := y }\ndeny contains x if { y := 1; x := y }",
        2,
        "never gets a value",
    ),
    "syntax": ("deny contains x if {\n\tx := 1\n}}", 4, "Syntax error"),
    "unclosed": ("deny contains x if {\n\tx := [1\n}", None, "does not compile"),
    "chained bodies": ("deny[x] { x := 1 } { x := 2 }", 2, "only one body"),
    "missing library": ("deny contains x if x := data.lib.f(1)", 2, "data.lib.f"),
    "recursion": ("f(x) := f(x)\ndeny contains x if x := f(1)", None, "Recursion"),
    "division by zero": ("deny contains x if x := 1 / input.zero", None, "stopped with an error"),
    "wrong type": ("deny contains x if x := count(input.zero)", None, "stopped with an error"),
    "too many steps": (
        "deny contains x if { some i in numbers.range(1, 9000)\n"
        "some j in numbers.range(1, 9000)\ni * j == 0\nx := i }",
        None,
        "",
    ),
    "too deep": ("x := " + "[" * 20_000 + "]" * 20_000 + "\ndeny contains 1 if x", None, "crashed"),
}


@pytest.mark.parametrize(("body", "line", "reason"), REFUSED.values(), ids=REFUSED)
def test_child_refuses_a_bad_policy_with_place_and_reason_and_runs_the_other(body, line, reason):
    runner = ChildRego(timeout_seconds=4, memory_bytes=512 * 1024**2)
    with runner.session() as session:
        found = session.evaluate(
            [unit(f"package bad\n{body}"), good()], ['{"addresses": ["a", "fine"], "zero": 0}']
        )
    problem = found["bad.rego"].problem
    assert problem is not None
    assert problem.file == "bad.rego"
    assert reason in problem.reason
    assert line in (None, problem.line)
    assert found["good.rego"].values == ({"failing": ["a"]},)


STOPPED = {
    "backtracking": 'deny contains 1 if regex.match("^(a+)+$", "%s")' % ("a" * 40 + "b"),
    "huge range": "deny contains x if x := count(numbers.range(1, 4000000000))",
    "huge output": 'deny contains sprintf("%d", [x]) if some x in numbers.range(1, 900000)',
}


@pytest.mark.parametrize("body", STOPPED.values(), ids=STOPPED)
def test_child_is_stopped_in_time_and_replaced_when_a_policy_does_not_end(body):
    runner = ChildRego(timeout_seconds=1, memory_bytes=256 * 1024**2)
    started = time.monotonic()
    with runner.session() as session:
        found = session.evaluate(
            [good(), unit(f"package bad\n{body}")], ['{"addresses": ["a"]}', '{"addresses": ["b"]}']
        )
    assert found["bad.rego"].problem is not None
    assert found["good.rego"].values == ({"failing": ["a"]}, {"failing": ["b"]})
    assert time.monotonic() - started < 5


def test_session_reports_policies_it_had_no_time_for():
    endless = STOPPED["backtracking"]
    units = [unit(f"package bad\n{endless}", name=f"{n}.rego") for n in "abc"]
    with ChildRego(timeout_seconds=1, budget_seconds=1).session() as session:
        found = session.evaluate(units, ["{}"])
    reasons = [found[u.key].problem.reason for u in units]
    assert "was stopped" in reasons[0]
    assert "was not run" in reasons[2]


def test_child_sees_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("DHARMA_SECRET", "hunter2")
    child = RegoProcess(1024**3)
    try:
        environment = Path(f"/proc/{child._process.pid}/environ").read_bytes()
    except FileNotFoundError:
        pytest.skip("needs /proc")
    finally:
        child.kill()
    assert b"hunter2" not in environment


TEXTS = ['q"uo\\te', "line\nbreak", "é ☃ 🎈", "12345678901234567890123"]


@pytest.mark.parametrize("text", TEXTS)
def test_child_returns_texts_as_they_were(text):

    unit_ = unit("package bad\ndeny contains input.x if true")
    with ChildRego().session() as session:
        found = session.evaluate([unit_], [json.dumps({"x": text}, ensure_ascii=False)])
    assert found["bad.rego"].values == ({"deny": [text]},)


def test_policy_reads_parameters_as_data_beside_its_own_packages():
    text = "package dharma.a\ndeny contains x if some x in data.dharma.parameters.names"
    given = RegoUnit(
        "a",
        (PolicySource("a", text),),
        ("dharma/a/deny",),
        {"dharma": {"parameters": {"names": ["n"]}}},
    )
    with ChildRego().session() as session:
        assert session.evaluate([given], ["{}"])["a"].values == ({"deny": ["n"]},)


def many(count: int, *, bad: dict[int, str] | None = None):
    """Return questions of one policy each; every tenth two share a bundle."""
    for number in range(count):
        text = (bad or {}).get(number, f"deny contains input.x + {number} if true")
        one = unit(f"package bad\n{text}", name=f"{number}.rego")
        yield one, [json.dumps({"x": n}) for n in range(3)]


def _engines() -> set[int]:
    below = psutil.Process().children()
    return {p.pid for p in below if "rego_child" in " ".join(p.cmdline())}


@pytest.fixture
def engines_below_us() -> Callable[[], int]:
    """Return what counts the engines of this test; one that other tests share may still live."""
    earlier = _engines()
    return lambda: len(_engines() - earlier)


@pytest.mark.parametrize("lanes", [1, 2])
def test_questions_are_answered_in_their_order(lanes):
    with ChildRego(lanes=lanes).session() as session:
        found = [r.values for r in session.each(many(60))]
    assert found == [tuple({"deny": [x + number]} for x in range(3)) for number in range(60)]


def test_a_second_process_starts_when_there_is_work_for_it(monkeypatch, engines_below_us):
    monkeypatch.setattr(rego, "_SLIM_BYTES", 1024**4)
    monkeypatch.setattr(rego, "_MUCH_CHARACTERS", 40_000)  # some twenty questions
    with ChildRego(lanes=2).session() as session:
        list(session.each(many(10)))
        few = engines_below_us()
        list(session.each(many(60)))
        assert (few, engines_below_us()) == (1, 2)
    assert engines_below_us() == 0


def test_a_large_process_starts_no_second_one(monkeypatch, engines_below_us):
    monkeypatch.setattr(rego, "_SLIM_BYTES", 1)
    monkeypatch.setattr(rego, "_MUCH_CHARACTERS", 40_000)
    with ChildRego(lanes=2).session() as session:
        assert len(list(session.each(many(60)))) == 60
        assert engines_below_us() == 1


def test_a_hostile_policy_among_many_stops_no_other():
    bad = {3: STOPPED["backtracking"], 41: "deny contains nothing_of_the_kind(1)"}
    with ChildRego(timeout_seconds=1, lanes=2).session() as session:
        found = list(session.each(many(60, bad=bad)))
    assert [n for n, result in enumerate(found) if result.problem] == [3, 41]
    assert found[42].values == tuple({"deny": [x + 42]} for x in range(3))


def test_questions_that_are_given_up_leave_no_process(engines_below_us):
    slow = dict.fromkeys(range(30, 40), STOPPED["backtracking"])
    with ChildRego(lanes=2).session() as session:
        answers = session.each(many(60, bad=slow))
        next(answers)
        answers.close()
    assert engines_below_us() == 0


def test_the_next_questions_are_drawn_only_as_fast_as_they_are_answered():
    drawn = 0

    def large():
        nonlocal drawn
        for number in range(40):
            drawn += 1
            text = json.dumps({"x": number, "filling": "x" * 1_000_000})
            yield unit("package bad\ndeny contains input.x if true", name=f"{number}.rego"), [text]

    with ChildRego(lanes=2).session() as session:
        next(session.each(large()))
    assert drawn < 12
