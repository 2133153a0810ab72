"""A session is scored again: recorded when its level changes, ended when it must not go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.errors import SignInRequired, StepUpRequired
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store
from dharma_core.trust import Level
from dharma_core.trust.context import Place
from dharma_core.trust.device import Device
from dharma_core.trust.sessions import Fate, SessionFacts
from dharma_core.workbench import Workbench
from dharma_core.workbench.session_trust import SessionTrust

ANN = Actor("ann", "default", ("admin",), session="ses_1")
AUDITOR = Actor("ada", "default", ("admin",))
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FACTS = SessionFacts(0, "127.0.0.1", "firefox", second_factor=True)
BERLIN = Place("Berlin", "DE", 52.52, 13.405)


@pytest.fixture
def trust() -> SessionTrust:
    bench = Workbench.open()
    return SessionTrust(bench.settings, bench.store)


def _events():
    entries = Workbench.open(actor=AUDITOR).events(type=EventType.SESSION_TRUST_CHANGED)
    return [
        (e.event.data["fate"], e.event.data["trust_level"], e.event.success) for e in entries[::-1]
    ]


def test_the_first_score_of_a_session_is_on_record(trust):
    found = trust.rescore(ANN, FACTS, MONDAY)
    # 10.5 of an unknown device, 36 of the person, 22.5 of the context.
    assert (found.trust, found.fate, found.before) == (69.0, Fate.KEPT, None)
    assert _events() == [("kept", "high", True)]
    (kept,) = Workbench.open().trust_history(session="ses_1")
    assert (kept.subject, kept.resource, kept.level) == ("ann", "session", Level.HIGH)


def test_a_level_that_stays_is_not_recorded_again(trust):
    for minute in range(4):
        found = trust.rescore(ANN, FACTS, MONDAY + timedelta(minutes=minute))
    assert found.before is Level.HIGH
    assert len(_events()) == 1


def test_failed_logins_downgrade_a_session(trust):
    trust.rescore(ANN, FACTS, MONDAY)
    found = trust.rescore(ANN, replace(FACTS, failed_logins=9), MONDAY + timedelta(minutes=1))
    assert (found.fate, found.score.level) == (Fate.DOWNGRADED, Level.MEDIUM)
    assert "9 logins failed in the last 24 hours" in found.reasons
    assert _events()[-1] == ("downgraded", "medium", True)


def test_a_session_that_recovers_is_kept(trust):
    trust.rescore(ANN, replace(FACTS, failed_logins=9), MONDAY)
    found = trust.rescore(ANN, FACTS, MONDAY + timedelta(minutes=1))
    assert (found.fate, found.before) == (Fate.KEPT, Level.MEDIUM)
    assert _events()[-1] == ("kept", "high", True)


def test_a_jailbroken_device_ends_the_session_each_time(trust):
    rooted = replace(FACTS, device=Device(jailbroken=True))
    for minute in range(2):
        assert trust.rescore(ANN, rooted, MONDAY + timedelta(minutes=minute)).fate is Fate.ENDED
    assert _events() == [("ended", "medium", False)] * 2


def test_a_session_that_is_suddenly_elsewhere_ends(trust):
    trust.rescore(ANN, replace(FACTS, place=BERLIN), MONDAY)
    lima = replace(FACTS, place=Place("Lima", "PE", -12.05, -77.04))
    found = trust.rescore(ANN, lima, MONDAY + timedelta(minutes=2))
    assert found.fate is Fate.ENDED
    # It taught the model nothing.
    with Workbench.open().store.reading(ANN) as uow:
        assert set(uow.trust.known("person", "ann").habit.places) == {"Berlin"}


def test_an_unverified_session_teaches_nothing(trust):
    trust.rescore(ANN, replace(FACTS, second_factor=False, place=BERLIN), MONDAY)
    with Workbench.open().store.reading(ANN) as uow:
        assert uow.trust.known("person", "ann").habit.seen == 0


def test_two_sessions_of_one_person_are_two(trust):
    trust.rescore(ANN, FACTS, MONDAY)
    found = trust.rescore(replace(ANN, session="ses_2"), FACTS, MONDAY)
    assert found.before is None


@pytest.fixture
def gate():
    from dharma_core.workbench.gate import Gate

    bench = Workbench.open()
    moment = [MONDAY]
    store = Store.open(bench.settings.store_url, clock=lambda: moment[0])
    made = Gate(bench.settings, store)
    secret = made.prepare_owner()
    signed = made.set_up_owner(
        secret, "olga", "correct horse battery", address="127.0.0.1", agent="firefox"
    )
    yield made, signed.session_secret, moment
    store.close()


def test_the_gate_gives_a_session_its_trust(gate):
    door, secret, _ = gate
    actor = door.actor_of_session(secret, address="127.0.0.1", agent="firefox")
    assert actor.trust == 57.0  # no second factor, a device that nobody tells of
    Workbench.open(actor=actor).allow("blueprint:update")
    with pytest.raises(StepUpRequired):
        Workbench.open(actor=actor).allow("user:create")


def test_the_gate_lowers_a_session_whose_program_changed(gate):
    door, secret, _ = gate
    before = door.actor_of_session(secret, address="127.0.0.1", agent="firefox").trust
    moved = door.actor_of_session(secret, address="203.0.113.9", agent="firefox").trust
    # An unknown network takes 20 and another address than at sign-in 20: a quarter of 40.
    assert before - moved == 10.0


def test_the_gate_ends_a_session_that_lost_its_trust(gate, monkeypatch):
    door, secret, moment = gate
    door.actor_of_session(secret, address="127.0.0.1", agent="firefox")
    monkeypatch.setattr("dharma_core.workbench.session_trust.fate_of", lambda *_: Fate.ENDED)
    moment[0] = MONDAY + timedelta(minutes=2)
    for _ in range(2):
        with pytest.raises(SignInRequired):
            door.actor_of_session(secret, address="127.0.0.1", agent="firefox")


def test_a_ticket_of_the_sign_in_changes_no_trust(gate):
    door, secret, _ = gate
    door.ticket(secret)
    assert [fate for fate, *_ in _events()] == ["kept"]
