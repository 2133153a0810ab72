"""The last season again: the baseline every forecast is shown beside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["MODELS", "SeasonalNaive"]


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """Repeat the last season; a series shorter than one repeats its last value."""

    name: str = "seasonal_naive"

    def fit(self, panel: Panel, horizon: int) -> _Repeat:  # noqa: ARG002 - nothing is learned
        """Remember the horizon."""
        return _Repeat(horizon)


@dataclass(frozen=True, slots=True)
class _Repeat:
    horizon: int

    def forecast(self, panel: Panel) -> Floats:
        season = panel.rhythm.season
        last = panel.values[:, -1:] if panel.values.shape[1] else np.full((len(panel), 1), np.nan)
        if panel.values.shape[1] < season:
            return np.repeat(last, self.horizon, axis=1)
        cycle = panel.values[:, -season:]
        whole = np.isfinite(cycle).all(axis=1, keepdims=True)
        repeated = cycle[:, np.arange(self.horizon) % season]
        return np.where(whole, repeated, last)


MODELS = (SeasonalNaive(),)
