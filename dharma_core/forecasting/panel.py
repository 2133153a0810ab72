"""Many series of one rhythm, ending on the same step: what every model reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dharma_core.errors import InputError

__all__ = ["DAILY", "HOURLY", "MONTHLY", "WEEKLY", "Floats", "Panel", "Rhythm"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a series speaks, and which cycles it may follow.

    Parameters
    ----------
    name : str
        Such as ``"daily"``.
    season : int
        Steps after which the naive forecast repeats; errors are scaled by it. 1 repeats the
        last value.
    cycles : tuple of int
        Cycles worth a look, in steps, shortest first. A model may follow one and must not need it.
    window : int
        How many past steps a model of windows looks at.
    """

    name: str
    season: int
    cycles: tuple[int, ...]
    window: int


HOURLY = Rhythm("hourly", 24, (24, 168), 168)
DAILY = Rhythm("daily", 7, (7,), 56)
WEEKLY = Rhythm("weekly", 1, (52,), 104)
MONTHLY = Rhythm("monthly", 12, (12,), 24)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Series side by side, one row each, their ends aligned.

    Parameters
    ----------
    keys : tuple of str
        One name a row.
    values : array of shape (series, steps)
        A series that began later than the longest has NaN before its first value, and nowhere
        else.
    rhythm : Rhythm
        Shared by all rows.
    calendar : array of shape (steps and those to come, features), optional
        What is known of each step before it comes, counted from the first column.

    Examples
    --------
    >>> panel = Panel.of({"a": [1, 2, 3], "b": [5]}, DAILY)
    >>> panel.values.tolist()
    [[1.0, 2.0, 3.0], [nan, nan, 5.0]]
    >>> panel.before(1).lengths().tolist()
    [2, 0]
    """

    keys: tuple[str, ...]
    values: Floats
    rhythm: Rhythm
    calendar: Floats | None = None

    @staticmethod
    def of(series: Mapping[str, Sequence[float]], rhythm: Rhythm) -> Panel:
        """Return the panel of these series, whose last values belong to the same step.

        Raises
        ------
        InputError
            If there is no series, one is empty, or one holds what is not a number.
        """
        if not series:
            raise InputError(
                "There is no series to forecast.",
                next_step="Give at least one series with a value.",
            )
        longest = max(len(values) for values in series.values())
        table = np.full((len(series), longest), np.nan)
        for row, (key, values) in enumerate(series.items()):
            numbers = np.asarray(values, dtype=float)
            what = "a value that is no number" if len(numbers) else "no value"
            if not len(numbers) or not np.isfinite(numbers).all():
                raise InputError(
                    f"Series {key!r} has {what}.",
                    next_step="Fill or drop the missing days first.",
                    details={"key": key},
                )
            table[row, longest - len(numbers) :] = numbers
        return Panel(tuple(series), table, rhythm)

    def __len__(self) -> int:
        return len(self.keys)

    def before(self, steps: int) -> Panel:
        """Return the panel as it was so many steps ago; what had not begun is all NaN."""
        kept = max(self.values.shape[1] - steps, 0)
        return Panel(self.keys, self.values[:, :kept], self.rhythm, self.calendar)

    def after(self, steps: int, horizon: int) -> Floats:
        """Return the ``horizon`` values that followed ``before(steps)``."""
        start = self.values.shape[1] - steps
        return self.values[:, start : start + horizon]

    def rows(self, chosen: Sequence[int] | NDArray[np.intp]) -> Panel:
        """Return the panel of some rows."""
        keys = tuple(self.keys[row] for row in chosen)
        return Panel(keys, self.values[list(chosen)], self.rhythm, self.calendar)

    def lengths(self) -> NDArray[np.int64]:
        """Return how many values each series has."""
        return np.asarray(np.isfinite(self.values).sum(axis=1))

    def row(self, index: int) -> Floats:
        """Return the values of one series, without what lies before its begin."""
        values = self.values[index]
        return np.asarray(values[np.isfinite(values)])
