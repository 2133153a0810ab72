"""Budgets in the store: each tenant's own, on record, and every threshold told of once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dharma_core.errors import NotFoundError
from dharma_core.events import Event, EventType
from dharma_core.finops.budgets import Budget, DailySpend, Gate, Standing, parse_scope, stand
from dharma_core.identity import Actor
from dharma_core.storage.budgets import StoredBudget
from dharma_core.storage.store import Store

ANN = Actor("ann", "default", ("admin",))
ELSEWHERE = Actor("eve", "other", ("admin",))
DRAFT = Budget("platform", Decimal("100.50"), scope=parse_scope("tag:Team=web"), gate=Gate.ASK)


def _put(store: Store, budget: Budget = DRAFT, actor: Actor = ANN) -> StoredBudget:
    with store.transaction(actor) as uow:
        return uow.budgets.put(budget)


def _all(store: Store, actor: Actor = ANN) -> tuple[StoredBudget, ...]:
    with store.reading(actor) as uow:
        return uow.budgets.all()


def _events(store: Store, kind: EventType) -> list[Event]:
    with store.reading(ANN) as uow:
        return [entry.event for entry in uow.events.tail(100) if entry.event.type is kind]


def _standing(budget: Budget, daily: str, month: int = 6) -> Standing:
    days = [date(2026, month, 1) + timedelta(days=n) for n in range(15)]
    usage = {day: Decimal(daily) for day in days}
    return stand(budget, DailySpend("USD", usage, through=days[-1]), days[-1] + timedelta(days=1))


def _tell(store: Store, kept: StoredBudget, daily: str, month: int = 6) -> list[str]:
    with store.transaction(ANN) as uow:
        told = uow.budgets.tell(kept, _standing(kept.budget, daily, month))
        return [str(threshold) for threshold in told]


def test_a_budget_comes_back_as_it_was_set_owned_by_who_set_it(store: Store) -> None:
    kept = _put(store)
    assert _all(store) == (kept,)
    assert kept.budget == replace(DRAFT, owner="ann")
    (event,) = _events(store, EventType.BUDGET_SET)
    assert (event.before, event.aggregate_id) == (None, "platform")
    assert event.after is not None
    assert event.after["amount"] == "100.5"


def test_setting_it_again_changes_it_and_nothing_new_is_no_act(store: Store) -> None:
    first = _put(store)
    assert _put(store) == first
    second = _put(store, replace(DRAFT, amount=Decimal(7)))
    assert (second.id, second.created, second.revision) == (first.id, first.created, 2)
    assert [kept.budget.amount for kept in _all(store)] == [7]
    assert len(_events(store, EventType.BUDGET_SET)) == 2
    assert _put(store, replace(DRAFT, amount=Decimal(7), owner="bob")).revision == 2


def test_another_tenant_sees_and_touches_nothing(store: Store) -> None:
    _put(store)
    _put(store, replace(DRAFT, amount=Decimal(1)), ELSEWHERE)
    with store.transaction(ELSEWHERE) as uow:
        uow.budgets.remove("platform")
    assert [kept.budget.amount for kept in _all(store)] == [DRAFT.amount]
    assert _all(store, ELSEWHERE) == ()


def test_one_that_is_not_there_names_the_nearest(store: Store) -> None:
    _put(store)
    with store.transaction(ANN) as uow, pytest.raises(NotFoundError, match="platform"):
        uow.budgets.remove("platfrm")


def test_a_removed_budget_is_on_record(store: Store) -> None:
    _put(store)
    with store.transaction(ANN) as uow:
        uow.budgets.remove("platform")
    (event,) = _events(store, EventType.BUDGET_REMOVED)
    assert event.before is not None
    assert event.before["scope"] == "tag:Team=web"


def test_a_threshold_is_told_once_in_a_period(store: Store) -> None:
    kept = _put(store)
    assert _tell(store, kept, "1") == []
    assert _tell(store, kept, "4") == ["forecast:100%"]
    assert _tell(store, kept, "4") == []
    assert _tell(store, kept, "6") == ["80%"]
    assert _tell(store, kept, "9") == ["100%"]
    assert _tell(store, kept, "4", month=7) == ["forecast:100%"]
    newest = _events(store, EventType.BUDGET_THRESHOLD_REACHED)
    assert len(newest) == 4
    assert {"threshold": "80%", "spent": "90", "amount": "100.5"}.items() <= next(
        event.data.items() for event in newest if event.data["threshold"] == "80%"
    )


def test_another_amount_counts_anew_and_another_owner_does_not(store: Store) -> None:
    kept = _put(store)
    assert _tell(store, kept, "4") == ["forecast:100%"]
    assert _tell(store, _put(store, replace(DRAFT, owner="bob")), "4") == []
    raised = _put(store, replace(DRAFT, amount=Decimal(110)))
    assert _tell(store, raised, "4") == ["forecast:100%"]
