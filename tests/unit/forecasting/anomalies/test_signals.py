"""The small parts: novelty, level shift, forecasts, recent errors."""

import math
from datetime import date, timedelta

import pytest

from dharma_core.forecasting.anomalies.cost_forecast import CostForecast, month_edge
from dharma_core.forecasting.anomalies.level_shift import LevelShift, RecentMean
from dharma_core.forecasting.anomalies.novelty import Novelty
from dharma_core.forecasting.anomalies.online_forecast import OnlineForecast
from dharma_core.forecasting.anomalies.recent_errors import RecentErrors


def test_novelty_does_not_depend_on_the_unit():
    values = [3.0, 5.0, 4.0, 4.5, 9.0, 1.0]
    small, large = Novelty(wait=3), Novelty(wait=3)
    assert [small.push(v) for v in values] == pytest.approx([large.push(v * 1e6) for v in values])


def test_a_size_that_shrinks_is_nothing_new():
    novelty = Novelty(wait=2, size=True)
    assert [novelty.push(v) for v in (4.0, 5.0, 1.0)] == [0.0, 0.0, 0.0]


def test_anything_new_after_a_constant_is_far_out():
    novelty = Novelty(wait=3)
    for _ in range(10):
        assert novelty.push(7.0) == 0.0
    assert novelty.push(7.1) > 1e6


def test_one_wild_value_is_no_level_shift():
    shift = LevelShift(slack=1.0)
    assert shift.push(1e9) == 4.0  # clipped to five deviations, less the slack
    assert shift.push(-5.0) == 4.0  # the sum below is as large now


def test_a_lasting_small_error_adds_up_and_says_since_when():
    shift = LevelShift(slack=1.0)
    for _ in range(5):
        shift.push(-0.5)
    assert [shift.push(-2.0) for _ in range(3)] == [1.0, 2.0, 3.0]
    assert (shift.upward, shift.steps) == (False, 3)


def test_the_recent_mean_forgets():
    mean = RecentMean(3)
    assert mean.value is None
    assert [mean.push(v) for v in (3.0, 6.0, 9.0, 12.0)] == [3.0, 4.5, 6.0, 9.0]


def test_a_forecast_learns_a_cycle():
    forecast = OnlineForecast(4)
    cycle = [1.0, 5.0, 2.0, 8.0]
    errors = [abs(forecast.push(n % 4, cycle[n % 4])) for n in range(400)]
    assert max(errors[-4:]) < 0.05


def test_a_p_value_is_a_rank():
    errors = RecentErrors(10)
    for size in (1.0, 2.0, 3.0, 4.0):
        errors.push(size)
    # Two of four are at least 3; with itself 3 of 5.
    assert errors.judge(3.0).p_value == pytest.approx(3 / 5)
    assert errors.judge(9.0).p_value == pytest.approx(1 / 5)


def test_one_wild_error_hides_the_next_one_only_a_little():
    errors = RecentErrors(50)
    for size in range(1, 25):
        errors.push(float(size))
    errors.push(1000.0)
    assert errors.largest == 30.0  # a quarter more than 24


def test_old_errors_are_forgotten():
    errors = RecentErrors(3)
    for size in (4.0, 3.0, 2.0, 1.0):
        errors.push(size)
    assert errors.largest == 3.0


def test_errors_of_nothing_have_no_deviation():
    errors = RecentErrors(5)
    for _ in range(5):
        errors.push(0.0)
    assert errors.judge(0.0).beyond == 0.0
    assert errors.judge(2.0).beyond == 1.0


@pytest.mark.parametrize(
    ("day", "edge"),
    [
        (date(2024, 2, 29), -1),
        (date(2024, 2, 28), -2),
        (date(2026, 4, 1), 1),
        (date(2026, 4, 2), None),
    ],
    ids=["leap day", "before it", "first", "second"],
)
def test_the_edges_of_a_month(day, edge):
    assert month_edge(day) == edge


@pytest.mark.parametrize("cost", [0.0, 1.5, 1e9, -40.0])
def test_the_scale_of_shares_keeps_every_cost(cost):
    assert CostForecast.cost(CostForecast.scaled(cost)) == pytest.approx(cost)


def test_equal_shares_are_equal_steps_for_small_and_large_bills():
    steps = [CostForecast.scaled(1.5 * c) - CostForecast.scaled(c) for c in (100.0, 1e6)]
    assert steps == pytest.approx([math.log(1.5)] * 2, abs=1e-4)


def test_a_fee_on_the_first_of_the_month_is_expected_from_the_second_time_on():
    forecast, day = CostForecast(), date(2026, 1, 2)
    while day < date(2026, 4, 1):
        forecast.learn(day, forecast.scaled(900.0 if day.day == 1 else 100.0))
        day += timedelta(days=1)
    assert forecast.cost(forecast.expected(day)) == pytest.approx(900, rel=0.05)
    assert forecast.cost(forecast.expected(day + timedelta(days=1))) == pytest.approx(100, rel=0.05)
