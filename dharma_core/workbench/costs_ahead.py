"""What the stored bill will come to, and what is odd in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.workbench.anomalies import Anomalies
from dharma_core.workbench.billing import Billing

if TYPE_CHECKING:
    from dharma_core.finops.analytics.bill import Bill
    from dharma_core.finops.cost_anomalies import CostAnomalies
    from dharma_core.finops.cost_outlook import CostOutlook
    from dharma_core.finops.daily_series import By
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules
    from dharma_core.forecasting.anomalies.judging import SeriesReport
    from dharma_core.forecasting.outlook import Ask

__all__ = ["CostsAhead"]

IMPORT_FIRST = "Load one: dharma billing import FILE."


class CostsAhead(Billing, Anomalies):
    """The part of the workbench that looks ahead from the stored bill."""

    def bill_stamp(self) -> str:
        """Return a mark of what is in force; empty where nothing was ever imported.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        """
        self.allow("billing:read")
        manifest = self._bills.manifest()
        files = "\n".join(part.file for part in manifest.parts)
        return hashlib.sha256(files.encode()).hexdigest()[:16] if files else ""

    def forecast_costs(
        self,
        by: By,
        ask: Ask,
        *,
        currency: str = "",
        rates: Path | None = None,
        thorough: bool = False,
    ) -> CostOutlook:
        """Forecast the stored bill by total, account or account and service, amortised.

        Parameters
        ----------
        by : By
            Parts add up to the total.
        ask : Ask
            How far and how sure, with which scenarios; groups and models are chosen here.
        currency : str, optional
            Convert every cost first; needed where the bill has several.
        rates : Path, optional
            A table of rates; ``exchange-rates.csv`` here or in DHARMA_HOME when left out.
        thorough : bool
            Try gradient boosting too: some twenty times the processor time.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, it mixes currencies, or nothing can be forecast.
        """
        from dharma_core.finops.cost_outlook import CostOutlook
        from dharma_core.finops.daily_series import By, account_names, daily_series
        from dharma_core.forecasting.models import models
        from dharma_core.forecasting.outlook import look_ahead

        bill = self._bill(currency, rates)
        daily = daily_series(bill, by)
        known = models()
        whole = replace(
            ask,
            groups=None if by is By.TOTAL else daily.groups,
            models=known if thorough else {n: m for n, m in known.items() if not _is_costly(n)},
        )
        return CostOutlook(look_ahead(daily.points, whole), bill.currency, by, account_names(bill))

    def cost_anomalies(
        self, by: By, rules: EpisodeRules, *, currency: str = "", rates: Path | None = None
    ) -> CostAnomalies:
        """Return what is odd in the usage of the stored bill, and where the money went.

        Parameters
        ----------
        by : By
            What a series is; ``service`` means an account's service and finds most.
        rules : EpisodeRules
            What is worth telling; feedback moves the thresholds of single scopes.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, or it mixes currencies.
        """
        from dharma_core.finops.cost_anomalies import CostAnomalies, find_cost_anomalies
        from dharma_core.finops.daily_series import account_names

        bill = self._bill(currency, rates)
        known = self.anomaly_thresholds(base=rules.threshold)
        daily, reports, found = find_cost_anomalies(
            bill.frame.to_native(), by, rules, thresholds=known
        )
        return CostAnomalies(by, bill.currency, found, reports, daily, account_names(bill))

    def cost_report(self, scope: str, rules: EpisodeRules) -> SeriesReport:
        """Return what is odd in one scope of the stored bill, as `cost_anomalies` writes it.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        NotFoundError
            If the bill has no such scope; the message names the nearest.
        """
        from dharma_core.finops.cost_anomalies import scope_report

        return scope_report(self._bill("", None).frame.to_native(), scope, rules)

    def _bill(self, currency: str, rates: Path | None) -> Bill:
        from dharma_core.finops.analytics.bill import as_bill

        if not self.bill_stamp():
            raise InputError("No bill was imported yet.", next_step=IMPORT_FIRST)
        return as_bill(self.billing(currency=currency, rates=rates))


def _is_costly(model: str) -> bool:
    return model.startswith("boosting")
