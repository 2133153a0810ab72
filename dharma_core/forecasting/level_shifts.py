"""Where a series changed its level for good, and what its past would be on the level of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dharma_core.forecasting.panel import Floats

__all__ = ["Shift", "last_shift", "rebased", "shifts"]

_STANDS_OUT = 6.0  # deviations of the steps around their level
_SHARE = 0.15  # of the level before
_LEAST_SETTLED = 6  # steps that have to agree on the level of today, a season at least
_WORTH_A_LOOK = 0.08  # between two means, as a share: less is no change of level


@dataclass(frozen=True, slots=True)
class Shift:
    """A step at which the level changed.

    Parameters
    ----------
    step : int
        The first one on the new level.
    before, after : float
        The medians on either side.
    """

    step: int
    before: float
    after: float


def last_shift(values: Floats, season: int) -> Shift | None:
    """Return the latest change of level that two seasons on either side agree on, or None.

    Examples
    --------
    >>> last_shift(np.r_[np.full(30, 10.0), np.full(30, 25.0)], 7)
    Shift(step=30, before=10.0, after=25.0)
    >>> last_shift(np.arange(60.0), 7) is None
    True
    """
    found = shifts(values, season, settled=_span(season))
    return found[-1] if found else None


def shifts(values: Floats, season: int, *, settled: int) -> tuple[Shift, ...]:
    """Return all changes of level, oldest first.

    Parameters
    ----------
    values : array, one per step
        Without NaN.
    season : int
        Steps of a cycle; two of them say what the level was before.
    settled : int
        Steps that have to agree on the new level.
    """
    span = _span(season)
    if len(values) < span + settled:
        return ()
    places, before, after = _clear(values, span, settled)
    found: list[Shift] = []
    end = len(places)
    while end:
        begin = int(np.searchsorted(places, places[end - 1] - span, side="right"))
        first, last = int(places[begin]), int(places[end - 1])
        levels = float(before[begin]), float(after[end - 1])
        step = first + _divided(values[first : last + span + settled], *levels)
        found.append(Shift(step, *levels))
        end = int(np.searchsorted(places, first - span, side="right"))
    return tuple(reversed(found))


def rebased(values: Floats, season: int) -> Floats:
    """Return rows (series, steps) as if each had always been on the level of its end.

    A season on the new level is enough, so that a forecast made a week after a shift knows it.
    What lies before a shift is multiplied, so that its rhythm and noise stay in proportion, or
    moved where one of the levels is zero or the sign changed. Rows may begin with NaN.

    Examples
    --------
    >>> rebased(np.r_[np.tile([9.5, 10.5], 9), np.full(7, 20.0)][None], 7)[0, [0, 1, -1]].tolist()
    [19.0, 21.0, 20.0]
    """
    moved = values.copy()
    for row in np.flatnonzero(_may_have_shifted(values, season)):
        begin = int(np.isfinite(values[row]).argmax())
        known = moved[row, begin:]
        for shift in shifts(values[row, begin:], season, settled=max(season, _LEAST_SETTLED)):
            _move(known[: shift.step], shift)
    return moved


def _move(past: Floats, shift: Shift) -> None:
    if shift.before * shift.after > 0:
        past *= shift.after / shift.before
    else:
        past += shift.after - shift.before


def _span(season: int) -> int:
    return max(2 * season, 6)


def _may_have_shifted(values: Floats, season: int) -> Sequence[bool] | NDArray[np.bool_]:
    span, settled = _span(season), max(season, _LEAST_SETTLED)
    if values.shape[1] < span + settled:
        return np.zeros(len(values), dtype=bool)
    return np.asarray(_differ(values, span, settled).any(axis=1))


def _clear(values: Floats, span: int, settled: int) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return where windows begin that a change of level follows, and the levels around it."""
    at = np.flatnonzero(_differ(values[None], span, settled)[0])
    old = np.lib.stride_tricks.sliding_window_view(values, span)[at]
    new = np.lib.stride_tricks.sliding_window_view(values, settled)[at + span]
    before, after = np.median(old, axis=1), np.median(new, axis=1)
    large = np.abs(after - before) > _SHARE * np.abs(before)
    at, before, after = at[large], before[large], after[large]
    spread = np.maximum(_noise(old[large], before), _noise(new[large], after))
    clear = np.abs(after - before) > _STANDS_OUT * spread + 1e-12 * np.abs(before)
    return at[clear], before[clear], after[clear]


def _noise(windows: Floats, level: Floats) -> Floats:
    return np.asarray(1.4826 * np.median(np.abs(windows - level[:, None]), axis=1))


def _differ(values: Floats, span: int, settled: int) -> NDArray[np.bool_]:
    """Return where the means of the steps before and after differ: cheap, and wider than asked."""
    total = np.hstack([np.zeros((len(values), 1)), np.cumsum(np.nan_to_num(values), axis=1)])
    begun = np.hstack(
        [np.zeros((len(values), 1)), np.cumsum(np.isfinite(values), axis=1, dtype=float)]
    )
    count = values.shape[1] - span - settled + 1
    middle, end = total[:, span : span + count], total[:, span + settled :]
    before = (middle - total[:, :count]) / span
    after = (end - middle) / settled
    whole = begun[:, span : span + count] - begun[:, :count] == span
    return np.asarray(whole & (np.abs(after - before) > _WORTH_A_LOOK * np.abs(before)))


def _divided(values: Floats, before: float, after: float) -> int:
    """Return the step from which the values are closer to the new level than to the old."""
    change = np.abs(values - before) - np.abs(values - after)
    return int(np.cumsum(change).argmin()) + 1
