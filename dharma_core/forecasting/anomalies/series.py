"""A series that can be judged: in order, without holes passed off as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from dharma_core.errors import InputError

__all__ = ["Series", "checked_series", "is_daily"]

_DAY = timedelta(days=1)
_MOST_STEPS_A_CYCLE = 1440  # minutes of a day; finer steps have no cycle worth waiting for
_TELLING_STEPS = 10  # fewer than any detector waits for, so what is judged never changes with more


@dataclass(frozen=True, slots=True)
class Series:
    """Moments in order, each once, with finite values; make one with `checked_series`.

    Parameters
    ----------
    key : str
        What is measured, such as an account and service.
    moments : tuple of date or datetime
    values : tuple of Decimal
    """

    key: str
    moments: tuple[date, ...]
    values: tuple[Decimal, ...]

    @property
    def step(self) -> timedelta:
        """The usual distance of the first moments; a day where there are not two.

        Later ones do not count: they would change what was said of earlier ones.
        """
        first = self.moments[: _TELLING_STEPS + 1]
        apart = sorted(b - a for a, b in pairwise(first))
        return apart[len(apart) // 2] if apart else _DAY

    @property
    def cycle(self) -> int:
        """Steps of the cycle to look for: of a day, of a week for days, of a year beyond."""
        step = self.step
        if step < _DAY:
            return max(2, min(round(_DAY / step), _MOST_STEPS_A_CYCLE))
        return 7 if step < 2 * _DAY else max(2, round(364 * _DAY / step))

    @property
    def gaps(self) -> int:
        """How many moments are missing between the first and the last."""
        if len(self.moments) < 2:
            return 0
        whole = round((self.moments[-1] - self.moments[0]) / self.step) + 1
        return max(whole - len(self.moments), 0)

    def places(self) -> list[int]:
        """Return where in the cycle each moment lies, so that a gap moves nothing."""
        if not self.moments:
            return []
        step, cycle, first = self.step, self.cycle, self.moments[0]
        return [round((moment - first) / step) % cycle for moment in self.moments]


def checked_series(key: str, points: Iterable[tuple[date, Decimal]]) -> Series:
    """Return a series of points in any order.

    Parameters
    ----------
    key : str
    points : iterable of (date or datetime, Decimal)
        All dates, or all datetimes.

    Raises
    ------
    InputError
        If there is no point, a value is not finite, or a moment comes twice.

    Examples
    --------
    >>> points = [(date(2026, 1, day), Decimal(5)) for day in (3, 1, 2, 6)]
    >>> series = checked_series("web", points)
    >>> series.moments[0].day, series.cycle, series.gaps
    (1, 7, 2)
    """
    ordered = sorted(points, key=lambda point: point[0])
    if not ordered:
        raise InputError(
            f"The series {key!r} has no value.", next_step="Give one row for each day."
        )
    for moment, value in ordered:
        if not value.is_finite():
            raise InputError(
                f"The value of {key!r} on {moment} is {value}, not a number.",
                next_step="Leave days without a value out; nothing is filled in for them.",
                details={"key": key, "moment": str(moment)},
            )
    for (before, _), (after, _) in pairwise(ordered):
        if before == after:
            raise InputError(
                f"The series {key!r} has two values for {after}.",
                next_step="Add them up, or give each its own key.",
                details={"key": key, "moment": str(after)},
            )
    moments, values = zip(*ordered, strict=True)
    return Series(key, moments, values)


def is_daily(series: Series) -> bool:
    """Whether the series is one of days, as bills are."""
    return not isinstance(series.moments[0], datetime) and series.step == _DAY
