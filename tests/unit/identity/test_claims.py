"""From claims to a person: what is believed, what refuses, and which roles it gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.identity.claims import (
    ClaimRule,
    ClaimsRefused,
    Provider,
    RoleRule,
    account_names,
    is_fresh,
    outsider_of,
    roles_from_now,
    values_of,
)
from dharma_core.identity.texts import checked_user

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACME = Provider("acme", issuer="https://acme.example", audience="dharma")


def claims(**changed):
    told = {
        "iss": "https://acme.example",
        "sub": "u-7",
        "aud": "dharma",
        "iat": NOON.timestamp(),
        "exp": NOON.timestamp() + 60,
        "nonce": "n1",
        "preferred_username": "ann",
    }
    return {name: value for name, value in (told | changed).items() if value is not None}


def test_a_person_is_issuer_and_subject() -> None:
    who = outsider_of(ACME, claims(name="Ann <b>Ö</b>\u202e"), NOON)
    assert (who.issuer, who.subject, who.username) == ("https://acme.example", "u-7", "ann")
    assert who.title == "Ann bÖ/b"
    assert who.proof
    assert who.proof != "n1"


REFUSED = {
    "another issuer": ({"iss": "https://evil.example"}, "issuer"),
    "an issuer that only begins alike": ({"iss": "https://acme.example.evil"}, "issuer"),
    "no issuer": ({"iss": None}, "no iss"),
    "no subject": ({"sub": None}, "no sub"),
    "an empty subject": ({"sub": "  "}, "no sub"),
    "a subject that is true": ({"sub": True}, "no sub"),
    "several subjects": ({"sub": ["a", "b"]}, "no sub"),
    "a subject too long": ({"sub": "x" * 256}, "no sub"),
    "another audience": ({"aud": "other"}, "audience"),
    "no audience": ({"aud": None}, "audience"),
    "several audiences, made for another": ({"aud": ["dharma", "b"], "azp": "b"}, "audience"),
    "several audiences, made for nobody named": ({"aud": ["dharma", "b"]}, "audience"),
    "ended now": ({"exp": NOON.timestamp()}, "too old"),
    "no end": ({"exp": None}, "too old"),
    "an end that is text": ({"exp": "later"}, "too old"),
    "an end past all time": ({"exp": 1e300}, "too old"),
    "an end that is no number": ({"exp": float("nan")}, "too old"),
    "issued ten minutes ago": ({"iat": NOON.timestamp() - 600}, "too old"),
    "issued in two minutes": ({"iat": NOON.timestamp() + 61}, "too old"),
    "no time of issue": ({"iat": None}, "too old"),
    "no nonce": ({"nonce": None}, "no nonce"),
}


@pytest.mark.parametrize(("changed", "reason"), REFUSED.values(), ids=REFUSED)
def test_claims_are_refused_with(changed, reason) -> None:
    with pytest.raises(ClaimsRefused) as caught:
        outsider_of(ACME, claims(**changed), NOON)
    assert caught.value.reason == reason


TAKEN = {
    "a second before its end": {"exp": NOON.timestamp() + 1},
    "issued a second under ten minutes ago": {"iat": NOON.timestamp() - 599},
    "issued in a minute by another clock": {"iat": NOON.timestamp() + 60},
    "several audiences, made for us": {"aud": ["dharma", "b"], "azp": "dharma"},
    "a subject that is a number": {"sub": 7},
    "a subject as long as may be": {"sub": "x" * 255},
}


@pytest.mark.parametrize("changed", TAKEN.values(), ids=TAKEN)
def test_claims_are_taken_with(changed) -> None:
    assert outsider_of(ACME, claims(**changed), NOON).issuer == ACME.issuer


def test_without_tokens_neither_time_nor_audience_is_asked_for() -> None:
    github = Provider("github", tokens=False)
    who = outsider_of(github, {"iss": "https://github.com", "sub": "7"}, NOON)
    assert (who.proof, who.title) == ("", "")


@pytest.mark.parametrize(
    ("verified", "mail"),
    [(True, "ann@example.org"), ("true", "ann@example.org"), (False, ""), (None, ""), (1, "")],
    ids=["yes", "yes as text", "no", "not said", "one"],
)
def test_a_mail_address_counts_only_when_it_was_verified(verified, mail) -> None:
    told = claims(email="Ann@Example.org", email_verified=verified)
    assert outsider_of(ACME, told, NOON).mail == mail


def test_a_domain_that_the_claims_say_themselves_is_not_believed() -> None:
    acme = Provider("acme", only=(ClaimRule("email_domain", "example.org"),))
    told = claims(email_domain="example.org", email="ann@example.org")
    with pytest.raises(ClaimsRefused, match="not among those"):
        outsider_of(acme, told, NOON)
    assert outsider_of(acme, told | {"email_verified": True}, NOON).mail == "ann@example.org"


@pytest.mark.parametrize(
    "email",
    ["ann@evil.com@example.org", "ann@example.org,evil", "ann@example.org\n", '"a"@example.org'],
)
def test_an_address_that_is_none_gives_no_domain(email) -> None:
    acme = Provider("acme", only=(ClaimRule("email_domain", "example.org"),))
    told = claims(email=email, email_verified=True)
    if email.endswith("\n"):
        assert outsider_of(acme, told, NOON).mail == "ann@example.org"
        return
    with pytest.raises(ClaimsRefused):
        outsider_of(acme, told, NOON)


def test_one_of_the_claims_asked_for_is_enough() -> None:
    acme = Provider("acme", only=(ClaimRule("groups", "a"), ClaimRule("groups", "b")))
    assert outsider_of(acme, claims(groups=["x", "b"]), NOON).subject == "u-7"
    with pytest.raises(ClaimsRefused):
        outsider_of(acme, claims(groups=["x", "B"]), NOON)


RULES = (RoleRule("groups", "platform", "developer"), RoleRule("groups", "boss", "admin"))


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        (["platform"], ("developer",)),
        (["boss", "platform"], ("developer", "admin")),
        ("platform", ("developer",)),
        (["platforms"], ("viewer",)),
        ([], ("viewer",)),
        (None, ("viewer",)),
        ({"platform": True}, ("viewer",)),
    ],
    ids=["one", "two in the order of the rules", "a text", "another", "none", "not said", "a map"],
)
def test_roles_come_from_claims_and_else_by_default(groups, roles) -> None:
    acme = Provider("acme", roles=RULES, default_role="viewer")
    assert outsider_of(acme, claims(groups=groups), NOON).roles == roles


def test_without_a_default_nothing_is_given() -> None:
    assert outsider_of(Provider("acme", roles=RULES), claims(), NOON).roles == ()


@pytest.mark.parametrize(
    ("held", "groups", "now"),
    [
        (("developer", "auditor"), [], ("auditor",)),
        (("auditor",), ["platform"], ("auditor", "developer")),
        (("developer",), ["boss"], ("admin",)),
        (("developer",), ["platform"], ("developer",)),
        (("viewer",), [], ("viewer",)),
    ],
    ids=["taken away", "given", "changed", "the same", "by hand"],
)
def test_the_roles_of_claims_are_told_anew_and_those_by_hand_stay(held, groups, now) -> None:
    acme = Provider("acme", roles=RULES)
    who = outsider_of(acme, claims(groups=groups), NOON)
    assert roles_from_now(acme, who, held) == now


@pytest.mark.parametrize(
    ("amr", "counts"),
    [(["pwd", "mfa"], True), ("mfa", True), (["pwd"], False), (None, False)],
    ids=["with", "as text", "without", "not said"],
)
def test_a_second_factor_elsewhere_counts_where_it_is_agreed(amr, counts) -> None:
    acme = Provider("acme", second_factor=("mfa",))
    assert outsider_of(acme, claims(amr=amr), NOON).second_factor is counts
    assert outsider_of(Provider("acme"), claims(amr=amr), NOON).second_factor is False


def test_claims_inside_a_claim_are_reached_by_a_path() -> None:
    told = {"realm_access": {"roles": ["ops"]}, "a.b": "whole", "a": {"b": "inside"}}
    assert values_of(told, "realm_access.roles") == ("ops",)
    assert values_of(told, "a.b") == ("whole",)
    assert values_of(told, "realm_access.nothing.there") == ()
    assert values_of({"n": [1, True, 2.5, None, "x"]}, "n") == ("1", "x")


UNSAFE = {
    "the owner by a rule": {"roles": (RoleRule("groups", "x", "owner"),)},
    "the owner by default": {"default_role": "owner"},
    "everybody in the world": {"create": True, "anybody": True, "default_role": "viewer"},
    "a name with _": {"name": "my_idp"},
    "a name with .": {"name": "my.idp"},
    "a name in capitals": {"name": "Acme"},
    "a tenant that is none": {"tenant": "Other Team"},
}


@pytest.mark.parametrize("said", UNSAFE.values(), ids=UNSAFE)
def test_an_unsafe_agreement_is_refused(said) -> None:
    with pytest.raises(InputError):
        Provider(**({"name": "acme"} | said))


def test_what_is_stated_is_allowed() -> None:
    rule = RoleRule("groups", "x", "owner")
    assert Provider("acme", roles=(rule,), owner=True).managed == {"owner"}
    only = (ClaimRule("hd", "example.org"),)
    Provider("g", create=True, anybody=True, default_role="viewer", only=only)
    Provider("g", create=True, anybody=True)
    Provider("g", anybody=True, default_role="viewer")
    Provider("okta", create=True, default_role="viewer")


def _names(**told):
    return list(account_names(ACME, outsider_of(ACME, claims(**told), NOON)))


def test_a_verified_address_names_an_account_and_a_user_name_says_where_from() -> None:
    assert _names(email="Ann@example.org", email_verified=True)[0] == "ann@example.org"
    assert _names(preferred_username="Bob Smith")[0] == "bob-smith.acme"
    assert _names(preferred_username="ceo@example.org")[0] == "ceo-at-example.org.acme"
    assert _names(preferred_username="../..")[0] == "user.acme"
    assert _names(preferred_username=None)[0] == "user.acme"


def test_two_people_of_one_name_get_two_names() -> None:
    ann, other = _names(sub="1"), _names(sub="2")
    assert ann[0] == other[0] == "ann.acme"
    assert ann[1] != other[1]


@given(
    st.text(max_size=300),
    st.text(max_size=300),
    st.booleans() | st.just("true"),
    st.text(max_size=80),
)
def test_every_name_can_be_one_whatever_the_provider_says(username, mail, verified, name) -> None:
    told = claims(preferred_username=username, email=mail, email_verified=verified, name=name)
    who = outsider_of(ACME, told, NOON)
    for proposed in account_names(ACME, who):
        assert checked_user(proposed) == proposed
    assert len(who.title) <= 200
    assert "<" not in who.title


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
CLAIMS = st.dictionaries(
    st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nonce", "groups", "email", "amr", "name"]),
    JSON,
)


@given(CLAIMS)
def test_no_claims_whatever_break_it(told) -> None:
    acme = Provider("acme", audience="dharma", roles=RULES, only=(ClaimRule("groups", "a"),))
    with pytest.raises(ClaimsRefused):
        outsider_of(acme, told, NOON)


def test_a_token_is_fresh_for_minutes() -> None:
    assert is_fresh(claims(), NOON + timedelta(seconds=59))
    assert not is_fresh(claims(), NOON + timedelta(seconds=60))
    assert not is_fresh(claims(iat=True), NOON)


def test_the_record_can_compare_subjects_and_not_read_them() -> None:
    who, other = (outsider_of(ACME, claims(sub=sub), NOON) for sub in ("u-7", "u-8"))
    assert "u-7" not in who.fingerprint
    assert who.fingerprint != other.fingerprint
