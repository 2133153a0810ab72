"""Sessions and their trust at the gate: scored, scored again when due, ended when none is left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from dharma_core.errors import PermissionDenied, SignInRequired
from dharma_core.identity.sessions import SessionEnd
from dharma_core.trust.sessions import Seen
from dharma_core.workbench import Workbench, gate_sessions
from dharma_core.workbench.gate import Gate
from dharma_core.workbench.gate_base import SignInTry
from dharma_core.workbench.session_trust import SessionTrust
from tests.house import OWNER_PASSWORD, House

HERE = {"address": "127.0.0.1", "agent": "firefox"}
ANONYMISING = {"address": "203.0.113.9", "agent": "curl"}
# Of 100: 10.5 of a device that nobody tells of, 24 of a person without a second factor whose
# place and history are unknown, 22.5 of a trusted network.
SIGNED_IN = 57.0
SECOND_FACTOR = 12.0
NINE_FAILED = 16.0


@pytest.fixture
def looks(monkeypatch):
    """Return the actors whose sessions were scored, in order."""
    found = []
    rescore = SessionTrust.rescore

    def counted(self, actor, *rest, **named):
        found.append(actor)
        return rescore(self, actor, *rest, **named)

    monkeypatch.setattr(SessionTrust, "rescore", counted)
    return found


@pytest.fixture
def secret(house: House) -> str:
    """Return the session of the owner, signed in from here."""
    house.owner()
    return house.gate.sign_in("olga", OWNER_PASSWORD, **HERE).session_secret


def _trust(house: House, secret: str, **caller: str) -> float:
    found = house.gate.actor_of_session(secret, **(HERE | caller)).trust
    assert found is not None
    return found


def _fail(house: House, times: int) -> None:
    keys = house.gate.keys(SignInTry("olga", "default", "127.0.0.1", "firefox"))
    with house.store.transaction() as uow:
        account = uow.identity.accounts.get("olga")
        for _ in range(times):
            uow.identity.sign_ins.fail(keys, ("user", account.id), "password")


def _with_team_rules(house: House, text: str) -> None:
    file = house.settings.home / "team.yaml"
    file.write_text(text, "utf-8")
    trust = house.settings.trust.model_copy(update={"rules": file})
    house.settings = house.settings.model_copy(update={"trust": trust})
    house.gate = Gate(house.settings, house.store)


def _ended(house: House) -> list[str]:
    with house.store.reading() as uow:
        events = [entry.event for entry in uow.events.all()]
    return [e.after["reason"] for e in events if e.type.value == "SessionEnded"]


def test_a_second_factor_lifts_a_sessions_trust_at_once(house, secret):
    assert _trust(house, secret) == SIGNED_IN
    bench = house.bench(house.gate.actor_of_session(secret, **HERE))
    totp = pyotp.TOTP(bench.start_second_factor(OWNER_PASSWORD).secret)
    bench.confirm_second_factor(totp.at(house.now))
    assert _trust(house, secret) == SIGNED_IN + SECOND_FACTOR


def test_a_step_up_returns_the_actor_with_the_new_trust(house, secret, looks):
    bench = house.bench(house.gate.actor_of_session(secret, **HERE))
    totp = pyotp.TOTP(bench.start_second_factor(OWNER_PASSWORD).secret)
    bench.confirm_second_factor(totp.at(house.now))
    house.later(minutes=1)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD, **HERE)
    signed = house.gate.second_factor(asked.challenge, totp.at(house.now))
    assert _trust(house, signed.session_secret) == SIGNED_IN + SECOND_FACTOR
    house.later(minutes=1)
    actor = house.gate.step_up(signed.session_secret, totp.at(house.now), **HERE)
    assert (actor.second_factor, actor.trust) == (True, SIGNED_IN + SECOND_FACTOR)


@pytest.mark.parametrize(("seconds", "times"), [(0, 1), (59, 1), (60, 2), (-1, 2)])
def test_a_session_is_scored_again_after_a_minute_or_when_the_clock_went_back(
    house, secret, looks, seconds, times
):
    # Noted as used a moment ago, so that a clock set back is no reason to end it.
    house.later(minutes=2)
    _trust(house, secret)
    last = Seen(house.now - timedelta(seconds=seconds), **HERE)
    house.gate._scored[looks[0].session] = gate_sessions._Scored(last, False, SIGNED_IN)
    _trust(house, secret)
    assert len(looks) == times


@pytest.mark.parametrize("moved", [{"address": "10.0.0.7"}, {"agent": "curl"}], ids=["to", "by"])
def test_another_address_or_program_is_scored_at_once_and_trusted_less(house, secret, looks, moved):
    before = _trust(house, secret)
    assert _trust(house, secret, **moved) < before
    assert len(looks) == 2
    assert _trust(house, secret) == before
    assert len(looks) == 3


def test_the_score_between_two_looks_is_the_one_of_the_last(house, secret, looks):
    before = _trust(house, secret)
    _fail(house, 9)
    house.later(seconds=59)
    assert _trust(house, secret) == before
    house.later(seconds=1)
    assert _trust(house, secret) == before - NINE_FAILED


@pytest.mark.parametrize(("hours", "lost"), [(0.02, NINE_FAILED), (23.9, NINE_FAILED), (24.1, 0.0)])
def test_failed_sign_ins_of_the_last_day_lower_it(house, hours, lost):
    house.owner()
    _fail(house, 9)
    house.later(hours=hours)
    with house.store.transaction() as uow:
        uow.identity.sign_ins.clear(house.gate.keys(SignInTry("olga", "default", **HERE))[0])
    secret = house.gate.sign_in("olga", OWNER_PASSWORD, **HERE).session_secret
    assert _trust(house, secret) == SIGNED_IN - lost


def test_failed_sign_ins_of_somebody_else_lower_nothing(house):
    owner = house.owner()
    house.user(owner, "bob", "viewer")
    _fail(house, 9)
    secret = house.gate.sign_in("bob", "seven quiet lanterns", **HERE).session_secret
    assert _trust(house, secret) == SIGNED_IN


def test_a_session_that_falls_to_no_trust_ends_for_good_and_says_why(house, secret):
    _with_team_rules(house, "networks:\n  anonymising: [203.0.113.0/24]\n")
    assert _trust(house, secret) == SIGNED_IN
    _fail(house, 9)
    with pytest.raises(SignInRequired):
        house.gate.actor_of_session(secret, **ANONYMISING)
    assert _ended(house)[-1] == SessionEnd.TRUST.value
    with pytest.raises(SignInRequired):
        house.gate.actor_of_session(secret, **HERE)
    assert house.gate._scored == {}


def test_a_session_one_step_above_no_trust_goes_on_with_what_is_left(house, secret):
    # 10.5 of the device, 8 of the person, 2.5 of the context: 21, and 20 is where none ends.
    _fail(house, 9)
    assert _trust(house, secret, **ANONYMISING) == 21.0
    actor = house.gate.actor_of_session(secret, **ANONYMISING)
    with pytest.raises(PermissionDenied):
        Workbench(house.settings, actor, Path.cwd()).allow("blueprint:create")


def test_two_sessions_of_one_person_are_scored_apart(house, secret, looks):
    other = house.gate.sign_in("olga", OWNER_PASSWORD, **HERE).session_secret
    assert _trust(house, secret, agent="curl") < _trust(house, other)
    assert len({actor.session for actor in looks}) == 2


def test_so_many_scores_are_kept_and_the_oldest_makes_place(house, monkeypatch, looks):
    monkeypatch.setattr(gate_sessions, "_MOST_SCORED", 2)
    house.owner()
    secrets = [house.gate.sign_in("olga", OWNER_PASSWORD, **HERE).session_secret for _ in range(3)]
    house.gate._scored.clear()
    for secret in secrets:
        _trust(house, secret)
    assert len(house.gate._scored) == 2
    looks.clear()
    _trust(house, secrets[2])
    assert looks == []  # still known
    _trust(house, secrets[0])
    assert len(looks) == 1  # the oldest had made place
