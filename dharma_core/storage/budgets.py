"""Budgets in the database, and which of their thresholds people were told of, by tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from dharma_core.errors import NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget, Standing, Threshold, budget_of
from dharma_core.ids import new_id
from dharma_core.money import plain
from dharma_core.storage.budget_tables import budget_alerts, budgets
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope

__all__ = ["BudgetRepository", "StoredBudget"]


@dataclass(frozen=True, slots=True)
class StoredBudget:
    """A budget of the store.

    Parameters
    ----------
    revision : int
        Counts how often its subject changed; thresholds alert anew after that.
    user : str
        Who set it last; ``budget.owner`` answers for it.
    created, updated : datetime
        UTC.
    """

    id: str
    budget: Budget
    revision: int
    user: str
    created: datetime
    updated: datetime

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            **self.budget.as_dict(),
            "id": self.id,
            "user": self.user,
            "created": self.created.isoformat(),
            "updated": self.updated.isoformat(),
        }


class BudgetRepository:
    """The budgets of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> tuple[StoredBudget, ...]:
        """Return every budget by name."""
        mine = budgets.c.tenant == self._scope.actor.tenant
        return tuple(map(_stored, self._scope.rows(select(budgets).where(mine).order_by("name"))))

    def get(self, name: str) -> StoredBudget:
        """Return a budget.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        known = {stored.budget.name: stored for stored in self.all()}
        if name not in known:
            raise NotFoundError(
                f"No budget {name[:100]!r}.",
                next_step=nearest(name[:100], known) or "Run 'dharma budget set' to make one.",
            )
        return known[name]

    def put(self, budget: Budget) -> StoredBudget:
        """Keep a budget under its name; nothing is written when nothing differs.

        Its owner is the actor when it names none.
        """
        actor, now = self._scope.actor, self._scope.now
        wanted = replace(budget, owner=budget.owner or actor.user)
        before = next((s for s in self.all() if s.budget.name == budget.name), None)
        if before is not None and before.budget == wanted:
            return before
        made = _next(before, wanted, actor.user, now)
        row = {
            "tenant": actor.tenant,
            "user": actor.user,
            "name": wanted.name,
            "revision": made.revision,
            "said": wanted.as_dict(),
            "updated": now,
        }
        if before is None:
            self._scope.write(insert(budgets).values(id=made.id, created=now, **row))
        else:
            self._scope.write(update(budgets).where(self._one(wanted.name)).values(**row))
        state = None if before is None else before.budget.as_dict()
        self._emit(EventType.BUDGET_SET, made, before=state, after=wanted.as_dict())
        return made

    def remove(self, name: str) -> StoredBudget:
        """Take a budget away and return what it was; whom it told stays on record.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        gone = self.get(name)
        self._scope.write(delete(budgets).where(self._one(name)))
        self._emit(EventType.BUDGET_REMOVED, gone, before=gone.budget.as_dict())
        return gone

    def tell(self, stored: StoredBudget, standing: Standing) -> tuple[Threshold, ...]:
        """Put on record which thresholds were reached, and return those that are new.

        Each is told of once in a period.
        """
        told = self._told(stored, f"{standing.span}")
        new = tuple(t for t in standing.reached if f"{t}" not in told)
        for threshold in new:
            self._scope.write(
                insert(budget_alerts).values(**self._alert(stored, standing, threshold))
            )
            said = _reached(stored.budget, standing, threshold)
            kind = EventType.BUDGET_THRESHOLD_REACHED
            draft = self._scope.event(kind, ("budget", stored.budget.name))
            self._events.append(replace(draft, data=said))
        return new

    def _told(self, stored: StoredBudget, period: str) -> set[str]:
        alerts = budget_alerts.c
        query = select(alerts.threshold).where(
            alerts.tenant == self._scope.actor.tenant,
            alerts.budget_id == stored.id,
            alerts.revision == stored.revision,
            alerts.period == period,
        )
        return {row["threshold"] for row in self._scope.rows(query)}

    def _alert(
        self, stored: StoredBudget, standing: Standing, threshold: Threshold
    ) -> dict[str, Any]:
        return {
            "id": new_id("bal"),
            "tenant": self._scope.actor.tenant,
            "user": self._scope.actor.user,
            "budget_id": stored.id,
            "revision": stored.revision,
            "period": f"{standing.span}",
            "threshold": f"{threshold}",
            "at": self._scope.now,
        }

    def _one(self, name: str) -> Any:
        return (budgets.c.tenant == self._scope.actor.tenant) & (budgets.c.name == name)

    def _emit(self, kind: EventType, about: StoredBudget, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("budget", about.budget.name), **states))


def _next(before: StoredBudget | None, budget: Budget, user: str, now: datetime) -> StoredBudget:
    if before is None:
        return StoredBudget(new_id("bud"), budget, 1, user, now, now)
    changed = before.budget.subject != budget.subject
    return replace(
        before, budget=budget, revision=before.revision + changed, user=user, updated=now
    )


def _reached(budget: Budget, standing: Standing, threshold: Threshold) -> dict[str, Any]:
    landing = standing.landing
    return {
        "threshold": f"{threshold}",
        "period": f"{standing.span}",
        "amount": plain(budget.amount),
        "currency": budget.currency,
        "spent": None if standing.spent is None else plain(standing.spent),
        "landing": None if landing is None else plain(landing.amount),
    }


def _stored(row: Mapping[str, Any]) -> StoredBudget:
    return StoredBudget(
        row["id"],
        budget_of(row["said"]),
        row["revision"],
        row["user"],
        row["created"],
        row["updated"],
    )
