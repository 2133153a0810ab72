import numpy as np
import pytest

from dharma_core.forecasting.accuracy import coverage
from dharma_core.forecasting.backtesting import Backtest, Judged, backtest
from dharma_core.forecasting.ensemble import choose, held_out
from dharma_core.forecasting.intervals import calibrate
from dharma_core.forecasting.models import models
from dharma_core.forecasting.panel import WEEKLY, Panel


@pytest.mark.parametrize("folds", [1, 3])
def test_intervals_of_noise_hold_as_often_as_they_say(folds: int) -> None:
    draw = np.random.default_rng(3)
    sizes = 10.0 ** draw.uniform(0, 3, 60)
    values = sizes[:, None] * (20 + draw.standard_normal((60, 120)))
    panel = Panel(tuple(map(str, range(60))), values, WEEKLY)
    members = {"theta": models()["theta"], "naive2": models()["naive2"]}
    known = panel.before(10)
    tested = backtest(known, 10, members, folds=folds)
    spread = calibrate(tested, held_out(tested, ["theta"]))
    said = members["theta"].fit(known, 10).forecast(known)
    for level, low, high in ((0.95, 0.92, 0.98), (0.8, 0.74, 0.86)):
        lower, upper = spread.interval(said, level)
        assert low < coverage(panel.after(10, 10), lower, upper) < high


def test_interval_holds_its_forecast_and_widens_with_its_level(tested: Backtest) -> None:
    spread = calibrate(tested, held_out(tested, choose(tested).members))
    said = tested.judged[-1].said["theta"]
    narrow, wide = spread.interval(said, 0.5), spread.interval(said, 0.95)
    assert (wide[0] <= narrow[0]).all()
    assert (narrow[0] <= said).all()
    assert (said <= narrow[1]).all()
    assert (narrow[1] <= wide[1]).all()


def test_interval_is_unknown_where_too_few_errors_were_seen() -> None:
    panel = Panel.of({"a": [1.0, 2.0, 3.0]}, WEEKLY)
    said = {"naive2": np.array([[2.0]])}
    tested = Backtest(panel, 1, (Judged(0, 1, np.array([[3.0]]), said),))
    lower, upper = calibrate(tested, held_out(tested, ["naive2"])).interval(np.array([[3.0]]), 0.95)
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_interval_of_a_series_that_never_erred_is_its_forecast() -> None:
    draw = np.random.default_rng(1)
    rows = {"flat": np.full(60, 5.0), "noise": 5 + draw.standard_normal(60)}
    panel = Panel.of(rows, WEEKLY)
    tested = backtest(panel, 5, {"naive2": models()["naive2"]})
    spread = calibrate(tested, held_out(tested, ["naive2"]))
    lower, upper = spread.interval(np.full((2, 5), 5.0), 0.95)
    assert lower[0] == pytest.approx([5.0] * 5)
    assert upper[0] == pytest.approx([5.0] * 5)
