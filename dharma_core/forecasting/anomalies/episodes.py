"""Episodes: what belongs together is told once, if it is worth telling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from dharma_core.forecasting.anomalies.readings import Reading, Signal
from dharma_core.money import exact_sum

__all__ = ["Direction", "Episode", "EpisodeRules", "Judged", "Moment", "episodes"]

_STILL_UNUSUAL = 0.05  # a p-value below it, in the same direction, prolongs an open episode
_CENT = Decimal("0.01")
_CAUSES = {
    (Signal.EXTREME, True): "higher than ever before",
    (Signal.EXTREME, False): "lower than ever before",
    (Signal.RESIDUAL, True): "more than such a moment explains",
    (Signal.RESIDUAL, False): "less than such a moment explains",
    (Signal.PATTERN, True): "a course unlike any before, higher",
    (Signal.PATTERN, False): "a course unlike any before, lower",
    (Signal.SHIFT, True): "has been rising away from what is usual",
    (Signal.SHIFT, False): "has been falling away from what is usual",
}

Moment = date | datetime


class Direction(StrEnum):
    """Which surprises are told."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class EpisodeRules:
    """What makes an episode, and what is too little for one.

    Parameters
    ----------
    threshold : float
        The score from which the detector speaks.
    refractory : int
        Ordinary steps after which an episode has ended; within them nothing new is told, but for
        a surprise in the other direction, which is an episode of its own.
    direction : Direction
        Which surprises are told.
    floor : Decimal
        The least impact in the episode's direction, in the unit of the values: an episode is told
        from the step on at which it has cost so much.
    late : int
        How many of the last steps may still be incomplete. Data that arrives late can only add,
        so a low value among them is no surprise: it begins no drop and adds nothing to one.
    """

    threshold: float = 0.5
    refractory: int = 3
    direction: Direction = Direction.BOTH
    floor: Decimal = Decimal(0)
    late: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One step of a series and what the detector said of it."""

    moment: Moment
    value: Decimal
    reading: Reading

    @property
    def excess(self) -> Decimal:
        """The value beyond what was expected; negative below it."""
        return self.value - Decimal(repr(self.reading.expected))


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of one series that was not ordinary.

    Parameters
    ----------
    start, end : date or datetime
        First and last step of the change, both within.
    detected : date or datetime
        The step at which it could be told: the detector had spoken and the floor was reached. A
        slow change begins before.
    upward : bool
        Whether too much rather than too little.
    impact : Decimal
        Values less what was expected, summed from start to end, to the cent.
    actual : Decimal
        The sum of the values themselves.
    score : float
        The highest score, from 0 to 1.
    signal : Signal
        Which signal told it first.
    open : bool
        Whether it had not ended when the series did.
    """

    start: Moment
    end: Moment
    detected: Moment
    upward: bool
    impact: Decimal
    actual: Decimal
    score: float
    signal: Signal
    open: bool = False

    @property
    def expected(self) -> Decimal:
        """What the steps would have been without it."""
        return self.actual - self.impact

    @property
    def cause(self) -> str:
        """In plain words, what told it."""
        return _CAUSES[self.signal, self.upward]


def episodes(judged: Iterable[Judged], rules: EpisodeRules) -> tuple[Episode, ...]:
    """Return the episodes of one series, in order.

    Parameters
    ----------
    judged : iterable of Judged
        Every step of the series, in order.
    rules : EpisodeRules

    Examples
    --------
    >>> quiet = Reading(0.0, None, True, 10.0, 0.5)
    >>> loud = Reading(0.8, Signal.RESIDUAL, True, 10.0, 0.01)
    >>> days = [
    ...     Judged(date(2026, 1, n + 1), Decimal(v), r)
    ...     for n, (v, r) in enumerate([("10", quiet), ("25", loud), ("24", loud), ("10", quiet)])
    ... ]
    >>> found = episodes(days, EpisodeRules())
    >>> [(one.start.day, one.end.day, str(one.impact)) for one in found]
    [(2, 3, '29.00')]
    """
    steps = list(judged)
    found = (_told(steps, one, rules) for one in _spans(steps, rules))
    return tuple(episode for episode in found if episode is not None)


@dataclass(slots=True)
class _Span:
    """Where an episode begins, where the detector first spoke, and how far it reaches so far."""

    first: int
    spoke: int
    last: int
    upward: bool


def _spans(steps: list[Judged], rules: EpisodeRules) -> Iterator[_Span]:
    span: _Span | None = None
    ended = -1
    for index, step in enumerate(steps):
        upward = step.reading.upward
        counts = upward or index < len(steps) - rules.late
        speaks = counts and _speaks(step, rules)
        turned = span is not None and speaks and upward is not span.upward
        if span is not None and (turned or index - span.last > rules.refractory):
            yield span
            ended, span = span.last, None
        if span is None and speaks:
            first = max(index - step.reading.steps + 1, ended + 1, 0)
            span = _Span(first, index, index, upward)
        elif span is not None and (speaks or (counts and _goes_on(step, upward=span.upward))):
            span.last = index
    if span is not None:
        yield span


def _speaks(step: Judged, rules: EpisodeRules) -> bool:
    reading = step.reading
    if reading.score < rules.threshold:
        return False
    if rules.direction is Direction.BOTH:
        return True
    return reading.upward is (rules.direction is Direction.UP)


def _goes_on(step: Judged, *, upward: bool) -> bool:
    reading = step.reading
    return reading.p_value <= _STILL_UNUSUAL and reading.upward is upward


def _told(steps: list[Judged], span: _Span, rules: EpisodeRules) -> Episode | None:
    """Return a span as an episode; None where it never was worth the floor.

    It is told on the first step at which the detector had spoken and the floor was reached: that
    is what somebody who watches day by day would have seen.
    """
    worth, sign = Decimal(0), 1 if span.upward else -1
    for index in range(span.first, span.last + 1):
        worth += sign * steps[index].excess
        if index >= span.spoke and (worth >= rules.floor or not rules.floor):
            return _episode(steps, span, told=index, refractory=rules.refractory)
    return None


def _episode(steps: list[Judged], span: _Span, *, told: int, refractory: int) -> Episode:
    within = steps[span.first : span.last + 1]
    return Episode(
        start=within[0].moment,
        end=within[-1].moment,
        detected=steps[told].moment,
        upward=span.upward,
        impact=exact_sum(s.excess for s in within).quantize(_CENT),
        actual=exact_sum(s.value for s in within).quantize(_CENT),
        score=max(s.reading.score for s in within),
        signal=steps[span.spoke].reading.signal or Signal.RESIDUAL,
        open=len(steps) - 1 - span.last <= refractory,
    )
