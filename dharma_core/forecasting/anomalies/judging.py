"""Judge whole series: which detector suits, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dharma_core.forecasting.anomalies.cost_detector import CostDetector, CostSettings
from dharma_core.forecasting.anomalies.detector import Detector, DetectorSettings
from dharma_core.forecasting.anomalies.episodes import (
    Episode,
    EpisodeRules,
    Judged,
    Moment,
    episodes,
)
from dharma_core.forecasting.anomalies.series import Series, is_daily

__all__ = [
    "Kind",
    "SeriesReport",
    "State",
    "judge",
    "judged_report",
    "least_steps",
    "suitable_kind",
]


_OVER_AFTER = 10  # steps: no provider is so much later than the others


class Kind(StrEnum):
    """What a series is, and so which detector judges it."""

    COST = "cost"
    METRIC = "metric"


class State(StrEnum):
    """How far a series could be judged."""

    JUDGED = "judged"
    TOO_SHORT = "too_short"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """What was found in one series, or why nothing could be.

    Parameters
    ----------
    key : str
    state : State
    note : str
        In plain words, what limits the judgement; empty where nothing does.
    episodes : tuple of Episode
    """

    key: str
    state: State
    note: str
    episodes: tuple[Episode, ...]


def suitable_kind(series: Series) -> Kind:
    """Return which detector suits: costs come by the day, metrics more often."""
    return Kind.COST if is_daily(series) else Kind.METRIC


def least_steps(series: Series, kind: Kind) -> int:
    """Return how many steps a detector waits for before it judges one."""
    if kind is Kind.COST:
        return CostSettings().wait + 1
    return DetectorSettings(cycle=series.cycle).wait + 1


def judge(series: Series, kind: Kind | None = None) -> tuple[Judged, ...]:
    """Return every step of a series with what the detector said when it arrived.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from decimal import Decimal
    >>> from dharma_core.forecasting.anomalies.series import checked_series
    >>> days = [date(2026, 1, 1) + timedelta(days=n) for n in range(60)]
    >>> points = [(day, Decimal(300 if n == 50 else 100)) for n, day in enumerate(days)]
    >>> [
    ...     step.moment.day
    ...     for step in judge(checked_series("web", points))
    ...     if step.reading.score > 0.5
    ... ]
    [20]
    """
    kind = kind or suitable_kind(series)
    steps = zip(series.moments, series.values, strict=True)
    if kind is Kind.COST:
        costs = CostDetector()
        return tuple(Judged(m, v, costs.push(m, float(v))) for m, v in steps)
    detector = Detector(DetectorSettings(cycle=series.cycle))
    return tuple(
        Judged(moment, value, detector.push(float(value), place))
        for (moment, value), place in zip(steps, series.places(), strict=True)
    )


def judged_report(
    series: Series,
    rules: EpisodeRules,
    *,
    kind: Kind | None = None,
    thresholds: Mapping[str, float] | None = None,
    until: Moment | None = None,
) -> SeriesReport:
    """Return the episodes of a series, or why there can be none.

    Parameters
    ----------
    series : Series
    rules : EpisodeRules
    kind : Kind, optional
        Which detector; the suitable one when left out.
    thresholds : mapping of str to float, optional
        Thresholds that feedback has moved, by key; ``rules`` has the one of all others.
    until : date or datetime, optional
        The newest moment of all series that were delivered together: where this one lacks more than
        ten steps, it is not late but over, and so are its episodes.
    """
    kind = kind or suitable_kind(series)
    needed = least_steps(series, kind)
    if len(series.values) < needed:
        count = len(series.values)
        note = f"{count} of the {needed} steps that a judgement needs"
        return SeriesReport(series.key, State.TOO_SHORT, note, ())
    if len(set(series.values)) == 1:
        return SeriesReport(series.key, State.CONSTANT, f"always {series.values[0]}", ())
    own = (thresholds or {}).get(series.key, rules.threshold)
    found = episodes(judge(series, kind), _with_threshold(rules, own))
    if until is not None and round((until - series.moments[-1]) / series.step) > _OVER_AFTER:
        found = tuple(replace(one, open=False) for one in found)
    note = f"{series.gaps} moments are missing; nothing was filled in" if series.gaps else ""
    return SeriesReport(series.key, State.JUDGED, note, found)


def _with_threshold(rules: EpisodeRules, threshold: float) -> EpisodeRules:
    return rules if threshold == rules.threshold else replace(rules, threshold=threshold)
