"""Both detectors: what they find, that the future changes nothing, that memory is bounded."""

import math
import pickle
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.forecasting.anomalies.cost_detector import CostDetector
from dharma_core.forecasting.anomalies.detector import Detector, DetectorSettings
from dharma_core.forecasting.anomalies.readings import Signal

FIRST = date(2026, 1, 1)
SOME_VALUES = st.lists(
    st.floats(-1e6, 1e6, allow_nan=False) | st.sampled_from([0.0, 1.0, 100.0]), max_size=90
)


def metric(values, cycle=12):
    detector = Detector(DetectorSettings(cycle=cycle))
    return [detector.push(value) for value in values]


def costs(values):
    detector = CostDetector()
    return [detector.push(FIRST + timedelta(days=n), value) for n, value in enumerate(values)]


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(5).normal(size=600)


@pytest.mark.parametrize("judge", [metric, costs], ids=["metric", "cost"])
@settings(max_examples=40, deadline=None)
@given(values=SOME_VALUES, later=SOME_VALUES)
def test_cutting_off_the_future_never_changes_what_was_said(judge, values, later):
    assert judge(values + later)[: len(values)] == judge(values)


@pytest.mark.parametrize("judge", [metric, costs], ids=["metric", "cost"])
@settings(max_examples=40, deadline=None)
@given(values=SOME_VALUES)
def test_every_reading_is_within_its_bounds(judge, values):
    for reading in judge(values):
        assert 0.0 <= reading.score <= 1.0
        assert 0.0 < reading.p_value <= 1.0
        assert math.isfinite(reading.expected)
        assert (reading.signal is None) == (reading.score == 0.0)


@pytest.mark.parametrize("judge", [metric, costs], ids=["metric", "cost"])
@pytest.mark.parametrize("value", [0.0, 45.0, -3.0], ids=["zero", "positive", "negative"])
def test_a_constant_series_has_nothing_odd(judge, value):
    assert {reading.score for reading in judge([value] * 200)} == {0.0}


@pytest.mark.parametrize("judge", [metric, costs], ids=["metric", "cost"])
@pytest.mark.parametrize("value", [math.nan, math.inf], ids=["nan", "infinite"])
def test_what_is_no_number_is_refused(judge, value):
    with pytest.raises(InputError):
        judge([1.0, value])


@pytest.mark.parametrize("judge", [metric, costs], ids=["metric", "cost"])
def test_what_is_too_large_to_reckon_with_is_refused(judge):
    with pytest.raises(InputError, match="cannot be judged"):
        judge([1.0, 1e200])


def test_costs_as_large_as_are_taken_are_judged():
    readings = costs([1e99, -1e99] * 40)
    assert all(math.isfinite(r.expected) and 0 <= r.score <= 1 for r in readings)


def test_p_values_of_even_noise_are_even(noise):
    # Conformal: of errors that come in any order, one in twenty has a p-value of 0.05 or less.
    detector = Detector(DetectorSettings(cycle=2))
    p_values = [detector.push(float(value)).p_value for value in np.concatenate([noise, -noise])]
    for level in (0.05, 0.2, 0.5):
        assert np.mean(np.array(p_values[200:]) <= level) == pytest.approx(level, abs=0.03)


def test_a_day_below_the_forecast_is_no_rise(noise):
    values = 100 * np.exp(0.12 * noise[:140])
    values[100:106] = 190
    values[106] = 60
    reading = costs(values)[106]
    assert reading.upward is False
    assert reading.signal is not Signal.SHIFT


def test_a_refund_is_a_drop_and_is_not_learnt():
    values = [100.0 + n % 3 for n in range(90)]
    values[60] = -400.0
    readings = costs(values)
    assert (readings[60].score > 0.9, readings[60].upward) == (True, False)
    assert max(r.score for r in readings[61:]) == 0.0


def test_a_metric_finds_a_spike_and_its_direction(noise):
    values = [*(noise[:300] * 2 + 50), 90.0, 50.0, 5.0]
    up, _, down = metric(values)[-3:]
    assert (up.score > 0.9, up.upward) == (True, True)
    assert (down.score > 0.9, down.upward) == (True, False)


def test_a_metric_finds_a_beat_that_was_left_out(noise):
    beat = [40.0 if n % 12 in (5, 6) else 10.0 for n in range(360)]
    beat[305] = beat[306] = 10.0  # within the range, but never before so long without a beat
    readings = metric(beat + noise[:360] * 0.3)
    assert max(r.score for r in readings[306:318]) > 0.5
    assert {r.signal for r in readings[305:318] if r.score > 0.5} <= {
        Signal.PATTERN, Signal.RESIDUAL, Signal.SHIFT,
    }  # fmt: skip


def test_scores_do_not_depend_on_the_unit(noise):
    values = noise[:200] + 20
    plain = [r.score for r in metric(values)]
    assert [r.score for r in metric(values * 1000)] == pytest.approx(plain, abs=1e-6)


def test_a_metric_holds_a_bounded_past(noise):
    detector = Detector(DetectorSettings(cycle=6, memory=60))
    sizes = []
    for value in np.tile(noise, 3):
        detector.push(float(value))
        sizes.append(len(pickle.dumps(detector)))
    assert max(sizes[900:]) <= max(sizes[300:900]) * 1.02


def test_a_cost_detector_holds_a_bounded_past(noise):
    detector = CostDetector()
    sizes = []
    for n, value in enumerate(np.tile(noise, 2) + 100):
        detector.push(FIRST + timedelta(days=n), float(value))
        sizes.append(len(pickle.dumps(detector)))
    assert max(sizes[600:]) <= max(sizes[200:600]) * 1.02


def test_a_cost_half_again_as_high_is_told_on_its_day(noise):
    values = 100 + 3 * noise[:120]
    values[100:104] *= 1.5
    readings = costs(values)
    assert max(r.score for r in readings[:100]) < 0.5
    assert min(r.score for r in readings[100:104]) > 0.5
    assert readings[100].expected == pytest.approx(100, rel=0.05)


def test_weekends_and_month_ends_are_expected(noise):
    days = [FIRST + timedelta(days=n) for n in range(180)]
    usual = [
        (200 if (day + timedelta(days=1)).day == 1 else 100) * (0.6 if day.weekday() > 4 else 1)
        for day in days
    ]
    assert max(r.score for r in costs(np.array(usual) * (1 + 0.02 * noise[:180]))) < 0.5


def test_a_slow_leak_is_told_with_the_day_it_began(noise):
    values = 1000 * (1 + 0.03 * noise[:150])
    values[110:] *= np.linspace(1.0, 1.8, 40)
    readings = costs(values)
    told = next(n for n, r in enumerate(readings) if r.score >= 0.5)
    assert 112 < told < 130
    assert 108 <= told - readings[told].steps + 1 <= told


def test_a_long_incident_stays_visible_and_a_new_level_is_accepted_in_the_end(noise):
    values = 100 * (1 + 0.02 * noise[:250])
    values[100:] *= 2
    readings = costs(values)
    assert min(r.score for r in readings[100:140]) > 0.5
    assert readings[139].expected == pytest.approx(100, rel=0.1)
    assert max(r.score for r in readings[170:]) < 0.5


def test_a_small_change_is_not_worth_telling(noise):
    values = 100 * (1 + 0.005 * noise[:150])
    values[100:] *= 1.1
    assert max(r.score for r in costs(values)) < 0.5
