"""Lock-out with back-off: five tries, then a minute, doubled up to an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.identity.lockout import NO_FAILURES, Failures, LockLimits

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIMITS = LockLimits()


def _after(count: int, limits: LockLimits = LIMITS) -> Failures:
    failures = NO_FAILURES
    for _ in range(count):
        failures = failures.failed(NOW, limits)
    return failures


@pytest.mark.parametrize(
    ("count", "wait_s"),
    [(0, 0), (1, 0), (4, 0), (5, 60), (6, 120), (7, 240), (10, 1920), (11, 3600), (12, 3600),
     (500, 3600)],
)  # fmt: skip
def test_the_fifth_failure_waits_a_minute_and_each_further_one_doubles_it(count, wait_s):
    failures = _after(count)
    assert failures.count == count
    assert failures.wait(NOW) == timedelta(seconds=wait_s)


def test_the_limits_are_those_that_are_given():
    limits = LockLimits(2, timedelta(seconds=10), timedelta(seconds=15))
    assert _after(1, limits).wait(NOW) == timedelta()
    assert _after(2, limits).wait(NOW) == timedelta(seconds=10)
    assert _after(3, limits).wait(NOW) == timedelta(seconds=15)


def test_the_wait_is_over_when_its_time_has_come():
    failures = _after(5)
    assert failures.wait(NOW + timedelta(seconds=59)) == timedelta(seconds=1)
    assert failures.wait(NOW + timedelta(seconds=60)) == timedelta()


def test_a_clock_set_back_never_ends_a_wait_early():
    assert _after(5).wait(NOW - timedelta(days=1)) > timedelta(days=1)


def test_an_hour_without_failure_begins_the_count_again():
    four = _after(4)
    assert four.failed(NOW + timedelta(minutes=59), LIMITS).count == 5
    assert four.failed(NOW + timedelta(minutes=60), LIMITS).count == 1


def test_the_hour_is_counted_from_the_end_of_the_wait():
    five = _after(5)
    assert five.failed(NOW + timedelta(minutes=60), LIMITS).count == 6
    assert five.failed(NOW + timedelta(minutes=61), LIMITS).count == 1


def test_a_clock_set_back_does_not_begin_the_count_again():
    assert _after(4).failed(NOW - timedelta(days=1), LIMITS).count == 5
