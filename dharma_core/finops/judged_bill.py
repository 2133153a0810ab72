"""A bill's daily costs, each account's service judged by itself, and where the money went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.finops.attribution import Attribution, attribute_scopes
from dharma_core.finops.attribution_scopes import daily_costs, written_scope
from dharma_core.finops.cost_anomalies import CostAnomaly
from dharma_core.forecasting.anomalies.episodes import EpisodeRules, Moment
from dharma_core.forecasting.anomalies.judging import Kind, SeriesReport, judged_report
from dharma_core.forecasting.anomalies.series import checked_series

if TYPE_CHECKING:
    import polars as pl

__all__ = ["JudgedBill", "judge_bill"]


@dataclass(frozen=True, slots=True)
class JudgedBill:
    """What was judged, what was found, and why.

    Parameters
    ----------
    daily : mapping of scope to tuple of (date, Decimal)
        The costs that were judged: usage alone.
    reports : tuple of SeriesReport
        One a scope, in order.
    causes : mapping of (scope, first day) to Attribution
        Of the episodes of too much money that something explains.
    """

    daily: Mapping[str, tuple[tuple[date, Decimal], ...]]
    reports: tuple[SeriesReport, ...]
    causes: Mapping[tuple[str, Moment], Attribution]

    @property
    def last_day(self) -> date | None:
        """The newest day of any scope."""
        return max((points[-1][0] for points in self.daily.values()), default=None)

    def found(self) -> Iterator[CostAnomaly]:
        """Return every episode with its cause, scope by scope."""
        for report in self.reports:
            for one in report.episodes:
                yield CostAnomaly(report.key, one, self.causes.get((report.key, one.start)))


def judge_bill(
    frame: pl.DataFrame | pl.LazyFrame,
    rules: EpisodeRules,
    *,
    thresholds: Mapping[str, float] | None = None,
) -> JudgedBill:
    """Return what is odd in a bill; it is read twice, for the costs and for their causes.

    Parameters
    ----------
    frame : billing frame, in one currency
    rules : EpisodeRules
        What is worth telling.
    thresholds : mapping of str to float, optional
        Of single scopes, as feedback moved them.
    """
    costs = {written_scope(scope): (scope, points) for scope, points in daily_costs(frame).items()}
    until = max((points[-1][0] for _, points in costs.values()), default=None)
    reports = tuple(
        judged_report(
            checked_series(key, points), rules, kind=Kind.COST, thresholds=thresholds, until=until
        )
        for key, (_, points) in costs.items()
    )
    spans = {
        costs[report.key][0]: [(one.start, one.end) for one in report.episodes if one.upward]
        for report in reports
    }
    found = attribute_scopes(frame, {scope: own for scope, own in spans.items() if own})
    return JudgedBill(
        {key: tuple(points) for key, (_, points) in costs.items()},
        reports,
        {(written_scope(scope), start): cause for (scope, start), cause in found.items()},
    )
