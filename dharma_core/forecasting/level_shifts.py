"""Where a series changed its level for good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats

__all__ = ["Shift", "last_shift"]

_STANDS_OUT = 6.0  # deviations of the steps around their level
_SHARE = 0.15  # of the level before


@dataclass(frozen=True, slots=True)
class Shift:
    """A step at which the level changed.

    Parameters
    ----------
    step : int
        The first one on the new level.
    before, after : float
        The median of two seasons on either side.
    """

    step: int
    before: float
    after: float


def last_shift(values: Floats, season: int) -> Shift | None:
    """Return the latest change of level that two seasons on either side agree on, or None.

    Examples
    --------
    >>> last_shift(np.r_[np.full(30, 10.0), np.full(30, 25.0)], 7)
    Shift(step=30, before=10.0, after=25.0)
    >>> last_shift(np.arange(60.0), 7) is None
    True
    """
    span = max(2 * season, 6)
    if len(values) < 2 * span:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(values, span)
    level = np.median(windows, axis=1)
    noise = 1.4826 * np.median(np.abs(windows - level[:, None]), axis=1)
    before, after = level[:-span], level[span:]
    spread = np.maximum(noise[:-span], noise[span:]) + 1e-12 * np.abs(before)
    gap = np.abs(after - before)
    found = np.flatnonzero((gap > _STANDS_OUT * spread) & (gap > _SHARE * np.abs(before)))
    if not len(found):
        return None
    group = found[found > found[-1] - span]
    first, last = int(group[0]), int(group[-1])
    levels = float(before[first]), float(after[last])
    step = _divided(values[first : last + 2 * span], *levels)
    return Shift(first + step, *levels)


def _divided(values: Floats, before: float, after: float) -> int:
    """Return the step from which the values are closer to the new level than to the old."""
    change = np.abs(values - before) - np.abs(values - after)
    return int(np.cumsum(change).argmin()) + 1
