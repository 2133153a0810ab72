"""Passwords: which are taken, which are too common, and how they are kept."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.identity import passwords
from dharma_core.identity.passwords import (
    Cost,
    check_password,
    hash_password,
    is_common,
    needs_rehash,
    same_password,
    spend_as_much,
)

COMMON = {"password", "dragon", "qwertyuiop", "iloveyou", "correcthorsebatterystaple", "abc"}
CHEAP = Cost(rounds=1, memory_kib=64, lanes=1)
GOOD = "tall violet kettle"


def test_a_good_password_is_taken_as_it_is():
    assert check_password(GOOD, user="ann", common=COMMON) == GOOD


@pytest.mark.parametrize(
    ("length", "taken"), [(0, False), (11, False), (12, True), (128, True), (129, False)]
)
def test_a_password_has_12_to_128_characters(length, taken):
    password = "kq3vzx8mw2rt"[:length] + "y7" * 64
    password = password[:length]
    if taken:
        assert check_password(password, user="ann", common=COMMON) == password
    else:
        with pytest.raises(InputError, match=f"has {length} characters"):
            check_password(password, user="ann", common=COMMON)


def test_a_huge_password_costs_nothing_to_refuse():
    with pytest.raises(InputError, match="has 2000000 characters"):
        check_password("\ufdfa" * 2_000_000, user="ann", common=COMMON)


def test_the_longest_password_is_brought_to_its_normal_form_too():
    typed = "cafe\u0301 noir 277" + "y7" * 57
    assert len(typed) == 128
    taken = check_password(typed, user="ann", common=COMMON)
    assert (len(taken), taken[:4]) == (127, "caf\u00e9")


def test_a_letter_that_unfolds_into_many_counts_as_many():
    with pytest.raises(InputError, match="has 180 characters"):
        check_password("\ufdfa" * 10, user="ann", common=COMMON)


def test_two_ways_to_type_the_same_letters_are_the_same_password():
    kept = hash_password("caf\u00e9 au lait noir", CHEAP)
    assert same_password("cafe\u0301 au lait noir", kept)


@pytest.mark.parametrize(
    ("user", "password", "taken"),
    [
        ("ann", "blue-ANN-kettle-7", False),
        ("annabel@example.org", "the annabel kettle", False),
        ("annabel@example.org", "the example kettle", True),
        ("al", "tall violet kettle", True),
        ("tal", "a tall violet kettle", False),
    ],
)
def test_a_password_does_not_hold_the_users_name(user, password, taken):
    if taken:
        assert check_password(password, user=user, common=COMMON)
    else:
        with pytest.raises(InputError, match="holds the user's name"):
            check_password(password, user=user, common=COMMON)


@pytest.mark.parametrize(
    "password",
    ["Password2026!", "P4$$w0rd!!!!", "!!passw0rd!!1", "dragonpassword", "dragon-password-7",
     "passwordpassword", "PASSWORDdragon", "correcthorsebatterystaple", "Qwertyuiop123",
     "123456789012", "2026-11-30 12:00", "!!!!????!!!!", "ilov3you2026", "p.a.s.s.w.o.r.d"],
    ids=range(14),
)  # fmt: skip
def test_a_common_password_is_found_behind_what_people_add(password):
    assert is_common(password, COMMON)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "passwordkettle",
        "xpassword",
        "dragon password kettle",
        "pass word kettle",
        "abcabcabc",
    ],
    ids=range(6),
)
def test_a_password_of_more_than_two_common_words_is_not_common(password):
    assert not is_common(password, COMMON)


def test_few_different_characters_are_refused_and_five_are_not():
    with pytest.raises(InputError, match="tried first"):
        check_password("zzzyyyxxxwww", user="ann", common=COMMON)
    assert check_password("zzzyyyxxxwwv", user="ann", common=COMMON)


def test_no_message_holds_the_password():
    for bad in ("Password2026!", "short", "ann is the name I use"):
        with pytest.raises(InputError) as caught:
            check_password(bad, user="ann", common=COMMON)
        assert bad not in str(caught.value)


def test_a_kept_password_is_argon2id_with_its_parameters_and_a_new_salt():
    first, second = hash_password(GOOD, CHEAP), hash_password(GOOD, CHEAP)
    assert first.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert first != second


def test_only_the_same_password_fits():
    kept = hash_password(GOOD, CHEAP)
    assert same_password(GOOD, kept)
    assert not same_password(f"{GOOD} ", kept)
    assert not same_password(GOOD.upper(), kept)


@pytest.mark.parametrize("kept", ["", "!", "$argon2id$v=19$m=64", "plain", "$2b$12$abc"])
def test_what_is_no_hash_fits_no_password(kept):
    assert not same_password(GOOD, kept)
    assert not same_password("", kept)


def test_a_password_that_is_too_long_fits_nothing_and_takes_as_long_as_one_that_could(monkeypatch):
    kept = hash_password("k" * 128, CHEAP)
    spent = []
    monkeypatch.setattr(passwords, "spend_as_much", spent.append)
    assert same_password("k" * 128, kept)
    assert spent == []
    assert not same_password("k" * 129, kept)
    assert spent == ["k" * 129]


@pytest.mark.parametrize("letter", ["\x00", "\n", "\ud800"], ids=["nul", "newline", "half"])
def test_a_password_of_what_cannot_be_typed_is_refused_and_fits_nothing(letter):
    with pytest.raises(InputError, match="cannot be typed"):
        check_password(f"tall violet{letter}kettle", user="ann", common=COMMON)
    assert not same_password(letter, hash_password(GOOD, CHEAP))


def test_a_hash_of_other_parameters_is_to_be_made_again():
    kept = hash_password(GOOD, CHEAP)
    assert not needs_rehash(kept, CHEAP)
    assert needs_rehash(kept, Cost(rounds=2, memory_kib=64, lanes=1))
    assert needs_rehash(kept, Cost(rounds=1, memory_kib=128, lanes=1))


def test_the_cost_in_force_is_the_one_that_is_measured(monkeypatch):
    assert Cost(rounds=2, memory_kib=47_104, lanes=1) == passwords.COST
    monkeypatch.setattr(passwords, "COST", CHEAP)
    kept = hash_password(GOOD)
    assert "m=64,t=1,p=1" in kept
    assert not needs_rehash(kept)


def test_the_time_of_a_check_is_spent_for_a_user_who_is_not_there(monkeypatch):
    hashed = []
    monkeypatch.setattr(passwords, "hash_password", lambda *said: hashed.append(said))
    spend_as_much("k" * 200)
    assert hashed == [("k" * 128, None)]
