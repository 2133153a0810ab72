"""A session's trust while it lasts: scored again and again, lowered or ended when it falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dharma_core.trust.behaviour import Behaviour, assess_user
from dharma_core.trust.book import TrustBook
from dharma_core.trust.context import Circumstances, Place, assess_context
from dharma_core.trust.device import Device, assess_device
from dharma_core.trust.habits import NOTHING_SEEN, Usual
from dharma_core.trust.score import Level, Score, score

__all__ = [
    "RESCORE_EVERY",
    "Fate",
    "Seen",
    "SessionFacts",
    "fate_of",
    "is_due",
    "session_trust",
]

RESCORE_EVERY = timedelta(minutes=1)
_UNKNOWN_DEVICE = Device()


class Fate(StrEnum):
    """What becomes of a session after a new score."""

    KEPT = "kept"
    DOWNGRADED = "downgraded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What is known of a session now.

    Parameters
    ----------
    failed_logins : int or None
        Of its user in the last 24 hours.
    address, agent : str
        Where the request comes from, and by which program.
    first_address, first_agent : str
        The same at sign-in; empty when nobody noted them.
    device : Device
        Its posture, as far as anybody tells.
    place, before, before_at
        Where the person is, and where and when they were seen last.
    """

    failed_logins: int | None
    address: str
    agent: str
    second_factor: bool
    first_address: str = ""
    first_agent: str = ""
    device: Device = _UNKNOWN_DEVICE
    place: Place | None = None
    before: Place | None = None
    before_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """When and how a session was scored last."""

    at: datetime
    address: str
    agent: str


def session_trust(
    facts: SessionFacts, now: datetime, book: TrustBook, usual: Usual = NOTHING_SEEN
) -> Score:
    """Return the trust of a session; for no resource and action: the rules add what those ask."""
    behaviour = Behaviour(
        second_factor=facts.second_factor,
        failed_logins=facts.failed_logins,
        at=now,
        place=facts.place.name if facts.place else None,
    )
    circumstances = Circumstances(
        address=facts.address,
        place=facts.place,
        at=now,
        before=facts.before,
        before_at=facts.before_at,
        moved=_moved(facts),
    )
    return score(
        assess_device(facts.device, book.weights.device),
        assess_user(behaviour, book.weights.user, usual),
        assess_context(circumstances, book.weights.context, book.surroundings),
    )


def is_due(seen: Seen | None, address: str, agent: str, now: datetime) -> bool:
    """Return whether a session is to be scored again.

    At once where the address or program changed, else once a minute; a clock that went back makes
    it due too.
    """
    if seen is None or (seen.address, seen.agent) != (address, agent):
        return True
    return not timedelta(0) <= now - seen.at < RESCORE_EVERY


def fate_of(found: Score, before: Level | None, book: TrustBook) -> Fate:
    """Return what becomes of a session.

    Without any trust it ends, as it does when something lowered it that no session survives; on a
    lower level than before it goes on with less.
    """
    if found.level is Level.NONE or not book.ends_session.isdisjoint(found.lowered):
        return Fate.ENDED
    lower = before is not None and found.level.floor < before.floor
    return Fate.DOWNGRADED if lower else Fate.KEPT


def _moved(facts: SessionFacts) -> tuple[str, ...]:
    """Return what is not as it was at sign-in."""
    pairs = (
        ("address", facts.first_address, facts.address),
        ("program", facts.first_agent, facts.agent),
    )
    return tuple(what for what, first, now in pairs if first and first != now)
