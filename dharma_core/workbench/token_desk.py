"""Tokens as a person keeps them: issue, list, end; and the service accounts they answer for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, PermissionDenied
from dharma_core.identity import not_held
from dharma_core.identity.tokens import (
    SERVICE_PREFIX,
    Secret,
    Token,
    TokenKind,
    check_scopes,
    clamp_expiry,
    new_secret,
)
from dharma_core.ids import new_id
from dharma_core.typed_text import checked_line
from dharma_core.workbench.context import Context
from dharma_core.workbench.token_gate import IssuedPair, issue_pair

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dharma_core.storage.store import UnitOfWork
    from dharma_core.storage.tokens import ServiceAccount

__all__ = ["TokenDesk"]

DEFAULT_LIFETIME = timedelta(days=90)


class TokenDesk(Context):
    """The part of the workbench that hands out tokens."""

    def tokens(self, *, everyone: bool = False) -> tuple[Token, ...]:
        """Return the actor's own tokens, or the whole tenant's, newest first."""
        self.allow("token:administer" if everyone else "profile:tokens")
        with self.store.reading(self.actor) as uow:
            return uow.tokens.page(user=None if everyone else self.actor.user)

    def create_token(
        self, name: str, scopes: Iterable[str], *, lifetime: timedelta = DEFAULT_LIFETIME
    ) -> tuple[Token, Secret]:
        """Issue a personal token; its text is in the answer and nowhere else, ever.

        A token issued with a token ends with it, and no later than it.

        Raises
        ------
        InputError
            If the name or a scope cannot be taken.
        PermissionDenied
            If a scope is more than the actor holds, or a service account asks.
        """
        self.allow("profile:tokens")
        name = checked_line(name, what="name of a token", longest=100)
        if self.actor.user.startswith(SERVICE_PREFIX):
            raise PermissionDenied(
                "A service account makes no tokens.",
                next_step="Whoever answers for it makes them, with `dharma token create`.",
            )
        wanted = check_scopes(scopes)
        self._refuse_excess(wanted)
        secret = new_secret(TokenKind.PERSONAL)
        with self._acting("profile:tokens") as uow:
            parent = _parent(uow, self.actor.session)
            limit = None if parent is None else parent.expires
            expires = clamp_expiry(uow.scope.now + lifetime, [limit])
            token = self._draft(name, wanted, secret, uow.scope.now, expires)
            return uow.tokens.add(token), secret

    def revoke_token(self, id: str) -> tuple[Token, ...]:  # noqa: A002 - the domain's word
        """End a token, its family and what it issued; return what ended.

        Raises
        ------
        NotFoundError
            If the tenant has no such token.
        PermissionDenied
            If it is somebody else's and the actor does not administer tokens.
        """
        self.allow("profile:tokens")
        with self.store.reading(self.actor) as uow:
            token = uow.tokens.get(id)
        own = token.user == self.actor.user
        if not own:
            self.allow("token:administer")
        why = "Its owner revoked it." if own else "An administrator revoked it."
        with self._acting("token:administer") as uow:
            return uow.tokens.revoke(uow.tokens.get(id), why=why)

    def service_accounts(self) -> tuple[ServiceAccount, ...]:
        """Return the tenant's service accounts by name."""
        self.allow("token:administer")
        with self.store.reading(self.actor) as uow:
            return uow.tokens.accounts()

    def create_service_account(self, name: str, scopes: Iterable[str]) -> ServiceAccount:
        """Make a service account that the actor answers for.

        Its rights are its scopes, and at every call no more than the actor's own of that moment.

        Raises
        ------
        ConflictError
            If the tenant has one of that name.
        PermissionDenied
            If a scope is more than the actor holds.
        """
        self.allow("token:administer")
        name = checked_line(name, what="name of a service account", longest=100)
        wanted = check_scopes(scopes)
        self._refuse_excess(wanted)
        with self._acting("token:administer") as uow:
            return uow.tokens.add_account(name, wanted)

    def issue_service_tokens(self, account: str) -> IssuedPair:
        """Issue a service account an access token (1 hour) and a refresh token, a new family.

        Raises
        ------
        NotFoundError
            If there is no such account.
        InputError
            If it was disabled.
        """
        self.allow("token:administer")
        with self._acting("token:administer") as uow:
            found = uow.tokens.account(account)
            if found.disabled:
                raise InputError(
                    f"The service account {found.name!r} is disabled.",
                    next_step="Make another one under a new name.",
                )
            return issue_pair(uow, _first_of(found, uow.scope.now))

    def disable_service_account(self, account: str) -> ServiceAccount:
        """Stop a service account for good; its tokens end."""
        self.allow("token:administer")
        with self._acting("token:administer") as uow:
            found = uow.tokens.account(account)
            uow.tokens.disable_account(found)
            return found

    def _refuse_excess(self, scopes: tuple[str, ...]) -> None:
        excess = not_held(self.actor, scopes)
        if excess:
            refused = PermissionDenied(
                f"{self.actor.user} cannot give away {', '.join(excess)}: they do not hold it.",
                next_step="Leave it out, or ask an administrator.",
                details={"scopes": list(excess)},
            )
            self._record_refusal(excess[0], refused)
            raise refused

    def _draft(
        self,
        name: str,
        scopes: tuple[str, ...],
        secret: Secret,
        now: datetime,
        expires: datetime,
    ) -> Token:
        actor = self.actor
        return Token(
            id=new_id("tok"),
            tenant=actor.tenant,
            user=actor.user,
            name=name,
            kind=secret.kind,
            handle=secret.handle,
            digest=secret.digest,
            scopes=scopes,
            created=now,
            expires=expires,
            parent=actor.session if actor.session.startswith("tok_") else "",
        )


def _parent(uow: UnitOfWork, session: str) -> Token | None:
    return uow.tokens.get(session) if session.startswith("tok_") else None


def _first_of(account: ServiceAccount, now: datetime) -> Token:
    """Return what the first pair of a family is made like."""
    return Token(
        id="",
        tenant=account.tenant,
        user=account.user,
        name=account.name,
        kind=TokenKind.ACCESS,
        handle="",
        digest="",
        scopes=account.scopes,
        created=now,
        expires=now,
        account=account.id,
        family=new_id("fam"),
    )
