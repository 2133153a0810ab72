"""Whether the last days are whole: bills arrive late, and not from everyone at once."""

from __future__ import annotations

import numpy as np

from dharma_core.forecasting.panel import DAILY, Floats, Rhythm

__all__ = ["incomplete_steps"]

_MOST_DROPPED = 3
_COMPLETE = 0.6  # of the usual total at this place in the season
_VANISHED = 0.1  # of a series' usual amount there
_TOGETHER = 0.1  # of the steady series, two at least: then it is the bill that is late
_EARLIER = 4  # seasons that say what is usual


def incomplete_steps(table: Floats, rhythm: Rhythm) -> int:
    """Return how many of the last steps (series, steps) look incomplete, three at most.

    A day is incomplete when the total falls far below the same weekday's, or when several series
    that were always there vanish together: one provider's bill is late, the others' are not.

    Examples
    --------
    >>> whole = np.full((5, 29), 10.0)
    >>> whole[:2, -1] = 0
    >>> incomplete_steps(whole, DAILY)
    1
    """
    if rhythm is not DAILY:
        return 0
    total = np.where(np.isfinite(table), table, 0.0).sum(axis=0)
    steps = table.shape[1]
    for late in range(min(_MOST_DROPPED, steps - 1), 0, -1):
        first = steps - late
        if all(
            _falls_short(total, place, first, rhythm.season)
            or _vanish_together(table, place, first, rhythm.season)
            for place in range(first, steps)
        ):
            return late
    return 0


def _earlier(place: int, first: int, season: int) -> list[int]:
    return [at for at in range(place - season, -1, -season) if at < first][:_EARLIER]


def _falls_short(total: Floats, place: int, first: int, season: int) -> bool:
    earlier = _earlier(place, first, season)
    usual = float(np.median(total[earlier])) if len(earlier) > 1 else 0.0
    return usual > 0 and total[place] < _COMPLETE * usual


def _vanish_together(table: Floats, place: int, first: int, season: int) -> bool:
    earlier = _earlier(place, first, season)
    if len(earlier) < _EARLIER:
        return False
    past, now = table[:, earlier], table[:, place]
    steady = (past > 0).all(axis=1) & np.isfinite(now)
    gone = now[steady] < _VANISHED * np.median(past[steady], axis=1)
    return bool(gone.sum() >= max(2, _TOGETHER * steady.sum()))
