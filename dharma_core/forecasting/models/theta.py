"""Theta: half of the long trend, and a smoothed level, after the cycle is taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.seasonal import adjust
from dharma_core.forecasting.smoothing import simple_level

__all__ = ["MODELS", "Theta"]


@dataclass(frozen=True, slots=True)
class Theta:
    """The Theta method of Assimakopoulos and Nikolopoulos, theta = 2."""

    name: str = "theta"

    def fit(self, panel: Panel, horizon: int) -> _Theta:  # noqa: ARG002 - each row by itself
        """Remember the horizon: each series is smoothed when it is forecast."""
        return _Theta(horizon)


@dataclass(frozen=True, slots=True)
class _Theta:
    horizon: int

    def forecast(self, panel: Panel) -> Floats:
        adjusted = adjust(panel, self.horizon)
        smoothed = simple_level(adjusted.values)
        slope = np.array([_slope(row[np.isfinite(row)]) for row in adjusted.values])
        alpha = smoothed.parameters[:, 0]
        count = panel.lengths()
        settled = (1 - (1 - alpha) ** count) / alpha
        steps = np.arange(self.horizon)[None, :] + settled[:, None]
        line = smoothed.level[:, None] + slope[:, None] / 2 * steps
        return np.where(count[:, None] > 0, adjusted.restore(line), np.nan)


def _slope(values: Floats) -> float:
    if len(values) < 3:
        return 0.0
    place = np.arange(len(values)) - (len(values) - 1) / 2
    return float(place @ values / (place @ place))


MODELS = (Theta(),)
