"""How long a session lives; a clock set back never makes it live longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.identity.sessions import (
    SessionEnd,
    SessionLimits,
    SessionTimes,
    end_of_session,
    needs_touch,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
LIMITS = SessionLimits()


def _times(used_minutes: float = 0) -> SessionTimes:
    return SessionTimes(START, START + timedelta(minutes=used_minutes))


@pytest.mark.parametrize(
    ("used_minutes", "now_minutes", "end"),
    [
        (0, 0, None),
        (0, 29.99, None),
        (0, 30, SessionEnd.IDLE),
        (700, 719.99, None),
        (700, 720, SessionEnd.AGE),
        (0, 720, SessionEnd.AGE),
        (60, 59.99, None),
        (60, 60 - 2 / 60, None),
        (60, 60 - 2.1 / 60, SessionEnd.CLOCK),
        (60, -1000, SessionEnd.CLOCK),
    ],
)
def test_a_session_ends_by_rest_by_age_and_by_a_clock_set_back(used_minutes, now_minutes, end):
    now = START + timedelta(minutes=now_minutes)
    assert end_of_session(_times(used_minutes), now, LIMITS) is end


def test_the_limits_are_those_that_are_given():
    limits = SessionLimits(timedelta(minutes=1), timedelta(minutes=2))
    assert end_of_session(_times(), START + timedelta(seconds=60), limits) is SessionEnd.IDLE
    assert end_of_session(_times(1.5), START + timedelta(minutes=2), limits) is SessionEnd.AGE


@pytest.mark.parametrize(("seconds", "needed"), [(0, False), (59, False), (60, True), (-5, False)])
def test_the_last_use_is_written_once_a_minute(seconds, needed):
    assert needs_touch(_times(), START + timedelta(seconds=seconds)) is needed


@given(st.lists(st.integers(-7200, 7200), min_size=1, max_size=40))
def test_no_walk_of_the_clock_keeps_a_session_past_its_limits(steps):
    """Play a session under a clock that jumps about; real time never runs backwards."""
    clock, elapsed, times = START, timedelta(), _times()
    for step in steps:
        clock += timedelta(seconds=step)
        elapsed += timedelta(seconds=max(step, 0))
        if end_of_session(times, clock, LIMITS) is not None:
            return
        assert clock - START < LIMITS.absolute
        assert clock >= times.last_used - timedelta(seconds=2)
        assert clock - times.last_used < LIMITS.idle
        if needs_touch(times, clock):
            times = SessionTimes(START, max(clock, times.last_used))
    assert elapsed < LIMITS.absolute + timedelta(seconds=2 * len(steps))
