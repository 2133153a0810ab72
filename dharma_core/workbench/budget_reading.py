"""How budgets stand against the stored bill, which is read once for those that look at the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.workbench.billing import Billing

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Budget, DailySpend, Span, Standing

__all__ = ["BudgetReading", "months_of"]


class BudgetReading(Billing):
    """The part of the workbench that holds budgets against the bill."""

    def _standings_of(self, budgets: Sequence[Budget], today: date) -> tuple[Standing, ...]:
        """Return how each budget stands; one that cannot be told says why."""
        from dharma_core.finops.budgets import unknown_standing

        spending = self._spending_of(budgets, today)
        return tuple(
            unknown_standing(budget, today, why=f"{spend}")
            if isinstance(spend, InputError)
            else self._standing_of(budget, spend, today)
            for budget, spend in zip(budgets, spending, strict=True)
        )

    def _standing_of(self, budget: Budget, spend: DailySpend | None, today: date) -> Standing:
        from dharma_core.finops.budgets import stand

        return stand(budget, spend, today)

    def _spending_of(
        self, budgets: Sequence[Budget], today: date
    ) -> list[DailySpend | InputError | None]:
        """Return what each scope cost, or why nobody can tell; None where there is no bill.

        Budgets of one currency that look at the same months share one reading.
        """
        from dharma_core.finops.budgets import wanted_days

        spans = [wanted_days(budget, today) for budget in budgets]
        alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for place, (budget, span) in enumerate(zip(budgets, spans, strict=True)):
            alike.setdefault((budget.currency, months_of(span)), []).append(place)
        found: list[DailySpend | InputError | None] = [None] * len(budgets)
        for (currency, months), places in alike.items():
            wanted = [(budgets[place], spans[place]) for place in places]
            read = self._read_once(wanted, months, currency)
            for place, spend in zip(places, read, strict=True):
                found[place] = spend
        return found

    def _read_once(
        self, wanted: Sequence[tuple[Budget, Span]], months: Sequence[str], currency: str
    ) -> Sequence[DailySpend | InputError | None]:
        try:
            frame = self.billing(months=months, currency=currency)
            if not any(part.month in months for part in self._bills.manifest().parts):
                return [None] * len(wanted)
            from dharma_core.finops.analytics import as_bill
            from dharma_core.finops.budgets.spending import daily_spends

            return daily_spends(as_bill(frame), wanted)
        except InputError as error:
            return [error] * len(wanted)


def months_of(span: Span) -> tuple[str, ...]:
    """Return the months that some days lie in, such as ``2026-03``."""
    return tuple(dict.fromkeys(f"{day:%Y-%m}" for day in span))
