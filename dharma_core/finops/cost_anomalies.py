"""What is odd in a bill: episodes of each scope, with where their money went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dharma_core.errors import NotFoundError, nearest
from dharma_core.finops.attribution import Attribution, attribute
from dharma_core.finops.attribution_scopes import daily_costs, written_scope
from dharma_core.finops.daily_series import WHOLE, By, by_of
from dharma_core.finops.readable_scope import readable
from dharma_core.forecasting.anomalies.episodes import Episode, EpisodeRules
from dharma_core.forecasting.anomalies.judging import Kind, SeriesReport, judged_report
from dharma_core.forecasting.anomalies.series import Series, checked_series
from dharma_core.money import exact_sum, plain

__all__ = ["CostAnomalies", "CostAnomaly", "find_cost_anomalies", "scope_report"]

MOST_EXPLAINED = 50


@dataclass(frozen=True, slots=True)
class CostAnomaly:
    """One episode and where its money went.

    Parameters
    ----------
    scope : str
        Its series, such as ``210044590871 / Amazon S3``.
    episode : Episode
    found : Attribution or None
        None for a drop, for what is beyond the dearest 50, and where nothing explains it.
    """

    scope: str
    episode: Episode
    found: Attribution | None = None

    @property
    def cause(self) -> str:
        """What moved and where; what told it, where that is not known."""
        return self.found.cause if self.found else self.episode.cause

    def as_dict(self) -> dict[str, Any]:
        """Return it as programs read it."""
        one = self.episode
        return {
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "scope": self.scope,
            "impact": plain(one.impact),
            "cause": self.cause,
            "score": round(one.score, 4),
            "detected": one.detected.isoformat(),
            "direction": "up" if one.upward else "down",
            "signal": one.signal.value,
            "expected": plain(one.expected),
            "actual": plain(one.actual),
            "open": one.open,
            "mechanism": self.found.mechanism.value if self.found else None,
            "resources": [part.value for part in self.found.resources] if self.found else [],
        }


@dataclass(frozen=True, slots=True)
class CostAnomalies:
    """What was found in a bill.

    Parameters
    ----------
    by : By
    currency : str
    found : tuple of CostAnomaly
        The most money first.
    reports : tuple of SeriesReport
        One a series: how far it could be judged.
    daily : mapping of scope to Series
        The costs that were judged: usage alone.
    names : mapping of str to str
        What accounts are called, by id.
    """

    by: By
    currency: str
    found: tuple[CostAnomaly, ...]
    reports: tuple[SeriesReport, ...]
    daily: Mapping[str, Series]
    names: Mapping[str, str]

    @property
    def impact(self) -> Decimal:
        """The sum of what was too much, drops left out."""
        return exact_sum(one.episode.impact for one in self.found if one.episode.upward)

    @property
    def last_day(self) -> date:
        """The newest day that was judged."""
        return max(series.moments[-1] for series in self.daily.values())

    def label(self, scope: str) -> str:
        """Return a scope with the account's name in the place of its id."""
        return readable(scope, self.names)

    def as_dict(self) -> dict[str, Any]:
        """Return it as programs read it."""
        return {
            "episodes": [{**one.as_dict(), "name": self.label(one.scope)} for one in self.found],
            "series": [
                {"key": report.key, "state": report.state.value, "note": report.note}
                for report in self.reports
            ],
            "by": self.by.value,
            "currency": self.currency,
        }


def find_cost_anomalies(
    frame: pl.DataFrame | pl.LazyFrame,
    by: By,
    rules: EpisodeRules,
    *,
    thresholds: Mapping[str, float] | None = None,
) -> tuple[Mapping[str, Series], tuple[SeriesReport, ...], tuple[CostAnomaly, ...]]:
    """Judge the usage of a bill day by day, and drill down into what was too much.

    Parameters
    ----------
    frame : billing frame, in one currency
    by : By
        What a series is. A small incident drowns in a large account: ``service`` finds most.
    rules : EpisodeRules
    thresholds : mapping of str to float, optional
        Of single scopes, where feedback has moved them.

    Returns
    -------
    tuple
        The series by scope, a report on each, and the episodes, the most money first.
    """
    scopes = {
        written_scope(scope) or WHOLE: (scope, points)
        for scope, points in daily_costs(frame, by=by.columns).items()
    }
    daily = {key: checked_series(key, points) for key, (_, points) in scopes.items()}
    reports = tuple(
        judged_report(series, rules, kind=Kind.COST, thresholds=thresholds)
        for series in daily.values()
    )
    told = [CostAnomaly(report.key, one) for report in reports for one in report.episodes]
    told.sort(key=lambda one: (-abs(one.episode.impact), one.scope, one.episode.start))
    explained = [
        _explained(frame, one, dict(zip(by.columns, scopes[one.scope][0], strict=True)))
        for one in told[:MOST_EXPLAINED]
    ]
    return daily, reports, (*explained, *told[MOST_EXPLAINED:])


def scope_report(
    frame: pl.DataFrame | pl.LazyFrame, scope: str, rules: EpisodeRules
) -> SeriesReport:
    """Return what is odd in one scope of a bill.

    Parameters
    ----------
    frame : billing frame, in one currency
    scope : str
        As `CostAnomaly` writes it.
    rules : EpisodeRules

    Raises
    ------
    NotFoundError
        If the bill has no such scope; the message names the nearest.
    """
    costs = daily_costs(frame, by=by_of(scope).columns)
    known = {written_scope(parts) or WHOLE: points for parts, points in costs.items()}
    if scope not in known:
        raise NotFoundError(f"The bill has no scope {scope!r}.", next_step=nearest(scope, known))
    return judged_report(checked_series(scope, known[scope]), rules, kind=Kind.COST)


def _explained(
    frame: pl.DataFrame | pl.LazyFrame, one: CostAnomaly, scope: Mapping[str, str]
) -> CostAnomaly:
    if not one.episode.upward:
        return one
    own = frame.lazy().filter(pl.col(name) == value for name, value in scope.items())
    return replace(one, found=attribute(own, start=one.episode.start, end=one.episode.end))
