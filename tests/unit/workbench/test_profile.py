"""One's own account: whoever found an open session does not take it over."""

from __future__ import annotations

import pyotp
import pytest

from dharma_core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    SignInRequired,
    TooManyRequests,
)
from dharma_core.identity import local_actor
from tests.house import OWNER_PASSWORD

NEW = "four copper bridges"


@pytest.fixture
def own(house):
    return house.bench(house.owner())


def _enrol(house, own):
    totp = pyotp.TOTP(own.start_second_factor(OWNER_PASSWORD).secret)
    codes = own.confirm_second_factor(totp.at(house.now))
    house.later(minutes=1)
    return totp, codes


def test_a_new_password_opens_and_the_old_one_does_not(house, own):
    own.change_password(OWNER_PASSWORD, NEW)
    assert house.gate.sign_in("olga", NEW)
    with pytest.raises(SignInRequired):
        house.gate.sign_in("olga", OWNER_PASSWORD)


def test_a_new_password_ends_every_other_session(house, own):
    other = house.gate.sign_in("olga", OWNER_PASSWORD).session_secret
    assert own.change_password(OWNER_PASSWORD, NEW) == 1
    with pytest.raises(SignInRequired):
        house.actor(other)
    assert [session.id for session in own.own_sessions()] == [own.actor.session]


@pytest.mark.parametrize(
    ("present", "new", "said"),
    [
        ("wrong", NEW, "present password is wrong"),
        (OWNER_PASSWORD, OWNER_PASSWORD, "is the present one"),
        (OWNER_PASSWORD, "Password2026!", "tried first"),
        (OWNER_PASSWORD, "olga copper bridges", "the user's name"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(house, own, present, new, said):
    with pytest.raises(InputError, match=said):
        own.change_password(present, new)
    assert house.gate.sign_in("olga", OWNER_PASSWORD)


def test_guessing_at_the_present_password_is_locked_out(own):
    for _ in range(5):
        with pytest.raises(InputError):
            own.start_second_factor("wrong")
    with pytest.raises(TooManyRequests):
        own.change_password(OWNER_PASSWORD, NEW)


def test_an_enrolment_shows_secret_uri_and_picture(own):
    made = own.start_second_factor(OWNER_PASSWORD)
    assert made.secret in made.uri
    assert made.qr_svg.startswith("<svg")
    assert made.secret not in repr(made)


def test_a_factor_counts_once_confirmed(house, own):
    own.start_second_factor(OWNER_PASSWORD)
    assert not own.profile().has_second_factor
    with pytest.raises(SignInRequired, match="code is wrong"):
        own.confirm_second_factor("000000")
    assert not own.profile().has_second_factor
    assert house.kinds()[-1] == "SecondFactorFailed"


def test_confirming_gives_ten_recovery_codes_and_cannot_be_done_twice(house, own):
    with pytest.raises(ConflictError, match="waits to be confirmed"):
        own.confirm_second_factor("000000")
    totp, codes = _enrol(house, own)
    assert len(codes) == own.recovery_codes_left() == 10
    with pytest.raises(ConflictError, match="waits to be confirmed"):
        own.confirm_second_factor(totp.at(house.now))
    with pytest.raises(ConflictError, match="second factor already"):
        own.start_second_factor(OWNER_PASSWORD)


def test_guessing_at_the_first_code_is_locked_out(house, own):
    totp = pyotp.TOTP(own.start_second_factor(OWNER_PASSWORD).secret)
    for _ in range(5):
        with pytest.raises(SignInRequired):
            own.confirm_second_factor("000000")
    with pytest.raises(TooManyRequests):
        own.confirm_second_factor(totp.at(house.now))


def test_a_factor_is_removed_by_password_and_code_only(house, own):
    totp, codes = _enrol(house, own)
    with pytest.raises(InputError):
        own.remove_second_factor("wrong", totp.at(house.now))
    with pytest.raises(SignInRequired):
        own.remove_second_factor(OWNER_PASSWORD, "000000")
    assert own.profile().has_second_factor
    own.remove_second_factor(OWNER_PASSWORD, codes[0])
    assert not own.profile().has_second_factor
    assert own.recovery_codes_left() == 0
    with pytest.raises(SignInRequired):
        own.remove_second_factor(OWNER_PASSWORD, codes[1])


def test_new_recovery_codes_replace_the_old_ones(house, own):
    with pytest.raises(InputError, match="no second factor"):
        own.renew_recovery_codes(OWNER_PASSWORD)
    _, old = _enrol(house, own)
    new = own.renew_recovery_codes(OWNER_PASSWORD)
    assert set(old) & set(new) == set()
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    with pytest.raises(SignInRequired):
        house.gate.second_factor(asked.challenge, old[0])
    assert house.gate.second_factor(asked.challenge, new[0])
    assert own.recovery_codes_left() == 9


def test_sessions_are_listed_and_ended_one_by_one(house, own):
    secret = house.gate.sign_in("olga", OWNER_PASSWORD, address="10.0.0.7").session_secret
    other = house.actor(secret).session
    assert [s.address for s in own.own_sessions() if s.id == other] == ["10.0.0.7"]
    assert own.end_own_session(other).id == other
    with pytest.raises(SignInRequired):
        house.actor(secret)
    with pytest.raises(NotFoundError, match="No open session"):
        own.end_own_session(other)


def test_all_other_sessions_end_at_once(house, own):
    for _ in range(3):
        house.gate.sign_in("olga", OWNER_PASSWORD)
    assert own.end_other_sessions() == 3
    assert [s.id for s in own.own_sessions()] == [own.actor.session]


def test_a_session_of_somebody_else_is_not_found(house, own):
    bob = house.user(own.actor, "bob", "viewer")
    with pytest.raises(NotFoundError):
        own.end_own_session(bob.session)
    assert house.bench(bob).own_sessions()


def test_this_machines_user_has_no_account(house):
    with pytest.raises(NotFoundError, match="local has no account"):
        house.bench(local_actor()).profile()


def test_a_password_changed_meanwhile_stops_the_change(house, own, monkeypatch):
    real = own._proven

    def proven(password):
        found = real(password)
        monkeypatch.setattr(own, "_proven", real)
        own.change_password(password, NEW)
        return found

    monkeypatch.setattr(own, "_proven", proven)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        own.change_password(OWNER_PASSWORD, "nine silent orchards")
    assert house.gate.sign_in("olga", NEW)
