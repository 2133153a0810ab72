"""From nobody to a known actor: the owner, passwords, lock-out, second factor."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from dharma_core.errors import ConflictError, InputError, SignInRequired, TooManyRequests
from dharma_core.events import EventType
from dharma_core.identity import passwords
from dharma_core.identity.passwords import Cost
from dharma_core.workbench.gate import SecondFactorNeeded, SignedIn, open_gate
from tests.house import OWNER_PASSWORD, PASSWORD, open_house


def test_a_new_store_runs_as_a_demo_and_a_configured_one_asks_for_its_owner(house):
    assert house.gate.mode == "demo"
    assert open_house(sign_in=True).gate.mode == "set_up"
    house.owner()
    assert house.gate.mode == "sign_in"
    assert open_house(sign_in=True).gate.mode == "sign_in"


def test_the_server_is_told_to_ask_by_the_environment(monkeypatch):
    monkeypatch.setenv("DHARMA_SIGN_IN", "1")
    assert open_gate().mode == "set_up"


def test_the_owner_is_made_with_the_printed_secret_and_may_do_everything(house):
    secret = house.gate.prepare_owner()
    signed = house.gate.set_up_owner(secret, "Olga", OWNER_PASSWORD, address="10.0.0.1", agent="x")
    actor = house.actor(signed.session_secret)
    assert (actor.user, actor.tenant, actor.roles) == ("olga", "default", ("owner",))
    assert actor.session.startswith("ses_")
    assert house.kinds()[:3] == ["OwnerPrepared", "UserCreated", "SessionStarted"]


def test_a_second_secret_replaces_the_first(house):
    first, second = house.gate.prepare_owner(), house.gate.prepare_owner()
    with pytest.raises(SignInRequired, match="one-time secret is wrong"):
        house.gate.set_up_owner(first, "olga", OWNER_PASSWORD)
    assert isinstance(house.gate.set_up_owner(second, "olga", OWNER_PASSWORD), SignedIn)


@pytest.mark.parametrize(("hours", "good"), [(23.99, True), (24, False)])
def test_the_secret_of_the_owner_is_good_for_24_hours(house, hours, good):
    secret = house.gate.prepare_owner()
    house.later(hours=hours)
    if good:
        assert house.gate.set_up_owner(secret, "olga", OWNER_PASSWORD)
    else:
        with pytest.raises(SignInRequired):
            house.gate.set_up_owner(secret, "olga", OWNER_PASSWORD)


def test_there_is_one_first_owner(house):
    secret = house.gate.prepare_owner()
    house.gate.set_up_owner(secret, "olga", OWNER_PASSWORD)
    with pytest.raises(ConflictError, match="owner already"):
        house.gate.prepare_owner()
    with pytest.raises(ConflictError, match="owner already"):
        house.gate.set_up_owner(secret, "eve", OWNER_PASSWORD)


def test_guessing_at_the_owners_secret_is_locked_out(house):
    house.gate.prepare_owner()
    for _ in range(20):
        with pytest.raises(SignInRequired):
            house.gate.set_up_owner("dhc_guess", "eve", OWNER_PASSWORD, address="10.6.6.6")
    with pytest.raises(TooManyRequests):
        house.gate.set_up_owner("dhc_guess", "eve", OWNER_PASSWORD, address="10.6.6.6")


def test_a_weak_password_makes_no_owner_and_keeps_the_secret(house):
    secret = house.gate.prepare_owner()
    with pytest.raises(InputError):
        house.gate.set_up_owner(secret, "olga", "Password2026!")
    assert house.gate.mode == "demo"
    assert house.gate.set_up_owner(secret, "olga", OWNER_PASSWORD)


def test_a_password_opens_a_session_of_its_own_each_time(house):
    house.owner()
    first, second = (house.gate.sign_in(" Olga ", OWNER_PASSWORD) for _ in range(2))
    assert first.session_secret != second.session_secret
    actors = [house.actor(signed.session_secret) for signed in (first, second)]
    assert actors[0].session != actors[1].session
    assert {actor.user for actor in actors} == {"olga"}


WRONG = {
    "password": ("olga", "tall violet kettles"),
    "empty password": ("olga", ""),
    "huge password": ("olga", "k" * 1_000_000),
    "user": ("eve", OWNER_PASSWORD),
    "empty user": ("", OWNER_PASSWORD),
    "sql": ("olga' OR '1'='1", "' OR '1'='1"),
    "script": ("<script>alert(1)</script>", "x"),
    "nul": ("olga\x00", OWNER_PASSWORD),
    "half a letter": ("olga", "\ud800"),
}


@pytest.mark.parametrize(("user", "password"), WRONG.values(), ids=WRONG)
def test_every_wrong_sign_in_gets_the_same_answer(house, user, password):
    house.owner()
    with pytest.raises(SignInRequired) as refused:
        house.gate.sign_in(user, password)
    assert refused.value.as_dict() == {
        "code": "sign_in_required",
        "message": "User or password are wrong.",
        "next_step": "Try again, or ask an administrator to reset it.",
        "details": {},
        "correlation_id": None,
    }


def test_a_user_who_is_not_there_takes_a_hash_too(house, monkeypatch):
    house.owner()
    spent = []
    monkeypatch.setattr("dharma_core.workbench.gate.spend_as_much", spent.append)
    for user in ("eve", "olga"):
        with pytest.raises(SignInRequired):
            house.gate.sign_in(user, "wrong")
    assert spent == ["wrong"]


def test_a_mistyped_name_is_not_on_record_and_a_known_one_is(house):
    house.owner()
    for user in ("my-secret-password", "olga"):
        with pytest.raises(SignInRequired):
            house.gate.sign_in(user, "wrong", address="10.0.0.9", agent="browser")
    with house.store.reading() as uow:
        failed = [e.event for e in uow.events.tail(2)]
    assert [(e.type.value, e.user, e.address, e.success) for e in failed] == [
        ("SignInFailed", "(unknown)", "10.0.0.9", False),
        ("SignInFailed", "olga", "10.0.0.9", False),
    ]
    assert "my-secret-password" not in str(failed)


@pytest.mark.parametrize("user", ["olga", "nobody-here"])
def test_five_failures_lock_a_name_whether_it_is_there_or_not(house, user):
    house.owner()
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in(user, "wrong")
    with pytest.raises(TooManyRequests) as locked:
        house.gate.sign_in(user, OWNER_PASSWORD)
    assert locked.value.details == {"retry_after_s": 60}
    assert house.kinds()[-2:] == ["SignInFailed", "AccountLocked"]
    house.later(seconds=59)
    with pytest.raises(TooManyRequests):
        house.gate.sign_in(user, OWNER_PASSWORD)


def test_after_the_wait_the_right_password_opens_and_forgets_the_failures(house):
    house.owner()
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong")
    house.later(seconds=60)
    assert house.gate.sign_in("olga", OWNER_PASSWORD)
    for _ in range(4):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong")
    assert house.gate.sign_in("olga", OWNER_PASSWORD)


def test_a_further_failure_doubles_the_wait(house):
    house.owner()
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong")
    house.later(seconds=60)
    with pytest.raises(SignInRequired):
        house.gate.sign_in("olga", "wrong")
    with pytest.raises(TooManyRequests) as locked:
        house.gate.sign_in("olga", OWNER_PASSWORD)
    assert locked.value.details == {"retry_after_s": 120}


def test_an_address_that_guesses_at_many_names_is_locked(house):
    house.owner()
    for number in range(20):
        with pytest.raises(SignInRequired):
            house.gate.sign_in(f"user{number}", "wrong", address="10.6.6.6")
    with pytest.raises(TooManyRequests):
        house.gate.sign_in("olga", OWNER_PASSWORD, address="10.6.6.6")
    assert house.gate.sign_in("olga", OWNER_PASSWORD, address="10.0.0.1")


def test_ones_own_sign_in_does_not_free_an_address_for_guessing(house):
    house.owner()
    for number in range(19):
        with pytest.raises(SignInRequired):
            house.gate.sign_in(f"user{number}", "wrong", address="10.6.6.6")
    house.gate.sign_in("olga", OWNER_PASSWORD, address="10.6.6.6")
    with pytest.raises(SignInRequired):
        house.gate.sign_in("user20", "wrong", address="10.6.6.6")
    with pytest.raises(TooManyRequests):
        house.gate.sign_in("olga", OWNER_PASSWORD, address="10.6.6.6")


def test_many_guesses_at_once_gain_nothing(house):
    house.owner()
    answers = []

    def guess(password):
        try:
            answers.append(type(house.gate.sign_in("olga", password)))
        except (SignInRequired, TooManyRequests) as refused:
            answers.append(type(refused))

    threads = [threading.Thread(target=guess, args=("wrong",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(SignInRequired) == 5
    assert answers.count(TooManyRequests) == 7


def test_a_lock_is_the_tenants_own(house):
    house.owner()
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong", tenant="other")
    assert house.gate.sign_in("olga", OWNER_PASSWORD)


def test_a_hash_of_older_parameters_is_made_again_at_the_next_sign_in(house, monkeypatch):
    house.owner()
    stronger = Cost(rounds=2, memory_kib=64, lanes=1)
    monkeypatch.setattr(passwords, "COST", stronger)
    house.gate.sign_in("olga", OWNER_PASSWORD)
    with house.store.reading() as uow:
        assert "t=2" in uow.identity.accounts.get("olga").password_hash
    assert house.gate.sign_in("olga", OWNER_PASSWORD)


def test_a_disabled_account_answers_as_a_wrong_password(house):
    owner = house.owner()
    house.user(owner, "bob", "viewer")
    house.bench(owner).disable_user("bob")
    with pytest.raises(SignInRequired, match="User or password are wrong"):
        house.gate.sign_in("bob", PASSWORD)
    house.bench(owner).enable_user("bob")
    assert house.gate.sign_in("bob", PASSWORD)


@pytest.mark.parametrize(("hours", "good"), [(23.99, True), (24, False)])
def test_a_one_time_password_is_good_for_24_hours(house, hours, good):
    made = house.bench(house.owner()).create_user("bob", roles=["viewer"])
    house.later(hours=hours)
    if good:
        assert house.gate.sign_in("bob", made.one_time_password).must_change
    else:
        with pytest.raises(SignInRequired):
            house.gate.sign_in("bob", made.one_time_password)


def test_a_one_time_password_opens_nothing_but_ones_own_account(house):
    made = house.bench(house.owner()).create_user("bob", roles=["owner"])
    actor = house.actor(house.gate.sign_in("bob", made.one_time_password).session_secret)
    assert (actor.roles, actor.granted) == ((), ("profile:*",))


def _with_second_factor(house):
    owner = house.owner()
    bench = house.bench(owner)
    enrolment = bench.start_second_factor(OWNER_PASSWORD)
    totp = pyotp.TOTP(enrolment.secret)
    codes = bench.confirm_second_factor(totp.at(house.now))
    house.later(minutes=2)
    return totp, codes


def test_a_second_factor_is_asked_for_and_opens_the_session(house):
    totp, _ = _with_second_factor(house)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD, address="10.0.0.1", agent="browser")
    assert isinstance(asked, SecondFactorNeeded)
    actor = house.actor(
        house.gate.second_factor(asked.challenge, totp.at(house.now)).session_secret
    )
    assert actor.second_factor
    with house.store.reading() as uow:
        started = uow.events.tail(1, type=EventType.SIGN_IN_SUCCEEDED)[0].event
    assert (started.type.value, started.address) == ("SignInSucceeded", "10.0.0.1")


def test_a_code_is_taken_once(house):
    totp, _ = _with_second_factor(house)
    code = totp.at(house.now)
    house.gate.second_factor(house.gate.sign_in("olga", OWNER_PASSWORD).challenge, code)
    again = house.gate.sign_in("olga", OWNER_PASSWORD)
    with pytest.raises(SignInRequired, match="used before"):
        house.gate.second_factor(again.challenge, code)


def test_a_challenge_is_answered_once(house):
    totp, codes = _with_second_factor(house)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    house.gate.second_factor(asked.challenge, totp.at(house.now))
    with pytest.raises(SignInRequired, match="Start again"):
        house.gate.second_factor(asked.challenge, codes[0])


@pytest.mark.parametrize(("seconds", "good"), [(299, True), (300, False)])
def test_a_challenge_waits_five_minutes(house, seconds, good):
    totp, _ = _with_second_factor(house)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    house.later(seconds=seconds)
    if good:
        assert house.gate.second_factor(asked.challenge, totp.at(house.now))
    else:
        with pytest.raises(SignInRequired, match="waited too long"):
            house.gate.second_factor(asked.challenge, totp.at(house.now))


def test_each_recovery_code_opens_once(house):
    _, codes = _with_second_factor(house)
    for code in (codes[0].upper().replace("-", " "), codes[1]):
        asked = house.gate.sign_in("olga", OWNER_PASSWORD)
        assert house.gate.second_factor(asked.challenge, code)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    with pytest.raises(SignInRequired):
        house.gate.second_factor(asked.challenge, codes[0])
    assert house.kinds().count("RecoveryCodeUsed") == 2


def test_guessing_codes_locks_the_account_even_with_the_password(house):
    totp, _ = _with_second_factor(house)
    for _ in range(5):
        asked = house.gate.sign_in("olga", OWNER_PASSWORD)
        with pytest.raises(SignInRequired, match="code is wrong"):
            house.gate.second_factor(asked.challenge, "000000")
    assert house.kinds()[-2:] == ["SecondFactorFailed", "AccountLocked"]
    with pytest.raises(TooManyRequests):
        house.gate.sign_in("olga", OWNER_PASSWORD)
    with pytest.raises(TooManyRequests):
        house.gate.second_factor(asked.challenge, totp.at(house.now))


def test_five_wrong_answers_end_a_challenge(monkeypatch, house):
    totp, _ = _with_second_factor(house)
    patient = open_house(lock_after=50)
    patient.now = house.now
    asked = patient.gate.sign_in("olga", OWNER_PASSWORD)
    for _ in range(4):
        with pytest.raises(SignInRequired, match="code is wrong"):
            patient.gate.second_factor(asked.challenge, "000000")
    other = patient.gate.sign_in("olga", OWNER_PASSWORD)
    with pytest.raises(SignInRequired, match="code is wrong"):
        patient.gate.second_factor(asked.challenge, "000000")
    with pytest.raises(SignInRequired, match="answered wrong too often"):
        patient.gate.second_factor(asked.challenge, totp.at(patient.now))
    assert patient.gate.second_factor(other.challenge, totp.at(patient.now))


def test_an_account_disabled_meanwhile_does_not_get_in_by_its_code(house):
    totp, _ = _with_second_factor(house)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    with house.store.transaction() as uow:
        olga = uow.identity.accounts.get("olga")
        uow.identity.accounts.change(replace(olga, disabled=True))
    with pytest.raises(SignInRequired, match="Start again"):
        house.gate.second_factor(asked.challenge, totp.at(house.now))


@pytest.mark.parametrize("challenge", ["", "dhc_none", "' OR 1=1", "x" * 100_000])
def test_what_is_no_challenge_opens_nothing(house, challenge):
    house.owner()
    with pytest.raises(SignInRequired, match="Start again"):
        house.gate.second_factor(challenge, "000000")


def test_no_secret_is_in_the_store_or_in_what_is_printed(house):
    totp, codes = _with_second_factor(house)
    asked = house.gate.sign_in("olga", OWNER_PASSWORD)
    signed = house.gate.second_factor(asked.challenge, totp.at(house.now))
    ticket = house.gate.ticket(signed.session_secret)
    file = house.settings.home / "dharma.db"
    kept = b"".join(p.read_bytes() for p in (file, file.with_name("dharma.db-wal")) if p.exists())
    for secret in (OWNER_PASSWORD, asked.challenge, signed.session_secret, ticket, *codes):
        assert secret.encode() not in kept
        assert secret not in f"{asked!r} {signed!r}"


def test_a_session_of_a_set_back_clock_waits_longer_and_not_shorter(house):
    house.owner()
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong")
    house.now -= timedelta(hours=5)
    with pytest.raises(TooManyRequests):
        house.gate.sign_in("olga", OWNER_PASSWORD)
