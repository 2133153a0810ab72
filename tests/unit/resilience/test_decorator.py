"""The decorator: what is tried again, when it stops, and what stands in."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.resilience import Answer, BreakerState, Clockwork, Policy, resilient


class World:
    """A service that gives the prepared results in turn, with a clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.calls = 0
        self.results: list[Any] = []
        self.clockwork = Clockwork(lambda: self.now, self.sleep, lambda: 0.5)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def gives(self, results: Iterable[Any]) -> None:
        self.results = list(results)

    def ask(self, key: str = "a") -> str:
        self.calls += 1
        result = self.results.pop(0)
        if isinstance(result, BaseException):
            raise result
        return f"{key}:{result}"


@pytest.fixture
def world() -> World:
    return World()


def _guarded(world: World, **options: Any) -> Any:
    return resilient("the service", clockwork=world.clockwork, **options)(world.ask)


def _opened(world: World, **options: Any) -> Any:
    call = _guarded(world, policy=Policy(retries=0), **options)
    for _ in range(10):
        call.breaker.record(failed=True)
    return call


def test_it_tries_three_times_more_and_waits_longer_each_time(world: World) -> None:
    world.gives([TimeoutError(), TimeoutError(), TimeoutError(), "ok"])
    assert _guarded(world)() == "a:ok"
    assert world.waits == [1.0, 2.0, 4.0]


def test_it_gives_the_last_error_when_every_try_fails(world: World) -> None:
    world.gives([TimeoutError("1"), TimeoutError("2"), TimeoutError("3"), TimeoutError("4")])
    with pytest.raises(TimeoutError, match="4"):
        _guarded(world)()
    assert world.calls == 4


def test_it_does_not_try_again_what_cannot_help(world: World) -> None:
    world.gives([InputError("wrong")])
    with pytest.raises(InputError):
        _guarded(world)()
    assert world.waits == []


def test_the_numbers_can_be_set(world: World) -> None:
    policy = Policy(retries=2, first_wait=5, longest_wait=6, transient=lambda _: True)
    world.gives([ValueError(), ValueError(), "ok"])
    assert _guarded(world, policy=policy)() == "a:ok"
    assert world.waits == [5, 6]


def test_an_open_breaker_calls_nobody(world: World) -> None:
    call = _opened(world)
    with pytest.raises(AdapterError, match=r"Calls to the service are stopped for 30 s"):
        call()
    assert world.calls == 0


def test_failures_open_the_breaker_in_the_middle_of_retries(world: World) -> None:
    call = _guarded(world, policy=Policy(minimum_calls=2))
    world.gives([TimeoutError(), TimeoutError(), "never"])
    with pytest.raises(AdapterError, match="are stopped"):
        call()
    assert world.calls == 2


def test_answers_that_are_errors_do_not_open_the_breaker(world: World) -> None:
    call = _guarded(world)
    world.gives([InputError("wrong")] * 20)
    for _ in range(20):
        with pytest.raises(InputError):
            call()
    assert call.breaker.state is BreakerState.CLOSED


def test_an_interrupted_trial_leaves_the_breaker_open(world: World) -> None:
    call = _opened(world)
    world.now = 30.0
    world.gives([KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        call()
    assert call.breaker.state is BreakerState.OPEN


def test_functions_of_one_service_share_a_breaker(world: World) -> None:
    first = _opened(world)
    second = _guarded(world, breaker=first.breaker)
    with pytest.raises(AdapterError):
        second()


def test_the_last_answer_stands_in_and_says_so(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    call = _guarded(world, policy=Policy(retries=0), fallback=True)
    world.gives(["old", TimeoutError("slow")])
    assert call.ask() == Answer("a:old")
    world.now = 7.0
    with caplog.at_level(logging.WARNING):
        assert call.ask() == Answer("a:old", stale=True, age=7.0, problem="slow")
    assert "the service does not answer (TimeoutError): using its answer of 7 s ago" in caplog.text


def test_the_last_answer_stands_in_while_the_breaker_is_open(world: World) -> None:
    call = _guarded(world, fallback=True)
    world.gives(["old"])
    call()
    for _ in range(10):
        call.breaker.record(failed=True)
    assert call() == "a:old"
    assert world.calls == 1


def test_another_question_has_no_answer_to_fall_back_to(world: World) -> None:
    call = _guarded(world, policy=Policy(retries=0), fallback=True)
    world.gives(["old", TimeoutError()])
    call("a")
    with pytest.raises(TimeoutError):
        call("b")


def test_a_wrong_question_does_not_get_an_old_answer(world: World) -> None:
    call = _guarded(world, fallback=True)
    world.gives(["old", InputError("wrong")])
    call()
    with pytest.raises(InputError):
        call()


def test_without_fallback_a_failure_stays_a_failure(world: World) -> None:
    call = _guarded(world, policy=Policy(retries=0))
    world.gives(["old", TimeoutError()])
    call()
    with pytest.raises(TimeoutError):
        call()


def test_only_so_many_answers_are_remembered(world: World) -> None:
    call = _guarded(world, policy=Policy(retries=0, remembered=2), fallback=True)
    world.gives(["1", "2", TimeoutError(), "3", TimeoutError(), TimeoutError()])
    call("a")
    call("b")
    assert call("a") == "a:1"
    call("c")
    with pytest.raises(TimeoutError):
        call("b")
    assert call("a") == "a:1"


def test_it_keeps_the_name_of_a_method_and_binds_it() -> None:
    class Client:
        @resilient("the service")
        def read(self, key: str) -> str:
            return key

    assert Client().read("x") == "x"
    assert Client.read.__name__ == "read"  # type: ignore[attr-defined]
