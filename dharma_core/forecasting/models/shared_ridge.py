"""Direct ridge on windows: one set of weights learned from all series, bent to each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.models.seasonal_naive import SeasonalNaive
from dharma_core.forecasting.panel import Floats, Panel, Rhythm
from dharma_core.forecasting.scales import scaled
from dharma_core.forecasting.windows import normalised

__all__ = ["MODELS", "SharedRidge"]

_LIMIT = 10.0  # of a window's spread: what lies outside is taken as if there
_SHARED_PENALTY = 0.001
_OWN_PENALTY = 0.3  # of the mean square of a series' own windows
_ORIGINS = 600


@dataclass(frozen=True, slots=True)
class SharedRidge:
    """Weights from a window to each step ahead.

    The weights of a series minimise its squared error plus a penalty on their distance from the
    weights of all series, so that a long series speaks for itself and a short one borrows.

    Parameters
    ----------
    name : str
        In the registry.
    ratios : bool
        Whether to learn on ratios instead of values as they are.
    """

    name: str
    ratios: bool

    def fit(self, panel: Panel, horizon: int) -> _Weighted:
        """Solve for the shared weights, then for those of each series."""
        past, future = _examples(scaled(panel, ratios=self.ratios).values, panel.rhythm, horizon)
        turned = past.transpose(0, 2, 1)
        inner, outer = turned @ past, turned @ future
        size = np.eye(inner.shape[-1])
        whole = inner.sum(axis=0)
        penalty = _SHARED_PENALTY * np.trace(whole) / len(size) + 1e-9
        shared = np.linalg.solve(whole + penalty * size, outer.sum(axis=0))
        own = _OWN_PENALTY * np.trace(inner, axis1=1, axis2=2)[:, None, None] / len(size) + 1e-9
        weights = np.linalg.solve(inner + own * size, outer + own * shared)
        return _Weighted(self.ratios, horizon, weights)


@dataclass(frozen=True, slots=True, eq=False)
class _Weighted:
    ratios: bool
    horizon: int
    weights: Floats

    def forecast(self, panel: Panel) -> Floats:
        scale = scaled(panel, ratios=self.ratios)
        unit, normal = normalised(scale.values, panel.rhythm)
        window = np.hstack([np.clip(normal, -_LIMIT, _LIMIT), np.ones((len(panel), 1))])
        ahead = np.einsum("rw,rwh->rh", window, self.weights)
        restored = scale.restore(unit.restore(np.clip(ahead, -2 * _LIMIT, 2 * _LIMIT)))
        fallback = SeasonalNaive().fit(panel, self.horizon).forecast(panel)
        return np.where(unit.usable[:, None], restored, fallback)


def _examples(values: Floats, rhythm: Rhythm, horizon: int) -> tuple[Floats, Floats]:
    """Return windows (series, origins, window + 1) and what followed (series, origins, horizon).

    An origin that a series cannot answer is zero in both and so without weight.
    """
    last = values.shape[1] - horizon - 1
    origins = range(last, max(last - _ORIGINS, rhythm.season), -1)
    past = np.zeros((len(origins), len(values), rhythm.window + 1))
    future = np.zeros((len(origins), len(values), horizon))
    for place, origin in enumerate(origins):
        unit, normal = normalised(values[:, : origin + 1], rhythm)
        after = unit.of(values[:, origin + 1 : origin + 1 + horizon])
        usable = unit.usable & np.isfinite(after).all(axis=1)
        past[place, usable, :-1] = np.clip(normal[usable], -_LIMIT, _LIMIT)
        past[place, usable, -1] = 1
        future[place, usable] = np.clip(after[usable], -_LIMIT, _LIMIT)
    return past.transpose(1, 0, 2), future.transpose(1, 0, 2)


MODELS = (SharedRidge("ridge_linear", ratios=False), SharedRidge("ridge_log", ratios=True))
