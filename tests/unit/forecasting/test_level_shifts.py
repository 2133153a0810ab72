import numpy as np
import pytest

from dharma_core.forecasting.level_shifts import last_shift, rebased


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


def _stepped(levels=(100.0, 40.0, 120.0), days: int = 40) -> np.ndarray:
    return np.repeat(levels, days) * (1 + 0.03 * _noise(days * len(levels)))


def test_past_is_brought_to_the_level_of_the_end_its_noise_in_proportion() -> None:
    values = _stepped()
    (moved,) = rebased(values[None], 7)
    assert np.array_equal(moved[80:], values[80:])
    assert moved[:80].mean() == pytest.approx(120, rel=0.03)
    assert moved[:40].std() == pytest.approx(values[:40].std() * 1.2, rel=0.05)


def test_what_is_not_known_yet_moves_nothing() -> None:
    values = _stepped((100.0, 200.0))
    early = values[None, :43]  # three days of the new level
    assert np.array_equal(rebased(early, 7), early)
    assert rebased(values[None, :47], 7)[0, :40].mean() == pytest.approx(200, rel=0.03)


def test_surge_that_is_over_leaves_its_days_alone_on_the_usual_level() -> None:
    values = _stepped((100.0, 300.0, 100.0), days=20)
    (moved,) = rebased(values[None], 7)
    assert moved[:20].mean() == pytest.approx(100, rel=0.05)
    assert moved[20:40].mean() == pytest.approx(100, rel=0.05)


def test_level_of_zero_or_of_another_sign_is_moved_not_multiplied() -> None:
    values = np.r_[np.zeros(30), np.full(20, 50.0)]
    assert rebased(values[None], 7)[0].tolist() == [50.0] * 50
    credit = np.r_[np.full(30, 20.0), np.full(20, -5.0)]
    assert rebased(credit[None], 7)[0].tolist() == [-5.0] * 50


def test_rows_that_begin_later_or_are_short_stay_as_they_are() -> None:
    late = np.r_[np.full(60, np.nan), np.full(20, 10.0) + _noise(20)]
    both = np.stack([late, _stepped((100.0, 60.0))])
    moved = rebased(both, 7)
    assert np.array_equal(moved[0], late, equal_nan=True)
    assert moved[1, :40].mean() == pytest.approx(60, rel=0.03)
    assert rebased(np.array([[1.0, 50.0]]), 7).tolist() == [[1.0, 50.0]]
