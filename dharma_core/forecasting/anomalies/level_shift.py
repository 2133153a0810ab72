"""Whether a series has moved to another level: a two-sided cumulative sum (CUSUM)."""

from __future__ import annotations

from collections import deque

__all__ = ["LevelShift", "RecentMean"]

_CLIP_DEVIATIONS = 5.0  # one wild value alone must not look like a new level


class LevelShift:
    """Sums of what lies more than ``slack`` deviations above, and below, what was expected.

    Parameters
    ----------
    slack : float
        Deviations that do not count.

    Examples
    --------
    >>> shift = LevelShift(slack=1.0)
    >>> [shift.push(error) for error in (0.5, 2.0, 2.0, -1.0)]
    [0.0, 1.0, 2.0, 0.0]
    >>> shift.push(3.0), shift.upward, shift.steps
    (2.0, True, 1)
    """

    __slots__ = ("_down", "_down_steps", "_slack", "_up", "_up_steps")

    def __init__(self, *, slack: float) -> None:
        self._slack = slack
        self.reset()

    def reset(self) -> None:
        """Forget what was summed."""
        self._up = self._down = 0.0
        self._up_steps = self._down_steps = 0

    @property
    def upward(self) -> bool:
        """Whether the move, if any, is upwards."""
        return self._up >= self._down

    @property
    def steps(self) -> int:
        """How many steps ago the larger sum left zero, the newest step among them."""
        return self._up_steps if self.upward else self._down_steps

    def push(self, deviations: float) -> float:
        """Take the next error, in deviations; return the larger of both sums."""
        clipped = min(max(deviations, -_CLIP_DEVIATIONS), _CLIP_DEVIATIONS)
        self._up = max(0.0, self._up + clipped - self._slack)
        self._down = max(0.0, self._down - clipped - self._slack)
        self._up_steps = self._up_steps + 1 if self._up else 0
        self._down_steps = self._down_steps + 1 if self._down else 0
        return max(self._up, self._down)


class RecentMean:
    """The mean of the last values.

    Parameters
    ----------
    window : int
        How many.

    Examples
    --------
    >>> mean = RecentMean(2)
    >>> [mean.push(value) for value in (1.0, 3.0, 5.0)]
    [1.0, 2.0, 4.0]
    """

    __slots__ = ("_recent", "_total")

    def __init__(self, window: int) -> None:
        self._recent: deque[float] = deque(maxlen=window)
        self._total = 0.0

    @property
    def value(self) -> float | None:
        """The mean now, None before the first value."""
        return self._total / len(self._recent) if self._recent else None

    def push(self, value: float) -> float:
        """Take the next value; return the mean with it."""
        if len(self._recent) == self._recent.maxlen:
            self._total -= self._recent[0]
        self._recent.append(value)
        self._total += value
        return self._total / len(self._recent)
