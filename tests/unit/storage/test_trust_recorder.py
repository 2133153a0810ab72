"""Decisions on record: an allow soon, anything else before it is answered, and never none."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.events import Event, EventType
from dharma_core.storage.store import Store
from dharma_core.storage.trust_history import TrustRecord
from dharma_core.storage.trust_recorder import TrustRecorder, recorder_of
from dharma_core.trust.decision import decide
from dharma_core.trust.evaluations import Who, evaluation_of
from dharma_core.trust.rules import AccessRule, AccessRules, Ask
from dharma_core.trust.score import Level, score

ASK = Ask("blueprint", "read")
RULES = AccessRules((AccessRule("anything", "All", Level.LOW),), {}, {})
NUMBERS = itertools.count(1)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _record(*, data: dict | None = None) -> TrustRecord:
    name = f"trv_{next(NUMBERS):06}"
    found = evaluation_of(
        decide(score(50, 50, 50), ASK, RULES, second_factor=True), ASK, Who("ann"), AT, name
    )
    event = Event(
        f"evt_{name}", EventType.TRUST_EVALUATED, "trust_evaluation", name, AT, "default", "ann",
        data=data or {},
    )  # fmt: skip
    return TrustRecord(found, event)


class Door:
    """Opens the store, unless it is shut."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.shut = False
        self.opened = 0
        self.batches: list[int] = []

    def open(self) -> Store:
        if self.shut:
            raise AdapterError("the database is read-only")
        self.opened += 1
        store = Store.open(self.url, wait_seconds=5)
        original = store.transaction

        @contextmanager
        def watched(actor=None) -> Iterator:
            if self.shut:
                raise AdapterError("the database is read-only")
            with original(actor) as uow:
                yield uow

        store.transaction = watched  # type: ignore[method-assign]
        return store

    def kept(self) -> list[str]:
        with Store.open(self.url) as store, store.reading() as uow:
            return [e.id for e in uow.trust.evaluations(limit=10_000)]


@pytest.fixture
def door(tmp_path: Path) -> Door:
    Store.open(f"sqlite:///{tmp_path}/dharma.db").close()
    return Door(f"sqlite:///{tmp_path}/dharma.db")


@pytest.fixture
def recorder(door: Door) -> Iterator[TrustRecorder]:
    made = TrustRecorder(door.open, patience_s=5)
    yield made
    door.shut = False
    made.close()


def _soon(condition, seconds: float = 5.0) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_a_refusal_is_on_record_before_it_is_answered(door, recorder):
    record = _record()
    recorder.keep(record, at_once=True)
    assert door.kept() == [record.evaluation.id]


def test_an_allow_is_on_record_soon_without_being_asked_for(door, recorder):
    record = _record()
    recorder.keep(record, at_once=False)
    assert _soon(lambda: door.kept() == [record.evaluation.id])


def test_allows_are_written_in_batches_and_in_order(door, recorder):
    records = [_record() for _ in range(300)]
    for record in records:
        recorder.keep(record, at_once=False)
    recorder.flush()
    assert door.kept() == [r.evaluation.id for r in records][::-1]
    assert door.opened == 1


def test_a_refusal_takes_the_allows_before_it_along(door, recorder):
    first, second = _record(), _record()
    recorder.keep(first, at_once=False)
    recorder.keep(second, at_once=True)
    assert door.kept() == [second.evaluation.id, first.evaluation.id]


def test_many_threads_lose_nothing(door, recorder):
    def work() -> None:
        for number in range(50):
            recorder.keep(_record(), at_once=number % 10 == 0)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.flush()
    assert len(door.kept()) == 300


def test_a_refusal_that_cannot_be_recorded_is_an_error(door, recorder):
    door.shut = True
    with pytest.raises(AdapterError, match="read-only"):
        recorder.keep(_record(), at_once=True)
    assert door.kept() == []


def test_after_a_failure_an_allow_waits_too_and_is_refused(door, recorder):
    door.shut = True
    with pytest.raises(AdapterError, match="read-only"):
        recorder.keep(_record(), at_once=True)
    with pytest.raises(AdapterError, match="read-only"):
        recorder.keep(_record(), at_once=False)


def test_an_allow_that_was_answered_is_kept_once_the_store_can_be_written(door, recorder):
    door.shut = True
    record = _record()
    recorder.keep(record, at_once=False)
    assert _soon(lambda: recorder._failure is not None)
    door.shut = False
    assert _soon(lambda: door.kept() == [record.evaluation.id])
    recorder.flush()
    later = _record()
    recorder.keep(later, at_once=False)
    recorder.flush()
    assert door.kept() == [later.evaluation.id, record.evaluation.id]


def test_a_flush_that_fails_says_so(door, recorder):
    door.shut = True
    recorder.keep(_record(), at_once=False)
    with pytest.raises(AdapterError, match="read-only"):
        recorder.flush()


def test_only_so_many_may_wait(door):
    recorder = TrustRecorder(door.open, patience_s=5, most_waiting=3)
    door.shut = True
    for _ in range(3):
        with pytest.raises(AdapterError):
            recorder.keep(_record(), at_once=True)
    recorder._failure = None
    recorder._start = lambda: None  # type: ignore[method-assign] - nobody takes them away
    for _ in range(3):
        recorder._queue.append(object())  # type: ignore[arg-type]
    with pytest.raises(AdapterError, match="3 trust decisions wait to be recorded"):
        recorder.keep(_record(), at_once=False)
    recorder._queue.clear()


def test_a_record_that_cannot_be_kept_holds_up_no_other(door, recorder):
    good, bad, last = _record(), _record(data={"x": float("nan")}), _record()
    recorder.keep(good, at_once=False)
    with pytest.raises(AdapterError, match="could not be recorded: InputError"):
        recorder.keep(bad, at_once=True)
    recorder.keep(last, at_once=True)
    assert door.kept() == [last.evaluation.id, good.evaluation.id]


def test_whoever_waits_too_long_is_refused(door):
    recorder = TrustRecorder(door.open, patience_s=0.05)
    with (
        Store.open(door.url) as store,
        store.transaction(),
        pytest.raises(AdapterError, match=r"not on record after 0\.05 s"),
    ):
        recorder.keep(_record(), at_once=True)
    recorder.close()


def test_closing_writes_what_waits_and_a_later_decision_starts_it_again(door, recorder):
    first, second = _record(), _record()
    recorder.keep(first, at_once=False)
    recorder.close()
    assert door.kept() == [first.evaluation.id]
    assert recorder._thread is None
    recorder.keep(second, at_once=False)
    recorder.flush()
    assert door.kept() == [second.evaluation.id, first.evaluation.id]
    assert door.opened == 2


def test_closing_what_never_ran_does_nothing(door, recorder):
    recorder.close()
    assert door.opened == 0


def test_the_thread_ends_when_it_rests(door, recorder, monkeypatch):
    monkeypatch.setattr("dharma_core.storage.trust_recorder._IDLE_S", 0.05)
    recorder.keep(_record(), at_once=True)
    assert _soon(lambda: recorder._thread is None)


def test_what_was_allowed_is_on_record_when_the_process_ends(door):
    code = """
import sys, os
sys.path[:0] = [sys.argv[2]]
from test_trust_recorder import _record
from dharma_core.storage.trust_recorder import recorder_of
recorder = recorder_of(sys.argv[1], 5.0, os.getpid())
for _ in range(20):
    recorder.keep(_record(), at_once=False)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, door.url, str(Path(__file__).parent)], check=False
    )
    assert done.returncode == 0
    assert len(door.kept()) == 20


def test_a_process_has_one_recorder_of_a_store(door):
    assert recorder_of(door.url, 5.0, 1) is recorder_of(door.url, 5.0, 1)
    assert recorder_of(door.url, 5.0, 1) is not recorder_of(door.url, 5.0, 2)


def test_an_input_error_of_a_batch_is_not_the_end_of_the_thread(door, recorder, monkeypatch):
    def refuse() -> Store:
        raise InputError("no such database")

    recorder._open_store = refuse
    with pytest.raises(AdapterError, match="could not be recorded: InputError: no such database"):
        recorder.keep(_record(), at_once=True)
    recorder._open_store = door.open
    recorder.keep(_record(), at_once=True)
    assert len(door.kept()) == 1
