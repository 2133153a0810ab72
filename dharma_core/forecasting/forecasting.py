"""A forecast of a panel: members chosen, fitted on everything, intervals, the back-test beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dharma_core.errors import InputError
from dharma_core.forecasting.accuracy import mase, mase_scale
from dharma_core.forecasting.backtesting import Backtest, backtest, folds_possible
from dharma_core.forecasting.contract import Model
from dharma_core.forecasting.ensemble import Ensemble, choose, held_out
from dharma_core.forecasting.hierarchy import Hierarchy
from dharma_core.forecasting.intervals import Spread, calibrate
from dharma_core.forecasting.models import candidates
from dharma_core.forecasting.panel import Floats, Panel
from dharma_core.forecasting.weighing import Scores

__all__ = [
    "BASELINE",
    "SAMPLE",
    "Forecasts",
    "Plan",
    "calibrated",
    "forecast",
    "prepare",
    "reconciled",
]

BASELINE = "seasonal_naive"
SAMPLE = 100  # series on which members are chosen, when there are more
_LONGEST_HORIZON = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What the past decided: who speaks, how loud, how surely.

    Parameters
    ----------
    ensemble : Ensemble
        The members and their weights.
    spread : Spread or None
        None where the past is too short for a back-test.
    model_mase, naive_mase : array, one per series
        Mean scaled error over the back-test, of the ensemble (each fold weighed by the others)
        and of the seasonal naive forecast; NaN where nothing could be judged.
    sampled : int
        How many series chose the members.
    tested : Backtest or None
        What it was decided on.
    """

    ensemble: Ensemble
    spread: Spread | None
    model_mase: Floats
    naive_mase: Floats
    sampled: int
    tested: Backtest | None


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """What is expected, with the plan that says why.

    Parameters
    ----------
    keys : tuple of str
        One name a row.
    mean, lower, upper : array of shape (series, horizon)
        Bounds are NaN where the past says too little.
    level : float
        The probability with which a bound pair holds.
    plan : Plan
        Members, weights and back-test.
    """

    keys: tuple[str, ...]
    mean: Floats
    lower: Floats
    upper: Floats
    level: float
    plan: Plan


def prepare(
    panel: Panel,
    horizon: int,
    *,
    available: Mapping[str, Model] | None = None,
    tested: Backtest | None = None,
) -> Plan:
    """Choose the members by back-test, weigh and calibrate them.

    With more than 100 series the members are chosen on an even sample of 100; weights and errors
    of all series then come from two folds. A back-test of all series that exists already is taken
    as it is.
    """
    _check(horizon)
    known = dict(available or candidates(panel.rhythm))
    if not folds_possible(panel, horizon):
        return _without_backtest(panel)
    if tested or len(panel) <= SAMPLE:
        tested = tested or backtest(panel, horizon, known)
        return _plan(tested, choose(tested), len(panel))
    rows = np.linspace(0, len(panel) - 1, SAMPLE).round().astype(int)
    sample = choose(backtest(panel.rows(rows), horizon, known))
    return calibrated(panel, horizon, sample, available=known)


def calibrated(
    panel: Panel, horizon: int, chosen: Ensemble, *, available: Mapping[str, Model]
) -> Plan:
    """Weigh and calibrate members that a sample has chosen, on all series, by two folds."""
    needed = {name: available[name] for name in (*chosen.members, BASELINE)}
    tested = backtest(panel, horizon, needed, folds=2)
    weights = Scores(tested).weights(chosen.members)
    ensemble = Ensemble(chosen.members, weights, chosen.loss, chosen.alone)
    return _plan(tested, ensemble, SAMPLE)


def forecast(
    panel: Panel,
    horizon: int,
    *,
    level: float = 0.95,
    plan: Plan | None = None,
    available: Mapping[str, Model] | None = None,
) -> Forecasts:
    """Return a forecast of each series, with an interval and its back-test.

    Parameters
    ----------
    panel : Panel
        The whole past.
    horizon : int
        Steps ahead, 1 to 1,000.
    level : float
        Of the intervals, between 0 and 1.
    plan : Plan, optional
        What ``prepare`` returned for this panel and horizon; made here when missing.
    available : mapping of str to Model, optional
        The models to choose from; the registry by default.

    Examples
    --------
    >>> from dharma_core.forecasting.panel import DAILY
    >>> found = forecast(Panel.of({"new": [4, 5]}, DAILY), 2)
    >>> found.mean.tolist(), found.plan.ensemble.members
    ([[5.0, 5.0]], ('seasonal_naive',))
    """
    if not 0 < level < 1:
        raise InputError(
            f"The level {level:g} is no probability.", next_step="Give a level such as 0.95."
        )
    known = dict(available or candidates(panel.rhythm))
    made = plan or prepare(panel, horizon, available=known)
    mean = made.ensemble.fit(panel, horizon, known).forecast(panel)
    if made.spread is None:
        unknown = np.full_like(mean, np.nan)
        return Forecasts(panel.keys, mean, unknown, unknown, level, made)
    lower, upper = _interval(panel, made.spread, mean, level)
    return Forecasts(panel.keys, mean, lower, upper, level, made)


def reconciled(found: Forecasts, tree: Hierarchy) -> Forecasts:
    """Return forecasts of all nodes that add up, intervals measured after adding up.

    Parameters
    ----------
    found : Forecasts
        Of the panel that ``hierarchy.summed`` returned.
    tree : Hierarchy
        What it returned beside.
    """
    plan = found.plan
    unknown = np.full(len(tree.keys), np.nan)
    fitting = tree.reconciler(plan.spread.size if plan.spread else unknown)
    mean = fitting @ found.mean
    if plan.tested is None:
        return replace(found, mean=mean)
    said = [_fitted(fitting, one) for one in held_out(plan.tested, plan.ensemble.members)]
    after = _judged(plan.tested, plan.ensemble, said, plan.sampled)
    if after.spread is None:
        return replace(found, mean=mean, plan=after)
    lower, upper = _interval(plan.tested.panel, after.spread, mean, found.level)
    return replace(found, mean=mean, lower=lower, upper=upper, plan=after)


def _interval(panel: Panel, spread: Spread, mean: Floats, level: float) -> tuple[Floats, Floats]:
    """Return bounds; what was never below zero is not expected to fall there."""
    lower, upper = spread.interval(mean, level)
    never = np.where(np.isfinite(panel.values), panel.values, 0.0).min(axis=1) >= 0
    return np.where(never[:, None], np.maximum(lower, np.minimum(mean, 0.0)), lower), upper


def _fitted(fitting: Floats, said: Floats) -> Floats:
    known = np.isfinite(said)
    return np.where(known, fitting @ np.where(known, said, 0.0), np.nan)


def _check(horizon: int) -> None:
    if not 1 <= horizon <= _LONGEST_HORIZON:
        raise InputError(
            f"A horizon of {horizon} steps cannot be forecast.",
            next_step=f"Ask for 1 to {_LONGEST_HORIZON} steps.",
        )


def _without_backtest(panel: Panel) -> Plan:
    unknown = np.full(len(panel), np.nan)
    alone = Ensemble((BASELINE,), np.ones((1, len(panel))), float("nan"), {})
    return Plan(alone, None, unknown, unknown, 0, None)


def _plan(tested: Backtest, ensemble: Ensemble, sampled: int) -> Plan:
    return _judged(tested, ensemble, held_out(tested, ensemble.members), sampled)


def _judged(tested: Backtest, ensemble: Ensemble, said: Sequence[Floats], sampled: int) -> Plan:
    model, naive = [], []
    for one, forecast_then in zip(tested.judged, said, strict=True):
        if one in tested.own_origins():
            scale = mase_scale(tested.panel.before(one.back))
            model.append(mase(one.actual, forecast_then, scale))
            naive.append(mase(one.actual, one.said[BASELINE], scale))
    spread = calibrate(tested, said)
    return Plan(ensemble, spread, _means(model), _means(naive), sampled, tested)


def _means(rows: list[Floats]) -> Floats:
    table = np.stack(rows)
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=0)
    count = known.sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))
