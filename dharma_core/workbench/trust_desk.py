"""Trust: how far a session is trusted, what it may do with that, and how it went over time."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.storage.trust_recorder import TrustRecorder
    from dharma_core.trust import AccessRules, Decision, Score
    from dharma_core.trust.asking import Question
    from dharma_core.trust.book import TrustBook
    from dharma_core.trust.drift import Drift
    from dharma_core.trust.evaluations import Evaluation
    from dharma_core.trust.population import BarStudy, Distribution
    from dharma_core.trust.sightings import Sighting
    from dharma_core.workbench.trust_memory import TrustMemory

__all__ = ["TrustDesk"]

_LONGEST_USER = 200
_LONGEST_RESOURCE = 200
_LONGEST_ACTION = 100
_LONGEST_SESSION = 64
_STUDIED = 10_000


class TrustDesk(Context):
    """The part of the workbench that says who is trusted how far."""

    def trust_score(self, device: object, user: object, context: object) -> Score:
        """Return the trust score of three components: pure arithmetic, nothing is recorded.

        Raises
        ------
        InputError
            If a component is no number from 0 to 100.
        """
        from dharma_core.trust import score

        return score(device, user, context)

    def trust_facts(self, said: str, what: str) -> object:
        """Return facts that somebody typed: a JSON object, a number, or the name of a JSON file.

        Parameters
        ----------
        what : str
            ``device`` or ``context``, for messages.

        Raises
        ------
        InputError
            If it is no JSON, or there is no such file.
        """
        from dharma_core.json_text import looks_like_json, read_json
        from dharma_core.storage.text_files import read_small_text
        from dharma_core.trust.score import component_of_text, is_number

        if is_number(said):
            return component_of_text(what, said)
        step = f"Give {what} as a JSON object, a number from 0 to 100, or a file with one."
        if looks_like_json(said):
            return read_json(said, file=f"--{what}", next_step=step)
        text = read_small_text(self.cwd / said, what=f"file of {what} facts", too_large=step)
        return read_json(text, file=said, next_step=step)

    def trust_rules(self) -> AccessRules:
        """Return the access rules in force, a team's own file laid over the bundled ones."""
        return self._trust_book.rules

    def trust_verify(  # noqa: PLR0913 - the question of zero trust has six parts
        self,
        user: str,
        resource: str,
        action: str,
        *,
        device: object = None,
        context: object = None,
        now: datetime | None = None,
    ) -> Decision:
        """Return whether somebody may do something now, and record it.

        A refusal and a demand for a second factor are on record before this returns, an allow
        within 100 ms; where nothing can be recorded, nothing is allowed.

        Parameters
        ----------
        user : str
            Whose trust is asked about.
        resource : str
            ``blueprint``, or ``blueprint:bp_1``.
        action : str
            ``delete``, or ``blueprint:delete``.
        device, context : mapping, number or None
            Facts (see docs/how-to/trust.md), or that part of the score from 0 to 100; left out,
            nothing is known.
        now : datetime, optional
            The present moment when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not ask.
        InputError
            If a fact is unknown or of the wrong form.
        AdapterError
            If the decision cannot be recorded.
        """
        from dharma_core.trust.asking import answer, sighting_of

        self.allow("trust:verify")
        question = _question(user, (resource, action), device, context)
        at, book = now or datetime.now(UTC), self._trust_book
        who = (self.actor.tenant, question.user, question.context.peer_group)
        known = self._trust_memory.recall(lambda: self.store, who, book.weights.user)
        decision = answer(question, at, book, known.usual, known.own)
        if self.settings.trust.policies:
            decision = self._tightened(question, decision)
        sighting = sighting_of(question, decision, at, book)
        self._keep_decision(question, decision, at, sighting)
        if sighting is not None:
            self._trust_memory.learn(who, sighting)
        return decision

    def trust_history(
        self, user: str | None = None, *, session: str | None = None, limit: int = 100
    ) -> tuple[Evaluation, ...]:
        """Return the newest decisions about a person or session, or about everybody, newest first.

        Everybody may see their own.

        Raises
        ------
        PermissionDenied
            If the actor asks about somebody else and may not.
        """
        if user is None or user != self.actor.user:
            self.allow("trust:read")
        self.trust_flush()
        with self.store.reading(self.actor) as uow:
            return uow.trust.evaluations(subject=user, session=session, limit=limit)

    def trust_drift(self, user: str, *, limit: int = 500) -> Drift:
        """Return how a person's score went, with the moments at which its level changed."""
        from dharma_core.trust.drift import drift

        return drift(self.trust_history(user, limit=limit))

    def trust_distribution(self) -> Distribution:
        """Return the newest score of each session."""
        from dharma_core.trust.population import distribution

        return distribution(self.trust_history(limit=_STUDIED))

    def trust_if_bar_rose(self, *, levels: int = 1) -> BarStudy:
        """Return who would be refused if every rule asked for more; nothing is changed."""
        from dharma_core.trust.population import if_bar_rose

        return if_bar_rose(self.trust_history(limit=_STUDIED), levels=levels)

    def trust_warm(self) -> None:
        """Start the engine of a team's trust policies, for a server that begins."""
        from dharma_core.workbench.trust_gate import warm_policies

        warm_policies(self.settings)

    def trust_flush(self) -> None:
        """Return when every decision of this process is on record.

        Raises
        ------
        AdapterError
            If one cannot be written.
        """
        if self.store_exists:
            self._trust_recorder.flush()

    @property
    def _trust_book(self) -> TrustBook:
        from dharma_core.storage.trust_facts import load_trust_book

        return load_trust_book(self.settings.trust.rules)

    @cached_property
    def _trust_memory(self) -> TrustMemory:
        from dharma_core.workbench.trust_memory import memory_of

        return memory_of(self.settings.store_url, os.getpid())

    @cached_property
    def _trust_recorder(self) -> TrustRecorder:
        from dharma_core.storage.trust_recorder import recorder_of

        settings = self.settings
        return recorder_of(settings.store_url, settings.store.wait_seconds, os.getpid())

    def _tightened(self, question: Question, decision: Decision) -> Decision:
        from dharma_core.trust.tightening import Ruling, trust_facts
        from dharma_core.workbench.trust_gate import tightened

        ours = Ruling(decision.decision, decision.rule, decision.reasons)
        asked = {"tenant": self.actor.tenant, **_asked(question)}
        stricter = tightened(self.settings, ours, asked, trust_facts(decision.score))
        return replace(
            decision, decision=stricter.verdict, rule=stricter.rule, reasons=stricter.reasons
        )

    def _keep_decision(
        self, question: Question, decision: Decision, at: datetime, sighting: Sighting | None
    ) -> None:
        from dharma_core.ids import new_id
        from dharma_core.storage.trust_history import TrustRecord
        from dharma_core.trust.evaluations import evaluation_of
        from dharma_core.workbench.trust_gate import EVALUATION, event_of

        found = evaluation_of(decision, question.ask, question.who, at, new_id(EVALUATION))
        record = TrustRecord(found, event_of(found, self.actor), sighting)
        self._trust_recorder.keep(record, at_once=not decision.allowed)


def _question(user: str, what: tuple[str, str], device: object, context: object) -> Question:
    from dharma_core.trust.asking import Question, checked_text
    from dharma_core.trust.facts import context_facts, device_facts
    from dharma_core.trust.rules import Ask

    facts = context_facts({} if context is None else context)
    if facts.session:
        checked_text(facts.session, "the session", most=_LONGEST_SESSION)
    return Question(
        checked_text(user, "the user", most=_LONGEST_USER),
        Ask(
            checked_text(what[0], "the resource", most=_LONGEST_RESOURCE),
            checked_text(what[1], "the action", most=_LONGEST_ACTION),
            facts.sensitivity,
        ),
        device_facts({} if device is None else device),
        facts,
    )


def _asked(question: Question) -> dict[str, Any]:
    """Return what a team's policy sees of a question."""
    facts, place = question.context, question.context.place
    return {
        "user": question.user,
        "resource": question.ask.resource,
        "resource_class": question.ask.resource_class,
        "action": question.ask.verb,
        "sensitivity": question.ask.sensitivity.value if question.ask.sensitivity else None,
        "second_factor": question.who.second_factor,
        "failed_logins": facts.failed_logins,
        "address": facts.address,
        "place": place.name if place else None,
        "country": place.country if place else None,
    }
