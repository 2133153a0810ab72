"""Which models speak, and how loud: chosen by the back-test, joined by their median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.accuracy import mase, mase_scale, smape
from dharma_core.forecasting.backtesting import Backtest
from dharma_core.forecasting.contract import Fitted, Model
from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["Ensemble", "choose", "joined", "losses"]

_MOST = 6
_GAIN = 0.001  # of the loss: less than this is no reason for one more voice
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The median of some models; one named twice has two votes.

    Parameters
    ----------
    votes : tuple of str
        Names of models, in the order they were chosen.
    loss : float
        Of the median over the back-test: the mean of sMAPE and MASE relative to Naive2.
    alone : mapping of str to float
        The loss of every candidate by itself.
    """

    votes: tuple[str, ...]
    loss: float
    alone: Mapping[str, float]

    def fit(self, panel: Panel, horizon: int, members: Mapping[str, Model]) -> _Joined:
        """Fit each member once."""
        fitted = {name: members[name].fit(panel, horizon) for name in dict.fromkeys(self.votes)}
        return _Joined(self.votes, fitted)


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    votes: tuple[str, ...]
    fitted: Mapping[str, Fitted]

    def forecast(self, panel: Panel) -> Floats:
        return joined({name: one.forecast(panel) for name, one in self.fitted.items()}, self.votes)


def joined(said: Mapping[str, Floats], votes: Sequence[str]) -> Floats:
    """Return the median of the forecasts voted for."""
    return np.asarray(np.median(np.stack([said[name] for name in votes]), axis=0))


def choose(tested: Backtest, *, reference: str = "naive2") -> Ensemble:
    """Add the vote that lowers the back-test's loss most, until none does.

    Parameters
    ----------
    tested : Backtest
        With at least one origin of its own.
    reference : str
        The member whose loss is 1.
    """
    names = list(tested.judged[0].said)
    judge = _Judge(tested, reference)
    alone = {name: judge.loss((name,)) for name in names}
    candidates = sorted(names, key=lambda name: (alone[name], name))[:_CANDIDATES]
    votes: tuple[str, ...] = (candidates[0],)
    best, best_votes = alone[candidates[0]], votes
    while len(votes) < _MOST:
        tried = {name: judge.loss((*votes, name)) for name in candidates}
        name = min(tried, key=lambda name: (tried[name], name))
        votes = (*votes, name)
        if tried[name] < best - _GAIN:
            best, best_votes = tried[name], votes
    return Ensemble(best_votes, best, alone)


def losses(tested: Backtest, votes: Sequence[str], *, reference: str = "naive2") -> float:
    """Return the loss of a median of members over the back-test's own origins."""
    return _Judge(tested, reference).loss(tuple(votes))


class _Judge:
    """The loss of a median over the origins, those of the reference computed once."""

    def __init__(self, tested: Backtest, reference: str) -> None:
        self._origins = tested.own_origins()
        self._scales = [mase_scale(tested.panel.before(one.back)) for one in self._origins]
        self._reference = self._errors((reference,))

    def loss(self, votes: tuple[str, ...]) -> float:
        errors = self._errors(votes)
        known = [
            mine / theirs
            for mine, theirs in zip(errors, self._reference, strict=True)
            if theirs > 0 and np.isfinite(mine)
        ]
        return float(np.mean(known)) if known else float("inf")

    def _errors(self, votes: tuple[str, ...]) -> list[float]:
        found = []
        for one, scale in zip(self._origins, self._scales, strict=True):
            said = joined(one.said, votes)
            found.append(_mean(smape(one.actual, said)))
            found.append(_mean(mase(one.actual, said, scale)))
        return found


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
