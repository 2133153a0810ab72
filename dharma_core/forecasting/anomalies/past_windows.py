"""How far the newest stretch of a series is from the stretch of its past that is most like it.

A new distance follows from the one before it: one product enters each window and one leaves. So a
step costs one pass over the remembered past for each length, and no window is ever copied.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["PastWindows"]

Floats = NDArray[np.float64]


class PastWindows:
    """Distances to the nearest past window, for windows of several lengths at once.

    Parameters
    ----------
    lengths : sequence of int
        Lengths of the windows, in steps.
    memory : int
        How many steps back a window may end; bounds time and memory of a step.

    Examples
    --------
    >>> windows = PastWindows([2], memory=100)
    >>> [windows.push(value)[0] for value in (0.0, 1.0, 0.0)]
    [None, None, None]
    >>> windows.push(1.0)  # (0, 1) was seen before
    [0.0]
    >>> windows.push(3.0)  # (1, 3) is 2 from (0, 1)'s end and 1 from its beginning: root of 5 / 2
    [1.5811388300841898]
    """

    def __init__(self, lengths: Sequence[int], *, memory: int) -> None:
        self._lengths = tuple(lengths)
        self._memory = memory
        self._reach = memory + max(self._lengths)  # the oldest value a step looks at
        self._sums = np.zeros((len(self._lengths), 0))
        self._values = np.zeros(64)
        self._first = 0  # where the remembered values begin
        self._end = 0  # where the next value goes

    @property
    def bytes_held(self) -> int:
        """The memory the past takes; it stops growing once ``memory`` steps are held."""
        return self._sums.nbytes + self._values.nbytes

    def push(self, value: float) -> list[float | None]:
        """Take the next value.

        Returns
        -------
        list of float or None
            For each length the root mean square distance to the nearest past window that does
            not overlap the newest one; None while there is no such window.
        """
        self._store(value)
        held = self._end - self._first
        lags = min(held - 1, self._memory)
        if lags > self._sums.shape[1]:
            self._grow(lags)
        if lags == 0:
            return [None] * len(self._lengths)
        entering = self._squares_at(0, lags)
        return [
            self._distance(self._sums[row], entering, length, held)
            for row, length in enumerate(self._lengths)
        ]

    def _distance(self, sums: Floats, entering: Floats, length: int, held: int) -> float | None:
        sums[: len(entering)] += entering
        leaving = min(held - 1 - length, self._memory)
        if leaving > 0:
            sums[:leaving] -= self._squares_at(length, leaving)
        farthest = min(held - length, self._memory)
        if farthest < length:
            return None
        nearest = float(sums[length - 1 : farthest].min())
        return math.sqrt(max(nearest, 0.0) / length)

    def _squares_at(self, back: int, lags: int) -> Floats:
        """Return the squared differences of the value ``back`` steps ago to those before it."""
        place = self._end - 1 - back
        before = self._values[place - lags : place][::-1]
        difference = self._values[place] - before
        squares: Floats = difference * difference
        return squares

    def _store(self, value: float) -> None:
        if self._end == len(self._values):
            self._make_room()
        self._values[self._end] = value
        self._end += 1
        self._first = max(self._first, self._end - self._reach - 1)

    def _make_room(self) -> None:
        kept = self._values[self._first : self._end]
        roomier = np.zeros(min(2 * len(self._values), 2 * (self._reach + 1)))
        if len(kept) >= len(roomier):
            roomier = np.zeros(2 * len(kept))
        roomier[: len(kept)] = kept
        self._values, self._first, self._end = roomier, 0, len(kept)

    def _grow(self, lags: int) -> None:
        roomier = np.zeros((len(self._lengths), min(max(64, 2 * lags), self._memory)))
        roomier[:, : self._sums.shape[1]] = self._sums
        self._sums = roomier
