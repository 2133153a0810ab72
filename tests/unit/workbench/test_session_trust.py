"""A session is scored again: recorded when its level changes, ended when it must not go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.trust import Level
from dharma_core.trust.context import Place
from dharma_core.trust.device import Device
from dharma_core.trust.sessions import Fate, SessionFacts
from dharma_core.workbench import Workbench
from dharma_core.workbench.session_trust import SessionTrust

ANN = Actor("ann", "default", ("admin",), session="ses_1")
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FACTS = SessionFacts(0, "127.0.0.1", "firefox", second_factor=True)
BERLIN = Place("Berlin", "DE", 52.52, 13.405)


@pytest.fixture
def trust() -> SessionTrust:
    bench = Workbench.open()
    return SessionTrust(bench.settings, bench.store)


def _events():
    entries = Workbench.open().events(type=EventType.SESSION_TRUST_CHANGED)
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
