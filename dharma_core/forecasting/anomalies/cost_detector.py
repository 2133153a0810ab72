"""The detector of daily costs: what a calendar and the recent past do not explain.

A month of bills is short, so patterns and extremes of years are no help; weekdays and the edges of
months are. Errors are shares, so a small account and a large one are judged alike. While a day is
beyond what is usual nothing is learnt from it, so that a long incident stays visible; what lasts
longer than the patience is the new level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from dharma_core.errors import InputError
from dharma_core.forecasting.anomalies.cost_forecast import CostForecast
from dharma_core.forecasting.anomalies.level_shift import LevelShift, RecentMean
from dharma_core.forecasting.anomalies.readings import Reading, Signal, score_of
from dharma_core.forecasting.anomalies.recent_errors import RecentErrors

__all__ = ["CostDetector", "CostSettings"]

_LEAST_DEVIATION = 0.01  # of the cost: a bill that hardly moves must not cry at a per mille
_LARGEST = 1e100  # shares of larger amounts overflow


@dataclass(frozen=True, slots=True)
class CostSettings:
    """How a detector of costs weighs what it sees.

    Parameters
    ----------
    wait : int
        Days before the first judgement.
    memory : int
        Days of errors that a new one is compared with.
    residual, shift : float
        Weights of both signals.
    slack : float
        Deviations from the forecast that the level shift does not count.
    shift_from : float
        The summed deviations at which a shift begins to count.
    smallest_change : float
        Shares of the expected cost below which nothing is worth telling.
    patience : int
        Days after which a changed cost is the new level.
    even_odds : float
        The weighted deviations at which the score is 0.5.
    """

    wait: int = 28
    memory: int = 90
    residual: float = 1.0
    shift: float = 0.5
    slack: float = 1.0
    shift_from: float = 9.0
    smallest_change: float = 0.25
    patience: int = 42
    even_odds: float = 2.5


class CostDetector:
    """Judges one series of daily costs, day by day.

    Parameters
    ----------
    settings : CostSettings

    Examples
    --------
    >>> from datetime import timedelta
    >>> detector, first = CostDetector(), date(2026, 1, 1)
    >>> for past in range(60):
    ...     reading = detector.push(first + timedelta(days=past), 100.0 + past % 3)
    >>> reading.score
    0.0
    >>> reading = detector.push(first + timedelta(days=60), 160.0)
    >>> reading.score > 0.9, reading.upward, round(reading.expected)
    (True, True, 101)
    """

    def __init__(self, settings: CostSettings = CostSettings()) -> None:
        self._settings = settings
        self._forecast = CostForecast()
        self._errors = RecentErrors(settings.memory, floor=_LEAST_DEVIATION)
        self._shift = LevelShift(slack=settings.slack)
        self._days = 0
        self._held = 0
        self._held_errors = RecentMean(7)

    def push(self, day: date, cost: float) -> Reading:
        """Judge the cost of the next day, then learn it where it is usual.

        Raises
        ------
        InputError
            If the cost is not a finite number, or beyond 1e100; nothing is learnt from it.
        """
        if not math.isfinite(cost) or abs(cost) > _LARGEST:
            raise InputError(
                f"The cost of {day} is {cost}, which cannot be judged.",
                next_step="Leave days without a bill out; a gap is no cost.",
            )
        scaled = self._forecast.scaled(cost)
        knows = self._forecast.knows(day)
        expected = self._forecast.expected(day) if self._days else scaled
        error = scaled - expected
        self._days += 1
        if self._days <= self._settings.wait or not knows:
            self._learn(day, scaled, error if knows else None)
            return Reading(0.0, None, error >= 0, self._forecast.cost(expected), 1.0)
        return self._judge(day, scaled, expected, error)

    def _judge(self, day: date, scaled: float, expected: float, error: float) -> Reading:
        settings = self._settings
        standing = self._errors.judge(abs(error))
        summed = self._shift.push(error / self._errors.deviation)
        # A day below the forecast is no part of a rise that came before it.
        moved = summed if self._shift.upward is (error >= 0) else 0.0
        matters = abs(math.expm1(error)) >= settings.smallest_change
        strengths = {
            Signal.RESIDUAL: settings.residual * standing.beyond,
            Signal.SHIFT: settings.shift * max(moved - settings.shift_from, 0.0),
        }
        loudest = max(strengths, key=lambda signal: strengths[signal])
        strength = strengths[loudest] if matters else 0.0
        steps = self._shift.steps
        shifted = loudest is Signal.SHIFT and strength > 0
        if strength >= settings.even_odds:
            self._hold(error)
        else:
            self._release()
            self._learn(day, scaled, error)
        return Reading(
            score=score_of(strength, even_odds=settings.even_odds),
            signal=loudest if strength > 0 else None,
            upward=error >= 0,
            expected=self._forecast.cost(expected),
            p_value=standing.p_value,
            steps=max(steps, 1) if shifted else 1,
        )

    def _learn(self, day: date, scaled: float, error: float | None) -> None:
        self._forecast.learn(day, scaled)
        if error is not None:
            self._errors.learn(abs(error))

    def _hold(self, error: float) -> None:
        self._held += 1
        mean = self._held_errors.push(error)
        if self._held > self._settings.patience:
            self._forecast.move(mean)
            self._release()

    def _release(self) -> None:
        if self._held:
            self._held = 0
            self._held_errors = RecentMean(7)
            self._shift.reset()
