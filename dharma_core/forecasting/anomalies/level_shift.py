"""Whether a series has moved to another level: a two-sided cumulative sum (CUSUM)."""

from __future__ import annotations

import math
from collections import deque

__all__ = ["LevelShift"]

_CLIP_DEVIATIONS = 5.0  # one wild value alone must not look like a new level
_SMALLEST_SHARE = 1e-9


class LevelShift:
    """Sums of what lies more than ``slack`` deviations above, and below, the recent mean.

    Parameters
    ----------
    window : int
        Steps of the recent mean.
    slack : float
        Deviations that do not count.

    Examples
    --------
    >>> shift = LevelShift(window=4, slack=1.0)
    >>> for value in (10.0, 11.0, 10.0, 11.0, 10.0, 11.0):
    ...     quiet = shift.push(value)
    >>> high = [shift.push(20.0) for _ in range(3)]
    >>> quiet == 0.0, high == sorted(high), high[0] > 3
    (True, True, True)
    """

    __slots__ = ("_count", "_down", "_mean", "_recent", "_slack", "_squares", "_total", "_up")

    def __init__(self, *, window: int, slack: float) -> None:
        self._slack = slack
        self._recent: deque[float] = deque(maxlen=window)
        self._total = 0.0
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0
        self._up = 0.0
        self._down = 0.0

    @property
    def upward(self) -> bool:
        """Whether the move, if any, is upwards."""
        return self._up >= self._down

    def push(self, value: float) -> float:
        """Take the next value; return the larger of both sums, in deviations."""
        if self._recent:
            self._move(value - self._total / len(self._recent), value)
        self._remember(value)
        return max(self._up, self._down)

    def _move(self, error: float, value: float) -> None:
        if self._count:
            spread = math.sqrt(self._squares / self._count)
            unit = max(spread, _SMALLEST_SHARE * max(1.0, abs(value)))
            scaled = min(max(error / unit, -_CLIP_DEVIATIONS), _CLIP_DEVIATIONS)
            self._up = max(0.0, self._up + scaled - self._slack)
            self._down = max(0.0, self._down - scaled - self._slack)
        self._count += 1
        step = error - self._mean
        self._mean += step / self._count
        self._squares += step * (error - self._mean)

    def _remember(self, value: float) -> None:
        if len(self._recent) == self._recent.maxlen:
            self._total -= self._recent[0]
        self._recent.append(value)
        self._total += value
