"""What people said of anomalies, and the threshold of each scope that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dharma_core.errors import InputError, nearest

__all__ = ["SILENT", "Feedback", "Verdict", "parse_verdict", "thresholds"]

SILENT = 2.0  # above every score
_MISS_COSTS = 3  # as much as so many needless episodes
_MARGIN = 0.1  # of what is left to 1: the next expected one may score a little higher


class Verdict(StrEnum):
    """What an episode was."""

    REAL = "real"
    EXPECTED = "expected"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict about one episode.

    Parameters
    ----------
    scope : str
        The series, such as an account and service.
    start, end : str
        First and last step of the episode, ISO 8601.
    verdict : Verdict
        ``real``: rightly told. ``expected``: planned, so such a score is no news in this scope.
        ``ignore``: nothing of this scope is to be told.
    score : float
        The episode's score, from 0 to 1.
    note : str
        Why.
    """

    scope: str
    start: str
    end: str
    verdict: Verdict
    score: float
    note: str = ""


def parse_verdict(text: str) -> Verdict:
    """Return the verdict that a person wrote.

    Raises
    ------
    InputError
        If there is no such verdict.

    Examples
    --------
    >>> parse_verdict("Expected")
    <Verdict.EXPECTED: 'expected'>
    """
    try:
        return Verdict(text.strip().lower())
    except ValueError:
        raise InputError(
            f"No verdict {text!r}.", next_step=nearest(text.lower(), [v.value for v in Verdict])
        ) from None


def thresholds(said: Iterable[Feedback], *, base: float) -> Mapping[str, float]:
    """Return the threshold of each scope that people spoke about.

    It is the one that would have told most real episodes and fewest expected ones, where a real one
    that is missed weighs as much as three that were needless; of several the lowest, and never
    under ``base``. The last verdict about an episode counts, and the last of all decides whether
    the scope is ignored.

    Parameters
    ----------
    said : iterable of Feedback
        Oldest first.
    base : float
        The threshold of scopes that nobody spoke about.

    Examples
    --------
    >>> planned = Feedback("web", "2026-03-01", "2026-03-02", Verdict.EXPECTED, 0.6)
    >>> thresholds([planned], base=0.5)
    {'web': 0.64}
    """
    latest: dict[str, dict[str, Feedback]] = {}
    last: dict[str, Verdict] = {}
    for one in said:
        latest.setdefault(one.scope, {})[one.start] = one
        last[one.scope] = one.verdict
    return {
        scope: SILENT
        if last[scope] is Verdict.IGNORE
        else _calibrated(tuple(by_start.values()), base)
        for scope, by_start in latest.items()
    }


def _calibrated(said: tuple[Feedback, ...], base: float) -> float:
    real = [one.score for one in said if one.verdict is Verdict.REAL]
    expected = [one.score for one in said if one.verdict is Verdict.EXPECTED]
    above = [round(score + _MARGIN * (1 - score), 6) for score in expected if score >= base]

    def cost(threshold: float) -> int:
        needless = sum(score >= threshold for score in expected)
        return needless + _MISS_COSTS * sum(score < threshold for score in real)

    return min((base, *above), key=lambda threshold: (cost(threshold), threshold))
