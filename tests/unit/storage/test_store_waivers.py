"""Waivers in the store: each tenant's own, and every act on record with before and after."""

from __future__ import annotations

from datetime import date

import pytest

from dharma_core.errors import NotFoundError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.storage.store import Store
from dharma_core.storage.waivers import StoredWaiver

ANN = Actor("ann", "default", ("developer",))
ELSEWHERE = Actor("eve", "other", ("admin",))
DRAFT = Waiver(
    "DH_1", "", Form.STORE, "moved in spring", date(2027, 1, 31), ticket="SEC-1", address="x_y.*"
)


def _add(store: Store, draft: Waiver = DRAFT) -> StoredWaiver:
    with store.transaction(ANN) as uow:
        return uow.waivers.add(draft)


def _all(store: Store, actor: Actor = ANN) -> tuple[StoredWaiver, ...]:
    with store.reading(actor) as uow:
        return uow.waivers.all()


def test_a_waiver_comes_back_as_it_was_given_owned_by_who_gave_it(store: Store) -> None:
    kept = _add(store)
    assert _all(store) == (kept,)
    said = kept.waiver
    assert (said.rule, said.address, said.until) == ("DH_1", "x_y.*", date(2027, 1, 31))
    assert (said.owner, said.where, said.form) == ("ann", kept.id, Form.STORE)
    assert kept.as_dict()["ticket"] == "SEC-1"


def test_a_waiver_without_a_last_day_keeps_none(store: Store) -> None:
    _add(store, Waiver("DH_1", "", Form.STORE, "why", owner="bob", address="x_y.a"))
    (kept,) = _all(store)
    assert (kept.waiver.until, kept.waiver.owner, kept.user) == (None, "bob", "ann")


def test_giving_and_taking_back_are_on_record_with_before_and_after(store: Store) -> None:
    kept = _add(store)
    with store.transaction(ANN) as uow:
        uow.waivers.remove(kept.id)
    with store.reading(ANN) as uow:
        events = [e.event for e in uow.events.tail(10, aggregate=kept.id)]
    state = {
        "rule": "DH_1", "address": "x_y.*", "design": "*", "reason": "moved in spring",
        "owner": "ann", "ticket": "SEC-1", "until": "2027-01-31",
    }  # fmt: skip
    assert [(e.type, e.before, e.after) for e in events] == [
        (EventType.WAIVER_ADDED, None, state),
        (EventType.WAIVER_REMOVED, state, None),
    ]
    assert _all(store) == ()


def test_another_tenant_neither_sees_nor_removes_it(store: Store) -> None:
    kept = _add(store)
    assert _all(store, ELSEWHERE) == ()
    with pytest.raises(NotFoundError), store.transaction(ELSEWHERE) as uow:
        uow.waivers.remove(kept.id)
    assert _all(store) == (kept,)


def test_an_unknown_id_names_the_nearest(store: Store) -> None:
    kept = _add(store)
    with pytest.raises(NotFoundError, match="No waiver") as caught, store.transaction(ANN) as uow:
        uow.waivers.remove(kept.id[:-1])
    assert kept.id in caught.value.next_step
