"""Sessions at the gate: who acts by one, its end, a second factor later, its way into a cookie."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dharma_core.identity import Actor
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.identity.sessions import SessionEnd, end_of_session, is_fresh, needs_touch
from dharma_core.workbench.acting import Caller, account_actor, unknown_actor
from dharma_core.workbench.gate_base import (
    NOBODY,
    GateBase,
    SignedIn,
    SignInTry,
    no_session,
    too_many,
    wrong_code,
)
from dharma_core.workbench.second_factors import takes_code

if TYPE_CHECKING:
    from dharma_core.errors import DharmaError
    from dharma_core.storage.sessions import StoredSession
    from dharma_core.trust.sessions import Seen

__all__ = ["SessionGate"]

_A_DAY = timedelta(days=1)
_MOST_SCORED = 10_000


class _Scored(NamedTuple):
    """How a session was seen when it was scored last, and what came of it."""

    last: Seen
    second_factor: bool
    trust: float


class SessionGate(GateBase):
    """The part of the gate that knows people again."""

    @cached_property
    def _scored(self) -> OrderedDict[str, _Scored]:
        """The last scores of this process's sessions; the oldest make place."""
        return OrderedDict()

    def actor_of_session(
        self, session_secret: str, *, address: str = "local", agent: str = ""
    ) -> Actor:
        """Return who acts by a session's secret.

        Raises
        ------
        SignInRequired
            If it opens nothing, or the session has ended, rested too long or grown too old.
        """
        found = self._open(session_secret)
        with self.store.reading(_actor(NOBODY, found, address)) as uow:
            account, now = uow.identity.accounts.with_id(found.account_id), uow.scope.now
            over = end_of_session(found.times, now, self.session_limits)
            if account is None or not account.active:
                over = over or SessionEnd.ACCOUNT
            elif over is None:
                caller = Caller(
                    address,
                    agent,
                    found.id,
                    second_factor=found.second_factor_at is not None,
                    fresh_factor=is_fresh(found.second_factor_at, now, self.factor_lasts),
                )
                actor = account_actor(uow.identity, account, caller)
        if over is not None:
            self._end(found, over, account.name if account else NOBODY)
            raise no_session()
        if needs_touch(found.times, now):
            with self.store.transaction(actor) as uow:
                uow.identity.sessions.touch(found)
        return self._trusted(actor, found, now)

    def _trusted(self, actor: Actor, session: StoredSession, now: datetime) -> Actor:
        """Return the actor with the session's trust, scored again when that is due."""
        from dharma_core.workbench.session_trust import is_due

        seen = self._scored.get(session.id)
        if (
            seen is None
            or seen.second_factor != actor.second_factor
            or is_due(seen.last, actor.address, actor.agent, now)
        ):
            seen = self._score(actor, session, now)
        return replace(actor, trust=seen.trust)

    def _score(self, actor: Actor, session: StoredSession, now: datetime) -> _Scored:
        """Score a session; raise SignInRequired when it fell so low that it ends."""
        from dharma_core.trust.sessions import Fate, Seen, SessionFacts
        from dharma_core.workbench.session_trust import SessionTrust

        with self.store.reading(actor) as uow:
            failed = uow.identity.sign_ins.failed_since(session.account_id, now - _A_DAY)
        facts = SessionFacts(
            failed, actor.address, actor.agent, actor.second_factor, session.address, session.agent
        )
        peers = ",".join(sorted(actor.roles))
        found = SessionTrust(self._settings, self.store).rescore(
            actor, facts, now, peer_group=peers
        )
        if found.fate is Fate.ENDED:
            self._scored.pop(session.id, None)
            self._end(session, SessionEnd.TRUST, actor.user)
            raise no_session()
        last = Seen(now, actor.address, actor.agent)
        self._scored[session.id] = _Scored(last, actor.second_factor, found.trust)
        if len(self._scored) > _MOST_SCORED:
            self._scored.popitem(last=False)
        return self._scored[session.id]

    def step_up(
        self, session_secret: str, code: str, *, address: str = "local", agent: str = ""
    ) -> Actor:
        """Let a session pass a second factor now; wrong codes count as failed sign-ins.

        Raises
        ------
        SignInRequired
            If the session has ended, the account has no second factor or the code is wrong.
        TooManyRequests
            If too many tries failed before.
        """
        actor = self.actor_of_session(session_secret, address=address, agent=agent)
        session = self._open(session_secret)
        keys = self.keys(SignInTry(actor.user, actor.tenant, address, agent))
        refused: DharmaError | None = None
        with self.store.transaction(actor) as uow:
            account, sign_ins = uow.identity.accounts.get(session.account_id), uow.identity.sign_ins
            now = uow.scope.now
            if waiting := sign_ins.wait(keys):
                refused = too_many(waiting)
            elif not takes_code(uow.identity, account, code):
                sign_ins.fail(keys, ("user", account.id), "code")
                refused = wrong_code()
            else:
                uow.identity.sessions.step_up(session)
                sign_ins.clear(keys[0])
        if refused is not None:
            raise refused
        return self._trusted(replace(actor, second_factor=True, fresh_factor=True), session, now)

    def sign_out(self, session_secret: str) -> None:
        """End a session; a secret that opens nothing is no error."""
        with self.store.reading(unknown_actor(NOBODY, DEFAULT_TENANT, "local")) as uow:
            found = uow.identity.sessions.by_secret(session_secret)
        if found is not None and found.ended is None:
            self._end(found, SessionEnd.SIGNED_OUT, self._name_of(found))

    def ticket(self, session_secret: str) -> str:
        """Return a ticket that moves a session into a cookie: once, within 60 seconds.

        Raises
        ------
        SignInRequired
            If the session has ended.
        """
        found = self._open(session_secret)
        # Asked for by the server itself, at sign-in: no other address or program than then.
        actor = self.actor_of_session(session_secret, address=found.address, agent=found.agent)
        with self.store.transaction(actor) as uow:
            return uow.identity.sessions.ticket(found)

    def redeem(self, ticket: str) -> SignedIn:
        """Use a ticket up and return the session's new secret; the old one opens nothing more.

        Raises
        ------
        SignInRequired
            If the ticket is too old, was used, or is none.
        """
        with self.store.reading(unknown_actor(NOBODY, DEFAULT_TENANT, "local")) as uow:
            found = uow.identity.sessions.session_of_ticket(ticket)
        if found is None:
            raise no_session()
        with self.store.transaction(_actor(self._name_of(found), found, found.address)) as uow:
            account = uow.identity.accounts.with_id(found.account_id)
            secret = uow.identity.sessions.redeem(found, ticket)
        if secret is None or account is None:
            raise no_session()
        return SignedIn(secret, must_change=account.must_change)

    def _open(self, session_secret: str) -> StoredSession:
        with self.store.reading(unknown_actor(NOBODY, DEFAULT_TENANT, "local")) as uow:
            found = uow.identity.sessions.by_secret(session_secret)
        if found is None or found.ended is not None:
            raise no_session()
        return found

    def _end(self, session: StoredSession, reason: SessionEnd, name: str) -> None:
        with self.store.transaction(_actor(name, session, session.address)) as uow:
            uow.identity.sessions.end(session, reason)

    def _name_of(self, session: StoredSession) -> str:
        with self.store.reading(_actor(NOBODY, session, session.address)) as uow:
            account = uow.identity.accounts.with_id(session.account_id)
        return NOBODY if account is None else account.name


def _actor(name: str, session: StoredSession, address: str) -> Actor:
    return unknown_actor(name, session.tenant, address, session.agent)
