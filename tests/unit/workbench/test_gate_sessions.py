"""Sessions at the gate: who acts by one, when it ends, its way into a cookie, its step up."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from dharma_core.errors import SignInRequired, TooManyRequests
from tests.house import OWNER_PASSWORD, PASSWORD, open_house


@pytest.fixture
def signed(house):
    house.owner()
    return house.gate.sign_in("olga", OWNER_PASSWORD, address="10.0.0.1", agent="browser")


def test_a_session_says_who_acts_from_where_and_with_what(house, signed):
    actor = house.gate.actor_of_session(signed.session_secret, address="10.0.0.2", agent="other")
    assert (actor.user, actor.address, actor.agent) == ("olga", "10.0.0.2", "other")
    assert (actor.granted, actor.scopes) == (("*:*", "profile:*"), None)
    assert not actor.second_factor


@pytest.mark.parametrize(
    "secret", ["", "dhs_chosen-by-somebody", "' OR '1'='1", "<script>", "x" * 1_000_000, "\ud800"],
    ids=range(6),
)  # fmt: skip
def test_a_secret_that_we_did_not_make_is_never_taken_up(house, signed, secret):
    with pytest.raises(SignInRequired, match="Nobody is signed in"):
        house.gate.actor_of_session(secret)
    with pytest.raises(SignInRequired):
        house.gate.ticket(secret)
    with pytest.raises(SignInRequired):
        house.gate.redeem(secret)
    assert house.gate.sign_out(secret) is None


def test_a_session_ends_after_30_minutes_of_rest_and_says_so_on_record(house, signed):
    house.later(minutes=29, seconds=59)
    house.actor(signed.session_secret)
    house.later(minutes=30)
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)
    with house.store.reading() as uow:
        ended = uow.events.tail(1)[0].event
    assert (ended.type.value, ended.user, ended.after["reason"]) == ("SessionEnded", "olga", "idle")


def test_a_session_in_use_ends_after_12_hours(house, signed):
    for _ in range(71):
        house.later(minutes=10)
        house.actor(signed.session_secret)
    house.later(minutes=10)
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)


def test_the_limits_are_as_configured(house):
    house.owner()
    strict = open_house(idle_minutes=1, absolute_hours=1)
    secret = strict.gate.sign_in("olga", OWNER_PASSWORD).session_secret
    strict.later(seconds=59)
    assert strict.actor(secret)
    strict.later(seconds=60)
    with pytest.raises(SignInRequired):
        strict.actor(secret)


def test_a_clock_set_back_ends_a_session_for_good(house, signed):
    house.later(minutes=10)
    house.actor(signed.session_secret)
    house.now -= timedelta(minutes=5)
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)
    house.now += timedelta(minutes=5)
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)


def test_a_use_is_noted_once_a_minute_without_an_event(house, signed):
    before = house.kinds()
    for _ in range(3):
        house.later(minutes=20)
        house.actor(signed.session_secret)
    fresh = house.kinds()[len(before) :]
    assert [kind for kind in fresh if kind != "SessionTrustChanged"] == []


def test_a_sign_out_ends_one_session_once(house, signed):
    other = house.gate.sign_in("olga", OWNER_PASSWORD)
    for _ in range(2):
        house.gate.sign_out(signed.session_secret)
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)
    assert house.actor(other.session_secret)
    assert house.kinds().count("SessionEnded") == 1


def test_a_disabled_or_deleted_account_loses_its_sessions(house):
    owner = house.owner()
    for name, act in (("bob", "disable_user"), ("cleo", "delete_user")):
        house.user(owner, name, "viewer")
        secret = house.gate.sign_in(name, PASSWORD).session_secret
        getattr(house.bench(owner), act)(name)
        with pytest.raises(SignInRequired):
            house.actor(secret)


def test_an_account_disabled_behind_our_back_ends_its_session_too(house, signed):
    from dataclasses import replace

    with house.store.transaction() as uow:
        olga = uow.identity.accounts.get("olga")
        uow.identity.accounts.change(replace(olga, disabled=True))
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)
    with house.store.reading() as uow:
        assert "disabled" in uow.events.tail(1)[0].event.after["reason"]


def test_new_roles_and_rules_hold_for_sessions_that_are_open(house):
    owner = house.owner()
    house.user(owner, "bob", "viewer")
    secret = house.gate.sign_in("bob", PASSWORD).session_secret
    assert "blueprint:create" not in house.actor(secret).granted
    house.bench(owner).change_user("bob", roles=["developer"])
    assert "blueprint:create" in house.actor(secret).granted


def test_a_ticket_moves_a_session_and_ends_its_old_secret(house, signed):
    actor = house.actor(signed.session_secret)
    moved = house.gate.redeem(house.gate.ticket(signed.session_secret))
    assert moved.session_secret != signed.session_secret
    assert house.actor(moved.session_secret).session == actor.session
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)


def test_a_ticket_is_good_once(house, signed):
    ticket = house.gate.ticket(signed.session_secret)
    house.gate.redeem(ticket)
    with pytest.raises(SignInRequired):
        house.gate.redeem(ticket)


@pytest.mark.parametrize(("seconds", "good"), [(59, True), (60, False)])
def test_a_ticket_is_good_for_60_seconds(house, signed, seconds, good):
    ticket = house.gate.ticket(signed.session_secret)
    house.later(seconds=seconds)
    if good:
        assert house.gate.redeem(ticket)
    else:
        with pytest.raises(SignInRequired):
            house.gate.redeem(ticket)


def test_a_ticket_of_a_session_that_ended_opens_nothing(house, signed):
    ticket = house.gate.ticket(signed.session_secret)
    house.gate.sign_out(signed.session_secret)
    with pytest.raises(SignInRequired):
        house.gate.redeem(ticket)


def test_a_ticket_tells_that_a_password_has_to_be_chosen(house):
    made = house.bench(house.owner()).create_user("bob")
    first = house.gate.sign_in("bob", made.one_time_password)
    assert house.gate.redeem(house.gate.ticket(first.session_secret)).must_change


def _enrolled(house):
    secret = house.gate.sign_in("olga", OWNER_PASSWORD).session_secret
    bench = house.bench(house.actor(secret))
    totp = pyotp.TOTP(bench.start_second_factor(OWNER_PASSWORD).secret)
    bench.confirm_second_factor(totp.at(house.now))
    return secret, totp


def test_confirming_a_factor_marks_this_session_and_ends_the_others(house, signed):
    secret, _ = _enrolled(house)
    assert house.actor(secret).second_factor
    with pytest.raises(SignInRequired):
        house.actor(signed.session_secret)


def test_a_session_steps_up_with_a_new_code(house):
    house.owner()
    secret, totp = _enrolled(house)
    house.later(minutes=1)
    actor = house.gate.step_up(secret, totp.at(house.now), address="10.0.0.3", agent="browser")
    assert (actor.second_factor, actor.address) == (True, "10.0.0.3")
    with pytest.raises(SignInRequired, match="used before"):
        house.gate.step_up(secret, totp.at(house.now))


def test_a_session_without_a_factor_cannot_step_up(house, signed):
    with pytest.raises(SignInRequired, match="code is wrong"):
        house.gate.step_up(signed.session_secret, "123456")
    assert not house.actor(signed.session_secret).second_factor


def test_guessing_at_a_step_up_is_locked_out(house):
    house.owner()
    secret, totp = _enrolled(house)
    house.later(minutes=1)
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.step_up(secret, "000000")
    with pytest.raises(TooManyRequests):
        house.gate.step_up(secret, totp.at(house.now))
