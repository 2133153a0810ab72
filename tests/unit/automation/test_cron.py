"""Cron's five fields: which texts are times, and which times they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dharma_core.automation import Cron
from dharma_core.errors import InputError

NOVEMBER = datetime(2026, 11, 30, 19, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0 7 1 * *", "2026-12-01 07:00"),
        ("*/15 * * * *", "2026-11-30 19:30"),
        ("30 6 * * MON-FRI", "2026-12-01 06:30"),
        ("0 0 1 jan,jul *", "2027-01-01 00:00"),
        ("0 0 29 2 *", "2028-02-29 00:00"),
        ("0 0 * * 7", "2026-12-06 00:00"),
        # Either day will do, as in every cron: the 2nd is before the next Friday, the 4th.
        ("0 0 2 * 5", "2026-12-02 00:00"),
    ],
)
def test_the_next_time_is_that_of_every_cron(text: str, first: str) -> None:
    assert f"{Cron(text).next_times(NOVEMBER)[0]:%Y-%m-%d %H:%M}" == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 fields"),
        ("@monthly", "1 fields"),
        ("* * * * * *", "6 fields"),
        ("60 * * * *", "the minute cannot be '60'"),
        ("0 25 * * *", "the hour cannot be '25'"),
        ("0 0 0 * *", "the day of the month cannot be '0'"),
        ("0 0 * 13 *", "the month cannot be '13'"),
        ("0 0 * * MOO", "the day of the week cannot be 'MOO'"),
        ("*/0 * * * *", "the minute cannot be '*/0'"),
        ("R 0 * * *", "the minute cannot be 'R'"),
        ("0 0 L * *", "the day of the month cannot be 'L'"),
        ("0 0 * * 5#2", "the day of the week cannot be '5#2'"),
        ("0 0 30 2 *", "No day ever comes"),
        ("0 0 31 4,6 *", "No day ever comes"),
        ("* " * 200, "200 characters"),
    ],
)
def test_what_is_no_time_is_refused_with_the_field(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        Cron(text)
    assert said in refused.value.message
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (datetime(2026, 12, 1, 7, tzinfo=UTC), "2026-12-01"),
        (datetime(2026, 12, 1, 7, 0, 0, 1, tzinfo=UTC), "2026-12-01"),
        (datetime(2026, 12, 1, 6, 59, 59, tzinfo=UTC), "2026-11-01"),
    ],
)
def test_the_last_time_counts_the_moment_itself(until: datetime, last: str) -> None:
    assert f"{Cron('0 7 1 * *').last_time(until):%Y-%m-%d}" == last


def test_times_between_are_counted_up_to_a_limit() -> None:
    minutely, end = Cron("* * * * *"), NOVEMBER.replace(hour=21)
    assert minutely.count_between(NOVEMBER, end) == 119  # 19:25 to 21:23
    assert minutely.count_between(NOVEMBER, end, most=10) == 10
