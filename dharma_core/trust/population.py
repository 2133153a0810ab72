"""Everybody's trust at once: how it is spread, and who would be refused if the bar rose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.trust.evaluations import SESSION, Evaluation
from dharma_core.trust.rules import Verdict, verdict_on
from dharma_core.trust.score import Level

__all__ = ["BarStudy", "Distribution", "distribution", "if_bar_rose"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """The newest score of each session (of each person where there was none).

    Parameters
    ----------
    latest : tuple of Evaluation
        Lowest score first.
    """

    latest: tuple[Evaluation, ...]

    @property
    def levels(self) -> Mapping[Level, int]:
        """How many stand at each level, none left out."""
        tally = Counter(found.level for found in self.latest)
        return {level: tally[level] for level in Level}

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "sessions": len(self.latest),
            "levels": {level.value: number for level, number in self.levels.items()},
        }


@dataclass(frozen=True, slots=True)
class BarStudy:
    """What would have become of what was allowed, had every rule asked for more.

    Parameters
    ----------
    levels : int
        By how many levels the bar rose.
    allowed, step_up, denied : tuple of Evaluation
        What was allowed, by what it would have been.
    """

    levels: int
    allowed: tuple[Evaluation, ...]
    step_up: tuple[Evaluation, ...]
    denied: tuple[Evaluation, ...]

    @property
    def people_denied(self) -> Mapping[str, int]:
        """Who would have been denied, and how often; most first."""
        tally = Counter(found.subject for found in self.denied)
        return dict(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "levels": self.levels,
            "allowed": len(self.allowed),
            "step_up": len(self.step_up),
            "denied": len(self.denied),
            "people_denied": dict(self.people_denied),
        }


def distribution(evaluations: Iterable[Evaluation]) -> Distribution:
    """Return the newest evaluation of each session."""
    newest: dict[tuple[str, str], Evaluation] = {}
    for found in sorted(evaluations, key=lambda e: (e.at, e.id)):
        newest[found.subject, found.session] = found
    return Distribution(tuple(sorted(newest.values(), key=lambda e: (e.score, e.subject))))


def if_bar_rose(evaluations: Iterable[Evaluation], *, levels: int = 1) -> BarStudy:
    """Return what would have become of what was allowed, had each rule asked for more.

    Parameters
    ----------
    levels : int
        How many levels more; the highest stays the highest.
    """
    outcome: dict[Verdict, list[Evaluation]] = {verdict: [] for verdict in Verdict}
    for found in evaluations:
        if found.decision is Verdict.ALLOW and found.resource != SESSION:
            verdict = verdict_on(
                found.score,
                found.required.raised(levels).floor,
                second_factor=found.second_factor,
                with_second_factor=found.with_second_factor,
            )
            outcome[verdict].append(found)
    return BarStudy(
        levels,
        allowed=tuple(outcome[Verdict.ALLOW]),
        step_up=tuple(outcome[Verdict.STEP_UP]),
        denied=tuple(outcome[Verdict.DENY]),
    )
