import numpy as np
import pytest

from dharma_core.forecasting.accuracy import coverage, mase, mase_scale, msis, owa, smape
from dharma_core.forecasting.panel import DAILY, WEEKLY, Panel


def test_smape_takes_zeros_and_counts_known_values_alone() -> None:
    # |1-3|/4 = 0.5, both zero is none, the unknown is left out: 200 * (0.5 + 0) / 2 = 50
    assert smape(np.array([[1.0, 0.0, np.nan]]), np.array([[3.0, 0.0, 5.0]])).tolist() == [50.0]


def test_mase_is_the_error_in_units_of_naive_changes() -> None:
    panel = Panel.of({"a": [1.0, 3.0, 2.0], "flat": [4.0, 4.0, 4.0]}, WEEKLY)
    scale = mase_scale(panel)  # (2 + 1) / 2; nothing changed in the other
    assert scale[0] == 1.5
    assert np.isnan(scale[1])
    found = mase(np.array([[4.0, 1.0]]), np.array([[1.0, 1.0]]), scale[:1])  # 3/2 / 1.5
    assert found.tolist() == [1.0]


def test_scale_of_a_short_series_uses_its_steps() -> None:
    assert mase_scale(Panel.of({"a": [1.0, 2.0, 4.0]}, DAILY)).tolist() == [1.5]


def test_owa_of_the_reference_is_one() -> None:
    actual, naive = np.array([[1.0, 2.0]]), np.array([[2.0, 2.0]])
    scale = np.array([1.0])
    assert owa(actual, naive, naive, scale) == 1.0
    # half the error: sMAPE 200 * mean(0.5/2.5, 0) = 20 against 33.3, MASE half
    assert owa(actual, np.array([[1.5, 2.0]]), naive, scale) == pytest.approx((0.6 + 0.5) / 2)


def test_msis_adds_width_and_forty_times_what_lies_outside() -> None:
    actual = np.array([[0.0, 5.0, 12.0, np.nan]])
    lower, upper = np.full((1, 4), 2.0), np.full((1, 4), 10.0)
    # widths 8, 2 below and 2 above times 40: (88 + 8 + 88) / 3, scale 2
    found = msis(actual, lower, upper, np.array([2.0]))
    assert found == pytest.approx([184 / 3 / 2])
    assert coverage(actual, lower, upper) == pytest.approx(1 / 3)
