"""The gate for outside accounts: who gets in, with which roles, and what is put on record."""

from __future__ import annotations

import pytest

from dharma_core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
)
from dharma_core.identity.claims import ClaimsRefused
from dharma_core.workbench.gate import SecondFactorNeeded
from tests.unit.workbench.outside import ACME, Door


@pytest.fixture
def door(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setenv("ACME_SECRET", "s3cret")
    doors = []

    def opened(toml: str = ACME, **how: bool) -> Door:
        doors.append(Door(tmp_path, toml, **how))
        return doors[-1]

    yield opened
    for one in doors:
        one.store.close()


def _refused(door: Door, **claims) -> str:
    with pytest.raises(ClaimsRefused) as caught:
        door.gate.sign_in_outside("acme", door.claims(**claims))
    return caught.value.reason


def test_a_first_sign_in_makes_the_account_and_a_session(door) -> None:
    it = door()
    signed = it.gate.sign_in_outside("acme", it.claims(), address="10.0.0.9", agent="Firefox")
    kinds = [kind for kind, user, _ in it.events() if user == "ann.acme"]
    assert kinds == ["UserCreated", "OutsideAccountLinked", "SessionStarted", "SignInSucceeded"]
    assert it.events()[-1][2]["provider"] == "acme"
    actor = it.gate.actor_of_session(signed.session_secret)
    assert (actor.user, actor.roles, actor.second_factor) == ("ann.acme", ("developer",), False)


def test_the_second_sign_in_opens_the_same_account_whatever_it_is_called_now(door) -> None:
    it = door()
    it.gate.sign_in_outside("acme", it.claims())
    signed = it.gate.sign_in_outside("acme", it.claims(preferred_username="olga"))
    assert it.gate.actor_of_session(signed.session_secret).user == "ann.acme"


def test_somebody_of_the_same_mail_address_does_not_get_the_account(door) -> None:
    it = door()
    it.account("ann@example.org", "admin")
    mail = {"email": "ann@example.org", "email_verified": True}
    signed = it.gate.sign_in_outside("acme", it.claims(**mail))
    actor = it.gate.actor_of_session(signed.session_secret)
    assert actor.user.startswith("ann@example.org-")
    assert actor.roles == ("developer",)


def test_roles_of_claims_are_read_at_each_sign_in(door) -> None:
    it = door()
    first = it.gate.sign_in_outside("acme", it.claims())
    it.gate.sign_in_outside("acme", it.claims(groups=["boss"]))
    assert it.gate.actor_of_session(first.session_secret).roles == ("admin",)


def test_who_lost_every_role_is_refused_and_the_old_session_may_nothing(door) -> None:
    it = door()
    first = it.gate.sign_in_outside("acme", it.claims())
    assert _refused(it, groups=["other"]) == "no role"
    assert it.events()[-1][0] == "SignInFailed"
    assert it.user("ann.acme").roles == ()
    assert it.gate.actor_of_session(first.session_secret).roles == ()


def test_who_has_no_role_gets_no_account(door) -> None:
    it = door()
    assert _refused(it, groups=[]) == "no role"
    assert it.user("ann.acme") is None


def test_without_create_only_a_linked_account_opens(door) -> None:
    it = door(ACME.replace("create = true", "create = false"))
    assert _refused(it) == "no account"
    it.account("ann", "viewer")
    it.bench("owner").link_outside_account("ann", "acme", "u-7")
    signed = it.gate.sign_in_outside("acme", it.claims())
    actor = it.gate.actor_of_session(signed.session_secret)
    assert (actor.user, actor.roles) == ("ann", ("viewer", "developer"))


@pytest.mark.parametrize("end", ["disable_user", "delete_user"])
def test_an_account_that_is_closed_stays_closed(door, end) -> None:
    it = door()
    it.gate.sign_in_outside("acme", it.claims())
    getattr(it.bench("owner"), end)("ann.acme")
    assert _refused(it) == "account"
    assert it.events()[-1][:2] == ("SignInFailed", "ann.acme")


def test_what_was_used_once_opens_nothing_more(door) -> None:
    it = door()
    claims = it.claims()
    it.gate.sign_in_outside("acme", claims)
    with pytest.raises(ClaimsRefused) as caught:
        it.gate.sign_in_outside("acme", claims)
    assert caught.value.reason == "used before"
    assert it.events()[-1][2] == {"reason": "used before", "provider": "acme"}


def test_a_clock_set_back_frees_no_proof(door) -> None:
    it = door()
    claims = it.claims()
    it.gate.sign_in_outside("acme", claims)
    it.clock.move(seconds=-30)
    assert _refused(it, **claims) == "used before"
    it.clock.move(minutes=15)
    assert _refused(it, **claims) == "too old"


def test_claims_of_another_issuer_open_nothing(door) -> None:
    it = door()
    assert _refused(it, iss="https://evil.example") == "issuer"
    assert it.events()[-1][:2] == ("SignInFailed", "(unknown)")


def test_until_an_owner_exists_nobody_comes_in_this_way(door) -> None:
    it = door(owner=False)
    assert _refused(it) == "no owner"
    assert it.user("ann.acme") is None


def test_a_provider_that_is_not_there_is_named_with_the_nearest(door) -> None:
    it = door()
    with pytest.raises(InputError, match="Did you mean 'acme'"):
        it.gate.sign_in_outside("acmee", it.claims())


def test_a_provider_without_its_secret_is_not_offered(door, monkeypatch) -> None:
    it = door()
    monkeypatch.delenv("ACME_SECRET")
    assert dict(it.gate.providers) == {}
    with pytest.raises(InputError):
        it.gate.sign_in_outside("acme", it.claims())


FACTOR = {"totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "totp_confirmed": True}


def test_an_account_with_a_second_factor_is_asked_for_its_code(door) -> None:
    it = door()
    it.account("ann", "viewer", **FACTOR)
    it.bench("owner").link_outside_account("ann", "acme", "u-7")
    asked = it.gate.sign_in_outside("acme", it.claims(amr=["mfa"]))
    assert isinstance(asked, SecondFactorNeeded)
    with pytest.raises(SignInRequired):
        it.gate.second_factor(asked.challenge, "000000")
    import pyotp

    code = pyotp.TOTP(FACTOR["totp_secret"]).at(it.clock.now)
    signed = it.gate.second_factor(asked.challenge, code)
    assert it.gate.actor_of_session(signed.session_secret).second_factor is True


def test_a_second_factor_elsewhere_counts_where_it_is_agreed(door) -> None:
    it = door(ACME + 'second_factor = ["mfa"]\n')
    it.account("ann", "viewer", **FACTOR)
    it.bench("owner").link_outside_account("ann", "acme", "u-7")
    signed = it.gate.sign_in_outside("acme", it.claims(amr=["pwd", "mfa"]))
    assert it.gate.actor_of_session(signed.session_secret).second_factor is True
    assert isinstance(it.gate.sign_in_outside("acme", it.claims(amr=["pwd"])), SecondFactorNeeded)


def test_the_last_owner_is_not_taken_away_by_a_claim(door) -> None:
    rule = ACME.replace('role = "admin"}', 'role = "owner"}') + "owner = true\n"
    it = door(rule)
    it.bench("owner").link_outside_account("olga", "acme", "u-7")
    with pytest.raises(ConflictError, match="last owner"):
        it.gate.sign_in_outside("acme", it.claims(groups=["platform"]))
    assert it.user("olga").roles == ("owner",)
    assert it.events()[-1][:2] == ("SignInFailed", "olga")


def test_a_role_that_nobody_made_is_named(door) -> None:
    it = door(ACME.replace('"developer"', '"develper"'))
    with pytest.raises(NotFoundError, match="develper"):
        it.gate.sign_in_outside("acme", it.claims())
    assert it.user("ann.acme") is None


def test_people_of_a_tenant_come_to_that_tenant(door) -> None:
    it = door(ACME + 'tenant = "south"\n')
    signed = it.gate.sign_in_outside("acme", it.claims())
    assert it.gate.actor_of_session(signed.session_secret).tenant == "south"
    assert it.user("ann.acme") is None


def test_nothing_of_the_subject_or_the_token_is_on_record(door) -> None:
    it = door()
    claims = it.claims(sub="very-private-subject", nonce="very-private-nonce")
    it.gate.sign_in_outside("acme", claims)
    _refused(it, **claims)
    assert "very-private" not in repr(it.events())


def test_a_link_is_looked_after_by_those_who_may(door) -> None:
    it = door()
    it.account("ann", "viewer")
    owner = it.bench("owner")
    made = owner.link_outside_account("ann", "acme", "u-7")
    assert [link.id for link in owner.outside_accounts("ann")] == [made.id]
    with pytest.raises(ConflictError):
        owner.link_outside_account("olga", "acme", "u-7")
    with pytest.raises(NotFoundError, match=made.id):
        owner.unlink_outside_account("ann", made.id[:-1])
    with pytest.raises(NotFoundError):
        owner.unlink_outside_account("olga", made.id)
    owner.unlink_outside_account("ann", made.id)
    assert owner.outside_accounts("ann") == ()
    assert [k for k, *_ in it.events()][-2:] == ["OutsideAccountLinked", "OutsideAccountUnlinked"]


def test_an_administrator_ties_nobody_to_an_owner(door) -> None:
    it = door()
    with pytest.raises(PermissionDenied):
        it.bench("admin", user="adam").link_outside_account("olga", "acme", "u-7")


@pytest.mark.parametrize("subject", ["", "  ", "x" * 256, "a\x00b"])
def test_a_subject_that_is_none_is_refused(door, subject) -> None:
    with pytest.raises(InputError, match="subject"):
        door().bench("owner").link_outside_account("olga", "acme", subject)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (ACME.replace("acme]", "other]"), "No provider 'acme'"),
        (ACME.replace('issuer = "https://acme.example"\n', ""), "its issuer is not known"),
        (ACME + 'tenant = "south"\n', "serves another tenant"),
    ],
    ids=["no such provider", "no issuer", "another tenant"],
)
def test_a_link_needs_a_provider_whose_people_are_known(door, toml, message) -> None:
    with pytest.raises(InputError, match=message):
        door(toml).bench("owner").link_outside_account("olga", "acme", "u-7")
