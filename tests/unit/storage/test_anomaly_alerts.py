"""Anomalies in the store: each is told of once, however long it lasts and whoever restates it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dharma_core.events import Event, EventType
from dharma_core.finops.cost_anomalies import CostAnomaly
from dharma_core.forecasting.anomalies.episodes import Episode
from dharma_core.forecasting.anomalies.readings import Signal
from dharma_core.identity import Actor
from dharma_core.storage.store import Store

ANN = Actor("ann", "default", ("admin",))
ELSEWHERE = Actor("eve", "other", ("admin",))


def _odd(first: int, last: int, scope: str = "1 / S3", *, upward: bool = True) -> CostAnomaly:
    start, end, amount = date(2026, 3, first), date(2026, 3, last), Decimal("120.50")
    episode = Episode(start, end, start, upward, amount, amount, 0.9, Signal.RESIDUAL)
    return CostAnomaly(scope, episode)


def _tell(store: Store, *found: CostAnomaly, actor: Actor = ANN) -> list[CostAnomaly]:
    with store.transaction(actor) as uow:
        return list(uow.anomaly_alerts.tell(("USD", one) for one in found))


def _events(store: Store) -> list[Event]:
    with store.reading(ANN) as uow:
        tail = uow.events.tail(100)
    return [entry.event for entry in tail if entry.event.type is EventType.ANOMALIES_FOUND]


def test_an_anomaly_is_told_once_as_it_goes_on(store: Store) -> None:
    assert _tell(store, _odd(3, 4)) == [_odd(3, 4)]
    assert _tell(store, _odd(3, 9)) == []
    # The bill was restated and it begins later; the days until the 9th are remembered.
    assert _tell(store, _odd(11, 14)) == []
    assert len(_events(store)) == 1


def test_another_scope_direction_or_time_is_news(store: Store) -> None:
    _tell(store, _odd(3, 4))
    others = [_odd(3, 4, "1 / EC2"), _odd(3, 4, upward=False), _odd(8, 9)]
    assert _tell(store, *others) == others


def test_two_of_one_scope_are_both_told(store: Store) -> None:
    assert len(_tell(store, _odd(3, 4), _odd(12, 13))) == 2


def test_the_event_says_what_was_found_with_exact_money(store: Store) -> None:
    _tell(store, _odd(3, 4))
    (event,) = _events(store)
    assert event.data["count"] == 1
    (said,) = event.data["anomalies"]
    assert (said["scope"], said["start"], said["impact"], said["currency"]) == (
        "1 / S3", "2026-03-03", "120.5", "USD",
    )  # fmt: skip


def test_what_one_tenant_was_told_is_news_to_another(store: Store) -> None:
    _tell(store, _odd(3, 4))
    assert _tell(store, _odd(3, 4), actor=ELSEWHERE) == [_odd(3, 4)]


def test_nothing_found_is_no_event(store: Store) -> None:
    assert _tell(store) == []
    assert _events(store) == []
