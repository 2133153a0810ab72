"""M4's reference: the last value after the cycle is taken out, and the cycle put back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.seasonal import adjust

__all__ = ["MODELS", "Naive2"]


@dataclass(frozen=True, slots=True)
class Naive2:
    """Repeat the last seasonally adjusted value."""

    name: str = "naive2"

    def fit(self, panel: Panel, horizon: int) -> _Adjusting:  # noqa: ARG002 - nothing is learned
        """Remember the horizon."""
        return _Adjusting(horizon)


@dataclass(frozen=True, slots=True)
class _Adjusting:
    horizon: int

    def forecast(self, panel: Panel) -> Floats:
        adjusted = adjust(panel, self.horizon)
        last = adjusted.values[:, -1:]
        return adjusted.restore(np.repeat(last, self.horizon, axis=1))


MODELS = (Naive2(),)
