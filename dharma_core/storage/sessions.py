"""Sessions and the tickets that carry them into a browser's cookie; secrets are kept as hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from dharma_core.errors import NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.identity.accounts import Account
from dharma_core.identity.secrets import new_secret, secret_hash
from dharma_core.identity.sessions import SessionEnd, SessionTimes
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.identity_tables import sessions, tickets
from dharma_core.storage.scope import Scope

__all__ = ["SessionRepository", "StoredSession"]

_TICKET_LIVES = timedelta(seconds=60)
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session, without its secret.

    Parameters
    ----------
    started, last_used, ended, second_factor_at : datetime
        UTC; None where it did not happen.
    address, agent : str
        From where and with which program it was opened.
    """

    id: str
    tenant: str
    account_id: str
    started: datetime
    last_used: datetime
    ended: datetime | None
    end_reason: str
    address: str
    agent: str
    second_factor_at: datetime | None

    @property
    def times(self) -> SessionTimes:
        """What its limits are held against."""
        return SessionTimes(self.started, self.last_used)

    def as_dict(self) -> dict[str, Any]:
        """Return its JSON form."""
        return {
            "id": self.id,
            "started": self.started.isoformat(),
            "last_used": self.last_used.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
            "end_reason": self.end_reason,
            "address": self.address,
            "agent": self.agent,
            "second_factor": self.second_factor_at is not None,
        }


class SessionRepository:
    """Sessions of the actor's tenant; by its secret one is found in any tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def start(self, account: Account, *, agent: str, second_factor: bool) -> tuple[str, str]:
        """Open a session from the actor's address and return its id and its secret."""
        actor, now = self._scope.actor, self._scope.now
        session_id, secret = new_id("ses"), new_secret("dhs")
        row = {
            "id": session_id,
            "tenant": account.tenant,
            "user": actor.user,
            "account_id": account.id,
            "secret_hash": secret_hash(secret),
            "started": now,
            "last_used": now,
            "end_reason": "",
            "address": actor.address[:200],
            "agent": agent[:_LONGEST_AGENT],
            "second_factor_at": now if second_factor else None,
        }
        self._scope.write(insert(sessions).values(**row))
        after = {"account": account.id, "second_factor": second_factor}
        self._emit(EventType.SESSION_STARTED, session_id, after=after)
        return session_id, secret

    def by_secret(self, secret: str) -> StoredSession | None:
        """Return the session of a secret, whatever its tenant; None when there is none."""
        query = select(sessions).where(sessions.c.secret_hash == secret_hash(secret))
        found = self._scope.rows(query)
        return _session(found[0]) if found else None

    def of(self, account: Account) -> tuple[StoredSession, ...]:
        """Return an account's open sessions, newest first."""
        query = self._open_of(account).order_by(sessions.c.started.desc(), sessions.c.id)
        return tuple(map(_session, self._scope.rows(query)))

    def touch(self, session: StoredSession) -> None:
        """Note the last use; bookkeeping that is no event, once a minute."""
        self._change(session.id, last_used=max(self._scope.now, session.last_used))

    def step_up(self, session: StoredSession) -> StoredSession:
        """Note that the session passed a second factor now."""
        self._change(session.id, second_factor_at=self._scope.now)
        self._emit(EventType.SECOND_FACTOR_PASSED, session.id)
        return replace(session, second_factor_at=self._scope.now)

    def end(self, session: StoredSession, reason: SessionEnd) -> None:
        """End a session; one that has ended stays as it is."""
        if session.ended is not None:
            return
        self._change(session.id, ended=self._scope.now, end_reason=reason.value)
        self._scope.write(delete(tickets).where(tickets.c.session_id == session.id))
        after = {"reason": reason.value, "account": session.account_id}
        self._emit(EventType.SESSION_ENDED, session.id, after=after)

    def end_one(self, account: Account, session_id: str, reason: SessionEnd) -> StoredSession:
        """End one open session of an account; raise NotFoundError naming the nearest."""
        known = {session.id: session for session in self.of(account)}
        if session_id not in known:
            raise NotFoundError(
                f"No open session {session_id[:60]!r}.",
                next_step=nearest(session_id[:60], known) or "It may have ended.",
            )
        self.end(known[session_id], reason)
        return known[session_id]

    def end_all(self, account: Account, reason: SessionEnd, *, but: str = "") -> int:
        """End an account's open sessions, all but one, and return how many."""
        over = [session for session in self.of(account) if session.id != but]
        for session in over:
            self.end(session, reason)
        return len(over)

    def ticket(self, session: StoredSession) -> str:
        """Return a secret that moves the session into a cookie: once, within 60 seconds."""
        secret, owner = new_secret("dht"), self._scope.actor
        self._scope.write(delete(tickets).where(tickets.c.until <= self._scope.now))
        row = {"secret_hash": secret_hash(secret), "session_id": session.id}
        row |= {"tenant": owner.tenant, "user": owner.user}
        self._scope.write(insert(tickets).values(**row, until=self._scope.now + _TICKET_LIVES))
        return secret

    def session_of_ticket(self, ticket: str) -> StoredSession | None:
        """Return the session that a ticket still opens, whatever its tenant."""
        query = (
            select(sessions)
            .join(tickets, tickets.c.session_id == sessions.c.id)
            .where(tickets.c.secret_hash == secret_hash(ticket))
            .where(tickets.c.until > self._scope.now)
            .where(sessions.c.ended.is_(None))
        )
        found = self._scope.rows(query)
        return _session(found[0]) if found else None

    def redeem(self, session: StoredSession, ticket: str) -> str | None:
        """Use a ticket up and return the session's new secret; None when it was used before.

        The secret that the ticket was made from opens nothing any more.
        """
        gone = self._scope.write(
            delete(tickets).where(tickets.c.secret_hash == secret_hash(ticket))
        )
        if gone.rowcount != 1:
            return None
        secret = new_secret("dhs")
        self._change(session.id, secret_hash=secret_hash(secret))
        self._emit(EventType.SESSION_MOVED, session.id)
        return secret

    def _open_of(self, account: Account) -> Any:
        return select(sessions).where(
            sessions.c.tenant == self._scope.actor.tenant,
            sessions.c.account_id == account.id,
            sessions.c.ended.is_(None),
        )

    def _change(self, session_id: str, **values: Any) -> None:
        mine = sessions.c.tenant == self._scope.actor.tenant
        one = update(sessions).where(mine, sessions.c.id == session_id)
        self._scope.write(one.values(**values))

    def _emit(self, kind: EventType, session_id: str, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("session", session_id), **states))


def _session(row: Mapping[str, Any]) -> StoredSession:
    names = StoredSession.__dataclass_fields__
    return StoredSession(**{name: row[name] for name in names})
