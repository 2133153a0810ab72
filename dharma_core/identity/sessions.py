"""How long a session lives: a limit on rest, a limit on age, and a clock that nobody trusts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

__all__ = [
    "SessionEnd",
    "SessionLimits",
    "SessionTimes",
    "end_of_session",
    "is_fresh",
    "needs_touch",
]

# Two processes that look at the clock within this time may write in the other order.
_SKEW = timedelta(seconds=2)
_TOUCH = timedelta(minutes=1)


class SessionEnd(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    AGE = "age"
    CLOCK = "clock set back"
    SIGNED_OUT = "signed out"
    REVOKED = "revoked"
    PASSWORD = "password changed"  # noqa: S105 - a reason, no password
    FACTOR = "second factor changed"
    ACCOUNT = "account disabled or deleted"
    TRUST = "no longer trusted"


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session may rest, and how old it may get."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """When a session started and was last used, UTC."""

    started: datetime
    last_used: datetime


def end_of_session(times: SessionTimes, now: datetime, limits: SessionLimits) -> SessionEnd | None:
    """Return why a session is over; None while it lives.

    A clock set back ends it: nobody can tell any more how long it rested.

    Examples
    --------
    >>> from datetime import UTC
    >>> start = datetime(2026, 3, 1, tzinfo=UTC)
    >>> times, limits = SessionTimes(start, start), SessionLimits()
    >>> end_of_session(times, start + timedelta(minutes=29), limits) is None
    True
    >>> end_of_session(times, start + timedelta(minutes=30), limits).value
    'idle'
    """
    if now < times.last_used - _SKEW:
        return SessionEnd.CLOCK
    if now - times.started >= limits.absolute:
        return SessionEnd.AGE
    if now - times.last_used >= limits.idle:
        return SessionEnd.IDLE
    return None


def needs_touch(times: SessionTimes, now: datetime) -> bool:
    """Return whether the last use is old enough to be written again: once a minute does."""
    return now - times.last_used >= _TOUCH


def is_fresh(passed: datetime | None, now: datetime, lasts: timedelta) -> bool:
    """Return whether a second factor was passed a short while ago; a clock set back makes none.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> quarter = timedelta(minutes=15)
    >>> is_fresh(noon, noon + quarter, quarter), is_fresh(noon, noon - quarter, quarter)
    (False, False)
    """
    return passed is not None and timedelta(0) <= now - passed < lasts
