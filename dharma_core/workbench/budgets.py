"""Budgets: set, looked at and watched through the one gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.typed_text import checked_line
from dharma_core.workbench.billing import Billing

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Budget, DailySpend, Span, Standing, Threshold
    from dharma_core.storage.budgets import StoredBudget

__all__ = ["BudgetCheck", "BudgetDesk"]


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """How budgets stand, and which thresholds were told of just now.

    Parameters
    ----------
    told : tuple of (budget's name, Threshold)
        Reached for the first time in this period.
    """

    standings: tuple[Standing, ...]
    told: tuple[tuple[str, Threshold], ...] = ()

    @property
    def over(self) -> tuple[str, ...]:
        """The names of those of which more is spent than may be."""
        return tuple(s.budget.name for s in self.standings if s.over)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "over": list(self.over),
            "told": [{"budget": name, "threshold": f"{at}"} for name, at in self.told],
            "budgets": [standing.as_dict() for standing in self.standings],
        }


class BudgetDesk(Billing):
    """The part of the workbench that knows what may be spent."""

    def budgets(self) -> tuple[StoredBudget, ...]:
        """Return every budget by name.

        Raises
        ------
        PermissionDenied
            If the actor may not read budgets.
        """
        self.allow("budget:read")
        if not self.store_exists:
            return ()
        with self.store.reading(self.actor) as uow:
            return uow.budgets.all()

    def set_budget(self, budget: Budget) -> StoredBudget:
        """Keep a budget under its name, in place of the former one; the act is on record.

        Raises
        ------
        PermissionDenied
            If the actor may not set budgets.
        InputError
            If a text in it misleads.
        """
        self.allow("budget:set")
        owner = checked_line(budget.owner, what="owner of the budget", empty=True)
        with self.store.transaction(self.actor) as uow:
            return uow.budgets.put(replace(budget, owner=owner))

    def remove_budget(self, name: str) -> StoredBudget:
        """Take a budget away and return what it was; the act is on record.

        Raises
        ------
        PermissionDenied
            If the actor may not remove budgets.
        NotFoundError
            If there is none of that name.
        """
        self.allow("budget:remove")
        with self.store.transaction(self.actor) as uow:
            return uow.budgets.remove(name)

    def budget_standing(self, name: str, *, today: date | None = None) -> Standing:
        """Return how a budget stands: burn-down, landing, chance of an overrun.

        Parameters
        ----------
        today : date, optional
            The day to judge by; the present one in UTC when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read budgets and billing.
        NotFoundError
            If there is none of that name.
        InputError
            If the bill is in another currency and no rate is known.
        """
        self.allow("budget:read")
        with self.store.reading(self.actor) as uow:
            stored = uow.budgets.get(name)
        return self._standing(stored.budget, today or self.now().date())

    def budget_standings(
        self, names: Iterable[str] = (), *, today: date | None = None
    ) -> tuple[Standing, ...]:
        """Return how budgets stand; one that cannot be told says why in its notes.

        Parameters
        ----------
        names : iterable of str, optional
            All when left out.
        """
        return tuple(standing for _, standing in self._standings(names, today))

    def check_budgets(self, names: Iterable[str] = (), *, today: date | None = None) -> BudgetCheck:
        """Return how budgets stand, and tell people of thresholds reached, once in a period.

        Raises
        ------
        PermissionDenied
            If the actor may not check budgets.
        NotFoundError
            If there is none of a name.
        """
        self.allow("budget:check")
        found = self._standings(names, today)
        if not any(standing.reached for _, standing in found):
            return BudgetCheck(tuple(standing for _, standing in found))
        told = []
        with self.store.transaction(self.actor) as uow:
            for stored, standing in found:
                # Somebody may have set or removed it while the bill was read.
                now = next((s for s in uow.budgets.all() if s.id == stored.id), None)
                if now is not None and now.budget == stored.budget:
                    told += [(stored.budget.name, t) for t in uow.budgets.tell(now, standing)]
        return BudgetCheck(tuple(standing for _, standing in found), tuple(told))

    def _standings(
        self, names: Iterable[str], today: date | None
    ) -> list[tuple[StoredBudget, Standing]]:
        self.allow("budget:read")
        wanted = tuple(dict.fromkeys(names))
        if not wanted and not self.store_exists:
            return []
        with self.store.reading(self.actor) as uow:
            stored = tuple(map(uow.budgets.get, wanted)) if wanted else uow.budgets.all()
        day = today or self.now().date()
        return [(each, self._standing_or_why(each.budget, day)) for each in stored]

    def _standing_or_why(self, budget: Budget, today: date) -> Standing:
        from dharma_core.finops.budgets import unknown_standing

        try:
            return self._standing(budget, today)
        except InputError as error:
            return unknown_standing(budget, today, why=f"{error}")

    def _standing(self, budget: Budget, today: date) -> Standing:
        from dharma_core.finops.budgets import stand, wanted_days

        return stand(budget, self._daily_spend(budget, wanted_days(budget, today)), today)

    def _daily_spend(self, budget: Budget, days: Span) -> DailySpend | None:
        months = tuple(dict.fromkeys(f"{day:%Y-%m}" for day in days))
        frame = self.billing(months=months, currency=budget.currency)
        if not any(part.month in months for part in self._bills.manifest().parts):
            return None
        from dharma_core.finops.analytics import as_bill
        from dharma_core.finops.budgets.spending import daily_spend

        return daily_spend(as_bill(frame), budget, days)
