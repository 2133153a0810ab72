"""Why a score is not 100: what lowered it, by how much; the parts sum to what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from dharma_core.trust.score import FULL_TRUST, WEIGHTS, Assessment, Score

__all__ = ["Lowering", "explain", "score_document", "shown_lowerings"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Lowering:
    """One thing that lowered a score.

    Parameters
    ----------
    component : str
        ``device``, ``user`` or ``context``.
    key : str
        ``device.firewall``.
    points : Decimal
        Of the overall score's 100.
    """

    component: str
    key: str
    reason: str
    points: Decimal

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "component": self.component,
            "key": self.key,
            "reason": self.reason,
            "points": float(self.points),
        }


def explain(score: Score) -> tuple[Lowering, ...]:
    """Return what lowered a score, most first; the exact points sum to ``100 - score.exact``.

    Where a component is at zero already, what is left over of its smallest deductions counts
    for nothing.

    Examples
    --------
    >>> from dharma_core.trust.score import score
    >>> [(low.key, str(low.points)) for low in explain(score(95, 100, 75))]
    [('context.stated', '6.25'), ('device.stated', '1.75')]
    """
    parts = (score.device, score.user, score.context)
    found = [low for part in parts for low in _lowerings(part)]
    return tuple(sorted(found, key=lambda low: (-low.points, low.key)))


def shown_lowerings(score: Score) -> tuple[Lowering, ...]:
    """Return the same with two decimals that sum to 100 less the score as it is shown.

    Each is rounded down, and the cents that this loses go to those that lost most.
    """
    exact = explain(score)
    floors = [low.points.quantize(_CENT, rounding=ROUND_DOWN) for low in exact]
    missing = int((FULL_TRUST - score.overall - sum(floors, Decimal(0))) / _CENT)
    lost = sorted(range(len(exact)), key=lambda i: floors[i] - exact[i].points)
    for index in lost[:missing]:
        floors[index] += _CENT
    shown = zip(exact, floors, strict=True)
    return tuple(
        Lowering(low.component, low.key, low.reason, points) for low, points in shown if points
    )


def score_document(score: Score) -> dict[str, Any]:
    """Return the JSON form of a score with what lowered it and the weights."""
    return {
        **score.as_dict(),
        "weights": {f"{name}_trust": float(weight) for name, weight in WEIGHTS.items()},
        "lowered_by": [low.as_dict() for low in shown_lowerings(score)],
    }


def _lowerings(part: Assessment) -> Iterator[Lowering]:
    left = FULL_TRUST - part.value
    weight = WEIGHTS[part.component]
    for owed in sorted(part.deductions, key=lambda d: (-d.points, d.key)):
        points = min(owed.points, left)
        left -= points
        if points:
            yield Lowering(part.component, owed.key, owed.reason, points * weight)
