"""Budgets: set, looked at, watched through the one gate, and judged after every import."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.identity import Actor, is_allowed
from dharma_core.typed_text import checked_line
from dharma_core.workbench.billing_reports import ToldBudget
from dharma_core.workbench.budget_reading import BudgetReading, months_of

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Budget, Span, Standing, Threshold
    from dharma_core.storage.budgets import StoredBudget
    from dharma_core.workbench.billing_reports import ImportedBills

__all__ = ["BudgetCheck", "BudgetDesk"]

_OWN_NAME = ("budget:read", "budget:check", "billing:read")
_STILL_BILLED = timedelta(days=31)


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


class BudgetDesk(BudgetReading):
    """The part of the workbench that knows what may be spent."""

    def budgets(self) -> tuple[StoredBudget, ...]:
        """Return every budget by name.

        Raises
        ------
        PermissionDenied
            If the actor may not read budgets.
        """
        return self._stored(())

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
            budget = uow.budgets.get(name).budget
        day = today or self.now().date()
        (spend,) = self._spending_of([budget], day)
        if isinstance(spend, InputError):
            raise spend
        return self._standing_of(budget, spend, day)

    def budget_standings(
        self, names: Iterable[str] = (), *, today: date | None = None
    ) -> tuple[Standing, ...]:
        """Return how budgets stand; one that cannot be told says why in its notes.

        Parameters
        ----------
        names : iterable of str, optional
            All when left out.
        """
        budgets = [stored.budget for stored in self._stored(names)]
        return self._standings_of(budgets, today or self.now().date())

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
        day = today or self.now().date()
        stored = self._stored(names)
        standings = self._standings_of([each.budget for each in stored], day)
        told = self._tell(stored, standings)
        return BudgetCheck(standings, tuple((one.budget, one.threshold) for one in told))

    def import_bills(
        self, places: Sequence[Path], *, partial: bool = False, allow_shrink: bool = False
    ) -> ImportedBills:
        """Load bills as `Billing` does, then judge the budgets that look at these months.

        Dharma judges in its own name: who imports need not be one who may check budgets, and is
        told of them only if allowed to read them. What was loaded stays, whatever goes wrong then.
        """
        report = super().import_bills(places, partial=partial, allow_shrink=allow_shrink)
        months = {part.month for file in report.files for part in file.parts}
        if not months:
            return report
        dharma = Actor("dharma", self.actor.tenant, (), granted=_OWN_NAME)
        desk = BudgetDesk(self.settings, dharma, self.cwd, store=self.store)
        try:
            told = desk._tell_of(months)
        except Exception as error:  # the bill is in force: nothing that follows may fail its import
            logging.getLogger(__name__).exception("Budgets were not judged after an import.")
            return replace(report, budgets_problem=f"{error}" or type(error).__name__)
        return replace(report, told=told) if is_allowed(self.actor, "budget:read") else report

    def _tell_of(self, months: Set[str]) -> tuple[ToldBudget, ...]:
        """Tell people of what budgets have reached in periods that look at any of some months.

        A bill is late: the period that ended within a month is judged too, where it has one of
        these months.
        """
        from dharma_core.finops.budgets import wanted_days

        today = self.now().date()
        wanted = [
            (stored, judged)
            for stored in self._stored(())
            for judged, days in (
                (stored.budget, wanted_days(stored.budget, today)),
                *_just_ended(stored.budget, today),
            )
            if not months.isdisjoint(months_of(days))
        ]
        standings = self._standings_of([judged for _, judged in wanted], today)
        return self._tell([stored for stored, _ in wanted], standings)

    def _stored(self, names: Iterable[str]) -> tuple[StoredBudget, ...]:
        self.allow("budget:read")
        wanted = tuple(dict.fromkeys(names))
        if not wanted and not self.store_exists:
            return ()
        with self.store.reading(self.actor) as uow:
            return tuple(map(uow.budgets.get, wanted)) if wanted else uow.budgets.all()

    def _tell(
        self, budgets: Sequence[StoredBudget], standings: Sequence[Standing]
    ) -> tuple[ToldBudget, ...]:
        """Put on record which thresholds were reached; return those that were not told before."""
        if not any(standing.reached for standing in standings):
            return ()
        told = []
        with self.store.transaction(self.actor) as uow:
            kept = {stored.id: stored for stored in uow.budgets.all()}
            for stored, standing in zip(budgets, standings, strict=True):
                # Somebody may have set or removed it while the bill was read.
                now = kept.get(stored.id)
                if now is not None and now.budget == stored.budget:
                    told += [
                        ToldBudget(stored.budget.name, threshold, f"{standing.span}")
                        for threshold in uow.budgets.tell(now, standing)
                    ]
        return tuple(told)


def _just_ended(budget: Budget, today: date) -> tuple[tuple[Budget, Span], ...]:
    """Return a budget for its period before the present one, if bills of that may still come."""
    from dharma_core.finops.budgets import BudgetPeriod, Cycle

    former = budget.period.before(today)
    if former is None or today - former.last > _STILL_BILLED:
        return ()
    return ((replace(budget, period=BudgetPeriod(Cycle.ONCE, former)), former),)
