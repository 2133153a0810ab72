"""Which anomalies people were told of, by tenant: each one once, however long it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from dharma_core.events import EventType
from dharma_core.ids import new_id
from dharma_core.money import plain
from dharma_core.storage.anomaly_tables import anomaly_alerts
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope

if TYPE_CHECKING:
    from dharma_core.finops.cost_anomalies import CostAnomaly

__all__ = ["AnomalyAlertRepository"]

_SAME_WITHIN = timedelta(days=3)  # as the days after which an episode has ended
_MOST_IN_EVENT = 50


class AnomalyAlertRepository:
    """The alerts of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def tell(self, found: Iterable[tuple[str, CostAnomaly]]) -> tuple[CostAnomaly, ...]:
        """Put on record which anomalies are new, all in one event, and return them.

        One whose days touch those of another that was told, in the same scope and direction, is
        that one: it went on, or its bill was restated.

        Parameters
        ----------
        found : iterable of (currency, CostAnomaly)
            Of days, not of moments.
        """
        every = tuple(found)
        told = self._told(min((one.episode.start for _, one in every), default=None))
        new = []
        for currency, one in every:
            before = next((row for row in told if _is_same(row, one)), None)
            if before is None:
                new.append((currency, one))
                self._scope.write(insert(anomaly_alerts).values(**self._alert(one)))
            else:
                self._extend(before, one)
        if new:
            draft = self._scope.event(
                EventType.ANOMALIES_FOUND, ("billing", self._scope.actor.tenant)
            )
            self._events.append(replace(draft, data=_said(new)))
        return tuple(one for _, one in new)

    def _told(self, since: date | None) -> tuple[Mapping[str, Any], ...]:
        if since is None:
            return ()
        alerts = anomaly_alerts.c
        query = select(anomaly_alerts).where(
            alerts.tenant == self._scope.actor.tenant,
            alerts.end >= (since - _SAME_WITHIN).isoformat(),
        )
        return tuple(self._scope.rows(query))

    def _extend(self, before: Mapping[str, Any], one: CostAnomaly) -> None:
        """Remember how far an anomaly reaches by now."""
        start = min(before["start"], one.episode.start.isoformat())
        end = max(before["end"], one.episode.end.isoformat())
        if (start, end) != (before["start"], before["end"]):
            mine = anomaly_alerts.c.id == before["id"]
            self._scope.write(update(anomaly_alerts).where(mine).values(start=start, end=end))

    def _alert(self, one: CostAnomaly) -> dict[str, Any]:
        return {
            "id": new_id("anm"),
            "tenant": self._scope.actor.tenant,
            "user": self._scope.actor.user,
            "scope": one.scope,
            "start": one.episode.start.isoformat(),
            "end": one.episode.end.isoformat(),
            "upward": one.episode.upward,
            "at": self._scope.now,
        }


def _is_same(row: Mapping[str, Any], one: CostAnomaly) -> bool:
    episode = one.episode
    return (
        row["scope"] == one.scope
        and row["upward"] is episode.upward
        and date.fromisoformat(row["start"]) <= episode.end + _SAME_WITHIN
        and date.fromisoformat(row["end"]) >= episode.start - _SAME_WITHIN
    )


def _said(new: Sequence[tuple[str, CostAnomaly]]) -> dict[str, Any]:
    anomalies = [
        {
            "scope": one.scope,
            "start": one.episode.start.isoformat(),
            "end": one.episode.end.isoformat(),
            "impact": plain(one.episode.impact),
            "currency": currency,
            "cause": one.cause,
        }
        for currency, one in new[:_MOST_IN_EVENT]
    ]
    return {"count": len(new), "anomalies": anomalies}
