"""Up to which day a bill is whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dharma_core.finops.budgets.completeness import whole_through

LAST = date(2026, 3, 29)


def usage(*last, weeks=5):
    """Return 10 a day, 4 on Sundays, for some weeks; then these, the last one on a Sunday."""
    before = 7 * weeks
    days = [LAST - timedelta(days=len(last) + before - n) for n in range(1, before + 1)]
    found = {day: Decimal(4 if day.weekday() == 6 else 10) for day in days}
    new = [LAST - timedelta(days=len(last) - n) for n in range(1, len(last) + 1)]
    return found | dict(zip(new, map(Decimal, last), strict=True))


@pytest.mark.parametrize(
    ("last", "whole"),
    [
        (("10", "10", "4"), 0),
        (("10", "10", "1"), 1),
        (("10", "5", "1"), 2),
        (("5", "5", "1"), 3),
        (("2", "5", "5", "1"), 3),
        (("10", "5", "4"), 0),
        (("10", "6", "2.4"), 0),
    ],
    ids=["a Sunday is no gap", "one", "two", "three", "three at most", "one before a whole day",
         "at the bound"],
)  # fmt: skip
def test_last_days_far_below_their_weekday_are_in_part(last, whole):
    assert whole_through(usage(*last)) == LAST - timedelta(days=whole)


def test_with_less_than_two_weeks_before_nobody_can_tell():
    assert whole_through(usage("10", "10", "0.1", weeks=1)) == LAST
    assert whole_through({LAST: Decimal(1)}) == LAST


def test_a_day_without_usage_before_the_last_one_is_in_part_too():
    days = usage("10", "10", "1")
    del days[LAST - timedelta(days=1)]
    assert whole_through(days) == LAST - timedelta(days=2)


def test_credits_and_zeros_are_taken():
    assert whole_through({LAST - timedelta(days=n): Decimal(n - 40) for n in range(40)}) == LAST
    assert whole_through({LAST - timedelta(days=n): Decimal(0) for n in range(40)}) == LAST
