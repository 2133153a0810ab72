import numpy as np

from dharma_core.forecasting.backtesting import Backtest, Judged
from dharma_core.forecasting.ensemble import choose, held_out, loss_of
from dharma_core.forecasting.models import models
from dharma_core.forecasting.panel import WEEKLY, Panel
from dharma_core.forecasting.weighing import weighted


def test_choice_is_no_worse_than_its_best_member(tested: Backtest) -> None:
    chosen = choose(tested)
    assert chosen.loss <= min(chosen.alone.values())
    assert chosen.loss == loss_of(tested, chosen.members)
    assert chosen.alone["naive2"] == 1.0


def test_choice_joins_models_whose_errors_cancel() -> None:
    panel = Panel.of({"a": [1.0, 2.0, 1.0, 2.0, 10.0, 10.0]}, WEEKLY)
    actual = np.array([[10.0, 10.0]])
    said = {"low": actual - 2, "high": actual + 2, "naive2": actual - 8}
    chosen = choose(Backtest(panel, 2, (Judged(0, 2, actual, said),)))
    assert set(chosen.members) == {"low", "high"}
    assert chosen.loss == 0


def test_where_no_model_errs_the_plainest_speaks() -> None:
    panel = Panel.of({"a": [3.0] * 8}, WEEKLY)
    same = np.full((1, 2), 3.0)
    said = dict.fromkeys(("boosting_linear", "naive2", "theta"), same)
    assert choose(Backtest(panel, 2, (Judged(0, 2, same, said),))).members == ("naive2",)


def test_choice_keeps_to_its_candidates(tested: Backtest) -> None:
    assert choose(tested, candidates=["theta"]).members == ("theta",)


def test_fold_is_weighed_by_the_other_folds_alone() -> None:
    panel = Panel.of({"a": np.arange(20.0)}, WEEKLY)
    good, bad = np.array([[5.0]]), np.array([[9.0]])
    actual = np.array([[4.0]])
    early = Judged(1, 2, actual, {"naive2": good, "other": bad})
    late = Judged(0, 1, actual, {"naive2": bad, "other": good})
    first, second = held_out(Backtest(panel, 1, (early, late)), ["naive2", "other"])
    # each model errs by 1 in one fold and by 5 in the other: the wrong one is trusted
    assert first[0, 0] > 7
    assert second[0, 0] > 7


def test_ensemble_forecasts_the_weighted_mean_of_its_members(panel: Panel) -> None:
    chosen = choose(_tiny(panel))
    members = models()
    said = chosen.fit(panel, 3, members).forecast(panel)
    alone = [members[name].fit(panel, 3).forecast(panel) for name in chosen.members]
    assert np.array_equal(said, weighted(alone, chosen.weights))


def _tiny(panel: Panel) -> Backtest:
    actual = panel.after(3, 3)
    names = ("naive2", "seasonal_naive", "theta")
    known = panel.before(3)
    said = {name: models()[name].fit(known, 3).forecast(known) for name in names}
    return Backtest(panel, 3, (Judged(0, 3, actual, said),))
