"""Tokens as values: their form, their life, and that none gives away more than its issuer has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError, SignInRequired
from dharma_core.identity import ROLES, Actor, is_allowed, not_held
from dharma_core.identity.tokens import (
    CLOCK_LEEWAY,
    LONGEST_LIFETIME,
    USE_NOTED_EVERY,
    Token,
    TokenKind,
    check_scopes,
    check_usable,
    clamp_expiry,
    new_secret,
    parse_lifetime,
    read_secret,
)

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def token(**changed: object) -> Token:
    made = Token(
        id="tok_1",
        tenant="default",
        user="ann",
        name="ci",
        kind=TokenKind.PERSONAL,
        handle="h",
        digest="d",
        scopes=("blueprint:read",),
        created=DAY,
        expires=DAY + timedelta(hours=1),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(TokenKind), ids=lambda kind: kind.value)
def test_a_token_is_read_back_as_the_kind_it_is(kind: TokenKind) -> None:
    secret = new_secret(kind)
    assert read_secret(secret.text) == secret
    assert secret.text[:4] == {"personal": "dhp_", "access": "dha_", "refresh": "dhr_"}[kind.value]
    assert secret.text not in repr(secret)
    assert secret.fits(secret.digest)
    assert not secret.fits(new_secret(kind).digest)


def test_no_two_tokens_are_alike_and_the_handle_tells_nothing_of_the_rest() -> None:
    made = [new_secret(TokenKind.PERSONAL) for _ in range(200)]
    assert len({each.text for each in made}) == len({each.handle for each in made}) == 200
    assert all(each.text[4:14] == each.handle for each in made)
    assert len(made[0].text) == 4 + 10 + 40 + 7


@pytest.mark.parametrize(
    "text",
    ["", "dhp_", "secret", "dhx_" + "0" * 57, "dhp_" + "0" * 57, "dhp_" + "u" * 57, " " * 61],
)
def test_a_text_that_is_no_token_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(SignInRequired) as told:
        read_secret(text)
    assert text.strip() == "" or text not in str(told.value) or len(text) < 7


@given(st.integers(0, 60), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"))
def test_a_mistyped_character_is_found_before_the_store_is_asked(place: int, other: str) -> None:
    text = new_secret(TokenKind.PERSONAL).text
    wrong = text[:place] + other + text[place + 1 :]
    if wrong != text:
        with pytest.raises(SignInRequired):
            read_secret(wrong)


@pytest.mark.parametrize(
    ("now", "changed", "state"),
    [
        (DAY, {}, "active"),
        (DAY - CLOCK_LEEWAY, {}, "active"),
        (DAY - CLOCK_LEEWAY - TICK, {}, "from the future"),
        (DAY + timedelta(hours=1) - TICK, {}, "active"),
        (DAY + timedelta(hours=1), {}, "expired"),
        (DAY + timedelta(minutes=5), {"last_used": DAY + timedelta(minutes=10)}, "from the future"),
        (DAY + timedelta(minutes=8), {"last_used": DAY + timedelta(minutes=10)}, "active"),
        (DAY, {"spent": DAY}, "spent"),
        (DAY, {"spent": DAY, "revoked": DAY}, "revoked"),
        (DAY + timedelta(hours=1), {"revoked": DAY}, "revoked"),
    ],
    ids=str,
)
def test_a_token_lives_between_its_ends_and_a_clock_put_back_revives_none(
    now: datetime, changed: dict[str, object], state: str
) -> None:
    assert token(**changed).state(now) == state


@pytest.mark.parametrize(
    ("last", "noted"),
    [(None, True), (DAY - USE_NOTED_EVERY, True), (DAY - USE_NOTED_EVERY + TICK, False)],
)
def test_a_use_is_noted_once_a_minute(last: datetime | None, noted: bool) -> None:
    assert token(last_used=last).use_is_worth_noting(DAY) is noted


@pytest.mark.parametrize("state", ["expired", "revoked", "spent"])
def test_a_token_that_ended_opens_nothing_and_says_which_it_is(state: str) -> None:
    ended = {
        "expired": token(expires=DAY),
        "revoked": token(revoked=DAY),
        "spent": token(spent=DAY),
    }
    with pytest.raises(SignInRequired, match=f"'ci' is {state}") as told:
        check_usable(ended[state], DAY)
    assert told.value.details == {"token": "tok_1", "state": state}


def test_a_refresh_token_opens_nothing() -> None:
    with pytest.raises(SignInRequired, match="opens nothing by itself"):
        check_usable(token(kind=TokenKind.REFRESH), DAY)


def test_a_token_in_force_passes() -> None:
    check_usable(token(), DAY)
    check_usable(token(kind=TokenKind.ACCESS), DAY)


@pytest.mark.parametrize(
    "scopes",
    [
        [], ["blueprint"], ["*"], ["*:*"], ["blueprint:"], [":read"], ["weather:read"],
        ["blueprint:read:all"], ["Blueprint:read"], ["blueprint:re ad"], ["blueprint:read\n"],
        [f"blueprint:{'a' * 41}"], [f"blueprint:a{'_' * n}" for n in range(40)] * 2 + ["x"],
    ],
)  # fmt: skip
def test_scopes_that_are_none_are_refused(scopes: list[str]) -> None:
    with pytest.raises(InputError):
        check_scopes(scopes)


def test_fifty_scopes_are_taken_and_one_more_is_not() -> None:
    scopes = [f"blueprint:{'a' * (n // 26 + 1)}{chr(97 + n % 26)}" for n in range(51)]
    assert len(check_scopes(scopes[:50])) == 50
    with pytest.raises(InputError, match="51 were given"):
        check_scopes(scopes)


@pytest.mark.parametrize(
    ("roles", "scopes", "wanted", "excess"),
    [
        (("viewer",), None, ("blueprint:read",), ()),
        (("viewer",), None, ("blueprint:*",), ("blueprint:*",)),
        (("viewer",), None, ("blueprint:delete", "blueprint:read"), ("blueprint:delete",)),
        (("admin",), None, ("blueprint:*", "user:delete"), ()),
        (("admin",), ("blueprint:read",), ("blueprint:read", "user:delete"), ("user:delete",)),
        (("admin",), ("blueprint:read",), ("blueprint:*",), ("blueprint:*",)),
        (("admin",), ("blueprint:*",), ("blueprint:*", "blueprint:read"), ()),
        (("viewer",), ("blueprint:*",), ("blueprint:delete",), ("blueprint:delete",)),
        ((), None, ("blueprint:read",), ("blueprint:read",)),
        (("wizard",), None, ("blueprint:read",), ("blueprint:read",)),
    ],
)
def test_nobody_gives_away_more_than_they_hold(
    roles: tuple[str, ...],
    scopes: tuple[str, ...] | None,
    wanted: tuple[str, ...],
    excess: tuple[str, ...],
) -> None:
    actor = Actor("ann", "default", roles, scopes=scopes)
    assert set(not_held(actor, wanted)) == set(excess)


PATTERNS = st.sampled_from(
    [*(p for grants in ROLES.values() for p in grants), "blueprint:delete", "user:delete"]
)
PERMISSIONS = st.sampled_from(["blueprint:read", "blueprint:delete", "user:delete", "audit:read"])


@given(st.sampled_from(list(ROLES)), st.lists(PATTERNS), st.lists(PATTERNS, min_size=1))
def test_a_chain_of_tokens_never_gains_a_permission(
    role: str, first: list[str], second: list[str]
) -> None:
    person = Actor("ann", "default", (role,))
    outer = Actor("ann", "default", (role,), scopes=tuple(first))
    given_away = tuple(s for s in second if not not_held(outer, (s,)))
    inner = Actor("ann", "default", (role,), scopes=given_away)
    for permission in ("blueprint:read", "blueprint:delete", "user:delete", "token:administer"):
        if is_allowed(inner, permission):
            assert is_allowed(outer, permission)
        if is_allowed(outer, permission):
            assert is_allowed(person, permission)


@pytest.mark.parametrize(
    ("text", "hours"), [("1h", 1), ("8h", 8), ("1d", 24), ("365d", 8760), ("8760h", 8760)]
)
def test_a_lifetime_is_hours_or_days(text: str, hours: int) -> None:
    assert parse_lifetime(text) == timedelta(hours=hours) <= LONGEST_LIFETIME


@pytest.mark.parametrize(
    "text", ["", "0h", "-1d", "366d", "8761h", "1w", "1.5d", "99999999d", "٣d"]
)
def test_a_lifetime_that_is_none_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no lifetime"):
        parse_lifetime(text)


def test_a_token_ends_no_later_than_what_issued_it() -> None:
    assert clamp_expiry(DAY, [None]) == DAY
    assert clamp_expiry(DAY, [DAY - TICK]) == DAY - TICK
    assert clamp_expiry(DAY, [DAY + TICK]) == DAY
