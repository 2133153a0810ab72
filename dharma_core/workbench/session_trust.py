"""Continuous re-scoring: what a session is trusted now, and whether it goes on.

The gate asks at each request (`is_due` says whether there is anything to do: once a minute, and at
once when address or program changed) and acts on the answer: it keeps the score in the actor,
or ends the session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dharma_core.events import Event, EventType
from dharma_core.ids import current_correlation_id, new_id
from dharma_core.trust.evaluations import SESSION, Evaluation, Who, evaluation_of
from dharma_core.trust.explain import shown_lowerings
from dharma_core.trust.habits import usual
from dharma_core.trust.rules import Ask, Verdict
from dharma_core.trust.score import Level, Score, two_decimals
from dharma_core.trust.sessions import Fate, SessionFacts, fate_of, is_due, session_trust
from dharma_core.trust.sightings import Known, Sighting
from dharma_core.workbench.trust_gate import EVALUATION

if TYPE_CHECKING:
    from dharma_core.identity import Actor
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.store import Store, UnitOfWork
    from dharma_core.trust.book import TrustBook

__all__ = ["Rescored", "SessionTrust", "is_due"]

_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Rescored:
    """A session's trust after one more look.

    Parameters
    ----------
    before : Level or None
        Its level at the last look; None at the first.
    reasons : tuple of str
        What lowers the score, most first.
    """

    score: Score
    fate: Fate
    before: Level | None
    reasons: tuple[str, ...]

    @property
    def trust(self) -> float:
        """The score as the actor carries it."""
        return float(self.score.exact)


class SessionTrust:
    """Scores sessions of a store.

    Parameters
    ----------
    settings : Settings
        Whose ``[trust]`` holds.
    store : Store
        With the habits of people and the history of sessions.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store

    def rescore(
        self, actor: Actor, facts: SessionFacts, now: datetime, *, peer_group: str = ""
    ) -> Rescored:
        """Return what a session is trusted now, and record it when its level changed.

        Parameters
        ----------
        actor : Actor
            With tenant, user and session.
        facts : SessionFacts
            What is known of the session now.
        peer_group : str
            Whose habits smooth the person's own.

        Raises
        ------
        AdapterError
            If a change cannot be recorded; the session is not to be used then.
        """
        book = self._book
        with self._store.reading(actor) as uow:
            own, peers = _known(uow, actor.user, peer_group)
            last = uow.trust.evaluations(session=actor.session, resource=SESSION, limit=1)
        seen = facts if facts.before is not None else _with_last_place(facts, own)
        shares = usual(own.habit, peers.habit, book.weights.user)
        found = session_trust(seen, now, book, shares)
        before = last[0].level if last else None
        fate = fate_of(found, before, book)
        reasons = tuple(low.reason for low in shown_lowerings(found)[:_MOST_REASONS])
        rescored = Rescored(found, fate, before, reasons)
        if before is not found.level or fate is Fate.ENDED:
            self._record(actor, facts, rescored, now, peer_group)
        return rescored

    @property
    def _book(self) -> TrustBook:
        from dharma_core.storage.trust_facts import load_trust_book

        return load_trust_book(self._settings.trust.rules)

    def _record(
        self,
        actor: Actor,
        facts: SessionFacts,
        rescored: Rescored,
        now: datetime,
        peer_group: str,
    ) -> None:
        from dharma_core.storage.trust_history import TrustRecord

        found = _evaluation(actor, facts, rescored, now)
        kept = rescored.fate is not Fate.ENDED and facts.second_factor
        weights = self._book.weights.user
        sighting = Sighting(actor.user, peer_group, now, facts.place, weights) if kept else None
        record = TrustRecord(found, _event(actor, found, rescored, now), sighting)
        with self._store.transaction(actor) as uow:
            uow.trust.add([record])


def _known(uow: UnitOfWork, user: str, peer_group: str) -> tuple[Known, Known]:
    from dharma_core.storage.trust_history import GROUP, PERSON

    peers = uow.trust.known(GROUP, peer_group) if peer_group else Known()
    return uow.trust.known(PERSON, user), peers


def _with_last_place(facts: SessionFacts, own: Known) -> SessionFacts:
    return replace(facts, before=own.place, before_at=own.at)


def _evaluation(actor: Actor, facts: SessionFacts, rescored: Rescored, now: datetime) -> Evaluation:
    from dharma_core.trust.decision import Decision

    ended = rescored.fate is Fate.ENDED
    decision = Decision(
        Verdict.DENY if ended else Verdict.ALLOW,
        rescored.score,
        Level.LOW,
        rescored.reasons,
        f"session {rescored.fate.value}",
    )
    who = Who(actor.user, actor.session, facts.second_factor)
    return evaluation_of(decision, Ask(SESSION, "use"), who, now, new_id(EVALUATION))


def _event(actor: Actor, found: Evaluation, rescored: Rescored, now: datetime) -> Event:
    data: dict[str, Any] = {
        "fate": rescored.fate.value,
        "trust_score": f"{two_decimals(found.score)}",
        "trust_level": found.level.value,
        "before": rescored.before.value if rescored.before else None,
        "evaluation": found.id,
        "lowered": dict(found.lowered),
    }
    return Event(
        id=new_id("evt"),
        type=EventType.SESSION_TRUST_CHANGED,
        aggregate_type="session",
        aggregate_id=actor.session,
        time=now,
        tenant=actor.tenant,
        user=actor.user,
        address=actor.address,
        agent=actor.agent,
        success=rescored.fate is not Fate.ENDED,
        data=data,
        correlation_id=actor.correlation_id or current_correlation_id(),
    )
