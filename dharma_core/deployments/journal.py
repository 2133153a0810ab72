"""What a step writes down: log lines, events, and the intent and outcome of outside effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dharma_core.deployments.ports import Ports, Unit
from dharma_core.deployments.values import Deployment, LogLine
from dharma_core.errors import DharmaError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.ids import new_id

__all__ = ["Journal"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Journal:
    """Writes for one deployment as one actor."""

    ports: Ports
    id: str
    actor: Actor

    def read(self) -> Deployment:
        """Return the deployment as it stands."""
        with self.ports.records.reading(self.actor) as unit:
            return unit.deployments.get(self.id)

    def say(self, step: str) -> Callable[..., None]:
        """Return the log of one step: each line is there at once for who follows."""

        def log(message: str, *, level: str = "info") -> None:
            line = LogLine(self.ports.clock(), level, message, step)
            with self.ports.records.transaction(self.actor) as unit:
                unit.deployments.append_log(self.id, line)

        return log

    def event(self, unit: Unit, kind: EventType, data: Mapping[str, Any], **parts: Any) -> Event:
        """Add an event about the deployment to a transaction."""
        event = Event(
            id=new_id("evt"),
            type=kind,
            aggregate_type="deployment",
            aggregate_id=self.id,
            time=self.ports.clock(),
            tenant=self.actor.tenant,
            user=self.actor.user,
            address=self.actor.address,
            correlation_id=self.actor.correlation_id,
            data=data,
            **parts,
        )
        unit.events.append(event)
        return event

    def effect(self, what: str, data: Mapping[str, Any], act: Callable[[], T]) -> T:
        """Do something outside the database, its intent on record before and its outcome after.

        An intent that an earlier, killed process left open is closed first.
        """
        with self.ports.records.transaction(self.actor) as unit:
            for open_ in unit.events.unfinished_effects():
                if open_.aggregate_id == self.id:
                    self._outcome(unit, open_, problem="its process ended")
            intent = self.event(unit, EventType.EFFECT_INTENDED, {"effect": what, **data})
        # Whatever happens outside must find its intent even after a power cut.
        self.ports.records.settle()
        try:
            result = act()
        except DharmaError as error:
            self._close(intent, problem=error.message)
            raise
        self._close(intent)
        return result

    def _close(self, intent: Event, *, problem: str = "") -> None:
        with self.ports.records.transaction(self.actor) as unit:
            self._outcome(unit, intent, problem=problem)

    def _outcome(self, unit: Unit, intent: Event, *, problem: str = "") -> None:
        data = {"effect": intent.data["effect"]} | ({"problem": problem} if problem else {})
        self.event(
            unit, EventType.EFFECT_FINISHED, data, success=not problem, causation_id=intent.id
        )
