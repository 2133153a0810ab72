"""What is odd in bills and in series that people bring, and what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.typed_text import checked_line, checked_text
from dharma_core.workbench.billing import Billing

if TYPE_CHECKING:
    from dharma_core.finops.attribution import Attribution
    from dharma_core.finops.cost_anomalies import CostAnomaly
    from dharma_core.finops.feedback import Feedback
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules, Moment
    from dharma_core.forecasting.anomalies.judging import Kind, SeriesReport
    from dharma_core.storage.anomaly_feedback import StoredFeedback

__all__ = ["Anomalies", "ScopeReport"]

_LONGEST_SCOPE = 1000
_LATE_DAYS = 2
_NEWS = timedelta(days=35)  # a month, and some days in which its bill may come


@dataclass(frozen=True, slots=True)
class ScopeReport:
    """What was found in one series, and where the money of its episodes went.

    Parameters
    ----------
    report : SeriesReport
    attributions : mapping of date to Attribution
        By the start of the episode; those of too much money in a bill alone.
    """

    report: SeriesReport
    attributions: Mapping[Moment, Attribution] = field(default_factory=dict)


class Anomalies(Billing):
    """The part of the workbench that looks for anomalies."""

    def anomalies_in(
        self,
        path: Path,
        rules: EpisodeRules,
        *,
        kind: Kind | None = None,
        thresholds: Mapping[str, float] | None = None,
    ) -> tuple[ScopeReport, ...]:
        """Return what is odd in each series of a CSV file, in the order of the file.

        Parameters
        ----------
        path : Path
            Columns key, date, value.
        rules : EpisodeRules
            What is worth telling.
        kind : Kind, optional
            How to judge; what suits each series when left out.
        thresholds : mapping of str to float, optional
            Of single series: what `anomaly_thresholds` says.

        Raises
        ------
        InputError
            If the file is none, or a series cannot be judged.
        """
        from dharma_core.forecasting.anomalies.judging import judged_report
        from dharma_core.forecasting.anomalies.series import checked_series
        from dharma_core.storage.series_csv import read_series_csv

        found = read_series_csv(self.cwd / path).items()
        series = (checked_series(key, points) for key, points in found)
        return tuple(
            ScopeReport(judged_report(one, rules, kind=kind, thresholds=thresholds))
            for one in series
        )

    def anomalies_in_billing(
        self,
        rules: EpisodeRules,
        *,
        currency: str = "",
        rates: Path | None = None,
        thresholds: Mapping[str, float] | None = None,
    ) -> tuple[ScopeReport, ...]:
        """Return what is odd in the imported billing: each account's service is a series.

        Parameters
        ----------
        currency : str, optional
            Convert every cost; needed where the billing has several.
        rates : Path, optional
            A table of rates; ``exchange-rates.csv`` here or in DHARMA_HOME when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there are several currencies and none is named.
        """
        from dharma_core.finops.judged_bill import judge_bill

        frame = self.billing(currency=currency, rates=rates)
        judged = judge_bill(frame, rules, thresholds=thresholds)
        return tuple(
            ScopeReport(
                report,
                {
                    one.start: cause
                    for one in report.episodes
                    if (cause := judged.causes.get((report.key, one.start)))
                },
            )
            for report in judged.reports
        )

    def tell_new_anomalies(self) -> tuple[CostAnomaly, ...]:
        """Tell people of what is odd and new in the imported billing; return it.

        Told is what costs too much, from the floor of ``[notifications]`` on, in the last five
        weeks of the bill: older news are history. Each is told once, however long it lasts, and the
        act is on record. Currencies are judged apart.

        Raises
        ------
        PermissionDenied
            If the actor may not import billing, or not read it.
        """
        self.allow("billing:import")
        fresh = self._fresh_anomalies()
        if not fresh:
            return ()
        with self.store.transaction(self.actor) as uow:
            return uow.anomaly_alerts.tell(fresh)

    def _fresh_anomalies(self) -> list[tuple[str, CostAnomaly]]:
        import polars as pl

        from dharma_core.finops.judged_bill import judge_bill
        from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules

        floor = self.settings.notifications.anomaly_floor
        rules = EpisodeRules(direction=Direction.UP, floor=floor, late=_LATE_DAYS)
        known = self.anomaly_thresholds(base=rules.threshold)
        frame = self.billing()
        bills = {
            currency: judge_bill(
                frame.filter(pl.col("BillingCurrency") == currency), rules, thresholds=known
            )
            for currency in sorted({c for part in self._bills.manifest().parts for c in part.costs})
        }
        last = max((bill.last_day for bill in bills.values() if bill.last_day), default=None)
        return [
            (currency, one)
            for currency, bill in bills.items()
            for one in bill.found()
            if last is not None and one.episode.detected > last - _NEWS
        ]

    def judge_anomaly(self, feedback: Feedback) -> StoredFeedback:
        """Say what an episode was; the act is on record and moves its scope's threshold.

        Raises
        ------
        PermissionDenied
            If the actor may not judge anomalies.
        InputError
            If a text is too long or misleads.
        """
        from dataclasses import replace

        self.allow("billing:judge")
        scope = checked_line(feedback.scope, what="scope", longest=_LONGEST_SCOPE)
        note = checked_text(feedback.note, what="note", empty=True)
        with self.store.transaction(self.actor) as uow:
            return uow.anomaly_feedback.add(replace(feedback, scope=scope, note=note))

    def anomaly_feedback(self) -> tuple[StoredFeedback, ...]:
        """Return what was said of anomalies, oldest first."""
        self.allow("billing:read")
        if not self.store_exists:
            return ()
        with self.store.reading(self.actor) as uow:
            return uow.anomaly_feedback.all()

    def anomaly_thresholds(self, *, base: float) -> Mapping[str, float]:
        """Return the thresholds that follow from what people said, by scope.

        Parameters
        ----------
        base : float
            The threshold of all others.
        """
        from dharma_core.finops.feedback import thresholds

        return thresholds((one.feedback for one in self.anomaly_feedback()), base=base)
