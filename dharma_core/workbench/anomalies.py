"""What is odd in series that people bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules
    from dharma_core.forecasting.anomalies.judging import Kind, SeriesReport

__all__ = ["Anomalies"]


class Anomalies(Context):
    """The part of the workbench that looks for anomalies."""

    def anomalies_in(
        self, path: Path, rules: EpisodeRules, *, kind: Kind | None = None
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

        Raises
        ------
        InputError
            If the file is none, or a series cannot be judged.
        """
        from dharma_core.forecasting.anomalies.judging import judged_report
        from dharma_core.forecasting.anomalies.series import checked_series
        from dharma_core.storage.series_csv import read_series_csv

        return tuple(
            judged_report(checked_series(key, points), rules, kind=kind)
            for key, points in read_series_csv(self.cwd / path).items()
        )
