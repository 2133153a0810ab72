"""Verdicts about anomalies in the database: added, never changed; every one is an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from dharma_core.events import EventType
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import anomaly_feedback

__all__ = ["FeedbackRepository", "StoredFeedback"]

_FIELDS = ("scope", "start", "end", "note")


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """A verdict of the store.

    Parameters
    ----------
    user : str
        Who gave it.
    created : datetime
        UTC.
    """

    id: str
    feedback: Feedback
    user: str
    created: datetime

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        said = self.feedback
        return {
            "id": self.id,
            "scope": said.scope,
            "start": said.start,
            "end": said.end,
            "verdict": said.verdict.value,
            "score": said.score,
            "note": said.note,
            "user": self.user,
            "created": self.created.isoformat(),
        }


class FeedbackRepository:
    """The verdicts of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> tuple[StoredFeedback, ...]:
        """Return every verdict, oldest first."""
        mine = anomaly_feedback.c.tenant == self._scope.actor.tenant
        query = (
            select(anomaly_feedback)
            .where(mine)
            .order_by(anomaly_feedback.c.created, anomaly_feedback.c.id)
        )
        return tuple(map(_stored, self._scope.rows(query)))

    def add(self, feedback: Feedback) -> StoredFeedback:
        """Keep a verdict under an id of its own."""
        actor = self._scope.actor
        row = {
            "id": new_id("fb"),
            **{name: getattr(feedback, name) for name in _FIELDS},
            "verdict": feedback.verdict.value,
            "score": repr(feedback.score),
            "tenant": actor.tenant,
            "user": actor.user,
            "created": self._scope.now,
        }
        self._scope.write(insert(anomaly_feedback).values(**row))
        made = _stored(row)
        told = {**made.as_dict(), "score": repr(feedback.score)}
        self._events.append(
            self._scope.event(EventType.ANOMALY_JUDGED, ("anomaly", made.id), after=told)
        )
        return made


def _stored(row: Mapping[str, Any]) -> StoredFeedback:
    said = Feedback(
        verdict=Verdict(row["verdict"]),
        score=float(row["score"]),
        **{name: row[name] for name in _FIELDS},
    )
    return StoredFeedback(row["id"], said, row["user"], row["created"])
