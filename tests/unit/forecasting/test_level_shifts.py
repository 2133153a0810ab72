import numpy as np
import pytest

from dharma_core.forecasting.level_shifts import last_shift


def _noise(count: int) -> np.ndarray:
    return np.random.default_rng(2).standard_normal(count)


@pytest.mark.parametrize(
    "values",
    [
        100 + _noise(80),
        np.full(80, 3.0),
        np.zeros(80),
        np.array([1.0, 50.0]),
        np.tile([10.0, 10, 10, 10, 10, 4, 4], 12),
        100 + _noise(80) + 500 * (np.arange(80) == 40),
    ],
    ids=["noise", "constant", "zero", "two points", "weekends", "one spike"],
)
def test_no_shift_where_the_level_stays(values) -> None:
    assert last_shift(values, 7) is None


def test_latest_of_two_shifts_is_told_with_its_step() -> None:
    values = np.r_[np.full(40, 100.0), np.full(40, 60.0), np.full(40, 150.0)] + _noise(120)
    found = last_shift(values, 7)
    assert found is not None
    assert found.step == 80
    assert found.before == pytest.approx(60, abs=2)
    assert found.after == pytest.approx(150, abs=2)
