"""The interval of a sum of steps, such as the days of a month that are still to come.

Bounds hold for single steps. If every step erred to its bound on one side, the sum of the bounds
would be right; if steps erred independently, the root of the sum of squares. The truth is read from
the back-test: for n steps that each err by s and correlate by r, the variance of their sum is
``n s^2 (1 + (n - 1) r)``, the design effect of Kish (Survey Sampling, 1965, 5.4); the errors at the
origins of the back-test give r.
"""

from __future__ import annotations

import numpy as np

from dharma_core.forecasting.ensemble import held_out
from dharma_core.forecasting.forecasting import Forecasts
from dharma_core.forecasting.panel import Floats

__all__ = ["correlation", "sum_bounds"]


def sum_bounds(found: Forecasts, row: int, steps: int) -> tuple[float, float] | None:
    """Return between what the sum of the first steps of a row lies, at the level of the forecast.

    None where the past says too little for bounds.
    """
    mean, lower, upper = (table[row, :steps] for table in (found.mean, found.lower, found.upper))
    if not (np.isfinite(lower).all() and np.isfinite(upper).all()):
        return None
    together = correlation(found, row, steps)
    middle = float(mean.sum())
    return (
        middle - _joined(mean - lower, together),
        middle + _joined(upper - mean, together),
    )


def correlation(found: Forecasts, row: int, steps: int) -> float:
    """Return how far the errors of a row's first steps go together in its back-test, 0 to 1.

    1 where nothing tells: the widest interval of a sum.
    """
    tested, members = found.plan.tested, found.plan.ensemble.members
    if tested is None or steps < 2:
        return 1.0
    said = held_out(tested, members)
    pairs = zip(tested.judged, said, strict=True)
    errors = np.stack([one.actual[row, :steps] - then[row, :steps] for one, then in pairs])
    whole = errors[np.isfinite(errors).all(axis=1)]
    variance = float((whole**2).mean()) if len(whole) else 0.0
    if not variance:
        return 1.0
    effect = float((whole.sum(axis=1) ** 2).mean()) / (steps * variance)
    return min(1.0, max(0.0, (effect - 1) / (steps - 1)))


def _joined(reach: Floats, together: float) -> float:
    alone, linked = float((reach**2).sum()), float(reach.sum()) ** 2
    return float(np.sqrt((1 - together) * alone + together * linked))
