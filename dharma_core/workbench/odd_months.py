"""What was odd in one month, and what people expected of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.costs_ahead import CostsAhead
from dharma_core.workbench.finops import chosen_month

if TYPE_CHECKING:
    from dharma_core.finops.cost_anomalies import CostAnomaly
    from dharma_core.finops.month_anomalies import MonthAnomalies
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules

__all__ = ["OddMonths"]


class OddMonths(CostsAhead):
    """The part of the workbench that says what was odd in a month."""

    def month_anomalies(
        self, month: str = "", *, currency: str = "", rates: Path | None = None
    ) -> MonthAnomalies:
        """Return what was odd in one month, those that people expected apart.

        Parameters
        ----------
        month, currency, rates
            As `finops_review` takes them; here the whole bill is of one currency.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If nothing was imported, the month has no bill, or currencies are mixed.
        """
        from dharma_core.finops.month_anomalies import TOLD, month_anomalies

        self.allow("billing:read")
        held = self.billing_summary(currency=currency, rates=rates)
        chosen = date.fromisoformat(f"{chosen_month(month, held)}-01")
        return month_anomalies(
            self.cost_anomalies(TOLD, currency=currency, rates=rates),
            self.untaught_anomalies(TOLD, currency=currency, rates=rates),
            [kept.feedback for kept in self.anomaly_feedback()],
            chosen,
        )

    def untaught_anomalies(
        self, rules: EpisodeRules, *, currency: str = "", rates: Path | None = None
    ) -> tuple[CostAnomaly, ...]:
        """Return what would be told had nobody said what to expect; empty where nobody did.

        Parameters
        ----------
        rules, currency, rates
            As `cost_anomalies` takes them.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        """
        from dharma_core.finops.cost_anomalies import CostAnomaly
        from dharma_core.finops.feedback import Verdict

        said = (kept.feedback.verdict for kept in self.anomaly_feedback())
        if Verdict.EXPECTED not in said:
            return ()
        judged = self.anomalies_in_billing(rules, currency=currency, rates=rates)
        return tuple(
            CostAnomaly(scope.report.key, one, scope.attributions.get(one.start))
            for scope in judged
            for one in scope.report.episodes
        )
