"""From the facts of one request to its decision: the three models, the score, the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dharma_core.errors import InputError
from dharma_core.trust.behaviour import Behaviour, assess_user
from dharma_core.trust.book import TrustBook
from dharma_core.trust.context import Circumstances, assess_context
from dharma_core.trust.decision import Decision, decide
from dharma_core.trust.device import Device, assess_device
from dharma_core.trust.evaluations import Who
from dharma_core.trust.facts import ContextFacts
from dharma_core.trust.habits import NOTHING_SEEN, Usual
from dharma_core.trust.rules import Ask, Verdict
from dharma_core.trust.score import Assessment, Score, score, stated
from dharma_core.trust.sightings import Known, Sighting

__all__ = ["Question", "answer", "checked_text", "sighting_of"]

_NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a person may do something, from a device, in a context.

    Parameters
    ----------
    ask : Ask
        With the sensitivity that the context names, if it does.
    device : Device or Decimal
        Facts, or the device's part of the score where somebody else has judged it.
    """

    user: str
    ask: Ask
    device: Device | Decimal
    context: ContextFacts

    @property
    def who(self) -> Who:
        """Whose trust is judged."""
        return Who(self.user, self.context.session, bool(self.context.second_factor))


def answer(
    question: Question,
    now: datetime,
    book: TrustBook,
    usual: Usual = NOTHING_SEEN,
    known: Known = _NOTHING_KNOWN,
) -> Decision:
    """Return the decision on a question.

    Parameters
    ----------
    usual : Usual
        The habits of the person among their peers.
    known : Known
        Where and when the person was seen last.
    """
    return decide(
        _score(question, now, book, usual, known),
        question.ask,
        book.rules,
        second_factor=question.who.second_factor,
    )


def sighting_of(
    question: Question, decision: Decision, now: datetime, book: TrustBook
) -> Sighting | None:
    """Return what the online model may learn: an allowed action of a verified session, now."""
    facts = question.context
    is_now = facts.at is None or facts.at == now
    if decision.decision is not Verdict.ALLOW or not facts.second_factor or not is_now:
        return None
    return Sighting(question.user, facts.peer_group, now, facts.place, book.weights.user)


def checked_text(text: str, what: str, *, most: int) -> str:
    """Return a text that people or programs gave.

    Raises
    ------
    InputError
        If it is empty, has control characters or is too long.
    """
    words = text.strip()
    if not words or not words.isprintable() or len(words) > most:
        raise InputError(
            f"{what} is {words[:40]!r}, which cannot be one.",
            next_step=f"Give {what} as 1 to {most} characters without control characters.",
        )
    return words


def _score(question: Question, now: datetime, book: TrustBook, usual: Usual, known: Known) -> Score:
    device = question.device
    weights = book.weights
    return score(
        assess_device(device, weights.device) if isinstance(device, Device) else device,
        assess_user(_behaviour(question.context, now), weights.user, usual),
        _context(question, now, book, known),
    )


def _behaviour(facts: ContextFacts, now: datetime) -> Behaviour:
    return Behaviour(
        second_factor=bool(facts.second_factor),
        failed_logins=facts.failed_logins,
        at=facts.at or now,
        place=facts.place.name or None if facts.place else None,
    )


def _context(question: Question, now: datetime, book: TrustBook, known: Known) -> Assessment:
    facts, ask = question.context, question.ask
    if facts.stated is not None:
        return stated("context", facts.stated)
    demand = book.rules.demand(ask)
    told = facts.before is not None
    circumstances = Circumstances(
        address=facts.address,
        network=facts.network,
        place=facts.place,
        at=facts.at or now,
        before=facts.before if told else known.place,
        before_at=facts.before_at if told else known.at,
        sensitivity=demand.sensitivity,
        kind=demand.kind,
    )
    return assess_context(circumstances, book.weights.context, book.surroundings)
