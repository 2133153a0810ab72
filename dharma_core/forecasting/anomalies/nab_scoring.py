"""The standard score of the Numenta Anomaly Benchmark (NAB), written from its published rules.

A window around each labelled anomaly earns up to 1 for its first detection, the more the earlier;
a window without one costs 1. Each detection elsewhere costs up to 0.11, less just behind a window.
The first 15 % of a file, 750 rows at most, are not judged. The sum is stretched so that a detector
that says nothing has 0 and a perfect one 100.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["LabelledFile", "probation", "standard_score"]

_FALSE_ALARM = 0.11
_MISS = 1.0
_PROBATION_SHARE = 0.15
_PROBATION_ROWS = 5000  # the share is taken of so many rows at most
_FAR = 3.0  # window widths behind a window, from where a false alarm costs all
_NOWHERE = -1


def probation(rows: int) -> int:
    """Return how many rows at the beginning of a file are not judged.

    Examples
    --------
    >>> probation(4032), probation(22695)
    (604, 750)
    """
    return math.floor(_PROBATION_SHARE * min(rows, _PROBATION_ROWS))


@dataclass(frozen=True)
class LabelledFile:
    """How many rows a file has, and where its anomalies are.

    Parameters
    ----------
    rows : int
    windows : sequence of (first, last)
        Row numbers, both within the window, in order and apart.

    Examples
    --------
    >>> file = LabelledFile(100, ((40, 49),))
    >>> file.score([40])
    1.0
    >>> file.score([])
    -1.0
    """

    rows: int
    windows: Sequence[tuple[int, int]]

    def score(self, detections: Iterable[int]) -> float:
        """Return the raw score of the rows at which a detector spoke."""
        worth, window_of = self._worth()
        earned = [-_MISS] * len(self.windows)
        lost = 0.0
        for row in detections:
            if row < probation(self.rows):
                continue
            if window_of[row] == _NOWHERE:
                lost += worth[row]
            else:
                earned[window_of[row]] = max(earned[window_of[row]], worth[row])
        return float(sum(earned) + lost)

    def _worth(self) -> tuple[np.ndarray, np.ndarray]:
        worth = np.full(self.rows, -_FALSE_ALARM)
        window_of = np.full(self.rows, _NOWHERE)
        for number, (first, last) in enumerate(self.windows):
            width = last - first + 1
            inside = np.arange(first, last + 1)
            worth[inside] = _sigmoid(-(last - inside + 1) / width) / _sigmoid(np.array(-1.0))
            window_of[inside] = number
            behind = np.arange(last + 1, self.rows)
            worth[behind] = _FALSE_ALARM * _sigmoid((behind - last) / max(width - 1, 1))
        return worth, window_of


def standard_score(raw: float, windows: int) -> float:
    """Return raw scores, summed over files, on the scale of 0 (silence) to 100 (perfect).

    Examples
    --------
    >>> standard_score(-4.0, 4), standard_score(4.0, 4)
    (0.0, 100.0)
    """
    return 100.0 * (raw + _MISS * windows) / (2.0 * windows)


def _sigmoid(place: np.ndarray) -> np.ndarray:
    """Return 1 well before the end of a window, 0 at its end, -1 far behind it."""
    near = np.minimum(place, _FAR)
    return np.where(place > _FAR, -1.0, 2.0 / (1.0 + np.exp(5.0 * near)) - 1.0)
