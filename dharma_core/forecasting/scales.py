"""The two scales models learn on: as it is, and by ratio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["Scale", "by_ratio", "scaled"]

_REACH = 10.0  # times what a row has shown
_FLOOR_SHARE = 0.1  # of a row's mean size: below it the scale of a row with zeros is linear


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Values on a scale, and the way back.

    Parameters
    ----------
    values : array of shape (series, steps)
        NaN before a series begins.
    unit : array, one per series, or None
        None leaves values as they are. Zero marks a logarithm; another unit marks
        ``asinh(value / unit)``, which takes zeros and credits and is like a logarithm far from
        zero.
    """

    values: Floats
    unit: Floats | None

    def restore(self, forecast: Floats) -> Floats:
        """Return a forecast on the scale of the panel.

        By ratio it stays within ten times what the row has shown: a step too far on this scale
        would be a factor of thousands on the panel's.
        """
        if self.unit is None:
            return forecast
        unit = self.unit[:, None]
        low, high = self._reach()
        bounded = np.clip(forecast, low, high)
        return np.where(unit > 0, np.sinh(bounded) * unit, np.exp(bounded))

    def _reach(self) -> tuple[Floats, Floats]:
        known = np.isfinite(self.values)
        low = np.where(known, self.values, np.inf).min(axis=1, keepdims=True)
        high = np.where(known, self.values, -np.inf).max(axis=1, keepdims=True)
        low, high = (np.where(known.any(axis=1, keepdims=True), end, 0.0) for end in (low, high))
        size = np.arcsinh(_REACH * np.sinh(np.maximum(np.abs(low), np.abs(high))))
        by_sign, step = np.asarray(self.unit)[:, None] > 0, np.log(_REACH)
        return np.where(by_sign, -size, low - step), np.where(by_sign, size, high + step)


def scaled(panel: Panel, *, ratios: bool) -> Scale:
    """Return the values of a panel by ratio, or as they are."""
    return by_ratio(panel) if ratios else Scale(panel.values, None)


def by_ratio(panel: Panel) -> Scale:
    """Return values on which equal ratios are equal steps.

    Examples
    --------
    >>> from dharma_core.forecasting.panel import DAILY
    >>> panel = Panel.of({"paid": [1, 2, 4], "credited": [0, 3, -3]}, DAILY)
    >>> scale = by_ratio(panel)
    >>> np.diff(scale.values[0]).round(3).tolist()
    [0.693, 0.693]
    >>> scale.restore(scale.values).round(6).tolist()
    [[1.0, 2.0, 4.0], [0.0, 3.0, -3.0]]
    """
    values = panel.values
    known = np.isfinite(values)
    positive = np.asarray((np.where(known, values, 1.0) > 0).all(axis=1))
    size = np.where(known, np.abs(values), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    unit = np.where(positive, 0.0, np.where(size > 0, size * _FLOOR_SHARE, 1.0))
    safe = np.where(positive[:, None], values, 1.0)
    divisor = np.where(unit > 0, unit, 1.0)[:, None]
    scaled = np.where(positive[:, None], np.log(safe), np.arcsinh(values / divisor))
    return Scale(scaled, unit)
