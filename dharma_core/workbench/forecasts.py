"""What is expected of series that people bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.forecasting.outlook import Ask, Outlook

__all__ = ["Forecasting"]


class Forecasting(Context):
    """The part of the workbench that forecasts."""

    def forecast_of(self, path: Path, ask: Ask) -> Outlook:
        """Return what is expected of each series of a CSV file.

        Parameters
        ----------
        path : Path
            Columns key, date, value.
        ask : Ask
            How far, how sure, with which sums and scenarios.

        Raises
        ------
        InputError
            If the file is none, or nothing in it can be forecast.
        """
        from dharma_core.forecasting.outlook import look_ahead
        from dharma_core.storage.series_csv import read_series_csv

        return look_ahead(read_series_csv(self.cwd / path), ask)
