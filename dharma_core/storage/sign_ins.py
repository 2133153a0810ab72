"""What sign-ins leave behind: failures in a row, and challenges that wait for their answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from dharma_core.audit import time_text
from dharma_core.events import EventType
from dharma_core.identity.lockout import NO_FAILURES, Failures, LockLimits
from dharma_core.identity.secrets import new_secret, secret_hash
from dharma_core.storage.events import EventRepository
from dharma_core.storage.identity_tables import challenges, sign_in_failures
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import events

__all__ = ["Challenge", "FailureKey", "SignInRepository"]


@dataclass(frozen=True, slots=True)
class FailureKey:
    """What failures are counted for.

    Parameters
    ----------
    kind : str
        ``account`` or ``address``.
    value : str
        Which one; only its hash is kept.
    limits : LockLimits
    """

    kind: str
    value: str
    limits: LockLimits

    @property
    def hash(self) -> str:
        """What it is kept under."""
        return secret_hash(f"{self.kind}:{self.value}")


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something asked that waits for its answer, without its secret."""

    secret_hash: str
    tenant: str
    purpose: str
    account_id: str
    until: datetime
    failures: int
    address: str
    agent: str


class SignInRepository:
    """Counts of failures, and challenges; both are looked up before anybody is known."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def wait(self, keys: Iterable[FailureKey]) -> timedelta:
        """Return how long to wait before the next try; zero when nothing stands against it."""
        return max((self._failures(key).wait(self._scope.now) for key in keys), default=timedelta())

    def fail(self, keys: Iterable[FailureKey], about: tuple[str, str], reason: str) -> None:
        """Count a failure and put it on record, and the lock too when one begins."""
        kind = EventType.SECOND_FACTOR_FAILED if reason == "code" else EventType.SIGN_IN_FAILED
        self.record(kind, about, {"reason": reason}, success=False)
        for key in keys:
            found = self._failures(key).failed(self._scope.now, key.limits)
            self._keep(key, found)
            if found.locked_until is not None:
                wait_s = int((found.locked_until - self._scope.now).total_seconds())
                said = {"what": key.kind, "failures": found.count, "wait_s": wait_s}
                self.record(EventType.ACCOUNT_LOCKED, about, said, success=False)

    def failed_since(self, account_id: str, since: datetime) -> int:
        """Return how many sign-ins and codes of an account were wrong since a moment."""
        kinds = (EventType.SIGN_IN_FAILED.value, EventType.SECOND_FACTOR_FAILED.value)
        query = (
            select(func.count())
            .where(events.c.tenant == self._scope.actor.tenant)
            .where(events.c.aggregate_id == account_id)
            .where(events.c.type.in_(kinds))
            .where(events.c.time >= time_text(since))
        )
        return int(self._scope.read(query).scalar_one())

    def clear(self, key: FailureKey) -> None:
        """Forget the failures of a key: somebody proved who they are."""
        self._scope.write(delete(sign_in_failures).where(sign_in_failures.c.key == key.hash))

    def record(
        self,
        kind: EventType,
        about: tuple[str, str],
        data: Mapping[str, Any],
        *,
        success: bool = True,
    ) -> None:
        """Put something about a sign-in on record."""
        draft = self._scope.event(kind, about)
        self._events.append(replace(draft, data=data, success=success))

    def ask(self, purpose: str, account_id: str, *, lives: timedelta, agent: str = "") -> str:
        """Keep a challenge and return its secret."""
        secret, actor = new_secret("dhc"), self._scope.actor
        self._scope.write(delete(challenges).where(challenges.c.until <= self._scope.now))
        row = {
            "secret_hash": secret_hash(secret),
            "tenant": actor.tenant,
            "user": actor.user,
            "purpose": purpose,
            "account_id": account_id,
            "until": self._scope.now + lives,
            "failures": 0,
            "address": actor.address[:200],
            "agent": agent[:300],
        }
        self._scope.write(insert(challenges).values(**row))
        return secret

    def challenge(self, secret: str, purpose: str) -> Challenge | None:
        """Return the challenge of a secret while it lives, whatever its tenant."""
        query = select(challenges).where(
            challenges.c.secret_hash == secret_hash(secret),
            challenges.c.purpose == purpose,
            challenges.c.until > self._scope.now,
        )
        found = self._scope.rows(query)
        names = Challenge.__dataclass_fields__
        return Challenge(**{name: found[0][name] for name in names}) if found else None

    def still_open(self, found: Challenge) -> bool:
        """Return whether a challenge read before is there still."""
        one = challenges.c.secret_hash == found.secret_hash
        return self._scope.read(select(challenges.c.until).where(one)).first() is not None

    def answer_wrong(self, found: Challenge, *, most: int) -> None:
        """Count a wrong answer; the last one allowed ends the challenge."""
        one = challenges.c.secret_hash == found.secret_hash
        self._scope.write(update(challenges).where(one).values(failures=challenges.c.failures + 1))
        self._scope.write(delete(challenges).where(one, challenges.c.failures >= most))

    def close(self, found: Challenge) -> bool:
        """Use a challenge up; False when somebody else did before."""
        one = challenges.c.secret_hash == found.secret_hash
        return self._scope.write(delete(challenges).where(one)).rowcount == 1

    def withdraw(self, purpose: str) -> None:
        """End every challenge of a purpose."""
        self._scope.write(delete(challenges).where(challenges.c.purpose == purpose))

    def _failures(self, key: FailureKey) -> Failures:
        query = select(sign_in_failures).where(sign_in_failures.c.key == key.hash)
        found = self._scope.rows(query)
        if not found:
            return NO_FAILURES
        return Failures(found[0]["count"], found[0]["last"], found[0]["locked_until"])

    def _keep(self, key: FailureKey, failures: Failures) -> None:
        self.clear(key)
        actor = self._scope.actor
        row = {"key": key.hash, "tenant": actor.tenant, "user": actor.user, **asdict(failures)}
        self._scope.write(insert(sign_in_failures).values(**row))
