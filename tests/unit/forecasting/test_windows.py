import numpy as np
import pytest

from dharma_core.forecasting.calendar import day_features
from dharma_core.forecasting.panel import DAILY, HOURLY, MONTHLY, WEEKLY
from dharma_core.forecasting.windows import Windows, normalised


def _values() -> np.ndarray:
    return 50 + np.cumsum(np.random.default_rng(8).standard_normal((3, 500)), axis=1)


@pytest.mark.parametrize("rhythm", [HOURLY, DAILY, WEEKLY, MONTHLY], ids=lambda one: one.name)
def test_features_read_nothing_after_their_origin(rhythm) -> None:
    values, origin = _values(), 420
    changed = values.copy()
    changed[:, origin + 1 :] = 1e6
    unit, seen = Windows(values, rhythm, 60).at(origin)
    _, same = Windows(changed, rhythm, 60).at(origin)
    assert np.array_equal(seen, same, equal_nan=True)
    assert np.isfinite(seen[:, :, :10]).all()
    assert np.isfinite(unit.level).all()


def test_target_is_what_followed_in_units_of_the_window() -> None:
    values = _values()
    windows = Windows(values, DAILY, 5)
    unit, _ = windows.at(300)
    assert unit.restore(windows.target(300, unit)) == pytest.approx(values[:, 301:306])


def test_calendar_of_the_steps_ahead_is_the_last_of_the_features() -> None:
    from datetime import date, timedelta

    days = day_features([date(2026, 1, 1) + timedelta(days=n) for n in range(520)])
    _, seen = Windows(_values(), DAILY, 4, days).at(300)
    assert np.array_equal(seen[1, :, -5:], days[301:305])


def test_window_that_does_not_move_or_has_barely_begun_is_not_usable() -> None:
    rows = np.full((3, 60), np.nan)
    rows[0], rows[1, -3:] = 7.0, [1.0, 2.0, 3.0]
    rows[2] = np.arange(60)
    unit, normal = normalised(rows, DAILY)
    assert unit.usable.tolist() == [False, False, True]
    assert np.isfinite(normal).all()
