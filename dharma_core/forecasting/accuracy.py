"""Measures of forecasts, as the M4 competition defines them, and the coverage of intervals."""

from __future__ import annotations

import numpy as np

from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["coverage", "mase", "mase_scale", "msis", "owa", "smape"]


def smape(actual: Floats, forecast: Floats) -> Floats:
    """Return each row's symmetric absolute percentage error, 0 to 200; both zero is no error.

    Examples
    --------
    >>> smape(np.array([[1.0, 0.0]]), np.array([[3.0, 0.0]])).tolist()
    [50.0]
    """
    size = np.abs(actual) + np.abs(forecast)
    share = np.divide(np.abs(actual - forecast), size, out=np.zeros_like(size), where=size > 0)
    return 200 * _known_mean(share, actual - forecast)


def mase_scale(panel: Panel) -> Floats:
    """Return each row's mean absolute change over one season, NaN where nothing changed.

    A row shorter than two values more than a season is scaled by its changes from step to step.

    Examples
    --------
    >>> from dharma_core.forecasting.panel import WEEKLY
    >>> mase_scale(Panel.of({"a": [1, 3, 2]}, WEEKLY)).tolist()
    [1.5]
    """
    return np.array([_scale(panel.row(row), panel.rhythm.season) for row in range(len(panel))])


def _scale(values: Floats, season: int) -> float:
    lag = season if len(values) > season + 1 else 1
    if len(values) <= lag:
        return float("nan")
    change = float(np.abs(values[lag:] - values[:-lag]).mean())
    return change if change > 0 else float("nan")


def mase(actual: Floats, forecast: Floats, scale: Floats) -> Floats:
    """Return each row's mean absolute error in units of its naive error on the past."""
    gap = np.abs(actual - forecast)
    return np.asarray(_known_mean(gap, gap) / scale)


def owa(actual: Floats, forecast: Floats, naive2: Floats, scale: Floats) -> float:
    """Return the overall weighted average of M4: 1 is as good as Naive2, lower is better."""
    percent = np.nanmean(smape(actual, forecast)) / np.nanmean(smape(actual, naive2))
    scaled = np.nanmean(mase(actual, forecast, scale)) / np.nanmean(mase(actual, naive2, scale))
    return float((percent + scaled) / 2)


def msis(
    actual: Floats, lower: Floats, upper: Floats, scale: Floats, *, level: float = 0.95
) -> Floats:
    """Return each row's mean scaled interval score: width, and what lies outside times 2/alpha."""
    penalty = 2 / (1 - level)
    below = np.where(actual < lower, lower - actual, 0.0)
    above = np.where(actual > upper, actual - upper, 0.0)
    score = upper - lower + penalty * (below + above)
    return np.asarray(_known_mean(score, actual - lower) / scale)


def _known_mean(values: Floats, known: Floats) -> Floats:
    """Return each row's mean over the places where ``known`` is a number, NaN without any."""
    place = np.isfinite(known)
    count = place.sum(axis=-1)
    total = np.where(place, values, 0.0).sum(axis=-1)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


def coverage(actual: Floats, lower: Floats, upper: Floats) -> float:
    """Return the share of known values that lie within their interval, 0 to 1."""
    known = np.isfinite(actual)
    return float(((actual >= lower) & (actual <= upper))[known].mean())
