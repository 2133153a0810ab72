"""What the stored bill will come to, and what is odd in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.anomalies import Anomalies
from dharma_core.workbench.billing_reports import no_bill

if TYPE_CHECKING:
    from dharma_core.finops.analytics.bill import Bill
    from dharma_core.finops.cost_anomalies import CostAnomalies
    from dharma_core.finops.cost_outlook import CostOutlook
    from dharma_core.finops.daily_series import By
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules
    from dharma_core.forecasting.contract import Model
    from dharma_core.forecasting.outlook import Ask

__all__ = ["CostsAhead", "frugal_models"]

HOLIDAYS_FILE = "holidays.csv"


class CostsAhead(Anomalies):
    """The part of the workbench that looks ahead from the stored bill."""

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
            How far and how sure, with which scenarios; groups and models are chosen here, and
            the days of ``holidays.csv``, here or in DHARMA_HOME, are holidays too.
        currency : str, optional
            Convert every cost first; needed where the bill has several.
        rates : Path, optional
            A table of rates; ``exchange-rates.csv`` here or in DHARMA_HOME when left out.
        thorough : bool
            Try gradient boosting too: some fifteen times the processor time.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, it mixes currencies, or nothing can be forecast.
        """
        from dharma_core.finops.cost_outlook import CostOutlook
        from dharma_core.finops.daily_series import By, account_names, daily_series
        from dharma_core.forecasting.models import candidates
        from dharma_core.forecasting.outlook import look_ahead
        from dharma_core.forecasting.panel import DAILY

        bill = self._bill(currency, rates)
        daily = daily_series(bill, by)
        whole = replace(
            ask,
            groups=None if by is By.TOTAL else daily.groups,
            holidays=frozenset(ask.holidays) | self._holidays(),
            models=candidates(DAILY) if thorough else frugal_models(),
        )
        return CostOutlook(look_ahead(daily.points, whole), bill.currency, by, account_names(bill))

    def cost_anomalies(
        self, rules: EpisodeRules, *, currency: str = "", rates: Path | None = None
    ) -> CostAnomalies:
        """Return what is odd in the usage of the stored bill, and where the money went.

        Each account's service is a series; what people said moves the thresholds.

        Parameters
        ----------
        rules : EpisodeRules
            What is worth telling.
        currency : str, optional
            Convert every cost first; needed where the bill has several.
        rates : Path, optional
            A table of rates; ``exchange-rates.csv`` here or in DHARMA_HOME when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there is no bill, or it mixes currencies.
        """
        from dharma_core.finops.cost_anomalies import CostAnomalies, dearest_first
        from dharma_core.finops.daily_series import account_names
        from dharma_core.finops.judged_bill import judge_bill

        bill = self._bill(currency, rates)
        known = self.anomaly_thresholds(base=rules.threshold)
        judged = judge_bill(bill.frame.to_native(), rules, thresholds=known)
        return CostAnomalies(
            currency=bill.currency,
            found=dearest_first(judged.found()),
            reports=judged.reports,
            daily=judged.daily,
            names=account_names(bill),
        )

    def _holidays(self) -> frozenset[date]:
        from dharma_core.forecasting.calendar import parse_holidays
        from dharma_core.storage.text_files import read_small_text

        places = [self.cwd / HOLIDAYS_FILE, self.settings.home / HOLIDAYS_FILE]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            return frozenset()
        text = read_small_text(path, what="list of holidays", too_large="Keep ten years.")
        return parse_holidays(text, name=path.name)

    def _bill(self, currency: str, rates: Path | None) -> Bill:
        from dharma_core.finops.analytics.bill import as_bill

        if not self.billing_stamp():
            raise no_bill()
        return as_bill(self.billing(currency=currency, rates=rates))


def frugal_models() -> Mapping[str, Model]:
    """Return the models of daily costs without gradient boosting."""
    from dharma_core.forecasting.models import candidates
    from dharma_core.forecasting.panel import DAILY

    known = candidates(DAILY).items()
    return {name: model for name, model in known if not name.startswith("boosting")}
