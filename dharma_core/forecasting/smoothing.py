"""Exponential smoothing of a whole panel at once, parameters by a grid and its refinements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats

__all__ = ["Smoothed", "damped_trend", "simple_level"]

_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """States at the end of each series, and the parameters that led there.

    Parameters
    ----------
    level, trend : array, one per series
        At the last step; the trend of ``simple_level`` is zero.
    parameters : array of shape (series, 3)
        alpha (level), beta (trend) and phi (damping); alpha alone for ``simple_level``.
    """

    level: Floats
    trend: Floats
    parameters: Floats


def simple_level(values: Floats) -> Smoothed:
    """Smooth each row to a level; rows are NaN before they begin."""
    alpha = np.linspace(0.02, 0.99, 14)[:, None]
    fixed = np.broadcast_to(np.array([0.0, 1.0]), (len(alpha), 2))
    return _search(values, np.hstack([alpha, fixed]), np.array([0.07, 0.0, 0.0]))


def damped_trend(values: Floats) -> Smoothed:
    """Smooth each row to a level and an additive trend that is damped, 0.8 <= phi <= 0.98."""
    grid = np.array(
        [
            (alpha, alpha * share, phi)
            for alpha in (0.05, 0.2, 0.4, 0.6, 0.8, 0.97)
            for share in (0.02, 0.15, 0.5)
            for phi in (0.82, 0.9, 0.97)
        ]
    )
    return _search(values, grid, np.array([0.1, 0.05, 0.04]))


def _search(values: Floats, grid: Floats, step: Floats) -> Smoothed:
    rows = len(values)
    parameters = np.broadcast_to(grid, (rows, *grid.shape))
    best = _best(values, parameters)
    moves = _moves(step)
    for halving in range(_ROUNDS):
        around = best[:, None, :] + moves[None] / 2**halving
        best = _best(values, _bounded(around, grid))
    _, level, trend = _run(values, best[:, None, :])
    return Smoothed(level[:, 0], trend[:, 0], best)


def _moves(step: Floats) -> Floats:
    axes = [(-1.0, 0.0, 1.0) if size else (0.0,) for size in step]
    return np.array(np.meshgrid(*axes)).reshape(3, -1).T * step


def _bounded(parameters: Floats, grid: Floats) -> Floats:
    if np.ptp(grid[:, 2]) == 0:
        return np.clip(parameters, [0.001, 0.0, 1.0], [0.9999, 0.0, 1.0])
    bounded = np.clip(parameters, [0.001, 0.0001, 0.8], [0.9999, 0.9999, 0.98])
    bounded[..., 1] = np.minimum(bounded[..., 1], bounded[..., 0])
    return bounded


def _best(values: Floats, parameters: Floats) -> Floats:
    error, _, _ = _run(values, parameters)
    chosen = error.argmin(axis=1)
    return np.asarray(parameters[np.arange(len(values)), chosen])


def _run(values: Floats, parameters: Floats) -> tuple[Floats, Floats, Floats]:
    """Walk once through the steps for all rows and parameter sets together."""
    alpha, beta, phi = (np.ascontiguousarray(parameters[..., at]) for at in range(3))
    shape = alpha.shape
    start, slope = _begin(values, trended=bool((beta > 0).any()))
    level = np.broadcast_to(start[:, None], shape).copy()
    trend = np.broadcast_to(slope[:, None], shape).copy()
    error = np.zeros(shape)
    first = np.isfinite(values).argmax(axis=1)
    order = np.argsort(first, kind="stable")
    level, trend, error = level[order], trend[order], error[order]
    alpha, beta, phi, begun = alpha[order], beta[order], phi[order], first[order]
    steps = np.ascontiguousarray(values[order].T)
    for at in range(values.shape[1]):
        live = int(np.searchsorted(begun, at, side="right"))
        if not live:
            continue
        drift = phi[:live] * trend[:live]
        gap = steps[at, :live, None] - level[:live] - drift
        error[:live] += gap * gap
        level[:live] += drift + alpha[:live] * gap
        trend[:live] = drift + beta[:live] * gap
    back = np.argsort(order, kind="stable")
    return error[back], level[back], trend[back]


def _begin(values: Floats, *, trended: bool) -> tuple[Floats, Floats]:
    """Start at a line through the first ten values, or at the mean of the first three."""
    level, slope = np.zeros(len(values)), np.zeros(len(values))
    for row, line in enumerate(values):
        known = line[np.isfinite(line)][: 10 if trended else 3]
        if len(known) == 0:
            continue
        level[row] = known.mean()
        if trended and len(known) > 2:
            slope[row], level[row] = np.polyfit(np.arange(1, len(known) + 1), known, 1)
    return level, slope
