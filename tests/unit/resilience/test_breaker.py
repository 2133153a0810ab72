"""The breaker on a clock moved by hand."""

from __future__ import annotations

import threading

import pytest

from dharma_core.resilience import Breaker, BreakerState, Policy


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(Policy(), clock=clock)


def _record(breaker: Breaker, outcomes: str) -> None:
    for letter in outcomes:
        breaker.record(failed=letter == "x")


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ("xxxxxxxxx", BreakerState.CLOSED),
        (".....xxxxx", BreakerState.OPEN),
        ("......xxxx", BreakerState.CLOSED),
        ("......xxxxxx", BreakerState.OPEN),
    ],
    ids=["nine calls are too few", "half of ten", "four of ten", "half of twelve"],
)
def test_breaker_opens_at_half_of_ten_calls(
    breaker: Breaker, outcomes: str, state: BreakerState
) -> None:
    _record(breaker, outcomes)
    assert breaker.state is state


def test_breaker_forgets_what_is_ten_seconds_old(breaker: Breaker, clock: Clock) -> None:
    _record(breaker, "xxxxxxxxx")
    clock.now = 10.0
    _record(breaker, "x")
    assert breaker.state is BreakerState.CLOSED
    clock.now = 19.9
    _record(breaker, "xxxxxxxxx")
    assert breaker.state is BreakerState.OPEN


def test_breaker_lets_one_call_try_after_thirty_seconds(breaker: Breaker, clock: Clock) -> None:
    _record(breaker, "x" * 10)
    clock.now = 29.9
    assert not breaker.admit()
    assert breaker.rest_left == pytest.approx(0.1)
    clock.now = 30.0
    assert breaker.state is BreakerState.HALF_OPEN
    assert [breaker.admit(), breaker.admit()] == [True, False]


def test_breaker_closes_when_the_trial_goes_well(breaker: Breaker, clock: Clock) -> None:
    _record(breaker, "x" * 10)
    clock.now = 30.0
    assert breaker.admit()
    breaker.record(failed=False)
    assert (breaker.state, breaker.rest_left) == (BreakerState.CLOSED, 0.0)
    _record(breaker, "xxxxxxxxx")
    assert breaker.state is BreakerState.CLOSED


def test_breaker_rests_again_when_the_trial_fails(breaker: Breaker, clock: Clock) -> None:
    _record(breaker, "x" * 10)
    clock.now = 30.0
    assert breaker.admit()
    breaker.record(failed=True)
    clock.now = 59.9
    assert breaker.state is BreakerState.OPEN
    clock.now = 60.0
    assert breaker.admit()


def test_a_call_that_began_before_it_opened_does_not_close_it(breaker: Breaker) -> None:
    _record(breaker, "x" * 10)
    breaker.record(failed=False)
    assert breaker.state is BreakerState.OPEN


def test_breaker_lets_one_of_many_threads_try(breaker: Breaker, clock: Clock) -> None:
    _record(breaker, "x" * 10)
    clock.now = 30.0
    admitted: list[bool] = []
    threads = [threading.Thread(target=lambda: admitted.append(breaker.admit())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(admitted) == 1
