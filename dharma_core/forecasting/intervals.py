"""Intervals from the errors the same ensemble made in its back-test: split-conformal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.accuracy import mase_scale
from dharma_core.forecasting.backtesting import Backtest
from dharma_core.forecasting.panel import Floats

__all__ = ["Spread", "calibrate"]

_PRIOR_LOOKS = 4.0  # origins of its own a series needs until it outweighs its naive error


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How far forecasts were off: what turns a forecast into an interval.

    Parameters
    ----------
    size : array, one per series
        The typical error of the series, in its own unit; NaN where nothing is known.
    growth : array, one per step ahead
        Errors at this step relative to the typical one.
    errors : array
        All errors in units of size and growth, sorted, each judged by sizes that other folds
        gave.
    """

    size: Floats
    growth: Floats
    errors: Floats

    def interval(self, forecast: Floats, level: float) -> tuple[Floats, Floats]:
        """Return lower and upper bounds that hold with probability ``level``.

        NaN where the past says too little: an interval is never invented.
        """
        tail = (1 - level) / 2
        count = len(self.errors)
        rank = (1 - tail) * (count + 1) / max(count, 1)
        if not count or rank > 1:
            unknown = np.full_like(forecast, np.nan)
            return unknown, unknown
        low, high = np.quantile(self.errors, [1 - rank, rank])
        reach = self.size[:, None] * self.growth[None, :]
        return forecast + min(low, 0.0) * reach, forecast + max(high, 0.0) * reach


def calibrate(tested: Backtest, said: Sequence[Floats]) -> Spread:
    """Measure the errors of forecasts made at every origin of a back-test, in its order."""
    judged = zip(tested.judged, said, strict=True)
    errors = np.stack([one.actual - forecast for one, forecast in judged], axis=1)
    folds = np.array([one.fold for one in tested.judged])
    if len(set(folds)) == 1:  # then each origin is judged by the sizes that the others gave
        folds = np.arange(len(folds))
    prior = _filled(mase_scale(tested.panel), errors)
    growth = _growth(errors, prior)
    size = _sizes(errors, growth, prior)
    shares = [
        _share(
            errors[:, folds == fold],
            _sizes(errors[:, folds != fold], growth, prior)[:, None, None] * growth,
        )
        for fold in np.unique(folds)
    ]
    flat = np.concatenate([part.ravel() for part in shares]) if shares else np.empty(0)
    return Spread(size, growth, np.sort(flat[np.isfinite(flat)]))


def _filled(prior: Floats, errors: Floats) -> Floats:
    """Give a series that never changed the size of its errors, or none."""
    own = np.array([_mean(np.abs(one)) for one in errors])
    return np.where(np.isfinite(prior), prior, own)


def _growth(errors: Floats, prior: Floats) -> Floats:
    """Return the mean error at each step relative to all steps, over all series."""
    relative = _share(np.abs(errors), prior[:, None, None])
    bound = np.nanquantile(relative, 0.99) if np.isfinite(relative).any() else 1.0
    steps = np.array(
        [_mean(np.minimum(relative[:, :, at], bound)) for at in range(errors.shape[2])]
    )
    if not np.isfinite(steps).all() or steps.mean() == 0:
        return np.ones(errors.shape[2])
    smooth = np.convolve(np.pad(steps, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return np.asarray(smooth / smooth.mean())


def _sizes(errors: Floats, growth: Floats, prior: Floats) -> Floats:
    """Return each series' own mean error, drawn towards what its naive error lets expect."""
    relative = np.abs(errors) / growth
    own = _share(np.array([_mean(one) for one in relative]), prior)
    looks = np.isfinite(errors).any(axis=2).sum(axis=1)
    usual = np.nanmedian(own) if np.isfinite(own).any() else 1.0
    share = looks / (looks + _PRIOR_LOOKS)
    safe = np.where(np.isfinite(own) & (own > 0), own, usual) / max(usual, 1e-12)
    return np.asarray(prior * max(usual, 1e-12) * safe**share)


def _share(errors: Floats, sizes: Floats) -> Floats:
    """Divide; what has no size has no share."""
    whole = np.broadcast_to(sizes, errors.shape)
    empty = np.full(errors.shape, np.nan)
    return np.asarray(np.divide(errors, whole, out=empty, where=whole > 0))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
