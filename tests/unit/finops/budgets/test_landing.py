"""Where a budget lands: the plain forecast, its errors, and the chance of an overrun."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import AdapterError
from dharma_core.finops.budgets import (
    DailyForecast,
    DailySpend,
    Landing,
    Span,
    WeekdayForecaster,
    land,
)

JUNE = Span(date(2026, 6, 1), date(2026, 6, 30))
MIDDLE = date(2026, 6, 15)
costs = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=60)
amounts = st.decimals("0.01", "100000000", places=2)


def spend_of(values, through=MIDDLE, **kinds):
    """Return usage on the days up to ``through``, the last value being its."""
    first = through - timedelta(days=len(values) - 1)
    days = {first + timedelta(days=n): Decimal(str(v)) for n, v in enumerate(values)}
    return DailySpend("USD", days, through=through, **kinds)


def landed(values, through=MIDDLE, forecaster=None, **kinds):
    spend = spend_of(values, through, **kinds)
    return land(spend, JUNE, through, forecaster or WeekdayForecaster())


@settings(max_examples=60, deadline=None)
@given(costs, amounts, amounts)
def test_the_chance_is_a_chance_and_falls_as_the_amount_rises(values, one, other):
    found = landed(values)
    low, high = sorted([one, other])
    chances = [found.overrun_probability(amount) for amount in (low, high)]
    if chances[0] is None:
        assert len(values) < 8
        return
    assert 1 >= chances[0] >= chances[1] >= 0


@settings(max_examples=30, deadline=None)
@given(costs)
def test_far_below_it_is_certain_and_far_above_impossible(values):
    found = landed(values)
    if found.deviation is None:
        return
    far = Decimal(10) ** 12
    assert found.overrun_probability(-far) == 1
    assert found.overrun_probability(far) == 0


@settings(max_examples=30, deadline=None)
@given(costs)
def test_the_landing_is_within_its_interval(values):
    found = landed(values)
    if found.interval is not None:
        low, high = found.interval
        assert low <= found.amount <= high


def test_half_of_what_is_normal_lies_above_the_mean():
    assert Landing(100.0, 10.0).overrun_probability(Decimal(100)) == 0.5
    assert Landing(100.0, 10.0).overrun_probability(Decimal(110)) == pytest.approx(0.1587, abs=1e-4)


def test_a_period_known_whole_is_over_or_not():
    found = landed([10] * 30, through=JUNE.last)
    assert (found.amount, found.deviation, found.method) == (300, 0.0, "")
    assert found.overrun_probability(Decimal("299.99")) == 1
    assert found.overrun_probability(Decimal(300)) == 0


def test_weekdays_are_told_apart_after_two_weeks_and_not_before():
    week = [20.0] * 5 + [6.0] * 2
    history = [(date(2026, 6, 1) + timedelta(days=n), week[n % 7]) for n in range(28)]
    asked = [date(2026, 6, 29), date(2026, 7, 5)]
    long = WeekdayForecaster().forecast(history, asked, level=0.9)
    assert (long.means, long.lower) == ((20.0, 6.0), (20.0, 6.0))
    short = WeekdayForecaster().forecast(history[:7], asked, level=0.9)
    assert short.means == (16.0, 16.0)
    assert short.lower == ()


def test_only_the_last_four_weeks_count_for_the_mean():
    history = [(date(2026, 1, 1) + timedelta(days=n), 5.0 if n < 56 else 9.0) for n in range(84)]
    found = WeekdayForecaster().forecast(history, [date(2026, 3, 26)], level=0.9)
    assert found.means == (9.0,)


@pytest.mark.parametrize("days", [1, 2, 7])
def test_a_few_days_give_a_mean_and_no_interval_that_nobody_knows(days):
    found = landed([10.0] * days)
    assert found.mean == pytest.approx(10.0 * (min(days, 15) + 15))
    assert (found.interval, found.overrun_probability(Decimal(1))) == (None, None)


def test_nothing_at_all_is_not_foreseen():
    assert land(DailySpend("USD", {}, through=MIDDLE), JUNE, MIDDLE, WeekdayForecaster()) is None


def test_constant_and_zero_days_land_for_certain():
    assert landed([0.0] * 40).overrun_probability(Decimal(1)) == 0
    assert landed([10.0] * 40).overrun_probability(Decimal("299.99")) == 1
    assert landed([10.0] * 40).overrun_probability(Decimal("300.01")) == 0


def test_days_without_a_charge_cost_nothing():
    spend = DailySpend("USD", {MIDDLE - timedelta(days=13): Decimal(14)}, through=MIDDLE)
    found = land(spend, JUNE, MIDDLE, WeekdayForecaster())
    assert found.amount < 14 + 15 * 14


def test_fees_come_again_on_their_day_and_purchases_do_not():
    fees = {date(2026, 5, 20): Decimal(100), date(2026, 5, 31): Decimal(7)}
    once = {date(2026, 5, 21): Decimal(5000)}
    found = landed([1.0] * 40, recurring=fees, other=once)
    # The 31st has no day of its own in June; the fee of the 20th comes again.
    assert found.amount == 15 + 15 + 100


def test_fees_alone_are_foreseen_without_an_interval():
    fees = {date(2026, 5, 20): Decimal(100)}
    found = land(DailySpend("USD", {}, fees, through=MIDDLE), JUNE, MIDDLE, WeekdayForecaster())
    assert (found.amount, found.interval, found.method) == (100, None, "fees alone")


def test_a_bill_that_ends_before_the_period_is_foreseen_whole():
    found = landed([10.0] * 40, through=date(2026, 5, 20))
    assert found.amount == 300


def test_intervals_of_noise_hold_as_often_as_they_say():
    rng = random.Random(7)  # noqa: S311 - noise, no secret
    hits = 0
    for _ in range(200):
        days = [100 + rng.gauss(0, 10) for _ in range(91)]
        actual = sum(days[61:91])
        spend = spend_of(days[:76], through=MIDDLE)
        low, high = land(spend, JUNE, MIDDLE, WeekdayForecaster()).interval
        hits += float(low) <= actual <= float(high)
    assert 0.82 <= hits / 200 <= 0.98


class Plugged:
    """A forecaster of somebody else."""

    def __init__(self, **changes):
        self.changes = changes

    def forecast(self, history, days, *, level):  # noqa: ARG002 - the contract
        n = len(days)
        parts = {"means": (2.0,) * n, "lower": (1.0,) * n, "upper": (3.0,) * n, "level": level}
        return DailyForecast(**(parts | self.changes))


def test_another_forecaster_may_be_plugged_in():
    alone = landed([1.0] * 15, forecaster=Plugged(correlation=0.0))
    together = landed([1.0] * 15, forecaster=Plugged())
    assert alone.amount == together.amount == 45
    assert together.interval == (Decimal("30.00"), Decimal("60.00"))
    low, high = alone.interval
    assert float(high - low) == pytest.approx(2 * math.sqrt(15), abs=0.02)


@pytest.mark.parametrize(
    "changes",
    [
        {"means": (1.0,)},
        {"lower": (1.0,)},
        {"means": (float("nan"),) * 15},
        {"lower": (4.0,) * 15},
        {"correlation": 1.5},
        {"level": 1.0},
    ],
)
def test_a_forecast_that_is_none_is_refused(changes):
    with pytest.raises(AdapterError, match="forecast of 15 days"):
        landed([1.0] * 15, forecaster=Plugged(**changes))


def test_what_days_known_in_part_lack_is_foreseen_and_teaches_nothing():
    spend = spend_of([10] * 54 + [4, 12])  # two days in part; the second is beyond a usual one
    found = land(
        replace(spend, whole=MIDDLE - timedelta(days=2)), JUNE, MIDDLE, WeekdayForecaster()
    )
    # 13 days of 10, 4 + 6 and 12 + 0, then 15 days of 10
    assert found.amount == Decimal(302)
    assert land(spend, JUNE, MIDDLE, WeekdayForecaster()).amount != found.amount


def test_a_period_whose_last_day_is_in_part_is_not_known_whole():
    spend = replace(spend_of([10] * 59 + [4], JUNE.last), whole=JUNE.last - timedelta(days=1))
    found = land(spend, JUNE, JUNE.last, WeekdayForecaster())
    assert (found.amount, found.method) == (Decimal(300), "mean of each weekday, from 59 days")
