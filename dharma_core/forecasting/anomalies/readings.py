"""What a detector says of one moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Reading", "Signal", "score_of"]


class Signal(StrEnum):
    """Which signal spoke loudest."""

    EXTREME = "extreme"
    RESIDUAL = "residual"
    PATTERN = "pattern"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a detector says of one moment, knowing nothing of later ones.

    Parameters
    ----------
    score : float
        From 0 (ordinary) to 1; 0.5 is where a detector of default settings speaks.
    signal : Signal or None
        Which signal gave the score; None where the score is zero.
    upward : bool
        Whether the value is too high rather than too low.
    expected : float
        The forecast, made before the value was seen.
    p_value : float
        Conformal: the share of recent forecast errors at least as large.
    steps : int
        How many steps ago the change began, the present one among them.
    """

    score: float
    signal: Signal | None
    upward: bool
    expected: float
    p_value: float
    steps: int = 1


def score_of(strength: float, *, even_odds: float) -> float:
    """Return a strength of 0 and more as a score of 0 to 1.

    Examples
    --------
    >>> score_of(0.0, even_odds=2.0), score_of(2.0, even_odds=2.0), score_of(6.0, even_odds=2.0)
    (0.0, 0.5, 0.75)
    """
    return 1.0 if math.isinf(strength) else strength / (strength + even_odds)
