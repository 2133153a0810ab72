"""Whether a series follows a cycle, and its shape: the classical decomposition of M4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["Adjusted", "adjust", "follows"]

_QUANTILE_90 = 1.645


def follows(values: Floats, cycle: int) -> bool:
    """Return whether the autocorrelation at ``cycle`` stands out, at 90 %; M4's own test.

    Examples
    --------
    >>> follows(np.tile([1.0, 2.0, 5.0], 6), 3), follows(np.arange(18.0), 3)
    (True, False)
    """
    if cycle < 2 or len(values) < 3 * cycle:
        return False
    gap = values - values.mean()
    spread = float(gap @ gap)
    if spread <= 1e-12 * max(float(values @ values), 1e-300):
        return False
    at = np.array([gap[lag:] @ gap[:-lag] for lag in range(1, cycle + 1)]) / spread
    limit = _QUANTILE_90 * np.sqrt((1 + 2 * (at[:-1] ** 2).sum()) / len(values))
    return bool(abs(at[-1]) > limit)


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted:
    """A panel without its cycles, and what puts them back.

    Parameters
    ----------
    values : array of shape (series, steps)
        NaN before a series begins.
    ahead : array of shape (series, horizon)
        The shape of the cycle over the steps to come.
    multiplied : array of bool, one per series
        Whether the shape is a factor (values above zero alone) or a summand.
    """

    values: Floats
    ahead: Floats
    multiplied: np.ndarray

    def restore(self, forecast: Floats) -> Floats:
        """Put the cycle back into a forecast of the adjusted values."""
        return np.where(self.multiplied[:, None], forecast * self.ahead, forecast + self.ahead)


def adjust(panel: Panel, horizon: int, *, cycle: int | None = None) -> Adjusted:
    """Take one cycle (by default the rhythm's season) out of each series that follows it."""
    period = cycle or panel.rhythm.season
    values = panel.values.copy()
    ahead = np.zeros((len(panel), horizon))
    multiplied = np.zeros(len(panel), dtype=bool)
    for row in range(len(panel)):
        known = panel.row(row)
        if not follows(known, period):
            continue
        multiplied[row] = known.min() > 0
        shape = _shape(known, period, multiplied=bool(multiplied[row]))
        past = np.resize(shape, len(known))
        values[row, -len(known) :] = known / past if multiplied[row] else known - past
        ahead[row] = shape[(len(known) + np.arange(horizon)) % period]
    return Adjusted(values, ahead, multiplied)


def _shape(values: Floats, period: int, *, multiplied: bool) -> Floats:
    weights = np.ones(period) if period % 2 else np.r_[0.5, np.ones(period - 1), 0.5]
    trend = np.convolve(values, weights / period, mode="valid")
    begin = (len(weights) - 1) // 2
    inner = values[begin : begin + len(trend)]
    part = inner / trend if multiplied else inner - trend
    place = (begin + np.arange(len(part))) % period
    shape = np.array([part[place == at].mean() for at in range(period)])
    return np.asarray(shape / shape.mean() if multiplied else shape - shape.mean())
