"""How far a value lies beyond everything its series has shown, in the series' own deviations.

Every signal of the detector is judged by this one measure. That is what lets one threshold serve
all series: a percentage, a count of bytes and a bill in dollars are all told in deviations.
"""

from __future__ import annotations

import math

__all__ = ["Novelty"]

_SMALLEST_SHARE = 1e-9  # of the value itself: a constant series has no deviation to measure by


class Novelty:
    """The running range and deviation of one signal.

    Parameters
    ----------
    wait : int
        How many values to see before judging one.
    size : bool
        Whether the values are sizes, such as distances and errors: a new low of them is nothing.

    Examples
    --------
    >>> novelty = Novelty(wait=3)
    >>> [novelty.push(value) for value in (1.0, 3.0, 1.0, 3.0)]
    [0.0, 0.0, 0.0, 0.0]
    >>> novelty.push(5.0)  # the range is 1 to 3 and the deviation 1
    2.0
    >>> novelty.push(0.0) < 0  # a new low
    True
    """

    __slots__ = ("_count", "_high", "_low", "_mean", "_size", "_squares", "_wait")

    def __init__(self, *, wait: int, size: bool = False) -> None:
        self._wait = wait
        self._size = size
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0
        self._high = -math.inf
        self._low = math.inf

    @property
    def count(self) -> int:
        """How many values were seen."""
        return self._count

    @property
    def deviation(self) -> float:
        """The standard deviation of all values so far, zero before the first."""
        return math.sqrt(self._squares / self._count) if self._count else 0.0

    def push(self, value: float) -> float:
        """Judge a value by those before it, then learn it.

        Returns
        -------
        float
            Deviations above the highest (positive) or below the lowest (negative) value so far;
            0.0 within the range and while waiting.
        """
        result = self._judge(value) if self._count >= self._wait else 0.0
        self._learn(value)
        return result

    def _judge(self, value: float) -> float:
        unit = max(self.deviation, _SMALLEST_SHARE * abs(value)) or 1.0
        if value > self._high:
            return (value - self._high) / unit
        if value < self._low and not self._size:
            return (value - self._low) / unit
        return 0.0

    def _learn(self, value: float) -> None:
        self._count += 1
        step = value - self._mean
        self._mean += step / self._count
        self._squares += step * (value - self._mean)
        self._high = max(self._high, value)
        self._low = min(self._low, value)
