"""How loud each model speaks in each series: its error there, drawn towards its error anywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from dharma_core.forecasting.accuracy import mase_scale
from dharma_core.forecasting.backtesting import Backtest
from dharma_core.forecasting.panel import Floats

__all__ = ["Scores", "weighted"]

_POWER = 4.0  # half the error, sixteen times the weight
_PRIOR_LOOKS = 2.0  # origins until a series' own errors outweigh those of all series


class Scores:
    """Errors of every model in a back-test, by fold and series.

    Parameters
    ----------
    tested : Backtest
        With one origin judged at least.
    """

    def __init__(self, tested: Backtest) -> None:
        self.folds = sorted({one.fold for one in tested.judged}, reverse=True)
        self._horizon = tested.horizon
        rows = len(tested.panel)
        self._known = np.zeros((len(self.folds), rows))
        self._sum = {name: np.zeros((len(self.folds), rows)) for name in tested.judged[0].said}
        scale = mase_scale(tested.panel)
        unit = np.where(np.isfinite(scale), scale, 1.0)[:, None]
        for one in tested.judged:
            place = self.folds.index(one.fold)
            counted = np.isfinite(one.actual) & np.isfinite(next(iter(one.said.values())))
            self._known[place] += counted.sum(axis=1)
            for name, said in one.said.items():
                gap = np.where(counted, np.abs(one.actual - said), 0.0)
                self._sum[name][place] += (gap / unit).sum(axis=1)

    def weights(self, names: Sequence[str], *, without: Collection[int] = ()) -> Floats:
        """Return an array (models, series) whose columns sum to one.

        Parameters
        ----------
        names : sequence of str
            The models to weigh against each other.
        without : collection of int
            Folds to leave out, so that what is judged there has not chosen its own weights.
        """
        used = [place for place, fold in enumerate(self.folds) if fold not in without]
        known = self._known[used].sum(axis=0)
        total = np.stack([self._sum[name][used].sum(axis=0) for name in names])
        usual = total.sum(axis=1)
        if not usual.all():  # nothing is known, or a model never erred: it alone speaks
            perfect = (usual == usual.min()).astype(float)
            return np.repeat(perfect[:, None] / perfect.sum(), len(known), axis=1)
        usual = usual / usual.mean()
        own = total / np.maximum(total.mean(axis=0), 1e-300)
        judged = (total > 0).all(axis=0)
        share = known / (known + _PRIOR_LOOKS * self._horizon)
        drawn = np.where(judged, own / usual[:, None], 1.0) ** share
        loud = (usual[:, None] * np.maximum(drawn, 1e-6)) ** -_POWER
        return np.asarray(loud / loud.sum(axis=0))


def weighted(said: Sequence[Floats], weights: Floats) -> Floats:
    """Return the mean of forecasts (models, series, horizon) by weights (models, series).

    Examples
    --------
    >>> weighted([np.array([[1.0]]), np.array([[5.0]])], np.array([[0.75], [0.25]])).tolist()
    [[2.0]]
    """
    return np.asarray(np.einsum("mrh,mr->rh", np.stack(said), weights))
