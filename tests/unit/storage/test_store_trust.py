"""Trust in the database: evaluations by tenant, their events, and what is learnt from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.errors import ConflictError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.storage.trust_history import GROUP, PERSON, TrustRecord
from dharma_core.trust.context import Place
from dharma_core.trust.decision import decide
from dharma_core.trust.evaluations import Evaluation, Who, evaluation_of
from dharma_core.trust.rules import Ask
from dharma_core.trust.score import score
from dharma_core.trust.sightings import Known, Sighting

ANN = Actor("ann", "default", ("admin",))
EVE = Actor("eve", "elsewhere", ("admin",))
BOOK = load_trust_book()
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ASK = Ask("deployment:dep_1", "approve")
BERLIN = Place("Berlin", "DE", 52.52, 13.405)


def _evaluation(
    number: int, *, subject: str = "ann", session: str = "", score_of: int = 75
) -> Evaluation:
    decision = decide(score(score_of, score_of, score_of), ASK, BOOK.rules, second_factor=True)
    at = MONDAY + timedelta(minutes=number)
    return evaluation_of(decision, ASK, Who(subject, session, True), at, f"trv_{number:04}")


def _record(found: Evaluation, *, actor: Actor = ANN, learns: bool = False, group: str = "sre"):
    event = Event(
        f"evt_{found.id}", EventType.TRUST_EVALUATED, "trust_evaluation", found.id, found.at,
        actor.tenant, actor.user,
    )  # fmt: skip
    sighting = Sighting(found.subject, group, found.at, BERLIN, BOOK.weights.user)
    return TrustRecord(found, event, sighting if learns else None)


def _add(store: Store, *records: TrustRecord) -> None:
    with store.transaction(ANN) as uow:
        uow.trust.add(records)


def test_an_evaluation_comes_back_as_it_was(store: Store) -> None:
    kept = _evaluation(1, session="ses_1")
    _add(store, _record(kept))
    with store.reading(ANN) as uow:
        assert uow.trust.evaluations() == (kept,)


def test_every_evaluation_has_its_event_in_the_chain(store: Store) -> None:
    _add(store, *(_record(_evaluation(n)) for n in range(5)))
    with store.reading(ANN) as uow:
        entries = uow.events.tail(10, type=EventType.TRUST_EVALUATED)
        kept = uow.trust.evaluations()
    assert [e.event.aggregate_id for e in entries] == [f"trv_{n:04}" for n in range(5)]
    assert {e.event.aggregate_id for e in entries} == {e.id for e in kept}


def test_nothing_is_kept_when_the_transaction_fails(store: Store) -> None:
    twice = _record(_evaluation(1))
    with pytest.raises(ConflictError, match="the same record"):
        _add(store, twice, twice)
    with store.reading(ANN) as uow:
        assert (uow.trust.evaluations(), uow.events.tail()) == ((), ())


def test_no_records_write_nothing(store: Store) -> None:
    _add(store)
    with store.reading(ANN) as uow:
        assert uow.events.tail() == ()


def test_evaluations_are_newest_first_and_as_many_as_asked_for(store: Store) -> None:
    _add(store, *(_record(_evaluation(n)) for n in (2, 1, 3)))
    with store.reading(ANN) as uow:
        assert [e.id for e in uow.trust.evaluations(limit=2)] == ["trv_0003", "trv_0002"]


def test_evaluations_of_one_person_session_or_resource(store: Store) -> None:
    _add(
        store,
        _record(_evaluation(1)),
        _record(_evaluation(2, subject="bob", session="ses_1")),
        _record(replace(_evaluation(3, session="ses_1"), resource="session")),
    )
    with store.reading(ANN) as uow:
        found = {
            "bob": uow.trust.evaluations(subject="bob"),
            "session": uow.trust.evaluations(session="ses_1"),
            "resource": uow.trust.evaluations(session="ses_1", resource="session"),
        }
    assert {name: [e.id for e in ids] for name, ids in found.items()} == {
        "bob": ["trv_0002"], "session": ["trv_0003", "trv_0002"], "resource": ["trv_0003"],
    }  # fmt: skip


def test_another_tenant_sees_neither_evaluations_nor_habits(store: Store) -> None:
    _add(store, _record(_evaluation(1), learns=True))
    with store.reading(EVE) as uow:
        assert uow.trust.evaluations() == ()
        assert uow.trust.known(PERSON, "ann") == Known()


def test_a_batch_keeps_each_record_in_its_own_tenant(store: Store) -> None:
    _add(
        store,
        _record(_evaluation(1), learns=True),
        _record(_evaluation(2), actor=EVE, learns=True),
    )
    for actor, name in ((ANN, "trv_0001"), (EVE, "trv_0002")):
        with store.reading(actor) as uow:
            assert [e.id for e in uow.trust.evaluations()] == [name]
            assert uow.trust.known(PERSON, "ann").habit.seen == 1.0


def test_what_is_learnt_is_kept_of_person_and_group(store: Store) -> None:
    _add(store, _record(_evaluation(1), learns=True), _record(_evaluation(30), learns=True))
    with store.reading(ANN) as uow:
        person, group = uow.trust.known(PERSON, "ann"), uow.trust.known(GROUP, "sre")
    assert person.habit.seen == pytest.approx(2.0, abs=0.01)
    assert (person.place, person.at) == (BERLIN, MONDAY + timedelta(minutes=30))
    assert group.habit == person.habit
    assert (group.place, group.at) == (None, None)  # where a group was seen last says nothing


def test_what_is_learnt_adds_up_over_transactions(store: Store) -> None:
    for number in (1, 30, 60):
        _add(store, _record(_evaluation(number), learns=True))
    with store.reading(ANN) as uow:
        assert uow.trust.known(PERSON, "ann").habit.seen == pytest.approx(3.0, abs=0.01)


def test_a_person_without_a_group_teaches_no_group(store: Store) -> None:
    _add(store, _record(_evaluation(1), learns=True, group=""))
    with store.reading(ANN) as uow:
        assert uow.trust.known(GROUP, "") == Known()
        assert uow.trust.known(PERSON, "ann").habit.seen == 1.0


def test_what_is_not_known_is_nothing(store: Store) -> None:
    with store.reading(ANN) as uow:
        assert uow.trust.known(PERSON, "nobody") == Known()
