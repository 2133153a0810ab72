"""A forecast with its days: charges booked by calendar, sums that add up, and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dharma_core.errors import InputError, nearest
from dharma_core.forecasting.contract import Model
from dharma_core.forecasting.dated import Dated, Points, arrange
from dharma_core.forecasting.forecasting import Forecasts, forecast, reconciled
from dharma_core.forecasting.hierarchy import TOTAL, Hierarchy, summed
from dharma_core.forecasting.holidays import ahead, effect, without
from dharma_core.forecasting.level_shifts import Shift, last_shift
from dharma_core.forecasting.panel import DAILY, Floats, Panel
from dharma_core.forecasting.recurring import Charge, book, doubt, find, past
from dharma_core.forecasting.scenarios import Course, Scenario, apply

__all__ = ["Ask", "Outlook", "look_ahead", "under"]

Groups = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a forecast.

    Parameters
    ----------
    horizon : int
        Steps ahead.
    level : float
        Of the intervals.
    groups : callable, optional
        From a key to its groups, wide to narrow; then sums are forecast too and parts add up.
    holidays : collection of date
        Days that are not like others.
    keep_last : bool
        Keep last days that look incomplete.
    scenarios : sequence of Scenario
        Laid over the forecast of the series themselves; sums follow.
    models : mapping of str to Model, optional
        Those to choose from; all of the registry by default.
    """

    horizon: int
    level: float = 0.95
    groups: Groups | None = None
    holidays: Collection[date] = ()
    keep_last: bool = False
    scenarios: Sequence[Scenario] = ()
    models: Mapping[str, Model] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is expected of dated series.

    Parameters
    ----------
    dated : Dated
        The series as they were used, and what was filled, dropped or refused.
    days : tuple of date
        The steps to come.
    found : Forecasts
        One row for each series, or for each node of the hierarchy.
    tree : Hierarchy or None
        When sums were asked for.
    charges : mapping of key to tuple of Charge
        Booked by calendar, on top of what the models say.
    shifts : mapping of key to Shift
        The last lasting change of level of a series.
    effects : mapping of key to float
        What a holiday is multiplied by, where the past says that it is another day.
    """

    dated: Dated
    days: tuple[date, ...]
    found: Forecasts
    tree: Hierarchy | None
    charges: Mapping[str, tuple[Charge, ...]]
    shifts: Mapping[str, Shift]
    effects: Mapping[str, float]


def look_ahead(series: Mapping[str, Points], ask: Ask) -> Outlook:
    """Forecast dated series.

    Parameters
    ----------
    series : mapping of key to points
        Dates and values, in any order.
    ask : Ask
        How far, how sure, with which sums and scenarios.

    Raises
    ------
    InputError
        If nothing can be forecast.
    """
    dated = arrange(series, holidays=ask.holidays, keep_last=ask.keep_last)
    charges = _charges(dated)
    panel = _without(dated, charges)
    panel, effects = _usual(panel, dated, ask.holidays)
    days = dated.ahead(ask.horizon)
    booked, off = (
        np.stack([told(charges.get(key, ()), days) for key in panel.keys]) for told in (book, doubt)
    )
    tree = None
    if ask.groups is not None:
        panel, tree = summed(panel, {key: ask.groups(key) for key in panel.keys})
        booked, off = tree.sums @ booked, tree.sums @ off
    found = forecast(panel, ask.horizon, level=ask.level, available=ask.models)
    if tree is not None:
        found = reconciled(found, tree)
    if effects:
        times = [ahead(effects.get(key), days, ask.holidays) for key in dated.panel.keys]
        found = _multiplied(found, tree, np.stack(times))
    found = _booked(found, booked, off)
    outlook = Outlook(dated, days, found, tree, charges, _shifts(panel), effects)
    return under(outlook, ask.scenarios) if ask.scenarios else outlook


def under(outlook: Outlook, scenarios: Sequence[Scenario]) -> Outlook:
    """Return an outlook under scenarios: the series change, then each sum by what its parts did.

    Raises
    ------
    InputError
        If a scenario names a series that is not there, or a number makes no sense.
    """
    found, parts = outlook.found, outlook.dated.panel.keys
    first = len(found.keys) - len(parts)
    before = Course(
        outlook.days,
        dict(zip(parts, found.mean[first:], strict=True)),
        dict(zip(parts, found.lower[first:], strict=True)),
        dict(zip(parts, found.upper[first:], strict=True)),
    )
    after = apply(before, scenarios)
    new = [key for key in after.mean if key not in parts]
    if new:
        raise InputError(
            f"The scenario names a new series {new[0]!r}.",
            next_step="Add its amount to a series that exists: " + nearest(new[0], parts),
            details={"key": new[0]},
        )
    mean, lower, upper = (
        np.stack([rows[key] for key in parts]) for rows in (after.mean, after.lower, after.upper)
    )
    return replace(outlook, found=_with_parts(found, outlook.tree, mean, lower, upper))


def _charges(dated: Dated) -> dict[str, tuple[Charge, ...]]:
    if dated.panel.rhythm is not DAILY:
        return {}
    found = {}
    for row, key in enumerate(dated.panel.keys):
        values = dated.panel.row(row)
        charges = find(values, dated.moments[-len(values) :])
        if charges:
            found[key] = charges
    return found


def _without(dated: Dated, charges: Mapping[str, Sequence[Charge]]) -> Panel:
    values = dated.panel.values.copy()
    for row, key in enumerate(dated.panel.keys):
        if key in charges:
            known = dated.panel.row(row)
            days = dated.moments[-len(known) :]
            values[row, -len(known) :] = known - past(charges[key], known, days)
    return replace(dated.panel, values=values)


def _usual(
    panel: Panel, dated: Dated, holidays: Collection[date]
) -> tuple[Panel, dict[str, float]]:
    """Return the panel with usual days where holidays differ, and by how much they do."""
    effects: dict[str, float] = {}
    if not holidays or panel.rhythm is not DAILY:
        return panel, effects
    values = panel.values.copy()
    for row, key in enumerate(panel.keys):
        known = panel.row(row)
        days = dated.moments[-len(known) :]
        factor = effect(known, days, holidays)
        if factor is not None:
            effects[key] = factor
            values[row, -len(known) :] = without(known, days, holidays)
    return replace(panel, values=values), effects


def _multiplied(found: Forecasts, tree: Hierarchy | None, times: Floats) -> Forecasts:
    """Multiply the series themselves, one factor a day; sums follow."""
    first = len(found.keys) - len(times)
    tables = (table[first:] * times for table in (found.mean, found.lower, found.upper))
    return _with_parts(found, tree, *tables)


def _with_parts(
    found: Forecasts, tree: Hierarchy | None, mean: Floats, lower: Floats, upper: Floats
) -> Forecasts:
    """Put other forecasts of the series themselves; each sum moves by what its parts do."""
    first = len(found.keys) - len(mean)
    change = mean - found.mean[first:]
    added = tree.sums[:first] @ change if tree else change[:0]
    return replace(
        found,
        mean=np.vstack([found.mean[:first] + added, mean]),
        lower=np.vstack([found.lower[:first] + added, lower]),
        upper=np.vstack([found.upper[:first] + added, upper]),
    )


def _booked(found: Forecasts, booked: Floats, off: Floats) -> Forecasts:
    """Add what is booked by calendar; on its days the interval holds what it was off before."""
    return replace(
        found,
        mean=found.mean + booked,
        lower=found.lower + booked - off,
        upper=found.upper + booked + off,
    )


def _shifts(panel: Panel) -> dict[str, Shift]:
    found = {}
    for row, key in enumerate(panel.keys):
        values = panel.row(row)
        shift = last_shift(values, panel.rhythm.season) if key != TOTAL else None
        if shift is not None:
            begin = panel.values.shape[1] - len(values)
            found[key] = replace(shift, step=begin + shift.step)
    return found
