"""Rolling-origin back-tests: what each model would have said, from its own past alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.contract import Model
from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["Backtest", "Judged", "backtest", "folds_possible"]

FOLDS = 3
_LOOKS = 4  # origins judged for each fit: the fold's own, and later ones inside its horizon


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Forecasts from one origin beside what came.

    Parameters
    ----------
    fold : int
        Which fit spoke; 0 is the latest.
    back : int
        Steps between the origin and the end of the panel.
    actual : array of shape (series, horizon)
        NaN past the end of the panel.
    said : mapping of model name to array of shape (series, horizon)
        NaN for a series that had not begun.
    """

    fold: int
    back: int
    actual: Floats
    said: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Every origin judged; those with a fit of their own come with ``back = k * horizon``.

    Parameters
    ----------
    panel : Panel
        The whole past.
    horizon : int
        Steps ahead.
    judged : tuple of Judged
        Oldest first.
    """

    panel: Panel
    horizon: int
    judged: tuple[Judged, ...]

    def own_origins(self) -> tuple[Judged, ...]:
        """Return the origins at which the models were fitted, whose horizon is known whole."""
        return tuple(one for one in self.judged if one.back == (one.fold + 1) * self.horizon)


def folds_possible(panel: Panel, horizon: int, *, wanted: int = FOLDS) -> int:
    """Return how many folds leave the longest series two seasons and three values at least."""
    spare = panel.values.shape[1] - 2 * panel.rhythm.season - 3
    return max(0, min(wanted, int(spare) // horizon))


def backtest(
    panel: Panel, horizon: int, members: Mapping[str, Model], *, folds: int = FOLDS
) -> Backtest:
    """Fit each model at ``folds`` origins, a horizon apart, and judge it there and inside.

    A fit reads nothing after its origin. Between one fit and the next it also forecasts from
    three later origins, with the values known by then: more residuals for the same price.
    """
    judged = []
    for fold in reversed(range(folds_possible(panel, horizon, wanted=folds))):
        begin = (fold + 1) * horizon
        past = panel.before(begin)
        fitted = {name: model.fit(past, horizon) for name, model in members.items()}
        for back in _backs(begin, horizon):
            known = past if back == begin else panel.before(back)
            said = {name: one.forecast(known) for name, one in fitted.items()}
            judged.append(Judged(fold, back, _after(panel, back, horizon), said))
    return Backtest(panel, horizon, tuple(judged))


def _backs(begin: int, horizon: int) -> list[int]:
    looks = {begin - horizon * look // _LOOKS for look in range(_LOOKS)}
    return sorted(looks, reverse=True)


def _after(panel: Panel, back: int, horizon: int) -> Floats:
    came = panel.after(back, horizon)
    missing = np.full((len(panel), horizon - came.shape[1]), np.nan)
    return np.hstack([came, missing])
