from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.forecasting.calendar import parse_holidays
from dharma_core.forecasting.dated import arrange
from dharma_core.forecasting.panel import DAILY, HOURLY, MONTHLY, WEEKLY

_FIRST = date(2026, 1, 5)


def _days(values, first=_FIRST, step=1):
    return [
        (first + timedelta(days=step * n), Decimal(str(value)))
        for n, value in enumerate(values)
        if value is not None
    ]


def test_series_are_put_side_by_side_by_their_days() -> None:
    found = arrange({"a": _days([1, 2, 3]), "b": _days([5, 6], _FIRST + timedelta(days=1))})
    assert found.panel.rhythm is DAILY
    assert found.panel.row(0).tolist() == [1, 2, 3]
    assert found.panel.row(1).tolist() == [5, 6]
    assert found.ahead(2) == (date(2026, 1, 8), date(2026, 1, 9))


def test_points_may_come_in_any_order() -> None:
    assert arrange({"a": _days([1, 2, 3])[::-1]}).panel.row(0).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("points", "rhythm"),
    [
        ([(datetime.fromisoformat(f"2026-01-05T0{h}:00"), Decimal(1)) for h in range(5)], HOURLY),
        (_days([1, 2, 3], step=7), WEEKLY),
        ([(date(2026, m, 1), Decimal(1)) for m in range(1, 6)], MONTHLY),
        (_days([1]), DAILY),
    ],
    ids=["hours", "weeks", "months", "one day"],
)
def test_rhythm_is_read_from_the_gaps(points, rhythm) -> None:
    assert arrange({"a": points}).panel.rhythm is rhythm


def test_gaps_take_the_value_one_season_before_and_are_told() -> None:
    values = list(range(20))
    values[10] = None
    found = arrange({"a": _days(values)}, keep_last=True)
    assert found.panel.row(0)[10] == 3
    assert found.filled == {"a": 1}


def test_incomplete_last_days_are_dropped_and_told() -> None:
    series = {"a": _days([10] * 28 + [9, 2])}
    found = arrange(series)
    assert found.panel.values.shape == (1, 29)
    assert found.dropped == (_FIRST + timedelta(days=29),)
    assert arrange(series, keep_last=True).dropped == ()


def test_quiet_weekend_is_no_incomplete_day() -> None:
    week = [10, 10, 10, 10, 10, 1, 1]  # begins on a Monday
    assert arrange({"a": _days(week * 5)}).dropped == ()


def test_credits_are_no_incomplete_days() -> None:
    assert arrange({"credit": _days([-10] * 28 + [-9, -10])}).dropped == ()


def test_value_that_no_model_can_square_is_refused_with_its_day() -> None:
    with pytest.raises(InputError, match=r"'a' has 1.000e\+400 on 2026-01-06: too large"):
        arrange({"a": [*_days([1]), (_FIRST + timedelta(days=1), Decimal("1e400"))]})


def test_series_that_ended_or_has_more_holes_than_days_is_refused_with_the_reason() -> None:
    holes = [n if n % 2 else None for n in range(40)]
    found = arrange(
        {"a": _days(range(100, 140)), "old": _days([1, 2, 3]), "holes": _days([*holes[:39], 1])}
    )
    assert found.panel.keys == ("a",)
    assert found.refused["old"] == "It ends on 2026-01-07, before the others."
    assert found.refused["holes"] == "19 of its 39 steps are missing."


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ({}, "There is no series"),
        ({"a": [*_days([1, 2]), (_FIRST, Decimal(3))]}, "'a' has two values for 2026-01-05"),
        ({"a": _days([1], date(9999, 12, 31))}, "The last value is of 9999-12-31"),
        ({"a": _days([1, 2, 3], step=3)}, "The usual gap between two values is 3 days"),
        ({"a": _days([1] * 9, step=7), "b": _days([1], date(2026, 1, 7))}, "not on the weekly"),
    ],
    ids=["none", "twice", "end of time", "rhythm", "off the rhythm"],
)
def test_what_follows_no_rhythm_is_refused(series, message) -> None:
    with pytest.raises(InputError, match=message):
        arrange(series)


def test_calendar_knows_the_days_to_come() -> None:
    found = arrange({"a": _days([1, 2])}, holidays={date(2026, 1, 7)})
    calendar = found.panel.calendar
    assert calendar is not None
    assert calendar[:3, 0].tolist() == [0, 1, 2]  # Monday to Wednesday
    assert calendar[:3, 4].tolist() == [0, 0, 1]


def test_holidays_without_a_day_are_refused_with_their_line() -> None:
    assert parse_holidays("2026-12-25\n\n2026-12-26,Boxing Day\n", name="h.csv") == {
        date(2026, 12, 25),
        date(2026, 12, 26),
    }
    with pytest.raises(InputError, match=r"h.csv, line 2: 'Easter' is no day"):
        parse_holidays("day,name\nEaster,2026\n", name="h.csv")
