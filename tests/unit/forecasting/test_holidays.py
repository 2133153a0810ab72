from datetime import date, timedelta

import numpy as np
import pytest

from dharma_core.forecasting.holidays import ahead, effect, without

_DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(120)]
_FREE = {date(2026, 2, 12), date(2026, 3, 17), date(2026, 4, 6), date(2026, 5, 1)}


def _costs(on_holidays: float) -> np.ndarray:
    noise = 1 + 0.03 * np.random.default_rng(1).standard_normal(len(_DAYS))
    week = np.where([day.weekday() > 4 for day in _DAYS], 6.0, 10.0)
    return week * noise * np.where([day in _FREE for day in _DAYS], on_holidays, 1.0)


def test_effect_is_learned_by_ratio_and_laid_over_the_days_to_come() -> None:
    found = effect(_costs(0.5), _DAYS, _FREE)
    assert found == pytest.approx(0.5, abs=0.03)
    assert ahead(found, [date(2026, 5, 1), date(2026, 5, 2)], _FREE).tolist() == [found, 1.0]


def test_holiday_like_any_day_has_no_effect() -> None:
    assert effect(_costs(1.0), _DAYS, _FREE) is None


def test_holiday_on_which_nothing_runs_costs_nothing() -> None:
    assert effect(_costs(0.0), _DAYS, _FREE) == 0


@pytest.mark.parametrize("values", [np.zeros(120), -_costs(0.5), np.full(120, 3.0)])
def test_nothing_is_said_of_credits_zeros_and_constants(values) -> None:
    assert effect(values, _DAYS, _FREE) is None


def test_usual_day_takes_the_place_of_a_holiday() -> None:
    left = without(_costs(0.5), _DAYS, _FREE)
    assert left[_DAYS.index(date(2026, 2, 12))] == pytest.approx(10, rel=0.1)
    assert left[0] == _costs(0.5)[0]
