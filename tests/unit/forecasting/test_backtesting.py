from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.backtesting import Backtest, backtest, folds_possible
from dharma_core.forecasting.panel import DAILY, Floats, Panel


@dataclass
class _Spy:
    """Repeats the last value, and remembers how much it saw."""

    seen: list[int]
    name: str = "spy"

    def fit(self, panel: Panel, horizon: int) -> "_Spy":
        self.seen.append(panel.values.shape[1])
        self.horizon = horizon
        return self

    def forecast(self, panel: Panel) -> Floats:
        return np.repeat(panel.values[:, -1:], self.horizon, axis=1)


def test_backtest_fits_on_the_past_of_each_origin_alone() -> None:
    panel = Panel.of({"a": np.arange(100.0)}, DAILY)
    spy = _Spy([])
    found = backtest(panel, 8, {"spy": spy})
    assert spy.seen == [76, 84, 92]
    assert [one.back for one in found.own_origins()] == [24, 16, 8]
    for one in found.judged:
        known = 100 - one.back
        assert one.said["spy"][0, 0] == known - 1
        ahead = [step if step < 100 else np.nan for step in range(known, known + 8)]
        assert np.array_equal(one.actual[0], ahead, equal_nan=True)


def test_later_origins_are_judged_by_the_earlier_fit(tested: Backtest) -> None:
    for one in tested.judged:
        assert one.fold * tested.horizon < one.back <= (one.fold + 1) * tested.horizon


def test_folds_leave_two_seasons_to_learn_from() -> None:
    panel = Panel.of({"a": [1.0] * 40}, DAILY)
    assert [folds_possible(panel, horizon) for horizon in (5, 10, 20, 30)] == [3, 2, 1, 0]
