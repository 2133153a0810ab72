"""Tokens and service accounts in the database; their texts never come here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select, update

from dharma_core.errors import ConflictError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.identity.tokens import Token, TokenKind
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.token_tables import service_accounts, tokens

__all__ = ["ServiceAccount", "TokenRepository"]

_FIELDS = (
    "id",
    "tenant",
    "user",
    "name",
    "handle",
    "digest",
    "account",
    "family",
    "parent",
    "created",
    "expires",
    "last_used",
    "spent",
    "revoked",
)


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A program that acts with the rights of whoever answers for it, within its scopes.

    Parameters
    ----------
    user : str
        Who answers for it: their roles bound what it may, at every call.
    """

    id: str
    tenant: str
    user: str
    name: str
    scopes: tuple[str, ...]
    created: datetime
    disabled: bool = False


class TokenRepository:
    """Issue, find and end tokens; every change leaves its event in the same transaction.

    Lists show the actor's tenant. `by_handle` looks everywhere: it asks before anybody is known.
    """

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def add(self, token: Token) -> Token:
        """Keep a new token."""
        row = {name: getattr(token, name) for name in _FIELDS}
        values = {**row, "kind": token.kind.value, "scopes": list(token.scopes)}
        self._scope.write(insert(tokens).values(**values))
        self._emit(EventType.TOKEN_ISSUED, token)
        return token

    def by_handle(self, handle: str) -> Token | None:
        """Return the token of a handle in any tenant, None when there is none."""
        found = self._tokens(select(tokens).where(tokens.c.handle == handle))
        return found[0] if found else None

    def get(self, id: str) -> Token:  # noqa: A002 - the domain's word
        """Return a token of the actor's tenant by its id.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        found = self._tokens(self._own().where(tokens.c.id == id))
        if not found:
            raise NotFoundError(
                f"No token {id!r:.60}.", next_step="`dharma token list` shows their ids."
            )
        return found[0]

    def page(self, *, user: str | None = None) -> tuple[Token, ...]:
        """Return the tokens of the actor's tenant, or of one user of it, newest first."""
        query = self._own().order_by(tokens.c.created.desc(), tokens.c.id.desc())
        return self._tokens(query if user is None else query.where(tokens.c.user == user))

    def revoke(self, token: Token, *, why: str) -> tuple[Token, ...]:
        """End a token, everything of its family, and what it issued itself; return what ended."""
        ended: dict[str, Token] = {}
        waiting = [token]
        for each in waiting:
            if each.revoked is None and each.id not in ended:
                ended[each.id] = each
                same = update(tokens).where(tokens.c.id == each.id)
                self._scope.write(same.values(revoked=self._scope.now))
                self._emit(EventType.TOKEN_REVOKED, each, why=why)
            waiting += (kin for kin in self._relatives(each) if kin.id not in ended)
        return tuple(ended.values())

    def forget(self, token: Token) -> None:
        """Let go of a token that has ended; the audit still tells of it."""
        self._scope.write(delete(tokens).where(tokens.c.id == token.id))

    def spend(self, token: Token) -> bool:
        """Mark a refresh token as exchanged; False when another call was first."""
        done = self._scope.write(
            update(tokens)
            .where(tokens.c.id == token.id, tokens.c.spent.is_(None), tokens.c.revoked.is_(None))
            .values(spent=self._scope.now, last_used=self._scope.now)
        )
        if done.rowcount != 1:
            return False
        self._emit(EventType.TOKEN_REFRESHED, token)
        return True

    def note_use(self, token: Token) -> None:
        """Remember that a token was used now; no event, the use itself leaves them."""
        self._scope.write(
            update(tokens).where(tokens.c.id == token.id).values(last_used=self._scope.now)
        )

    def note_refusal(self, token: Token, kind: EventType, *, why: str) -> None:
        """Record that a token was shown and not taken."""
        self._emit(kind, token, why=why, success=False)

    def add_account(self, name: str, scopes: tuple[str, ...]) -> ServiceAccount:
        """Keep a new service account that the actor answers for.

        Raises
        ------
        ConflictError
            If the tenant has one of that name.
        """
        if any(account.name == name for account in self.accounts()):
            raise ConflictError(
                f"There is a service account {name!r} already.",
                next_step="Choose another name, or issue it new tokens with `dharma token create`.",
            )
        actor, now = self._scope.actor, self._scope.now
        account = ServiceAccount(new_id("svc"), actor.tenant, actor.user, name, scopes, now)
        row = {name: getattr(account, name) for name in account.__dataclass_fields__}
        self._scope.write(insert(service_accounts).values(**{**row, "scopes": list(scopes)}))
        about = {"name": name, "scopes": list(scopes)}
        self._append(EventType.SERVICE_ACCOUNT_CREATED, ("service_account", account.id), about)
        return account

    def disable_account(self, account: ServiceAccount) -> None:
        """Stop a service account and end its tokens."""
        where = service_accounts.c.id == account.id
        self._scope.write(update(service_accounts).where(where).values(disabled=True))
        about = {"name": account.name}
        self._append(EventType.SERVICE_ACCOUNT_DISABLED, ("service_account", account.id), about)
        for token in self._tokens(self._own().where(tokens.c.account == account.id)):
            self.revoke(self.get(token.id), why="its service account was disabled")

    def accounts(self) -> tuple[ServiceAccount, ...]:
        """Return the service accounts of the actor's tenant by name."""
        table = service_accounts
        query = select(table).where(table.c.tenant == self._scope.actor.tenant)
        rows = self._scope.rows(query.order_by(table.c.name))
        return tuple(ServiceAccount(**{**row, "scopes": tuple(row["scopes"])}) for row in rows)

    def account(self, name: str) -> ServiceAccount:
        """Return a service account by its name or id; raise NotFoundError when there is none."""
        known = self.accounts()
        found = next((account for account in known if name in (account.name, account.id)), None)
        if found is None:
            raise NotFoundError(
                f"No service account {name!r:.110}.",
                next_step=nearest(name, (account.name for account in known)),
            )
        return found

    def _relatives(self, token: Token) -> tuple[Token, ...]:
        kin = tokens.c.parent == token.id
        if token.family:
            kin = or_(kin, tokens.c.family == token.family)
        return self._tokens(select(tokens).where(kin, tokens.c.revoked.is_(None)))

    def _own(self) -> Select[Any]:
        return select(tokens).where(tokens.c.tenant == self._scope.actor.tenant)

    def _tokens(self, query: Select[Any]) -> tuple[Token, ...]:
        return tuple(_token_of(row) for row in self._scope.rows(query))

    def _emit(self, kind: EventType, token: Token, *, why: str = "", success: bool = True) -> None:
        data = {**_state(token), "why": why} if why else _state(token)
        draft = self._scope.event(kind, ("token", token.id))
        self._events.append(replace(draft, success=success, data=data))

    def _append(
        self, kind: EventType, aggregate: tuple[str, str], after: Mapping[str, Any]
    ) -> None:
        self._events.append(self._scope.event(kind, aggregate, after=after))


def _token_of(row: Mapping[str, Any]) -> Token:
    kept = {name: row[name] for name in _FIELDS}
    return Token(**kept, kind=TokenKind(row["kind"]), scopes=tuple(row["scopes"]))


def _state(token: Token) -> dict[str, Any]:
    """Return what the audit keeps of a token: for what, how long; no name, nothing that opens."""
    return {
        "name": token.name,
        "kind": token.kind.value,
        "account": token.account,
        "scopes": list(token.scopes),
        "expires": token.expires.isoformat(),
    }
