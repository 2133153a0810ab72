"""The gate for programs: from a token to who acts, and from a refresh token to the next pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.identity.tokens import (
    ACCESS_LIFETIME,
    REFRESH_LIFETIME,
    Secret,
    Token,
    TokenKind,
    check_usable,
    new_secret,
    read_secret,
)
from dharma_core.ids import new_id
from dharma_core.workbench.acting import Caller, unknown_actor
from dharma_core.workbench.token_owners import actor_of_owner

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.store import Store, UnitOfWork

__all__ = ["IssuedPair", "TokenGate", "issue_pair"]

_UNKNOWN = "That token is not known here."


@dataclass(frozen=True, slots=True)
class IssuedPair:
    """An access token and the refresh token that gets the next one; shown once."""

    access: Secret
    refresh: Secret
    expires: datetime


class TokenGate:
    """Says who acts with a token, before anybody is known.

    Parameters
    ----------
    settings : Settings
        Where the store is.
    store : Store, optional
        An open one to use; opened at first use when left out.
    clock : callable
        Gives the present moment, UTC.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._clock = clock
        if store is not None:
            self.__dict__["store"] = store

    @cached_property
    def store(self) -> Store:
        """The database, opened and migrated at first use."""
        from dharma_core.workbench.opening import open_store

        return open_store(self._settings, clock=self._clock)

    def actor_of_token(self, access_token: str, *, address: str, agent: str) -> Actor:
        """Return who acts with a personal or access token: rights are read afresh each time.

        Raises
        ------
        SignInRequired
            If it is no token, unknown, expired, revoked or a refresh token, or its owner is
            disabled. What is known of it is recorded.
        """
        token = self._known(read_secret(access_token))
        caller = Caller(address, agent, token.id, token.scopes)
        try:
            check_usable(token, self._clock())
            with self.store.reading(_as_owner(token, caller)) as uow:
                actor = actor_of_owner(uow, token, caller)
        except SignInRequired as error:
            with self.store.transaction(_as_owner(token, caller)) as uow:
                uow.tokens.note_refusal(
                    token, EventType.TOKEN_REFUSED, why=str(error.details.get("state", "refresh"))
                )
            raise
        if token.use_is_worth_noting(self._clock()):
            with self.store.transaction(actor) as uow:
                uow.tokens.note_use(token)
        return actor

    def refresh(self, refresh_token: str, *, address: str, agent: str) -> IssuedPair:
        """Exchange a refresh token for the next pair; it never works again.

        Raises
        ------
        SignInRequired
            If it is no refresh token in force. One that was exchanged before is taken for stolen:
            every token of its family ends, and a security event says so.
        """
        token = self._known(read_secret(refresh_token))
        caller = Caller(address, agent, token.id)
        with self.store.transaction(_as_owner(token, caller)) as uow:
            answer = self._exchange(uow, uow.tokens.get(token.id), caller)
        if isinstance(answer, SignInRequired):
            raise answer
        return answer

    def _exchange(
        self, uow: UnitOfWork, token: Token, caller: Caller
    ) -> IssuedPair | SignInRequired:
        """Return the next pair, or the error to raise once its record is kept."""
        state = token.state(uow.scope.now)
        if token.spent is not None:
            return _end_family(uow, token)
        if token.kind is not TokenKind.REFRESH or state != "active":
            what = "not a refresh token" if token.kind is not TokenKind.REFRESH else state
            uow.tokens.note_refusal(token, EventType.TOKEN_REFUSED, why=what)
            return SignInRequired(
                f"The token {token.name!r} cannot be refreshed: it is {what}.",
                next_step="Ask an administrator for new tokens of the service account.",
                details={"token": token.id},
            )
        try:
            actor_of_owner(uow, token, caller)
        except SignInRequired as error:
            uow.tokens.note_refusal(
                token, EventType.TOKEN_REFUSED, why=str(error.details.get("state", "refresh"))
            )
            return error
        if not uow.tokens.spend(token):
            return _end_family(uow, token)
        return issue_pair(uow, token)

    def _known(self, secret: Secret) -> Token:
        with self.store.reading() as uow:
            token = uow.tokens.by_handle(secret.handle)
        if token is None or not secret.fits(token.digest) or token.kind is not secret.kind:
            raise SignInRequired(_UNKNOWN, next_step="Make one with `dharma token create NAME`.")
        return token


def issue_pair(uow: UnitOfWork, like: Token) -> IssuedPair:
    """Keep a new access and refresh token with the owner, scopes and family of another."""
    now = uow.scope.now
    access, refresh = new_secret(TokenKind.ACCESS), new_secret(TokenKind.REFRESH)
    for secret, lifetime in ((access, ACCESS_LIFETIME), (refresh, REFRESH_LIFETIME)):
        uow.tokens.add(
            replace(
                like,
                id=new_id("tok"),
                kind=secret.kind,
                handle=secret.handle,
                digest=secret.digest,
                created=now,
                expires=now + lifetime,
                last_used=None,
                spent=None,
            )
        )
    return IssuedPair(access, refresh, now + ACCESS_LIFETIME)


def _end_family(uow: UnitOfWork, token: Token) -> SignInRequired:
    why = "A refresh token was used twice: it may be stolen."
    uow.tokens.note_refusal(token, EventType.TOKEN_REUSED, why=why)
    uow.tokens.revoke(token, why=why)
    return SignInRequired(
        f"The refresh token {token.name!r} was used before, so it may be stolen: every token of "
        "its family has ended.",
        next_step="Ask for new tokens, and look in the audit who used the old one.",
        details={"token": token.id, "family": token.family},
    )


def _as_owner(token: Token, caller: Caller) -> Actor:
    """Return whom the record names when a token is shown: no right comes with it."""
    return replace(
        unknown_actor(token.user, token.tenant, caller.address, caller.agent), session=token.id
    )


def _state(error: SignInRequired) -> str:
    """Return why a token was refused, without the name of its owner."""
    return str(error.details.get("state", "a refresh token"))
