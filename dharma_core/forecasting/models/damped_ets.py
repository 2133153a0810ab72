"""Damped exponential smoothing after the cycle is taken out: M4's benchmark "Damped"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.seasonal import adjust
from dharma_core.forecasting.smoothing import damped_trend

__all__ = ["MODELS", "DampedEts"]


@dataclass(frozen=True, slots=True)
class DampedEts:
    """Holt's additive level and trend, the trend damped.

    Parameters
    ----------
    name : str
        In the registry.
    longest : bool
        Whether the rhythm's longest cycle is taken out instead of its season.
    """

    name: str
    longest: bool

    def fit(self, panel: Panel, horizon: int) -> _Damped:  # noqa: ARG002 - each row by itself
        """Remember the horizon: each series is smoothed when it is forecast."""
        return _Damped(horizon, longest=self.longest)


@dataclass(frozen=True, slots=True)
class _Damped:
    horizon: int
    longest: bool

    def forecast(self, panel: Panel) -> Floats:
        adjusted = adjust(
            panel, self.horizon, cycle=panel.rhythm.cycles[-1] if self.longest else None
        )
        smoothed = damped_trend(adjusted.values)
        phi = smoothed.parameters[:, 2:]
        gain = np.cumsum(phi ** np.arange(1, self.horizon + 1), axis=1)
        line = smoothed.level[:, None] + gain * smoothed.trend[:, None]
        return np.where(panel.lengths()[:, None] > 0, adjusted.restore(line), np.nan)


MODELS = (DampedEts("damped_ets", longest=False), DampedEts("damped_ets_long", longest=True))
