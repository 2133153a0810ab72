"""Tokens through the workbench: issue, use, refresh, theft, revocation, and every escalation."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dharma_core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
)
from dharma_core.identity import Actor, is_allowed
from dharma_core.storage.store import Store
from dharma_core.workbench import Workbench
from dharma_core.workbench.new_accounts import new_account
from dharma_core.workbench.token_gate import TokenGate


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class People:
    """Who has an account; a test may change them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.add("ann", "default", "admin")
        self.add("dev", "default", "developer")
        self.add("eve", "elsewhere", "admin")

    def add(self, name: str, tenant: str, role: str) -> None:
        with self._store.transaction(Actor("setup", tenant, ("owner",))) as uow:
            uow.identity.accounts.add(new_account(name, roles=(role,)))

    def change(self, name: str, **changed: Any) -> None:
        with self._store.transaction(Actor("setup", "default", ("owner",))) as uow:
            account = uow.identity.accounts.get(name)
            uow.identity.accounts.change(replace(account, **changed))


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/dharma.db", clock=clock) as opened:
        yield opened


@pytest.fixture
def gate(store: Store, clock: Clock, people: People) -> TokenGate:
    return TokenGate(Workbench.open().settings, store, clock=clock)


def bench(store: Store, user: str = "ann", tenant: str = "default", **more: Any) -> Workbench:
    roles = more.pop("roles", ("admin",))
    opened = Workbench.open()
    return Workbench(opened.settings, Actor(user, tenant, roles, **more), opened.cwd, store=store)


def enter(gate: TokenGate, text: str) -> Actor:
    return gate.actor_of_token(text, address="203.0.113.7", agent="curl")


def events(store: Store) -> list[str]:
    return [entry.event.type.value for entry in bench(store).events(limit=1000)]


def test_the_secret_of_a_token_is_in_no_file_of_the_store(store: Store, tmp_path: Path) -> None:
    _, secret = bench(store).create_token("ci", ["blueprint:read"])
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or secret.text.encode() not in file.read_bytes()


def test_a_token_acts_for_its_owner_and_its_use_is_noted(
    store: Store, gate: TokenGate, clock: Clock
) -> None:
    token, secret = bench(store).create_token("ci", ["blueprint:read"])
    actor = enter(gate, secret.text)
    assert (actor.user, actor.scopes, actor.session) == ("ann", ("blueprint:read",), token.id)
    assert bench(store).tokens()[0].last_used == clock.now
    clock.now += timedelta(seconds=59)
    enter(gate, secret.text)
    assert bench(store).tokens()[0].last_used == clock.now - timedelta(seconds=59)


def test_a_demotion_takes_effect_at_the_next_call(
    store: Store, gate: TokenGate, people: People
) -> None:
    _, secret = bench(store).create_token("ci", ["blueprint:*"])
    people.change("ann", roles=("viewer",))
    actor = enter(gate, secret.text)
    assert actor.roles == ("viewer",)
    assert is_allowed(actor, "blueprint:read")
    assert not is_allowed(actor, "blueprint:delete")


def test_a_disabled_users_token_is_refused_and_the_refusal_is_on_record(
    store: Store, gate: TokenGate, people: People
) -> None:
    _, secret = bench(store).create_token("ci", ["blueprint:*"])
    people.change("ann", disabled=True)
    with pytest.raises(SignInRequired, match="disabled"):
        enter(gate, secret.text)
    assert events(store)[0] == "TokenRefused"


def test_an_expired_token_is_refused_to_the_second(
    store: Store, gate: TokenGate, clock: Clock
) -> None:
    token, secret = bench(store).create_token("ci", ["blueprint:read"], lifetime=timedelta(hours=1))
    clock.now = token.expires - timedelta(seconds=1)
    enter(gate, secret.text)
    clock.now = token.expires
    with pytest.raises(SignInRequired, match="expired"):
        enter(gate, secret.text)
    clock.now = token.created - timedelta(days=1)
    with pytest.raises(SignInRequired, match="from the future"):
        enter(gate, secret.text)


def test_a_revoked_token_and_what_it_issued_end_together(store: Store, gate: TokenGate) -> None:
    token, secret = bench(store).create_token("ci", ["blueprint:read", "profile:tokens"])
    holder = bench(store, session=token.id, scopes=token.scopes)
    child, child_secret = holder.create_token("child", ["blueprint:read"])
    assert (child.parent, child.expires) == (token.id, token.expires)
    ended = bench(store).revoke_token(token.id)
    assert [each.id for each in ended] == [token.id, child.id]
    for text in (secret.text, child_secret.text):
        with pytest.raises(SignInRequired, match="revoked"):
            enter(gate, text)
    assert bench(store).revoke_token(token.id) == ()


@pytest.mark.parametrize("change", ["unknown", "kind", "secret"])
def test_a_token_that_is_not_the_stored_one_is_unknown(
    store: Store, gate: TokenGate, change: str
) -> None:
    from dharma_core.identity.tokens import TokenKind, new_secret

    bench(store).create_token("ci", ["blueprint:read"])
    other = new_secret(TokenKind.ACCESS if change == "kind" else TokenKind.PERSONAL)
    if change != "unknown":
        with store.transaction() as uow:
            from sqlalchemy import update

            from dharma_core.storage.token_tables import tokens

            row = {"handle": other.handle}
            row |= {"digest": other.digest} if change == "kind" else {}
            uow.scope.write(update(tokens).values(**row))
    with pytest.raises(SignInRequired, match="not known here"):
        enter(gate, other.text)


def test_a_refresh_gives_the_next_pair_and_the_old_access_token_lives_its_hour(
    store: Store, gate: TokenGate, clock: Clock
) -> None:
    bench(store).create_service_account("ci", ["blueprint:read"])
    pair = bench(store).issue_service_tokens("ci")
    assert enter(gate, pair.access.text).user == "service:ci"
    clock.now += timedelta(minutes=59)
    following = gate.refresh(pair.refresh.text, address="::1", agent="curl")
    assert enter(gate, pair.access.text).user == "service:ci"
    clock.now += timedelta(minutes=1)
    with pytest.raises(SignInRequired, match="expired"):
        enter(gate, pair.access.text)
    assert enter(gate, following.access.text).scopes == ("blueprint:read",)


def test_a_refresh_token_used_twice_ends_its_whole_family(store: Store, gate: TokenGate) -> None:
    bench(store).create_service_account("ci", ["blueprint:read"])
    pair = bench(store).issue_service_tokens("ci")
    other_family = bench(store).issue_service_tokens("ci")
    following = gate.refresh(pair.refresh.text, address="::1", agent="curl")
    with pytest.raises(SignInRequired, match="may be stolen"):
        gate.refresh(pair.refresh.text, address="203.0.113.66", agent="thief")
    for text in (pair.access.text, following.access.text):
        with pytest.raises(SignInRequired, match="revoked"):
            enter(gate, text)
    with pytest.raises(SignInRequired, match="revoked"):
        gate.refresh(following.refresh.text, address="::1", agent="curl")
    assert enter(gate, other_family.access.text).user == "service:ci"
    (reused,) = (
        e.event for e in bench(store).events(limit=99) if e.event.type.value == "TokenReused"
    )
    assert (reused.address, reused.success) == ("203.0.113.66", False)


def test_of_many_refreshes_at_once_one_wins_and_then_the_family_ends(
    store: Store, gate: TokenGate
) -> None:
    bench(store).create_service_account("ci", ["blueprint:read"])
    pair = bench(store).issue_service_tokens("ci")
    won: list[Any] = []
    lost: list[SignInRequired] = []

    def ask() -> None:
        try:
            won.append(gate.refresh(pair.refresh.text, address="::1", agent="curl"))
        except SignInRequired as error:
            lost.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 5)
    with pytest.raises(SignInRequired):
        enter(gate, won[0].access.text)


def test_a_refresh_token_ends_after_30_days_and_with_its_owner(
    store: Store, gate: TokenGate, clock: Clock, people: People
) -> None:
    bench(store).create_service_account("ci", ["blueprint:read"])
    pair = bench(store).issue_service_tokens("ci")
    people.change("ann", disabled=True)
    with pytest.raises(SignInRequired, match="gone"):
        gate.refresh(pair.refresh.text, address="::1", agent="curl")
    people.change("ann", disabled=False)
    clock.now += timedelta(days=30)
    with pytest.raises(SignInRequired, match="is expired"):
        gate.refresh(pair.refresh.text, address="::1", agent="curl")


def test_only_a_refresh_token_is_refreshed(store: Store, gate: TokenGate) -> None:
    _, secret = bench(store).create_token("ci", ["blueprint:read"])
    with pytest.raises(SignInRequired, match="not a refresh token"):
        gate.refresh(secret.text, address="::1", agent="curl")


def test_a_disabled_service_account_ends_with_its_tokens(store: Store, gate: TokenGate) -> None:
    account = bench(store).create_service_account("ci", ["blueprint:read"])
    pair = bench(store).issue_service_tokens("ci")
    bench(store).disable_service_account(account.id)
    with pytest.raises(SignInRequired, match="revoked"):
        enter(gate, pair.access.text)
    with pytest.raises(InputError, match="is disabled"):
        bench(store).issue_service_tokens("ci")
    assert bench(store).service_accounts()[0].disabled


def test_a_service_account_of_a_name_is_there_once_a_tenant(store: Store) -> None:
    bench(store).create_service_account("ci", ["blueprint:read"])
    with pytest.raises(ConflictError, match="already"):
        bench(store).create_service_account("ci", ["blueprint:read"])
    bench(store, "eve", "elsewhere").create_service_account("ci", ["blueprint:read"])


def test_a_scope_beyond_the_issuer_is_refused_and_recorded(store: Store) -> None:
    dev = bench(store, "dev", roles=("developer",))
    with pytest.raises(PermissionDenied, match="cannot give away user:delete"):
        dev.create_token("mine", ["blueprint:read", "user:delete"])
    assert events(store) == ["PermissionDenied"]
    with pytest.raises(PermissionDenied):
        bench(store, scopes=("token:*", "profile:*")).create_service_account(
            "ci", ["blueprint:read"]
        )


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        ("create_service_account", ("ci", ["blueprint:read"])),
        ("issue_service_tokens", ("ci",)),
        ("disable_service_account", ("ci",)),
        ("service_accounts", ()),
    ],
)
def test_who_does_not_administer_tokens_touches_no_service_account(
    store: Store, act: str, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises(PermissionDenied):
        getattr(bench(store, "dev", roles=("developer",)), act)(*arguments)


def test_a_token_without_the_scope_makes_ends_and_lists_no_token(store: Store) -> None:
    token, _ = bench(store).create_token("ci", ["blueprint:read"])
    holder = bench(store, session=token.id, scopes=token.scopes)
    for act in (
        lambda: holder.create_token("more", ["blueprint:read"]),
        lambda: holder.revoke_token(token.id),
        holder.tokens,
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_service_account_makes_no_tokens(store: Store) -> None:
    service = bench(store, "service:ci", scopes=("profile:tokens", "blueprint:read"))
    with pytest.raises(PermissionDenied, match="makes no tokens"):
        service.create_token("more", ["blueprint:read"])


def test_a_token_of_another_tenant_is_not_there(store: Store) -> None:
    token, _ = bench(store).create_token("ci", ["blueprint:read"])
    eve = bench(store, "eve", "elsewhere")
    assert eve.tokens(everyone=True) == ()
    with pytest.raises(NotFoundError):
        eve.revoke_token(token.id)
    bench(store).create_service_account("ci", ["blueprint:read"])
    for act in (eve.issue_service_tokens, eve.disable_service_account):
        with pytest.raises(NotFoundError):
            act("ci")


def test_another_users_token_ends_by_who_administers_tokens_alone(store: Store) -> None:
    token, _ = bench(store).create_token("ci", ["blueprint:read"])
    dev = bench(store, "dev", roles=("developer",))
    assert dev.tokens() == ()
    with pytest.raises(PermissionDenied):
        dev.revoke_token(token.id)
    with pytest.raises(PermissionDenied):
        dev.tokens(everyone=True)
    own, _ = dev.create_token("mine", ["blueprint:read"])
    assert [each.id for each in bench(store).revoke_token(own.id)] == [own.id]


@pytest.mark.parametrize(
    "name", ["", " ", "a\nb", "a\x00b", "x" * 101, "a\u202eb", "<script>x</script>"]
)
def test_a_name_that_misleads_is_refused(store: Store, name: str) -> None:
    with pytest.raises(InputError):
        bench(store).create_token(name, ["blueprint:read"])
    with pytest.raises(InputError):
        bench(store).create_service_account(name, ["blueprint:read"])
    assert bench(store).tokens() == ()


def test_sql_in_a_name_is_a_name(store: Store) -> None:
    name = "'); DROP TABLE tokens; --"
    bench(store).create_token(name, ["blueprint:read"])
    assert bench(store).tokens()[0].name == name


def test_every_change_of_a_token_is_in_the_chain(store: Store, gate: TokenGate) -> None:
    token, _ = bench(store).create_token("ci", ["blueprint:read"])
    bench(store).revoke_token(token.id)
    assert events(store)[:2] == ["TokenRevoked", "TokenIssued"]
    assert bench(store).verify_audit().valid
    data = bench(store).events()[0].event.data
    assert (data["name"], data["why"]) == ("ci", "Its owner revoked it.")
    assert set(data) == {"name", "kind", "account", "scopes", "expires", "why"}


def test_a_token_of_this_machines_user_ends_when_an_owner_exists(
    store: Store, clock: Clock
) -> None:
    local = bench(store, "local")
    _, secret = local.create_token("ci", ["blueprint:read"])
    alone = TokenGate(local.settings, store, clock=clock)
    assert enter(alone, secret.text).user == "local"
    People(store)
    with pytest.raises(SignInRequired, match="disabled or gone"):
        enter(alone, secret.text)


def test_the_rules_that_concern_the_owner_concern_the_token(
    store: Store, gate: TokenGate, people: People
) -> None:
    from dharma_core.identity import AttributeRule, Effect

    _, secret = bench(store).create_token("ci", ["blueprint:read"])
    with store.transaction(Actor("setup", "default", ("owner",))) as uow:
        rule = AttributeRule("nights", Effect.DENY, "blueprint:*", users=("ann",))
        uow.identity.rules.add(rule)
    assert [rule.name for rule in enter(gate, secret.text).rules] == ["nights"]
