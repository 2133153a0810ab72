"""Counting calls: both sides of the limit, a sliding window, many processes, a clock put back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dharma_core.storage.call_counts import CallCounts, Limit
from dharma_core.storage.settings import Settings, load_settings

LIMIT = Limit("api", 4, 3600)


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path, {"DHARMA_HOME": str(tmp_path)})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counts(settings: Settings, clock: Clock) -> Iterator[CallCounts]:
    opened = CallCounts.open(settings, clock=clock)
    yield opened
    opened.close()


def test_the_last_call_of_the_limit_passes_and_the_next_waits_a_share(
    counts: CallCounts, clock: Clock
) -> None:
    found = [counts.take("default", "ann", LIMIT) for _ in range(4)]
    assert [quota.remaining for quota in found] == [3, 2, 1, 0]
    assert [quota.reset_s for quota in found] == [900, 1800, 2700, 3600]
    refused = counts.take("default", "ann", LIMIT)
    assert (refused.allowed, refused.retry_after_s, refused.reset_s) == (False, 900, 3600)
    clock.now += timedelta(seconds=900) - timedelta(microseconds=1)
    assert not counts.take("default", "ann", LIMIT).allowed
    clock.now += timedelta(microseconds=1)
    assert counts.take("default", "ann", LIMIT).allowed
    assert not counts.take("default", "ann", LIMIT).allowed


def test_a_refused_call_costs_nothing(counts: CallCounts, clock: Clock) -> None:
    for _ in range(50):
        counts.take("default", "ann", LIMIT)
    clock.now += timedelta(seconds=900)
    assert counts.take("default", "ann", LIMIT).allowed


def test_after_a_quiet_window_the_whole_limit_is_there_and_no_more(
    counts: CallCounts, clock: Clock
) -> None:
    counts.take("default", "ann", LIMIT)
    clock.now += timedelta(days=3)
    assert [counts.take("default", "ann", LIMIT).allowed for _ in range(5)] == [True] * 4 + [False]


def test_everybody_is_counted_alone(counts: CallCounts) -> None:
    one = Limit("api", 1, 3600)
    assert counts.take("default", "ann", one).allowed
    assert not counts.take("default", "ann", one).allowed
    assert counts.take("default", "bob", one).allowed
    assert counts.take("elsewhere", "ann", one).allowed
    assert counts.take("default", "ann", Limit("costly", 1, 3600)).allowed


def test_a_clock_put_back_does_not_lock_anybody_out(counts: CallCounts, clock: Clock) -> None:
    for _ in range(4):
        counts.take("default", "ann", LIMIT)
    clock.now -= timedelta(days=30)
    assert counts.take("default", "ann", LIMIT).allowed


def test_a_name_longer_than_its_column_is_counted_by_its_beginning(counts: CallCounts) -> None:
    one = Limit("address", 1, 900)
    assert counts.take("", "x" * 500, one).allowed
    assert not counts.take("", "x" * 501, one).allowed


def test_many_processes_together_get_the_limit_once(settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from dharma_core.storage.call_counts import CallCounts, Limit\n"
        "from dharma_core.storage.settings import load_settings\n"
        "home = Path(sys.argv[1])\n"
        "counts = CallCounts.open(load_settings(home, {'DHARMA_HOME': str(home)}))\n"
        "limit = Limit('api', 60, 10**6)\n"
        "print(sum(counts.take('default', 'ann', limit).allowed for _ in range(40)))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(settings.home)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    allowed = [int(process.communicate(timeout=120)[0]) for process in running]
    assert sum(allowed) == 60
