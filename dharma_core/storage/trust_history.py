"""Trust in the database: evaluations by tenant, and the state of the online model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from dharma_core.events import Event
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.trust_tables import trust_evaluations, trust_habits
from dharma_core.trust.evaluations import Evaluation
from dharma_core.trust.rules import Verdict
from dharma_core.trust.score import Level
from dharma_core.trust.sightings import Known, Sighting, known_after

__all__ = ["GROUP", "PERSON", "TrustRecord", "TrustRepository", "evaluation_of_row"]

PERSON, GROUP = "person", "group"
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

    def add(self, records: Sequence[TrustRecord]) -> None:
        """Keep decisions with their events and what they teach, of any tenants, in order."""
        if not records:
            return
        self._events.append_many(record.event for record in records)
        rows = [_row(record) for record in records]
        self._scope.connection.execute(insert(trust_evaluations), rows)
        self._learn(records)

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
        return self._known(self._scope.actor.tenant, kind, name)[0]

    def _learn(self, records: Iterable[TrustRecord]) -> None:
        """Teach the model what is new; the writer's lock keeps others out meanwhile."""
        before: dict[tuple[str, str, str], tuple[Known, bool]] = {}
        after: dict[tuple[str, str, str], tuple[Known, Event]] = {}
        for record in records:
            sighting = record.sighting
            if sighting is None:
                continue
            names = ((PERSON, sighting.person), (GROUP, sighting.peer_group))
            for kind, name in (pair for pair in names if pair[1]):
                key = (record.event.tenant, kind, name)
                if key not in before:
                    before[key] = self._known(*key)
                known = after[key][0] if key in after else before[key][0]
                then = known_after(known, sighting)
                after[key] = (then if kind == PERSON else Known(then.habit), record.event)
        for key, (known, event) in after.items():
            old, is_there = before[key]
            if known != old:
                self._keep(key, known, event.user, is_there=is_there)

    def _known(self, tenant: str, kind: str, name: str) -> tuple[Known, bool]:
        table = trust_habits
        query = select(table.c.habit, table.c.seen).where(
            table.c.tenant == tenant, table.c.kind == kind, table.c.name == name
        )
        row = self._scope.read(query).one_or_none()
        return (Known(), False) if row is None else (Known.of(row.habit, row.seen), True)

    def _keep(self, key: tuple[str, str, str], known: Known, user: str, *, is_there: bool) -> None:
        tenant, kind, name = key
        values = {
            "habit": known.habit.as_dict(),
            "seen": known.seen_as_dict(),
            "updated": self._scope.now,
            "user": user,
        }
        table = trust_habits
        if not is_there:
            self._scope.write(insert(table).values(tenant=tenant, kind=kind, name=name, **values))
            return
        mine = (table.c.tenant == tenant, table.c.kind == kind, table.c.name == name)
        self._scope.write(update(table).where(*mine).values(**values))


def _row(record: TrustRecord) -> dict[str, Any]:
    found = record.evaluation
    return {
        "id": found.id,
        "tenant": record.event.tenant,
        "user": record.event.user,
        "subject": found.subject,
        "session": found.session,
        "at": found.at,
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
        "reasons": list(found.reasons),
        "lowered": dict(found.lowered),
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
