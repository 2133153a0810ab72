"""The sizes of the last forecast errors: a new one has a p-value by its rank, without a model."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

__all__ = ["RecentErrors", "Standing"]

_MEDIAN_OF_NORMAL = 0.6745  # of the absolute values of a normal distribution, in deviations
_GROWTH = 1.25  # how much one error may widen what is usual
_SETTLED = 20  # errors from which on there is something usual


@dataclass(frozen=True, slots=True)
class Standing:
    """How an error stands among those before it.

    Parameters
    ----------
    p_value : float
        The share of errors at least as large, this one among them.
    beyond : float
        Robust deviations beyond the largest of them; 0.0 for one within.
    size : float
        The error in robust deviations.
    """

    p_value: float
    beyond: float
    size: float


class RecentErrors:
    """The last error sizes, sorted; a wild one widens them only a little.

    Parameters
    ----------
    memory : int
        How many errors are compared with.
    floor : float
        The least deviation to measure by.

    Examples
    --------
    >>> errors = RecentErrors(100)
    >>> for size in range(1, 100):
    ...     _ = errors.push(float(size))
    >>> errors.judge(1000.0).p_value, errors.judge(0.0).p_value
    (0.01, 1.0)
    >>> errors.judge(50.0).beyond, errors.judge(1000.0).beyond > 10
    (0.0, True)
    """

    __slots__ = ("_arrived", "_floor", "_memory", "_sorted")

    def __init__(self, memory: int, *, floor: float = 0.0) -> None:
        self._memory = memory
        self._floor = floor
        self._arrived: deque[float] = deque()
        self._sorted: list[float] = []

    @property
    def deviation(self) -> float:
        """A robust standard deviation: the median size, as of a normal distribution."""
        if not self._sorted:
            return self._floor
        return max(self._sorted[len(self._sorted) // 2] / _MEDIAN_OF_NORMAL, self._floor)

    @property
    def largest(self) -> float:
        """The largest size held, zero before the first."""
        return self._sorted[-1] if self._sorted else 0.0

    def judge(self, size: float) -> Standing:
        """Return how an error of this size stands; nothing is learnt."""
        larger = len(self._sorted) - bisect_left(self._sorted, size)
        unit = self.deviation or max(self.largest, size) or 1.0
        return Standing(
            p_value=(larger + 1) / (len(self._sorted) + 1),
            beyond=max(size - self.largest, 0.0) / unit,
            size=size / unit,
        )

    def push(self, size: float) -> Standing:
        """Judge an error, then learn it."""
        standing = self.judge(size)
        self.learn(size)
        return standing

    def learn(self, size: float) -> None:
        """Take up an error without judging it."""
        if len(self._sorted) >= _SETTLED and self.largest > 0:
            size = min(size, _GROWTH * self.largest)
        self._arrived.append(size)
        insort(self._sorted, size)
        if len(self._arrived) > self._memory:
            del self._sorted[bisect_left(self._sorted, self._arrived.popleft())]
