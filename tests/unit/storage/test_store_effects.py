"""Effects outside the database: an intent before, an outcome after, also of a failure."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from dharma_core.events import EventType
from dharma_core.identity import local_actor
from dharma_core.storage.effects import effect
from dharma_core.storage.store import Store

ON = ("deployment", "dep_1")
DIES = """
import os, sys
from dharma_core.identity import local_actor
from dharma_core.storage.effects import effect
from dharma_core.storage.store import Store
with effect(Store.open(sys.argv[1]), "apply", on=("deployment", "dep_1"), actor=local_actor()):
    os._exit(9)
"""


def test_effect_records_intent_and_outcome(store: Store) -> None:
    actor = local_actor()
    with effect(store, "apply", on=ON, actor=actor, data={"files": 2}) as current:
        with store.reading() as uow:
            assert [e.event.type for e in uow.events.tail()] == [EventType.EFFECT_INTENDED]
            assert uow.events.unfinished_effects() == (current.intent,)
        current.result["stack"] = "s-1"
    with store.reading() as uow:
        intent, outcome = (entry.event for entry in uow.events.tail())
        assert uow.events.unfinished_effects() == ()
    assert intent.data == {"effect": "apply", "files": 2}
    assert outcome.data == {"effect": "apply", "result": {"stack": "s-1"}}
    assert (outcome.success, outcome.causation_id) == (True, intent.id)
    assert intent.correlation_id == outcome.correlation_id == actor.correlation_id


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt], ids=["error", "interrupt"])
def test_effect_records_a_failure_and_raises_it(store: Store, problem: type[BaseException]) -> None:
    with pytest.raises(problem), effect(store, "apply", on=ON, actor=local_actor()):
        raise problem
    with store.reading() as uow:
        outcome = uow.events.tail()[-1].event
    assert (outcome.success, outcome.data["problem"]) == (False, problem.__name__)


def test_an_effect_whose_process_died_is_named(
    store_url: str, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    died = in_process(DIES, store_url)
    died.communicate(timeout=60)
    assert died.returncode == 9
    with Store.open(store_url) as store, store.reading() as uow:
        (left,) = uow.events.unfinished_effects()
    assert (left.aggregate_id, left.data) == ("dep_1", {"effect": "apply"})
