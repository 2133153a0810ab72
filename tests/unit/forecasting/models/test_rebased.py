import numpy as np
import pytest

from dharma_core.forecasting.backtesting import backtest
from dharma_core.forecasting.ensemble import choose
from dharma_core.forecasting.models import candidates, models
from dharma_core.forecasting.panel import DAILY, HOURLY, MONTHLY, WEEKLY, Panel


def _moved(rows: int = 6, days: int = 120, at: int = 70) -> Panel:
    """Return costs of which half doubled or halved on a day, with weekends and noise."""
    draw = np.random.default_rng(3)
    day = np.arange(days)
    week = np.where(day % 7 >= 5, 0.7, 1.0)
    costs = {}
    for row in range(rows):
        factor = (1.0, 2.0, 0.5)[row % 3]
        level = np.where(day >= at, 50.0 * factor, 50.0)
        costs[str(row)] = level * week * (1 + 0.04 * draw.standard_normal(days))
    return Panel.of(costs, DAILY)


@pytest.mark.parametrize("name", ["theta", "ridge_log", "neighbours"])
def test_rebased_model_errs_less_two_weeks_after_a_shift(name) -> None:
    panel = _moved()
    known, came = panel.before(36), panel.after(36, 30)  # 14 days on the new level
    errors = []
    for one in (name, f"{name}_rebased"):
        said = models()[one].fit(known, 30).forecast(known)
        errors.append(np.abs(came - said)[[1, 2, 4, 5]].mean())
    assert errors[1] < errors[0]


def test_back_test_chooses_the_rebased_model_where_levels_shift() -> None:
    names = ("naive2", "theta", "theta_rebased", "ridge_log", "ridge_log_rebased")
    tested = backtest(_moved(), 14, {name: models()[name] for name in names})
    assert any(name.endswith("_rebased") for name in choose(tested).members)


def test_rebased_model_is_the_same_where_nothing_shifted(panel: Panel) -> None:
    plain = models()["ridge_log"].fit(panel, 7).forecast(panel)
    assert np.array_equal(models()["ridge_log_rebased"].fit(panel, 7).forecast(panel), plain)


def test_candidates_are_those_that_have_something_to_say() -> None:
    assert "theta_rebased" in candidates(DAILY)
    for rhythm in (HOURLY, WEEKLY, MONTHLY):
        assert not [name for name in candidates(rhythm) if name.endswith("_rebased")]
    assert {"damped_ets_long" in candidates(r) for r in (HOURLY, WEEKLY)} == {True}
    assert {"damped_ets_long" in candidates(r) for r in (DAILY, MONTHLY)} == {False}
