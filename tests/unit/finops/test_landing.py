from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dharma_core.finops.landing import land


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
