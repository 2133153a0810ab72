"""The chain of events in the database: one chain however many write, and every change found."""

from __future__ import annotations

import subprocess
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from dharma_core.audit import GENESIS, Unreadable, Walk, redact, report_of, verify_chain
from dharma_core.errors import AdapterError, InputError
from dharma_core.events import Event, EventType
from dharma_core.storage import chain_parts
from dharma_core.storage import events as event_store
from dharma_core.storage.event_rows import row_of
from dharma_core.storage.store import Store
from dharma_core.storage.tables import events

WRITER = """
import sys
from datetime import UTC, datetime
from dharma_core.events import Event, EventType
from dharma_core.ids import new_id
from dharma_core.storage.store import Store
with Store.open(sys.argv[1], wait_seconds=60) as store:
    for number in range(25):
        with store.transaction() as uow:
            uow.events.append(Event(new_id("evt"), EventType.ALERT_TRIGGERED, "writer",
                sys.argv[2], datetime.now(UTC), "default", "local", data={"number": number}))
"""


def _event(number: int = 1, **more: Any) -> Event:
    shape = {
        "id": f"evt_{number}",
        "type": EventType.ALERT_TRIGGERED,
        "aggregate_type": "alert",
        "aggregate_id": "a",
        "time": datetime(2026, 3, 1, tzinfo=UTC),
        "tenant": "default",
        "user": "ann",
        "address": "10.0.0.1",
        "before": {"n": 1},
        "after": {"n": number, "text": "é"},
        "data": {"list": [1, 2.5, None, True]},
        "correlation_id": "cor_1",
        "causation_id": "evt_0",
    }
    return Event(**{**shape, **more})


def _fill(store: Store, count: int) -> None:
    with store.transaction() as uow:
        for number in range(1, count + 1):
            uow.events.append(_event(number))


def test_append_gives_back_what_is_read(store: Store) -> None:
    with store.transaction() as uow:
        entry = uow.events.append(_event())
        assert uow.events.tail() == (entry,)
        assert uow.events.head() == entry.head
    assert entry.event == _event()


def test_append_refuses_what_json_cannot_hold(store: Store) -> None:
    with store.transaction() as uow, pytest.raises(InputError, match=r"'data\.cost' is a set"):
        uow.events.append(_event(data={"cost": {1}}))


def test_a_new_store_has_an_empty_valid_chain(store: Store) -> None:
    with store.reading() as uow:
        assert uow.events.head() == GENESIS
        assert verify_chain(uow.events.all(), head=GENESIS).valid


def test_tail_gives_the_newest_or_the_first_after_a_number(store: Store) -> None:
    _fill(store, 5)
    with store.reading() as uow:
        assert [e.seq for e in uow.events.tail(2)] == [4, 5]
        assert [e.seq for e in uow.events.tail(2, after_seq=1)] == [2, 3]


def test_tail_filters_by_type_and_aggregate(store: Store) -> None:
    with store.transaction() as uow:
        uow.events.append(_event(1, type=EventType.COST_ESTIMATED, aggregate_id="bp_1"))
        uow.events.append(_event(2, type=EventType.COST_ESTIMATED, aggregate_id="bp_2"))
        uow.events.append(_event(3, aggregate_id="bp_1"))
        assert [e.seq for e in uow.events.tail(type=EventType.COST_ESTIMATED)] == [1, 2]
        assert [e.seq for e in uow.events.tail(aggregate="bp_1")] == [1, 3]


def test_all_walks_a_chain_longer_than_a_batch(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_store, "BATCH", 3)
    _fill(store, 7)
    with store.reading() as uow:
        report = verify_chain(uow.events.all(), head=uow.events.head())
    assert (report.valid, report.events) == (True, 7)


def test_all_holds_one_batch_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_store, "BATCH", 20)
    with Store.open(f"sqlite:///{tmp_path}/dharma.db") as store:
        with store.transaction() as uow:
            for number in range(300):
                uow.events.append(_event(number, data={"text": "x" * 20_000}))
        with store.reading() as uow:
            tracemalloc.start()
            assert verify_chain(uow.events.all()).valid
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    # 300 entries hold 6 MB of text; a batch of 20 holds 0.4 MB, in two or three copies.
    assert peak < 2_500_000


def test_four_processes_write_one_chain(
    store_url: str, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    writers = [in_process(WRITER, store_url, f"w{n}") for n in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    for writer in writers:
        writer.communicate()
    with Store.open(store_url) as store, store.reading() as uow:
        report = verify_chain(uow.events.all(), head=uow.events.head())
        of_one = [e.event.data["number"] for e in uow.events.tail(aggregate="w3")]
    assert (report.valid, report.events) == (True, 100)
    assert of_one == list(range(25))


CHANGED: dict[str, object] = {
    "id": "evt_x",
    "tenant": "other",
    "user": "bob",
    "address": "10.0.0.2",
    "type": "CodeGenerated",
    "aggregate_type": "blueprint",
    "aggregate_id": "b",
    "time": "2026-03-01T00:00:00.000001Z",
    "success": 0,
    "before": '{"n":2}',
    "after": None,
    "data": "{}",
    "correlation_id": "cor_2",
    "causation_id": "",
    "version": 2,
    "format": 1,
    "prev_hash": "1" * 64,
    "hash": "2" * 64,
    "commitments": "{}",
    "salts": "{}",
    "agent": "curl",
}


def test_every_column_is_tried() -> None:
    assert set(CHANGED) == {column.name for column in events.columns} - {"seq"}


@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_column_is_found(store: Store, column: str) -> None:
    _fill(store, 3)
    with store.transaction() as uow:
        uow.scope.write(update(events).where(events.c.seq == 2).values({column: CHANGED[column]}))
    with store.reading() as uow:
        report = verify_chain(uow.events.all())
    assert (report.valid, report.events, report.first_bad) == (False, 1, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("time", "20x6-03-01T00:00:00.000000Z"),
        ("time", "2026-03-01T00:00:00+00:00"),
        ("type", "NoSuchType"),
        ("success", 2),
        ("data", '{"list": [1,2.5,null,true]}'),
        ("data", '{"a":NaN}'),
        ("data", "[]"),
        ("data", "{"),
    ],
)
def test_a_column_that_is_no_longer_readable_is_found(
    store: Store, column: str, value: object
) -> None:
    _fill(store, 3)
    with store.transaction() as uow:
        uow.scope.write(update(events).where(events.c.seq == 2).values({column: value}))
    with store.reading() as uow:
        assert isinstance(list(uow.events.all())[1], Unreadable)
        report = verify_chain(uow.events.all())
        with pytest.raises(AdapterError, match=r"Event 2 was changed.*dharma audit verify"):
            uow.events.tail()
    assert report.first_bad == 2
    assert report.reason.startswith("Event 2 was changed: ")


def test_a_column_of_bytes_is_found(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/dharma.db") as store:
        _fill(store, 2)
        with store.transaction() as uow:
            uow.scope.connection.exec_driver_sql("UPDATE events SET user = x'616e6e' WHERE seq = 2")
        with store.reading() as uow:
            assert verify_chain(uow.events.all()).first_bad == 2


def test_a_missing_entry_is_found_and_a_cut_tail_too(store: Store) -> None:
    _fill(store, 5)
    with store.transaction() as uow:
        uow.scope.write(delete(events).where(events.c.seq == 5))
    with store.reading() as uow:
        assert verify_chain(uow.events.all()).valid
        cut = verify_chain(uow.events.all(), head=uow.events.head())
    assert (cut.valid, cut.first_bad) == (False, 5)
    with store.transaction() as uow:
        uow.scope.write(delete(events).where(events.c.seq == 2))
    with store.reading() as uow:
        assert verify_chain(uow.events.all()).first_bad == 2


def test_swapped_entries_are_found(store: Store) -> None:
    _fill(store, 4)
    with store.transaction() as uow:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            uow.scope.write(update(events).where(events.c.seq == old).values(seq=new))
    with store.reading() as uow:
        assert verify_chain(uow.events.all()).first_bad == 2


def test_redacted_rows_keep_the_chain_valid(store: Store) -> None:
    _fill(store, 3)
    with store.transaction() as uow:
        second = redact(uow.events.tail()[1])
        uow.scope.write(update(events).where(events.c.seq == 2).values(**row_of(second)))
    with store.reading() as uow:
        report = verify_chain(uow.events.all(), head=uow.events.head())
    assert (report.valid, report.redacted) == (True, 1)


def test_an_entry_written_past_the_chain_is_found(store: Store) -> None:
    _fill(store, 2)
    with store.transaction() as uow:
        forged = replace(uow.events.tail()[1], seq=3, event=_event(3))
        uow.scope.write(insert(events).values(**row_of(forged)))
        assert len(uow.scope.rows(select(events.c.seq))) == 3
    with store.reading() as uow:
        assert verify_chain(uow.events.all()).first_bad == 3


def test_append_many_makes_the_chain_that_append_makes(store: Store) -> None:
    with store.transaction() as uow:
        head = uow.events.append_many(_event(number) for number in range(1, 1203))
        assert uow.events.append(_event(1203)).prev_hash == head.hash
        assert head.seq == 1202
    with store.reading() as uow:
        report = verify_chain(uow.events.all(), head=uow.events.head())
        assert [e.event for e in uow.events.tail(2, after_seq=500)] == [_event(501), _event(502)]
    assert (report.valid, report.events) == (True, 1203)


def test_append_many_of_nothing_changes_nothing(store: Store) -> None:
    with store.transaction() as uow:
        assert uow.events.append_many([]) == GENESIS


def test_append_many_keeps_all_or_none(store: Store) -> None:
    with pytest.raises(InputError, match=r"'data\.x' is nan"), store.transaction() as uow:
        uow.events.append_many([_event(1), _event(2, data={"x": float("nan")})])
    with store.reading() as uow:
        assert uow.events.head() == GENESIS


def test_append_refuses_who_is_no_text(store: Store) -> None:
    with store.transaction() as uow, pytest.raises(InputError, match="address is not text"):
        uow.events.append(_event(address=None))


def test_a_long_chain_is_walked_in_parts_with_the_same_result(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain_parts, "PART", 100)
    monkeypatch.setattr(chain_parts, "_processors", lambda: 3)
    with store.transaction() as uow:
        head = uow.events.append_many(_event(number) for number in range(1, 401))
    noted = {150: _hash_at(store, 150)}
    with store.reading() as uow:
        assert chain_parts.walk_stored(uow.scope, GENESIS, noted) == Walk(head, 400)


@pytest.mark.parametrize("seq", [1, 133, 134, 200, 400])
def test_a_change_in_any_part_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch, seq: int
) -> None:
    monkeypatch.setattr(chain_parts, "PART", 100)
    monkeypatch.setattr(chain_parts, "_processors", lambda: 3)
    with store.transaction() as uow:
        uow.events.append_many(_event(number) for number in range(1, 401))
        uow.scope.write(update(events).where(events.c.seq == seq).values(user="eve"))
    with store.reading() as uow:
        walk = chain_parts.walk_stored(uow.scope, GENESIS, {})
    assert (walk.events, report_of(walk).first_bad) == (seq - 1, seq)


def _hash_at(store: Store, seq: int) -> str:
    with store.reading() as uow:
        return uow.events.tail(1, after_seq=seq - 1)[0].hash
