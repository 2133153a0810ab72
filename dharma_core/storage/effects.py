"""An effect outside the database, on record before it starts and after it ended, well or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dharma_core.events import Event, EventType

if TYPE_CHECKING:
    from dharma_core.identity import Actor
    from dharma_core.storage.store import Store

__all__ = ["Effect", "effect"]


@dataclass(slots=True)
class Effect:
    """An effect under way.

    Parameters
    ----------
    intent : Event
        Already on record.
    result : dict
        Fill in what came of it: JSON values, no secrets.
    """

    intent: Event
    result: dict[str, Any] = field(default_factory=dict)


@contextmanager
def effect(
    store: Store,
    what: str,
    *,
    on: tuple[str, str],
    actor: Actor,
    data: Mapping[str, Any] | None = None,
) -> Iterator[Effect]:
    """Record an intent, run the block, record its outcome; a failure is recorded and raised.

    Each record is a transaction of its own, so the block may use the store too. An intent whose
    process died has no outcome: ``uow.events.unfinished_effects()`` names it.

    Parameters
    ----------
    what : str
        ``apply``, ``start simulator`` ...
    on : (type, id)
        The aggregate: ``("deployment", "dep_...")``.
    data : mapping, optional
        What is about to be done, JSON values without secrets.
    """
    with store.transaction(actor) as uow:
        draft = uow.scope.event(EventType.EFFECT_INTENDED, on)
        intent = replace(draft, data={"effect": what, **(data or {})})
        uow.events.append(intent)
    # Whatever happens outside must find its intent even after a power cut.
    store.settle()
    current = Effect(intent)
    try:
        yield current
    except BaseException as error:
        _finish(store, current, actor, problem=type(error).__name__)
        raise
    _finish(store, current, actor)


def _finish(store: Store, done: Effect, actor: Actor, *, problem: str = "") -> None:
    intent = done.intent
    with store.transaction(actor) as uow:
        draft = uow.scope.event(
            EventType.EFFECT_FINISHED, (intent.aggregate_type, intent.aggregate_id)
        )
        result = {"effect": intent.data["effect"], "result": done.result}
        uow.events.append(
            replace(
                draft,
                success=not problem,
                causation_id=intent.id,
                data={**result, "problem": problem} if problem else result,
            )
        )
