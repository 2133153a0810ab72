"""Where a month under review will land, by the forecast of the whole bill."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.workbench.costs_ahead import CostsAhead

if TYPE_CHECKING:
    from dharma_core.finops.cost_outlook import CostOutlook
    from dharma_core.finops.month_review import MonthReview

__all__ = ["Landings"]

_DAYS_AHEAD = 30  # as the page Forecast begins, so that both say the same
_LONGEST_MONTH = 31
_LEAST_MONTHS = 3  # before a month, of which a forecast can learn and be tested
_MOST_DROPPED = 3  # last days that a forecast may leave out as incomplete


class Landings(CostsAhead):
    """The part of the workbench that lands a month which is not over."""

    def landed_review(
        self,
        review: MonthReview,
        *,
        currency: str = "",
        rates: Path | None = None,
        ahead: Callable[[int], CostOutlook] | None = None,
    ) -> MonthReview:
        """Return a review with its landing by the forecast of the whole bill, by account.

        The same review where its month is over; with the reason where fewer than three months
        before it have a bill, or nothing can be forecast.

        Parameters
        ----------
        review : MonthReview
        currency, rates
            As `finops_review` took them.
        ahead : callable, optional
            From days to the forecast of so many, of someone who has it; made here when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        """
        self.allow("billing:read")
        if review.landing.complete:
            return review
        newest = max(part.month for part in self._bills.manifest().parts)
        if f"{review.month:%Y-%m}" != newest:
            return review.by_weekdays("the bill goes on after this month")
        if len(review.months) <= _LEAST_MONTHS:
            return review.by_weekdays("fewer than three months before it have a bill")
        return _landed(review, ahead or self._ahead(currency, rates))

    def _ahead(self, currency: str, rates: Path | None) -> Callable[[int], CostOutlook]:
        from dharma_core.finops.daily_series import By
        from dharma_core.forecasting.outlook import Ask

        return lambda days: self.forecast_costs(
            By.ACCOUNT, Ask(days), currency=currency, rates=rates
        )


def _landed(review: MonthReview, ahead: Callable[[int], CostOutlook]) -> MonthReview:
    try:
        found = review.landed(ahead(_DAYS_AHEAD))
        if (
            found.landing.interval is None
            and review.landing.days_left + _MOST_DROPPED > _DAYS_AHEAD
        ):
            found = review.landed(ahead(_LONGEST_MONTH + _MOST_DROPPED))
    except InputError as error:
        return review.by_weekdays(f"no forecast can be made: {error.message}")
    return found
