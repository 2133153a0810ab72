"""Nearest neighbours: what followed the windows, of any series, that look most like this one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dharma_core.forecasting.models.seasonal_naive import SeasonalNaive
from dharma_core.forecasting.panel import Floats, Panel, Rhythm
from dharma_core.forecasting.scales import by_ratio
from dharma_core.forecasting.windows import normalised

__all__ = ["MODELS", "Neighbours"]

_NEAREST = 20
_SHORTEST_WINDOW = 28
_MOST_WINDOWS = 200_000
_LIMIT = 20.0  # of a window's spread


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Weigh the continuations of the nearest windows by one over their squared distance."""

    name: str = "neighbours"

    def fit(self, panel: Panel, horizon: int) -> _Library:
        """Keep the windows of all series, of ratios in their own unit, and what followed."""
        rhythm = replace(panel.rhythm, window=max(panel.rhythm.cycles[-1], _SHORTEST_WINDOW))
        windows, after = _kept(by_ratio(panel).values, rhythm, horizon)
        return _Library(rhythm, horizon, windows, after)


@dataclass(frozen=True, slots=True, eq=False)
class _Library:
    rhythm: Rhythm
    horizon: int
    windows: NDArray[np.float32]
    after: NDArray[np.float32]

    def forecast(self, panel: Panel) -> Floats:
        fallback = SeasonalNaive().fit(panel, self.horizon).forecast(panel)
        if len(self.windows) <= _NEAREST:
            return fallback
        scale = by_ratio(panel)
        unit, normal = normalised(scale.values, self.rhythm)
        sought = np.clip(normal, -_LIMIT, _LIMIT).astype(np.float32)
        sizes = (self.windows**2).sum(axis=1)
        ahead = np.stack([self._continued(one, sizes) for one in sought])
        restored = scale.restore(unit.restore(ahead))
        return np.where(unit.usable[:, None], restored, fallback)

    def _continued(self, window: NDArray[np.float32], sizes: NDArray[np.float32]) -> Floats:
        distance = sizes - 2 * (self.windows @ window) + window @ window
        near = np.argpartition(distance, _NEAREST)[:_NEAREST]
        weight = 1 / np.maximum(distance[near].astype(float), 1e-3)
        return np.asarray(weight @ self.after[near] / weight.sum())


def _kept(
    values: Floats, rhythm: Rhythm, horizon: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return whole windows, latest first, and what followed each of them."""
    last = values.shape[1] - horizon - 1
    windows = [np.empty((0, rhythm.window), np.float32)]
    after, count = [np.empty((0, horizon), np.float32)], 0
    for origin in range(last, rhythm.window - 2, -1):
        whole = np.flatnonzero(np.isfinite(values[:, origin + 1 - rhythm.window]))
        if count >= _MOST_WINDOWS or not len(whole):
            break
        unit, normal = normalised(values[whole, : origin + 1], rhythm)
        came = unit.of(values[whole, origin + 1 : origin + 1 + horizon])
        usable = unit.usable & np.isfinite(came).all(axis=1)
        windows.append(np.clip(normal[usable], -_LIMIT, _LIMIT).astype(np.float32))
        after.append(np.clip(came[usable], -_LIMIT, _LIMIT).astype(np.float32))
        count += int(usable.sum())
    return np.concatenate(windows), np.concatenate(after)


MODELS = (Neighbours(),)
