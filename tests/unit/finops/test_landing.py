from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from dharma_core.finops.landing import Method, land, with_forecast


def _days(count, cost=lambda _day: Decimal(10)):
    first = date(2025, 3, 1)
    days = [first + timedelta(n) for n in range(count)]
    return {day: cost(day) for day in days}


def test_a_complete_month_lands_where_it_is():
    found = land(date(2025, 3, 1), _days(31), _days(31))
    assert (found.amount, found.days_left, found.complete) == (Decimal(310), 0, True)


def test_each_day_to_come_costs_what_its_weekday_did():
    # March 2025 begins on a Saturday; 28 days seen, Saturday to Monday (29th to 31st) to come.
    weekend = _days(28, lambda day: Decimal(4) if day.weekday() >= 5 else Decimal(10))
    found = land(date(2025, 3, 1), weekend, weekend)
    assert found.so_far == 20 * 10 + 8 * 4
    assert found.amount - found.so_far == 4 + 4 + 10
    assert found.as_of == date(2025, 3, 28)


def test_a_weekday_that_has_not_come_takes_the_average_and_a_fee_does_not_come_again():
    usage = {date(2025, 2, 1): Decimal(10), date(2025, 2, 2): Decimal(20)}
    cost = {**usage, date(2025, 2, 1): Decimal(510)}
    found = land(date(2025, 2, 1), cost, usage)
    # 26 days to come: 3 more Saturdays of 10, 3 Sundays of 20, 20 other days of 15.
    assert found.amount == 530 + 30 + 60 + 300


def test_a_month_without_usage_is_not_guessed():
    found = land(date(2025, 3, 1), {date(2025, 3, 1): Decimal(7)}, {})
    assert (found.amount, found.days_left) == (Decimal(7), 30)


def test_a_month_without_any_charge_is_zero():
    assert land(date(2025, 3, 1), {}, {}).amount == 0


MARCH = date(2025, 3, 1)


def _outlook(first, steps=30, *, mean=Decimal(12), bounds=(Decimal(5), Decimal(7)), dropped=()):
    """Return a forecast of so many days whose sum may lie a bit lower and higher."""
    days = tuple(first + timedelta(n) for n in range(steps))
    plan = SimpleNamespace(ensemble=SimpleNamespace(members=("theta",)))
    return SimpleNamespace(
        outlook=SimpleNamespace(
            days=days,
            dated=SimpleNamespace(dropped=dropped),
            found=SimpleNamespace(level=0.95, plan=plan),
        ),
        sum_of=lambda count: mean * count,
        sum_bounds=lambda count: bounds and (mean * count - bounds[0], mean * count + bounds[1]),
    )


def test_the_forecast_of_the_days_to_come_stands_on_what_is_billed():
    by_weekdays = land(MARCH, _days(28), _days(28))
    found = with_forecast(by_weekdays, MARCH, _outlook(date(2025, 3, 29)))
    # 28 days at 10, and three to come at 12.
    assert (found.amount, found.interval) == (316, (311, 323))
    assert (found.method, found.level, found.models) == (Method.FORECAST, 0.95, ("theta",))
    assert (found.so_far, found.days_left) == (280, 3)


def test_a_last_day_that_looks_incomplete_is_foreseen_and_not_added_twice():
    cost = {**_days(27), date(2025, 3, 28): Decimal(2)}
    late = (date(2025, 3, 28),)
    found = with_forecast(land(MARCH, cost, cost), MARCH, _outlook(date(2025, 3, 28), dropped=late))
    assert (found.so_far, found.amount, found.dropped) == (272, 270 + 4 * 12, late)


@pytest.mark.parametrize(
    ("outlook", "reason"),
    [
        (_outlook(date(2025, 4, 3)), "does not reach"),
        (_outlook(date(2025, 2, 27)), "does not reach"),
        (_outlook(date(2025, 3, 11), 20), "does not reach"),
        (_outlook(date(2025, 3, 11), bounds=None), "too short"),
    ],
    ids=["after the month", "before it", "ends too soon", "no interval"],
)
def test_weekdays_stay_with_the_reason_where_a_forecast_cannot_tell(outlook, reason):
    before = land(MARCH, _days(10), _days(10))
    found = with_forecast(before, MARCH, outlook)
    assert (found.amount, found.interval, found.method) == (310, None, Method.WEEKDAYS)
    assert reason in found.reason
