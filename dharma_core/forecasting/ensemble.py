"""Which models speak: added one by one while the back-test gains, weighed series by series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dharma_core.forecasting.accuracy import mase, mase_scale, smape
from dharma_core.forecasting.backtesting import Backtest, Judged
from dharma_core.forecasting.contract import Fitted, Model
from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.weighing import Scores, weighted

__all__ = ["Ensemble", "choose", "held_out", "loss_of"]

_MOST = 5
_GAIN = 0.001  # of the loss: less than this is no reason for one more model
_REFERENCE = "naive2"
_PLAINEST = ("seasonal_naive", "naive2")  # taken first where models are equally good


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """The weighted mean of some models.

    Parameters
    ----------
    members : tuple of str
        Names of models, in the order they were chosen.
    weights : array of shape (members, series)
        Columns sum to one.
    loss : float
        Over the back-test, each fold weighed by the others: the mean of sMAPE and MASE relative
        to Naive2.
    alone : mapping of str to float
        The loss of every candidate by itself.
    """

    members: tuple[str, ...]
    weights: Floats
    loss: float
    alone: Mapping[str, float]

    def fit(self, panel: Panel, horizon: int, models: Mapping[str, Model]) -> _Joined:
        """Fit each member once."""
        fitted = {name: models[name].fit(panel, horizon) for name in self.members}
        return _Joined(self, fitted)


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    ensemble: Ensemble
    fitted: Mapping[str, Fitted]

    def forecast(self, panel: Panel) -> Floats:
        said = [self.fitted[name].forecast(panel) for name in self.ensemble.members]
        return weighted(said, self.ensemble.weights)


def choose(tested: Backtest, *, candidates: Sequence[str] = ()) -> Ensemble:
    """Start with the best model, add the one that lowers the loss most, until none does.

    Parameters
    ----------
    tested : Backtest
        With at least one origin of its own, Naive2 among its models.
    candidates : sequence of str
        The models to choose from; all of the back-test by default.
    """
    names = sorted(candidates or tested.judged[0].said)
    judge = _Judge(tested)
    alone = {name: judge.loss((name,)) for name in names}
    members: tuple[str, ...] = ()
    best, kept = float("inf"), members
    while len(members) < min(_MOST, len(names)):
        tried = {name: judge.loss((*members, name)) for name in names if name not in members}
        name = min(tried, key=lambda name: (tried[name], name not in _PLAINEST, name))
        members = (*members, name)
        if not kept or tried[name] < best - _GAIN:
            best, kept = tried[name], members
    return Ensemble(kept, judge.scores.weights(kept), best, alone)


def loss_of(tested: Backtest, members: Sequence[str]) -> float:
    """Return the loss of an ensemble over the back-test, each fold weighed by the others."""
    return _Judge(tested).loss(tuple(members))


def held_out(tested: Backtest, members: Sequence[str]) -> list[Floats]:
    """Return what an ensemble would have said at each origin judged, weighed by other folds."""
    scores = Scores(tested)
    return [_said(one, scores, members) for one in tested.judged]


def _said(one: Judged, scores: Scores, members: Sequence[str]) -> Floats:
    without = {one.fold} if len(scores.folds) > 1 else set()
    said = [one.said[name] for name in members]
    return weighted(said, scores.weights(members, without=without))


class _Judge:
    """The loss of ensembles over the origins at which models were fitted."""

    def __init__(self, tested: Backtest) -> None:
        self.scores = Scores(tested)
        self._origins = tested.own_origins()
        self._scales = [mase_scale(tested.panel.before(one.back)) for one in self._origins]
        self._usual = _mostly_something(tested.panel)
        self._reference = self._errors((_REFERENCE,))

    def loss(self, members: tuple[str, ...]) -> float:
        errors = self._errors(members)
        known = [
            mine / theirs
            for mine, theirs in zip(errors, self._reference, strict=True)
            if theirs > 0 and np.isfinite(mine)
        ]
        return float(np.mean(known)) if known else float("inf")

    def _errors(self, members: tuple[str, ...]) -> list[float]:
        found = []
        for one, scale in zip(self._origins, self._scales, strict=True):
            said = _said(one, self.scores, members)
            found.append(_mean(smape(one.actual, said)[self._usual]))
            found.append(_mean(mase(one.actual, said, scale)))
        return found


def _mostly_something(panel: Panel) -> NDArray[np.bool_]:
    """Return which series are not zero on most days; of others a percentage says nothing.

    A credit that ended is zero now: a model that says a cent is wrong by 200 % and would never be
    chosen, however well it does elsewhere. The scaled error judges such a series alone.
    """
    something = np.isfinite(panel.values) & (panel.values != 0)
    return np.asarray(2 * something.sum(axis=1) >= panel.lengths())


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
