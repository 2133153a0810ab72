"""Studies of the stored bill: how well it was forecast, and what to commit to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.costs_ahead import CostsAhead, frugal_models

if TYPE_CHECKING:
    from dharma_core.finops.commitment_planning import CommitmentPlan
    from dharma_core.finops.daily_series import By
    from dharma_core.finops.forecast_study import ForecastStudy
    from dharma_core.forecasting.outlook import Ask

__all__ = ["CostStudies"]


class CostStudies(CostsAhead):
    """The part of the workbench that studies what was spent."""

    def backtest_costs(
        self,
        by: By,
        ask: Ask,
        *,
        origins: int = 2,
        currency: str = "",
        rates: Path | None = None,
    ) -> ForecastStudy:
        """Forecast the stored bill from days in its past and hold that beside what came.

        Parameters
        ----------
        by : By
            How far the bill is taken apart.
        ask : Ask
            How far and how sure; groups and models are chosen here, without gradient boosting.
        origins : int
            How many, a horizon apart; each costs a forecast.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, it mixes currencies, or is too short.
        """
        from dataclasses import replace

        from dharma_core.finops.daily_series import By, account_names, daily_series
        from dharma_core.finops.forecast_study import study_forecasts

        bill = self._bill(currency, rates)
        daily = daily_series(bill, by)
        whole = replace(
            ask,
            groups=None if by is By.TOTAL else daily.groups,
            holidays=frozenset(ask.holidays) | self._holidays(),
            models=frugal_models(),
        )
        return study_forecasts(daily, whole, origins=origins, names=account_names(bill))

    def plan_commitments(
        self,
        *,
        days: int = 91,
        quantile: float = 0.05,
        currency: str = "",
        rates: Path | None = None,
    ) -> CommitmentPlan:
        """Return what committing to the steady floor of each service would save.

        Parameters
        ----------
        days : int
            The window: so many last days of the stored bill, 28 or more.
        quantile : float
            The share of days on which a need may lie below its floor.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, or it mixes currencies.
        """
        from dharma_core.finops.commitment_planning import plan_commitments

        return plan_commitments(self._bill(currency, rates), days=days, quantile=quantile)
