"""From dated points to a panel: gaps filled and told, incomplete last days dropped and told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from dharma_core.errors import InputError
from dharma_core.forecasting.calendar import day_features, rhythm_of, steps_after, steps_between
from dharma_core.forecasting.late_days import incomplete_steps
from dharma_core.forecasting.panel import DAILY, Floats, Panel, Rhythm

__all__ = ["Dated", "Points", "arrange"]

Points = Sequence[tuple[date, Decimal]]

_LARGEST = Decimal("1e100")  # squares and their sums stay numbers
_LAST_YEAR = 9900  # a thousand months more are still dates
_MOST_GAPS = 0.25  # of a series' steps
_CALENDAR_AHEAD = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A panel with its days, and what was done to get it.

    Parameters
    ----------
    panel : Panel
        One row for each series that can be forecast.
    moments : tuple of date
        One for each column.
    filled : mapping of key to int
        Missing steps that were given the value one season before.
    dropped : tuple of date
        Last steps left out, because they look incomplete.
    refused : mapping of key to str
        Series that cannot be forecast, and why.
    """

    panel: Panel
    moments: tuple[date, ...]
    filled: Mapping[str, int]
    dropped: tuple[date, ...]
    refused: Mapping[str, str]

    def ahead(self, horizon: int) -> tuple[date, ...]:
        """Return the moments of the steps to come."""
        return steps_after(self.moments[-1], horizon, self.panel.rhythm)


def arrange(
    series: Mapping[str, Points], *, holidays: Collection[date] = (), keep_last: bool = False
) -> Dated:
    """Put dated points side by side.

    Parameters
    ----------
    series : mapping of key to points
        In any order.
    holidays : collection of date
        Days that are not like others.
    keep_last : bool
        Keep last steps that look incomplete.

    Raises
    ------
    InputError
        If nothing can be forecast, a series has two values for one moment, a value is beyond
        1e100, or the moments follow no rhythm.
    """
    seen = sorted({moment for points in series.values() for moment, _ in points})
    if not seen:
        raise InputError(
            "There is no series to forecast.", next_step="Give at least one series with a value."
        )
    if seen[-1].year > _LAST_YEAR:
        raise InputError(
            f"The last value is of {seen[-1]}: what follows has no date.",
            next_step="Check the dates.",
            details={"date": str(seen[-1])},
        )
    rhythm = rhythm_of(seen)
    table = _table(series, seen[0], rhythm)
    late = 0 if keep_last else incomplete_steps(table, rhythm)
    if late:
        table = table[:, : table.shape[1] - late]
    moments = (seen[0], *steps_after(seen[0], table.shape[1] + late - 1, rhythm))
    kept, filled, refused = _judged(dict(zip(series, table, strict=True)), moments, rhythm)
    if not kept:
        raise InputError(
            f"No series can be forecast: {next(iter(refused.values()))}",
            next_step="Give series that reach to the last day, with few gaps.",
            details={"refused": dict(refused)},
        )
    days = table.shape[1]
    calendar = None
    if rhythm is DAILY:
        known = (*moments[:days], *steps_after(moments[days - 1], _CALENDAR_AHEAD, rhythm))
        calendar = day_features(known, holidays)
    panel = Panel(tuple(kept), np.stack(list(kept.values())), rhythm, calendar)
    return Dated(panel, moments[:days], filled, moments[days:], refused)


def _table(series: Mapping[str, Points], first: date, rhythm: Rhythm) -> Floats:
    places = {key: _places(key, points, first, rhythm) for key, points in series.items()}
    longest = max(max(steps) for steps in places.values() if steps) + 1
    table = np.full((len(series), longest), np.nan)
    for row, (key, points) in enumerate(series.items()):
        table[row, places[key]] = [float(value) for _, value in points]
    return table


def _places(key: str, points: Points, first: date, rhythm: Rhythm) -> list[int]:
    places: dict[int, date] = {}
    for moment, value in points:
        if abs(value) > _LARGEST:
            raise InputError(
                f"Series {key!r} has {value:.3e} on {moment}: too large to forecast.",
                next_step="Check the value, or give all series in a larger unit.",
                details={"key": key, "date": str(moment)},
            )
        place = steps_between(first, moment, rhythm)
        if place is None:
            raise InputError(
                f"Series {key!r}: {moment} is not on the {rhythm.name} rhythm of the others.",
                next_step="Give all series at the same moments.",
                details={"key": key, "date": str(moment)},
            )
        if place in places:
            raise InputError(
                f"Series {key!r} has two values for {moment}.",
                next_step="Add them up, or leave one out.",
                details={"key": key, "date": str(moment)},
            )
        places[place] = moment
    return list(places)


def _judged(
    rows: Mapping[str, Floats], moments: Sequence[date], rhythm: Rhythm
) -> tuple[dict[str, Floats], dict[str, int], dict[str, str]]:
    kept: dict[str, Floats] = {}
    filled: dict[str, int] = {}
    refused: dict[str, str] = {}
    for key, row in rows.items():
        known = np.flatnonzero(np.isfinite(row))
        if not len(known):
            refused[key] = "It has no value but on days that are incomplete."
            continue
        missing = int(len(row) - known[0] - len(known))
        ended = len(row) - 1 - known[-1]
        if ended > rhythm.season:
            refused[key] = f"It ends on {moments[known[-1]]}, before the others."
        elif missing > _MOST_GAPS * (len(row) - known[0]) and missing > ended:
            refused[key] = f"{missing} of its {len(row) - known[0]} steps are missing."
        else:
            kept[key] = _filled(row, int(known[0]), rhythm.season)
            if missing:
                filled[key] = missing
    return kept, filled, refused


def _filled(row: Floats, begin: int, season: int) -> Floats:
    """Give each missing step the value one season before, or the last one."""
    whole = row.copy()
    for at in np.flatnonzero(~np.isfinite(whole)):
        if at > begin:
            whole[at] = whole[at - season] if at - season >= begin else whole[at - 1]
    return whole
