"""Gradient boosting over the windows of all series, the step ahead being a feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dharma_core.forecasting.models.seasonal_naive import SeasonalNaive
from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.scales import scaled
from dharma_core.forecasting.windows import Windows

__all__ = ["MODELS", "Boosting"]

_EXAMPLES = 120_000
_ORIGINS = 150
_LEAST_EXAMPLES = 200
_LEAST_SHARE = 0.05  # of an origin's examples taken: less would be looked at in vain
_TREES = 300
_SETTINGS = {
    "objective": "l1",
    "num_leaves": 63,
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 1,
    "max_bin": 127,
    "num_threads": 1,
    "verbosity": -1,
    "seed": 1,
    "deterministic": True,
}


@dataclass(frozen=True, slots=True)
class Boosting:
    """LightGBM on absolute errors, direct: one model answers every step ahead.

    Parameters
    ----------
    name : str
        In the registry.
    ratios : bool
        Whether to learn on ratios instead of values as they are.
    """

    name: str
    ratios: bool

    def fit(self, panel: Panel, horizon: int) -> _Trees:
        """Grow the trees on a sample of the panel's past; too little past grows none."""
        import lightgbm

        scale = scaled(panel, ratios=self.ratios)
        windows = Windows(scale.values, panel.rhythm, horizon, panel.calendar)
        features, target = _examples(windows, panel, horizon)
        if len(target) < _LEAST_EXAMPLES:
            return _Trees(self.ratios, horizon, None)
        settings = {**_SETTINGS, "min_data_in_leaf": min(50, len(target) // 20)}
        grown = lightgbm.train(settings, lightgbm.Dataset(features, target), _TREES)
        return _Trees(self.ratios, horizon, grown)


@dataclass(frozen=True, slots=True, eq=False)
class _Trees:
    ratios: bool
    horizon: int
    grown: Any

    def forecast(self, panel: Panel) -> Floats:
        fallback = SeasonalNaive().fit(panel, self.horizon).forecast(panel)
        if self.grown is None or not panel.values.shape[1]:
            return fallback
        scale = scaled(panel, ratios=self.ratios)
        windows = Windows(scale.values, panel.rhythm, self.horizon, panel.calendar)
        unit, features = windows.at(panel.values.shape[1] - 1)
        flat = features.reshape(-1, features.shape[2])
        ahead = self.grown.predict(flat).reshape(len(panel), self.horizon)
        restored = scale.restore(unit.restore(ahead))
        return np.where(unit.usable[:, None], restored, fallback)


def _examples(windows: Windows, panel: Panel, horizon: int) -> tuple[np.ndarray, Floats]:
    """Return a fixed sample of (origin, series, step ahead) as features and what followed."""
    last = panel.values.shape[1] - horizon - 1
    stride = 2 if last > 2 * _ORIGINS else 1
    enough = int(_EXAMPLES / (_LEAST_SHARE * len(panel) * horizon)) + 1
    looks = min(_ORIGINS, enough)
    stride *= max(1, min(_ORIGINS, last // stride) // looks)
    origins = [last - stride * back for back in range(looks)]
    origins = [origin for origin in origins if origin >= panel.rhythm.season]
    share = _EXAMPLES / max(len(origins) * len(panel) * horizon, 1)
    draw = np.random.default_rng(0)
    parts, targets = [np.empty((0, 1), np.float32)], [np.empty(0)]
    for origin in origins:
        unit, features = windows.at(origin)
        target = windows.target(origin, unit).ravel()
        taken = np.isfinite(target) & (draw.random(len(target)) < share)
        parts.append(features.reshape(len(target), -1)[taken].astype(np.float32))
        targets.append(target[taken])
    if len(parts) == 1:
        return parts[0], targets[0]
    return np.concatenate(parts[1:]), np.concatenate(targets[1:])


MODELS = (Boosting("boosting_linear", ratios=False), Boosting("boosting_log", ratios=True))
