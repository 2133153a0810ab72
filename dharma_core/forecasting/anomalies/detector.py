"""The detector: four signals of one series, each told in the series' own deviations.

It sees one value at a time and nothing of what follows, and holds a bounded past. What it says of
a moment therefore never changes when more arrives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dharma_core.errors import InputError
from dharma_core.forecasting.anomalies.level_shift import LevelShift, RecentMean
from dharma_core.forecasting.anomalies.novelty import Novelty
from dharma_core.forecasting.anomalies.online_forecast import OnlineForecast
from dharma_core.forecasting.anomalies.past_windows import PastWindows
from dharma_core.forecasting.anomalies.readings import Reading, Signal, score_of
from dharma_core.forecasting.anomalies.recent_errors import RecentErrors

__all__ = ["Detector", "DetectorSettings"]

_WINDOW_SHARES = (1.0, 2 / 3, 1 / 3, 1 / 6, 1 / 12)  # of a cycle
_SHORTEST_WINDOW = 2
_CYCLES_OF_MEAN = 2
_LEAST_WAIT, _MOST_WAIT = 10, 30
_LARGEST = 1e100  # squares of larger values overflow
_SMALLEST_SHARE = 1e-9  # of a value: a constant series has no deviation to measure by


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """What a detector is told about its series, and how it weighs its signals.

    Parameters
    ----------
    cycle : int
        Steps of one cycle: 7 for daily values, 24 for hourly ones, 288 for five minutes.
    extreme, residual, pattern, shift : float
        Weights of the signals; a weight of zero switches one off.
    slack : float
        Deviations from the recent mean that the level shift does not count.
    even_odds : float
        The weighted deviations at which the score is 0.5.
    memory : int
        Steps of the past that patterns are compared with.
    """

    cycle: int
    extreme: float = 1.0
    residual: float = 0.1
    pattern: float = 0.3
    shift: float = 0.3
    slack: float = 1.0
    even_odds: float = 0.22
    memory: int = 8192

    @property
    def wait(self) -> int:
        """How many values of a signal are seen before one is judged."""
        return min(max(2 * self.cycle, _LEAST_WAIT), _MOST_WAIT)

    @property
    def window_lengths(self) -> tuple[int, ...]:
        """Lengths of the compared patterns, in steps, longest first."""
        lengths = {max(_SHORTEST_WINDOW, round(self.cycle * share)) for share in _WINDOW_SHARES}
        return tuple(sorted(lengths, reverse=True))


class Detector:
    """Judges one series, value by value.

    Parameters
    ----------
    settings : DetectorSettings

    Examples
    --------
    >>> detector = Detector(DetectorSettings(cycle=7))
    >>> quiet = [detector.push(100.0 + day % 7) for day in range(60)]
    >>> max(reading.score for reading in quiet)
    0.0
    >>> spike = detector.push(250.0)
    >>> spike.score > 0.9, spike.upward, spike.expected < 110
    (True, True, True)
    """

    def __init__(self, settings: DetectorSettings) -> None:
        wait = settings.wait
        self._settings = settings
        self._steps = 0
        self._value = Novelty(wait=wait)
        self._forecast = OnlineForecast(settings.cycle)
        self._error = Novelty(wait=wait, size=True)
        self._errors = RecentErrors(_CYCLES_OF_MEAN * settings.cycle + _MOST_WAIT)
        self._windows = PastWindows(settings.window_lengths, memory=settings.memory)
        # The first distances are all from one cycle: a whole one of them has to pass.
        self._distances = [
            Novelty(wait=max(wait, length), size=True) for length in settings.window_lengths
        ]
        self._mean = RecentMean(_CYCLES_OF_MEAN * settings.cycle)
        self._from_mean = Novelty(wait=wait)
        self._shift = LevelShift(slack=settings.slack)
        self._shifted = Novelty(wait=wait, size=True)

    def push(self, value: float, place: int | None = None) -> Reading:
        """Judge the next value.

        Parameters
        ----------
        value : float
        place : int, optional
            Where in the cycle it lies; the next place when left out. A series with gaps tells it.

        Raises
        ------
        InputError
            If the value is not a finite number; nothing is learnt from it.
        """
        if not math.isfinite(value) or abs(value) > _LARGEST:
            raise InputError(
                f"Value {self._steps + 1} of the series is {value}, which cannot be judged.",
                next_step="Leave missing moments out; a gap is no value.",
            )
        settings = self._settings
        place = (self._steps if place is None else place) % settings.cycle
        self._steps += 1
        expected = self._forecast.expected(place) if self._steps > 1 else value
        error = self._forecast.push(place, value)
        extreme = self._value.push(value)
        strengths = {
            Signal.EXTREME: settings.extreme * abs(extreme),
            Signal.RESIDUAL: settings.residual * self._error.push(abs(error)),
            Signal.PATTERN: settings.pattern * self._pattern(value),
            Signal.SHIFT: settings.shift * self._moved(value),
        }
        loudest = max(strengths, key=lambda signal: strengths[signal])
        strength = strengths[loudest]
        return Reading(
            score=score_of(strength, even_odds=settings.even_odds),
            signal=loudest if strength > 0 else None,
            upward=self._is_upward(loudest, extreme, error),
            expected=expected,
            p_value=self._errors.push(abs(error)).p_value,
            steps=self._shift.steps if loudest is Signal.SHIFT and strength > 0 else 1,
        )

    def _is_upward(self, loudest: Signal, extreme: float, error: float) -> bool:
        if loudest is Signal.SHIFT:
            return self._shift.upward
        return extreme > 0 if loudest is Signal.EXTREME and extreme else error >= 0

    def _pattern(self, value: float) -> float:
        found = zip(self._windows.push(value), self._distances, strict=True)
        return max(
            (novelty.push(distance) for distance, novelty in found if distance is not None),
            default=0.0,
        )

    def _moved(self, value: float) -> float:
        mean = self._mean.value
        self._mean.push(value)
        if mean is None:
            return 0.0
        error = value - mean
        unit = max(self._from_mean.deviation, _SMALLEST_SHARE * max(1.0, abs(value)))
        known = self._from_mean.count > 0
        self._from_mean.push(error)
        return self._shifted.push(self._shift.push(error / unit)) if known else 0.0
