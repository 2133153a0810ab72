"""People in the store: on SQLite and PostgreSQL alike, each tenant's own, every write on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.errors import ConflictError, NotFoundError
from dharma_core.identity import Actor, AttributeRule, Effect, Hours, Role
from dharma_core.identity.accounts import Account
from dharma_core.identity.lockout import LockLimits
from dharma_core.identity.sessions import SessionEnd
from dharma_core.storage.owners import owner_exists
from dharma_core.storage.sign_ins import FailureKey
from dharma_core.storage.store import Store

OLGA = Actor("olga", "default", ("owner",), address="10.0.0.1")
MIA = Actor("mia", "other", ("owner",))
THEN = datetime(2026, 3, 1, tzinfo=UTC)
DRAFT = Account("", "", "bob", "Bob", ("viewer",), THEN, THEN, password_hash="$argon2id$x")


def _add(store: Store, actor: Actor = OLGA, draft: Account = DRAFT) -> Account:
    with store.transaction(actor) as uow:
        return uow.identity.accounts.add(draft)


def _kinds(store: Store) -> list[str]:
    with store.reading(OLGA) as uow:
        return [entry.event.type.value for entry in uow.events.tail(100)]


def test_an_account_comes_back_as_it_was_kept_under_an_id_of_its_own(store: Store) -> None:
    made = _add(store)
    with store.reading(OLGA) as uow:
        assert uow.identity.accounts.get("bob") == made == uow.identity.accounts.get(made.id)
        assert uow.identity.accounts.all() == (made,)
    assert (made.tenant, made.id[:4]) == ("default", "usr_")


def test_two_tenants_may_have_a_user_of_one_name_and_see_their_own(store: Store) -> None:
    ours, theirs = _add(store), _add(store, MIA)
    with store.reading(MIA) as uow:
        assert uow.identity.accounts.all() == (theirs,)
        assert uow.identity.accounts.with_id(ours.id) is None
        with pytest.raises(NotFoundError):
            uow.identity.accounts.get(ours.id)


def test_a_change_of_another_tenants_account_is_refused_and_kept_out(store: Store) -> None:
    ours = _add(store)
    with pytest.raises(NotFoundError), store.transaction(MIA) as uow:
        uow.identity.accounts.change(replace(ours, disabled=True))
    with store.reading(OLGA) as uow:
        assert uow.identity.accounts.get("bob").active


def test_an_account_changed_and_deleted_leaves_before_and_after_without_secrets(
    store: Store,
) -> None:
    made = _add(store)
    with store.transaction(OLGA) as uow:
        changed = uow.identity.accounts.change(replace(made, roles=("admin",)))
    with store.transaction(OLGA) as uow:
        uow.identity.accounts.set_recovery_codes(changed, ("h1", "h2"))
        gone = uow.identity.accounts.delete(changed)
        assert uow.identity.accounts.recovery_codes_left(gone) == 0
    with store.reading(OLGA) as uow:
        events = [entry.event for entry in uow.events.tail(10, aggregate=made.id)]
        assert uow.identity.accounts.by_name("bob").password_hash == ""
    assert [event.type.value for event in events] == ["UserCreated", "UserChanged", "UserDeleted"]
    assert [event.before and event.before["roles"] for event in events] == [
        None,
        ["viewer"],
        ["admin"],
    ]
    assert "argon2id" not in str(events)


def test_a_transaction_that_fails_keeps_neither_write_nor_event(store: Store) -> None:
    def twice() -> None:
        with store.transaction(OLGA) as uow:
            uow.identity.accounts.add(DRAFT)
            uow.identity.accounts.add(DRAFT)

    with pytest.raises(ConflictError):
        twice()
    assert _kinds(store) == []
    with store.reading(OLGA) as uow:
        assert uow.identity.accounts.all() == ()


def test_a_recovery_code_serves_once_and_its_owner_alone(store: Store) -> None:
    bob, ann = _add(store), _add(store, draft=replace(DRAFT, name="ann"))
    with store.transaction(OLGA) as uow:
        uow.identity.accounts.set_recovery_codes(bob, ("h1", "h2"))
        assert not uow.identity.accounts.use_recovery_code(ann, "h1")
        assert uow.identity.accounts.use_recovery_code(bob, "h1")
        assert not uow.identity.accounts.use_recovery_code(bob, "h1")
        assert uow.identity.accounts.recovery_codes_left(bob) == 1


def test_roles_and_rules_come_back_as_they_were_kept(store: Store) -> None:
    role = Role("reader", ("blueprint:read",), "Reads")
    rule = AttributeRule(
        "office", Effect.ALLOW, "user:*", ("ann",), ("viewer",), ("test",), ("aws",),
        Decimal("9.50"), Hours("08:00", "18:00", ("mon",), "Europe/Berlin"),
    )  # fmt: skip
    with store.transaction(OLGA) as uow:
        uow.identity.roles.add(role)
        uow.identity.rules.add(rule)
    with store.reading(OLGA) as uow:
        assert uow.identity.roles.all() == {"reader": role}
        assert uow.identity.rules.all() == (rule,)
    with store.reading(MIA) as uow:
        assert (uow.identity.roles.all(), uow.identity.rules.all()) == ({}, ())


def test_a_role_that_stays_the_same_leaves_no_event(store: Store) -> None:
    role = Role("reader", ("blueprint:read",))
    with store.transaction(OLGA) as uow:
        uow.identity.roles.add(role)
        uow.identity.roles.change(role)
    assert _kinds(store) == ["RoleCreated"]


def test_a_session_is_found_by_its_secret_in_any_tenant_and_ended_once(store: Store) -> None:
    mia = _add(store, MIA)
    with store.transaction(MIA) as uow:
        session_id, secret = uow.identity.sessions.start(mia, agent="x" * 400, second_factor=True)
    with store.reading(OLGA) as uow:
        found = uow.identity.sessions.by_secret(secret)
        assert (found.id, found.tenant, len(found.agent)) == (session_id, "other", 300)
        assert uow.identity.sessions.of(mia) == ()
    with store.transaction(MIA) as uow:
        uow.identity.sessions.end(found, SessionEnd.REVOKED)
        ended = uow.identity.sessions.by_secret(secret)
        uow.identity.sessions.end(ended, SessionEnd.IDLE)
        assert uow.identity.sessions.by_secret(secret).end_reason == "revoked"


def test_a_session_tells_itself_in_json_values_without_its_secret(store: Store) -> None:
    bob = _add(store)
    with store.transaction(OLGA) as uow:
        _, secret = uow.identity.sessions.start(bob, agent="browser", second_factor=False)
        (found,) = uow.identity.sessions.of(bob)
    assert secret not in str(found.as_dict())
    assert (found.as_dict()["address"], found.as_dict()["ended"]) == ("10.0.0.1", None)


def test_failures_are_counted_by_key_and_forgotten_by_key(store: Store) -> None:
    limits = LockLimits(2)
    key, other = FailureKey("account", "a/bob", limits), FailureKey("address", "a/bob", limits)
    for _ in range(2):
        with store.transaction(OLGA) as uow:
            uow.identity.sign_ins.fail((key,), ("user", "usr_1"), "password")
    with store.transaction(OLGA) as uow:
        assert uow.identity.sign_ins.wait((key, other)) > timedelta(seconds=50)
        assert uow.identity.sign_ins.wait((other,)) == timedelta()
        uow.identity.sign_ins.clear(key)
        assert uow.identity.sign_ins.wait((key,)) == timedelta()
    assert _kinds(store) == ["SignInFailed", "SignInFailed", "AccountLocked"]


def test_a_challenge_is_for_its_purpose_alone(store: Store) -> None:
    with store.transaction(OLGA) as uow:
        secret = uow.identity.sign_ins.ask("code", "usr_1", lives=timedelta(minutes=5))
        assert uow.identity.sign_ins.challenge(secret, "owner") is None
        found = uow.identity.sign_ins.challenge(secret, "code")
        assert uow.identity.sign_ins.close(found)
        assert not uow.identity.sign_ins.close(found)


def test_an_owner_is_seen_without_opening_or_making_a_store(store_url: str, tmp_path) -> None:
    nowhere = f"sqlite:///{tmp_path}/none/dharma.db"
    assert not owner_exists(nowhere)
    assert not (tmp_path / "none").exists()
    assert not owner_exists(store_url)
    with Store.open(store_url) as store:
        assert not owner_exists(store_url)
        _add(store)
        assert owner_exists(store_url)


def test_a_file_of_an_older_dharma_or_of_nothing_has_no_owner(tmp_path) -> None:
    file = tmp_path / "dharma.db"
    file.write_bytes(b"")
    assert not owner_exists(f"sqlite:///{file}")


def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path) -> None:
    from dharma_core.errors import AdapterError

    file = tmp_path / "dharma.db"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(AdapterError):
        owner_exists(f"sqlite:///{file}")
