"""Trust in the database: evaluations by tenant, and the state of the online model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from dharma_core.audit import ordered_json, time_text
from dharma_core.events import Event
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.trust_habits import GROUP, PERSON, TrustHabits
from dharma_core.storage.trust_tables import trust_evaluations
from dharma_core.trust.evaluations import Evaluation
from dharma_core.trust.rules import Verdict
from dharma_core.trust.score import Level
from dharma_core.trust.sightings import Known, Sighting

__all__ = ["GROUP", "PERSON", "TrustRecord", "TrustRepository", "evaluation_of_row"]

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class TrustRecord:
    """One decision with all that is kept of it.

    Parameters
    ----------
    event : Event
        Of the chain; it says who asked, in which tenant.
    sighting : Sighting or None
        What the online model learns from it.
    """

    evaluation: Evaluation
    event: Event
    sighting: Sighting | None = None


class TrustRepository:
    """The evaluations and habits of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events
        self._habits = TrustHabits(scope)

    def add(self, records: Sequence[TrustRecord]) -> None:
        """Keep decisions with their events and what they teach, of any tenants, in order."""
        if not records:
            return
        self._events.append_many(record.event for record in records)
        rows = [_row(record) for record in records]
        columns, values = tuple(rows[0]), [tuple(row.values()) for row in rows]
        self._scope.write_many(trust_evaluations, columns, values)
        self._habits.learn((r.event, r.sighting) for r in records if r.sighting is not None)

    def evaluations(
        self,
        *,
        subject: str | None = None,
        session: str | None = None,
        resource: str | None = None,
        limit: int = 100,
    ) -> tuple[Evaluation, ...]:
        """Return the newest evaluations, newest first.

        Parameters
        ----------
        subject : str, optional
            Of one person only.
        session, resource : str, optional
            Of one session, of one resource only.
        limit : int
            How many at most, 10,000 and no more.
        """
        table = trust_evaluations
        query = select(table).where(table.c.tenant == self._scope.actor.tenant)
        wanted = (
            (table.c.subject, subject),
            (table.c.session, session),
            (table.c.resource, resource),
        )
        for column, value in wanted:
            if value is not None:
                query = query.where(column == value)
        newest = query.order_by(table.c.at.desc(), table.c.id.desc()).limit(min(limit, _MOST))
        return tuple(map(evaluation_of_row, self._scope.rows(newest)))

    def known(self, kind: str, name: str) -> Known:
        """Return what is known of a person or group; nothing where nothing was learnt yet."""
        return self._habits.known(kind, name)


def _row(record: TrustRecord) -> dict[str, Any]:
    """Return the columns of an evaluation, as plain values and always in the same order."""
    found = record.evaluation
    return {
        "id": found.id,
        "tenant": record.event.tenant,
        "user": record.event.user,
        "subject": found.subject,
        "session": found.session,
        "at": time_text(found.at),
        "decision": found.decision.value,
        "score": str(found.score),
        "with_second_factor": str(found.with_second_factor),
        "second_factor": found.second_factor,
        "device_part": str(found.device),
        "user_part": str(found.user),
        "context_part": str(found.context),
        "required": found.required.value,
        "resource": found.resource,
        "action": found.action,
        "rule": found.rule,
        "reasons": ordered_json(found.reasons),
        "lowered": ordered_json(found.lowered),
    }


def evaluation_of_row(row: Mapping[str, Any]) -> Evaluation:
    """Return the evaluation of a row."""
    at: datetime = row["at"]
    return Evaluation(
        id=row["id"],
        subject=row["subject"],
        session=row["session"],
        at=at,
        decision=Verdict(row["decision"]),
        score=Decimal(row["score"]),
        with_second_factor=Decimal(row["with_second_factor"]),
        second_factor=row["second_factor"],
        device=Decimal(row["device_part"]),
        user=Decimal(row["user_part"]),
        context=Decimal(row["context_part"]),
        required=Level(row["required"]),
        resource=row["resource"],
        action=row["action"],
        rule=row["rule"],
        reasons=tuple(row["reasons"]),
        lowered=row["lowered"],
    )
