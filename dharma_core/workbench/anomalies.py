"""What is odd in series that people bring, and what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.typed_text import checked_line, checked_text
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.finops.feedback import Feedback
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules
    from dharma_core.forecasting.anomalies.judging import Kind, SeriesReport
    from dharma_core.storage.anomaly_feedback import StoredFeedback

__all__ = ["Anomalies"]

_LONGEST_SCOPE = 1000


class Anomalies(Context):
    """The part of the workbench that looks for anomalies."""

    def anomalies_in(
        self,
        path: Path,
        rules: EpisodeRules,
        *,
        kind: Kind | None = None,
        thresholds: Mapping[str, float] | None = None,
    ) -> tuple[SeriesReport, ...]:
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

        return tuple(
            judged_report(checked_series(key, points), rules, kind=kind, thresholds=thresholds)
            for key, points in read_series_csv(self.cwd / path).items()
        )

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
