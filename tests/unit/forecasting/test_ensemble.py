import numpy as np

from dharma_core.forecasting.backtesting import Backtest, Judged
from dharma_core.forecasting.ensemble import choose, joined, losses
from dharma_core.forecasting.models import models
from dharma_core.forecasting.panel import WEEKLY, Panel


def test_choice_is_no_worse_than_its_best_member(tested: Backtest) -> None:
    chosen = choose(tested)
    assert chosen.loss <= min(chosen.alone.values())
    assert chosen.loss == losses(tested, chosen.votes)
    assert chosen.alone["naive2"] == 1.0


def test_choice_joins_models_whose_errors_cancel() -> None:
    panel = Panel.of({"a": [1.0, 2.0, 1.0, 2.0, 10.0, 10.0]}, WEEKLY)
    actual = np.array([[10.0, 10.0]])
    said = {"low": actual - 2, "high": actual + 2, "naive2": actual - 8}
    chosen = choose(Backtest(panel, 2, (Judged(0, 2, actual, said),)))
    assert set(chosen.votes) == {"low", "high"}
    assert chosen.loss == 0


def test_two_votes_outweigh_one() -> None:
    said = {"a": np.array([[1.0]]), "b": np.array([[5.0]])}
    assert joined(said, ("a", "a", "b")).tolist() == [[1.0]]


def test_ensemble_fits_each_member_once_and_forecasts_their_median(panel: Panel) -> None:
    chosen = choose(_tiny(panel))
    members = models()
    said = chosen.fit(panel, 3, members).forecast(panel)
    alone = {name: members[name].fit(panel, 3).forecast(panel) for name in chosen.votes}
    assert np.array_equal(said, joined(alone, chosen.votes))


def _tiny(panel: Panel) -> Backtest:
    actual = panel.after(3, 3)
    names = ("naive2", "seasonal_naive", "theta")
    known = panel.before(3)
    said = {name: models()[name].fit(known, 3).forecast(known) for name in names}
    return Backtest(panel, 3, (Judged(0, 3, actual, said),))
