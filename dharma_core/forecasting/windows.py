"""What a model of windows sees at one origin: the recent past in units of its own spread."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from dharma_core.forecasting.panel import Floats, Rhythm

__all__ = ["Unit", "Windows", "normalised"]

_LEAST_KNOWN = 6  # values a window needs before a model may speak about it


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """The level and spread of each row's window: what is predicted is in these.

    Parameters
    ----------
    level, spread : array, one per series
        The mean of the last season; the mean step (season 1) or the deviation of the window.
    usable : array of bool, one per series
        False where the window is too short or does not move.
    """

    level: Floats
    spread: Floats
    usable: np.ndarray

    def of(self, values: Floats) -> Floats:
        """Return values in units of the window."""
        return (values - self.level[:, None]) / self.spread[:, None]

    def restore(self, normal: Floats) -> Floats:
        """Return what was said in units of the window on the scale of the values."""
        return normal * self.spread[:, None] + self.level[:, None]


def unit_of(window: Floats, rhythm: Rhythm) -> Unit:
    """Measure the level and spread of windows (series, steps) that end at the origin."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rows that had not begun are all NaN
        level = np.nanmean(window[:, -rhythm.season :], axis=1)
        if rhythm.season == 1:
            spread = np.nanmean(np.abs(np.diff(window, axis=1)), axis=1)
        else:
            spread = np.nanstd(window, axis=1)
    size = np.abs(np.where(np.isfinite(window), window, 0.0)).max(axis=1)
    known = np.isfinite(window).sum(axis=1)
    usable = (known >= _LEAST_KNOWN) & np.isfinite(level) & (spread > 1e-9 * size)
    return Unit(level, np.where(usable, spread, np.nan), usable)


def normalised(values: Floats, rhythm: Rhythm) -> tuple[Unit, Floats]:
    """Return the last window of ``values`` in its own unit; what is missing repeats the first.

    Rows that are not usable are zero.
    """
    window = values[:, -rhythm.window :]
    if window.shape[1] < rhythm.window:
        missing = np.full((len(values), rhythm.window - window.shape[1]), np.nan)
        window = np.hstack([missing, window])
    unit = unit_of(window, rhythm)
    normal = unit.of(window)
    known = np.isfinite(normal)
    first = np.take_along_axis(normal, known.argmax(axis=1)[:, None], axis=1)
    filled = np.where(known, normal, first)
    return unit, np.where(np.isfinite(filled), filled, 0.0)


class Windows:
    """Features of a table of values at any origin, prepared once.

    Parameters
    ----------
    values : array of shape (series, steps)
        On the scale the model learns on.
    rhythm : Rhythm
        Names the cycles whose same phase is looked at.
    horizon : int
        Steps ahead.
    calendar : array of shape (steps and those to come, features), optional
        Counted from the first column of ``values``; the steps ahead are looked up in it.
    """

    def __init__(
        self, values: Floats, rhythm: Rhythm, horizon: int, calendar: Floats | None = None
    ) -> None:
        self._calendar = calendar
        self.rhythm = rhythm
        self.horizon = horizon
        self._cycles = [(cycle, 3 if cycle < 100 else 2) for cycle in rhythm.cycles]
        reach = max(cycle * (8 if cycle < 100 else 5) for cycle in rhythm.cycles)
        self._before = max(reach, rhythm.window) + horizon + 4
        empty = np.full((len(values), self._before), np.nan)
        self._values = np.hstack([empty, values])
        self._levels = [np.hstack([empty, _levels(values, alpha)]) for alpha in (0.1, 0.3, 0.6)]
        self._lags = _spread_lags(rhythm.window)

    def at(self, origin: int) -> tuple[Unit, Floats]:
        """Return the unit and the features, shape (series, horizon, features), at an origin.

        ``origin`` is the column of the last known value; nothing after it is read.
        """
        end = origin + self._before
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            unit = unit_of(self._part(end, self.rhythm.cycles[-1]), self.rhythm)
            row = np.hstack([self._shape(end, unit), self._manner(end, unit)])
            ahead = self._same_phase(end, unit)
        parts = [np.broadcast_to(row[:, None, :], (*ahead.shape[:2], row.shape[1])), ahead]
        if self._calendar is not None:
            days = self._calendar[origin + 1 : origin + 1 + self.horizon]
            parts.append(np.broadcast_to(days[None], (len(row), *days.shape)))
        return unit, np.concatenate(parts, axis=2)

    def target(self, origin: int, unit: Unit) -> Floats:
        """Return what followed an origin, in the unit of its window."""
        begin = origin + self._before + 1
        return unit.of(self._values[:, begin : begin + self.horizon])

    def _part(self, end: int, length: int) -> Floats:
        return self._values[:, end - length + 1 : end + 1]

    def _shape(self, end: int, unit: Unit) -> Floats:
        """Lags, smoothed levels, means and bounds, relative to the level of the window."""
        cycle = self.rhythm.cycles[-1]
        columns = [self._values[:, end - lag] for lag in self._lags]
        columns += [level[:, end] for level in self._levels]
        spans = sorted({cycle // 12, cycle // 4, cycle // 2, cycle, self.rhythm.cycles[0]} - {0, 1})
        columns += [np.nanmean(self._part(end, span), axis=1) for span in spans]
        widest = self._part(end, cycle)
        columns += [np.nanmin(widest, axis=1), np.nanmax(widest, axis=1)]
        return unit.of(np.stack(columns, axis=1))

    def _manner(self, end: int, unit: Unit) -> Floats:
        """How the window moves: roughness, size against spread, age, and memory of each cycle."""
        recent = np.nanmean(np.abs(np.diff(self._part(end, 9), axis=1)), axis=1) / unit.spread
        size = np.log(np.abs(unit.level) / unit.spread + 1e-9)
        age = np.isfinite(self._values[:, : end + 1]).sum(axis=1)
        age = np.minimum(age, 3 * self.rhythm.cycles[-1]).astype(float)
        memory = [self._memory(end, cycle) for cycle in self.rhythm.cycles]
        return np.stack([recent, size, age, *memory], axis=1)

    def _memory(self, end: int, cycle: int) -> Floats:
        """Correlation of the last cycle with the one before it (of steps, when season is 1)."""
        part = self._part(end, 2 * cycle)
        if self.rhythm.season == 1:
            part = np.diff(part, axis=1, prepend=np.nan)
        early, late = (
            half - np.nanmean(half, axis=1, keepdims=True) for half in np.hsplit(part, 2)
        )
        power = np.nansum(early**2, axis=1) * np.nansum(late**2, axis=1)
        return np.asarray(np.nansum(early * late, axis=1) / np.sqrt(power))

    def _same_phase(self, end: int, unit: Unit) -> Floats:
        """For each step ahead what stood there in earlier cycles, and how far ahead it is."""
        steps = np.arange(1, self.horizon + 1)
        rows = len(self._values)
        columns = [np.broadcast_to(steps / self.horizon, (rows, self.horizon))]
        for cycle, looks in self._cycles:
            first = -(-steps // cycle)
            for back in range(looks):
                place = end + steps - (first + back) * cycle
                if self.rhythm.season == 1:
                    columns += self._change_then(end - (1 + back) * cycle, place, end, unit)
                else:
                    columns.append(unit.of(self._values[:, place]))
            if self.rhythm.season > 1:
                many = 7 if cycle < 100 else 4
                past = [self._values[:, end + steps - (first + k) * cycle] for k in range(many)]
                columns.append(unit.of(np.nanmean(np.stack(past), axis=0)))
        return np.stack(columns, axis=2)

    def _change_then(self, anchor: int, place: np.ndarray, end: int, unit: Unit) -> list[Floats]:
        """Return the change a cycle ago from the same anchor to the same step, and it smoothed."""
        spread = unit.spread[:, None]
        sharp = self._values[:, place] - self._values[:, [anchor]]
        around = np.stack([self._values[:, np.minimum(place + shift, end)] for shift in (-1, 0, 1)])
        begin = np.nanmean(self._values[:, anchor - 2 : anchor + 1], axis=1, keepdims=True)
        return [sharp / spread, (np.nanmean(around, axis=0) - begin) / spread]


def _levels(values: Floats, alpha: float) -> Floats:
    """Smooth each row, each state from the past alone."""
    smoothed = np.empty_like(values)
    state = np.full(len(values), np.nan)
    for at in range(values.shape[1]):
        now = values[:, at]
        state = np.where(np.isnan(state), now, state + alpha * (now - state))
        smoothed[:, at] = state
    return smoothed


def _spread_lags(window: int) -> tuple[int, ...]:
    """Return lags from 0 to the window, dense near the origin.

    Examples
    --------
    >>> _spread_lags(56)
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 16, 20, 25, 31, 39, 48)
    """
    lags, lag = list(range(7)), 7.0
    while lag < window:
        lags.append(int(lag))
        lag *= 1.24
    return tuple(lags)
