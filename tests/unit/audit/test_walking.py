"""The fast walk along stored rows: it agrees with the slow one, and nothing changed passes it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.audit import GENESIS, ChainHead, Row, redact, report_of, seal_rows, walk_rows
from dharma_core.audit.chain import row_of
from dharma_core.audit.redaction import drop
from dharma_core.audit.rows import entry_of
from dharma_core.audit.texts import hash_of
from dharma_core.events import Event, EventType

START = datetime(2026, 3, 1, tzinfo=UTC)
AUDITS = Path(__file__).parents[2] / "fixtures" / "audit"


def _event(number: int, **more: Any) -> Event:
    shape = Event(
        id=f"evt_{number}",
        type=EventType.BLUEPRINT_UPDATED,
        aggregate_type="blueprint",
        aggregate_id="bp_1",
        time=START + timedelta(seconds=number),
        tenant="default",
        user="ann",
        address="10.0.0.1",
        before={"n": number - 1, "deep": [{"x": "abc"}]},
        after={"aggregate_id": "bp_1", "n": number},
        data={"why": "because"},
        correlation_id="cor_1",
        causation_id="evt_0",
        agent="dharma-cli",
    )
    return replace(shape, **more)


def _personal(number: int) -> Event:
    said = {"owner": "bob", "reason": "bob said so", "n": number}
    return _event(number, before={"owner": "eve"}, after=said, data={"to": ["x@example.org"]})


ROWS = seal_rows([_event(n) for n in range(1, 6)], GENESIS)
WITHIN = seal_rows([_personal(n) for n in range(1, 4)], GENESIS)


def _with(index: int, **changes: Any) -> list[Row]:
    return [*ROWS[:index], ROWS[index]._replace(**changes), *ROWS[index + 1 :]]


def _old(format_: int = 1) -> list[Row]:
    """Return a chain that a Dharma of an older format wrote; its third entry is redacted."""
    lines = (AUDITS / f"format_{format_}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Row(**({"agent": ""} | json.loads(line))) for line in lines]


def test_a_whole_chain_is_walked_to_its_end() -> None:
    walk = walk_rows(ROWS)
    assert (walk.events, walk.redacted, walk.bad) == (5, 0, None)
    assert walk.head == ChainHead(5, ROWS[-1].hash)
    assert report_of(walk).valid


@pytest.mark.parametrize("format_", [1, 2])
def test_entries_of_an_older_format_are_walked_and_format_3_goes_on(format_: int) -> None:
    old = _old(format_)
    new = seal_rows([_event(6), _personal(7)], ChainHead(len(old), old[-1].hash))
    assert [row.format for row in (*old, *new)] == [format_] * len(old) + [3, 3]
    walk = walk_rows([*old, *new])
    assert (walk.events, walk.redacted, walk.bad) == (len(old) + 2, 1, None)


@pytest.mark.parametrize("column", [name for name in Row._fields if name != "seq"])
def test_a_changed_column_of_format_1_is_found(column: str) -> None:
    old = _old()
    value = getattr(old[1], column)
    other = value + 1 if isinstance(value, int) else "x" + (value or "")
    walk = walk_rows([old[0], old[1]._replace(**{column: other}), *old[2:]])
    assert (walk.events, report_of(walk).first_bad) == (1, 2)


@given(
    index=st.integers(0, 4),
    name=st.sampled_from(Row._fields),
    place=st.integers(0, 500),
    byte=st.sampled_from([*range(128), 0xE9, 0x4E00]),
)
def test_any_single_change_is_found_where_it_was_made(
    index: int, name: str, place: int, byte: int
) -> None:
    value = getattr(ROWS[index], name)
    if isinstance(value, int):
        other: Any = value ^ (1 << place % 8)
    else:
        at = place % len(value)
        other = value[:at] + chr(byte) + value[at + 1 :]
    walk = walk_rows(_with(index, **{name: other}))
    report = report_of(walk)
    if other == value:
        assert report.valid
    else:
        assert (report.valid, report.events, report.first_bad) == (False, index, index + 1)
        assert report.reason


@given(
    name=st.sampled_from(Row._fields),
    place=st.integers(0, 700),
    byte=st.sampled_from([*range(128), 0xE9]),
)
def test_any_single_change_of_an_entry_with_personal_values_within_is_found(
    name: str, place: int, byte: int
) -> None:
    value = getattr(WITHIN[1], name)
    if isinstance(value, int):
        other: Any = value ^ (1 << place % 8)
    else:
        at = place % len(value)
        other = value[:at] + chr(byte) + value[at + 1 :]
    report = report_of(walk_rows([WITHIN[0], WITHIN[1]._replace(**{name: other}), WITHIN[2]]))
    assert (report.valid, report.first_bad) == ((True, None) if other == value else (False, 2))


@pytest.mark.parametrize(
    "changes",
    [
        {"after": '{"n":2,"owner":"(redacted)","reason":"bob said so"}'},
        {"after": '{"n":2,"reason":"bob said so"}'},
        {"after": '{"n":2,"owner":{"x":1},"reason":"bob said so"}'},
        {"after": '{"n":2,"owner":"bob","owner":"bob","reason":"bob said so"}'},
        {"after": '{"n":2, "owner":"bob","reason":"bob said so"}'},
        {"after": None},
        {"data": '{"to":[]}'},
        {"salts": "{}"},
        {"salts": "{}", "user": "(redacted)", "address": "(redacted)", "agent": "(redacted)"},
        {"format": 2},
    ],
    ids=str,
)
def test_a_personal_value_within_cannot_be_changed_hidden_or_moved(
    changes: dict[str, Any],
) -> None:
    assert walk_rows(WITHIN).bad is None
    report = report_of(walk_rows([WITHIN[0], WITHIN[1]._replace(**changes), WITHIN[2]]))
    assert (report.valid, report.first_bad) == (False, 2)


def test_an_entry_redacted_in_part_is_sound_and_counted() -> None:
    entry = entry_of(WITHIN[1])
    part = row_of(drop(entry, {"/after/owner"}))  # type: ignore[arg-type]
    whole = row_of(redact(entry_of(WITHIN[2]), ["bob"]))  # type: ignore[arg-type]
    assert '"owner":"(redacted)"' in (part.after or "")
    assert "example" not in whole.data
    assert whole.salts == "{}"
    walk = walk_rows([WITHIN[0], part, whole])
    assert (walk.events, walk.redacted, walk.bad) == (3, 2, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"before": ""},
        {"after": None},
        {"success": True + 1},
        {"user": b"ann"},
        {"data": 7},
        {"version": "1"},
        {"salts": "{}"},
        {"salts": "{}", "user": "(redacted)"},
        {"salts": '{"user":"' + "0" * 32 + '"}'},
        {"format": 2},
        {"format": 4},
        {"format": 1},
        {"time": "20x6"},
    ],
    ids=str,
)
def test_odd_values_in_columns_are_found(changes: dict[str, Any]) -> None:
    report = report_of(walk_rows(_with(2, **changes)))
    assert (report.valid, report.first_bad) == (False, 3)


def test_text_cannot_move_from_one_column_to_the_next() -> None:
    # The same bytes are hashed, cut at another place: 'after' is no object of its own then.
    cut = '{"a":1'
    rest = ROWS[0].aggregate_id
    honest = seal_rows([_event(1, after={"a": 1, "aggregate_id": rest})], GENESIS)[0]
    assert honest.after == cut + f',"aggregate_id":"{rest}"}}'
    moved = honest._replace(after=cut)
    assert walk_rows([moved]).bad == moved


def test_redacted_rows_are_sound_and_counted() -> None:
    entry = entry_of(ROWS[1])
    walk = walk_rows([ROWS[0], row_of(redact(entry)), *ROWS[2:]])  # type: ignore[arg-type]
    assert (walk.events, walk.redacted, walk.bad) == (5, 1, None)


def test_a_redacted_row_with_commitments_that_are_none_is_found() -> None:
    gone = row_of(redact(entry_of(ROWS[0])))  # type: ignore[arg-type]
    odd = gone._replace(commitments='{"user":"x"}')
    assert walk_rows([odd._replace(hash=hash_of(odd))]).bad is not None


def test_a_hash_that_was_noted_and_differs_is_named() -> None:
    walk = walk_rows(ROWS, noted={3: "f" * 64})
    report = report_of(walk)
    assert (report.valid, report.events, report.first_bad) == (False, 2, 3)
    assert report.reason == "Event 3 is not the one that was noted: the chain was written anew."
    assert walk_rows(ROWS, noted={3: ROWS[2].hash, 9: "0" * 64}).bad is None


def test_a_part_is_walked_from_where_it_starts() -> None:
    walk = walk_rows(ROWS[2:], start=ChainHead(2, ROWS[1].hash))
    assert (walk.events, walk.head.seq, walk.bad) == (3, 5, None)
    assert walk_rows(ROWS[2:]).bad == ROWS[2]


def test_a_chain_that_ends_before_its_noted_head_is_cut() -> None:
    report = report_of(walk_rows(ROWS[:4]), head=ChainHead(5, ROWS[4].hash))
    assert report.reason == "Event 5 is missing: the chain was cut after event 4."


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ).filter(lambda value: value != float("inf") and value != float("-inf")),
    st.text(),
)
def test_odd_data_and_names_are_sealed_and_found_sound(value: Any, name: str) -> None:
    if "inf" in repr(value):
        return
    event = _event(1, data={"value": value}, user=name, agent=name, aggregate_id=name)
    row = seal_rows([event], GENESIS)[0]
    assert walk_rows([row]).bad is None
    assert entry_of(row).event == event  # type: ignore[union-attr]
