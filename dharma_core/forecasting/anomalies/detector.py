"""The detector: four signals of one series, each told in the series' own deviations.

It sees one value at a time and nothing of what follows, and holds a bounded past. What it says of
a moment therefore never changes when more arrives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from dharma_core.errors import InputError
from dharma_core.forecasting.anomalies.level_shift import LevelShift
from dharma_core.forecasting.anomalies.novelty import Novelty
from dharma_core.forecasting.anomalies.online_forecast import ConformalErrors, OnlineForecast
from dharma_core.forecasting.anomalies.past_windows import PastWindows

__all__ = ["Detector", "DetectorSettings", "Reading", "Signal"]

_WINDOW_SHARES = (1.0, 2 / 3, 1 / 3, 1 / 6, 1 / 12)  # of a cycle
_SHORTEST_WINDOW = 2
_CYCLES_OF_MEAN = 2
_LEAST_WAIT, _MOST_WAIT = 10, 30


class Signal(StrEnum):
    """Which signal spoke loudest."""

    EXTREME = "extreme"
    RESIDUAL = "residual"
    PATTERN = "pattern"
    SHIFT = "shift"


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector says of one moment.

    Parameters
    ----------
    score : float
        From 0 (ordinary) towards 1; 0.5 where the weighted deviations are ``even_odds``.
    signal : Signal or None
        Which signal gave the score; None where the score is zero.
    upward : bool
        Whether the value is too high rather than too low.
    expected : float
        The cheap forecast, made before the value was seen.
    p_value : float
        Conformal: the share of recent forecast errors at least as large.
    """

    score: float
    signal: Signal | None
    upward: bool
    expected: float
    p_value: float


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
    >>> spike.score > 0.9, spike.signal, spike.upward
    (True, <Signal.EXTREME: 'extreme'>, True)
    """

    def __init__(self, settings: DetectorSettings) -> None:
        wait = settings.wait
        self._settings = settings
        self._steps = 0
        self._value = Novelty(wait=wait)
        self._forecast = OnlineForecast(settings.cycle)
        self._error = Novelty(wait=wait, size=True)
        self._errors = ConformalErrors(_CYCLES_OF_MEAN * settings.cycle + _MOST_WAIT)
        self._windows = PastWindows(settings.window_lengths, memory=settings.memory)
        # The first distances are all from one cycle: a whole one of them has to pass.
        self._distances = [
            Novelty(wait=max(wait, length), size=True) for length in settings.window_lengths
        ]
        self._shift = LevelShift(window=_CYCLES_OF_MEAN * settings.cycle, slack=settings.slack)
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
        if not math.isfinite(value):
            raise InputError(
                f"Value {self._steps + 1} of the series is {value}, not a number.",
                next_step="Leave missing moments out; a gap is no value.",
            )
        settings = self._settings
        place = (self._steps if place is None else place) % settings.cycle
        self._steps += 1
        expected = self._forecast.expected(place) if self._steps > 1 else value
        error = self._forecast.push(place, value)
        p_value = self._errors.push(abs(error))
        extreme = self._value.push(value)
        shifted = self._shifted.push(self._shift.push(value))
        strengths = {
            Signal.EXTREME: settings.extreme * abs(extreme),
            Signal.RESIDUAL: settings.residual * self._error.push(abs(error)),
            Signal.PATTERN: settings.pattern * self._pattern(value),
            Signal.SHIFT: settings.shift * shifted,
        }
        loudest = max(strengths, key=lambda signal: strengths[signal])
        strength = strengths[loudest]
        upward = self._shift.upward if loudest is Signal.SHIFT else error >= 0
        if loudest is Signal.EXTREME and extreme:
            upward = extreme > 0
        return Reading(
            score=strength / (strength + settings.even_odds),
            signal=loudest if strength > 0 else None,
            upward=upward,
            expected=expected,
            p_value=p_value,
        )

    def _pattern(self, value: float) -> float:
        found = zip(self._windows.push(value), self._distances, strict=True)
        return max(
            (novelty.push(distance) for distance, novelty in found if distance is not None),
            default=0.0,
        )
