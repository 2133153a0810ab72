"""Every way to tamper with a chain is found, with the first bad entry and the reason."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dharma_core.audit import (
    REDACTED,
    ChainEntry,
    ChainHead,
    Unreadable,
    redact,
    seal,
    verify_chain,
)
from dharma_core.events import Event, EventType

START = datetime(2026, 3, 1, tzinfo=UTC)


def _chain(count: int = 5) -> list[ChainEntry]:
    entries: list[ChainEntry] = []
    for number in range(1, count + 1):
        event = Event(
            id=f"evt_{number}",
            type=EventType.BLUEPRINT_UPDATED,
            aggregate_type="blueprint",
            aggregate_id="bp_1",
            time=START + timedelta(seconds=number),
            tenant="default",
            user="ann",
            address="10.0.0.1",
            before={"n": number - 1, "deep": [{"x": "abc"}]},
            after={"n": number},
            data={"why": "because"},
            correlation_id="cor_1",
            causation_id="evt_0",
            agent="dharma-cli",
        )
        entries.append(seal(event, entries[-1] if entries else None))
    return entries


CHAIN = _chain()


def _other(value: Any, place: int, byte: int) -> Any:
    """Return ``value`` with one byte, or one leaf, changed."""
    match value:
        case bool():
            found: Any = not value
        case EventType():
            found = list(EventType)[place % len(EventType)]
        case str():
            at = place % len(value)
            found = value[:at] + chr(byte) + value[at + 1 :]
        case int():
            found = value ^ (1 << place % 8)
        case datetime():
            found = value + timedelta(microseconds=byte + 1)
        case dict():
            name = sorted(value)[place % len(value)]
            found = {**value, name: _other(value[name], place, byte)}
        case _:
            found = [_other(value[0], place, byte), *value[1:]]
    return found


EVENT_FIELDS = [field.name for field in fields(Event)]
ENTRY_FIELDS = [field.name for field in fields(ChainEntry) if field.name != "event"]


@given(
    index=st.integers(0, 4),
    name=st.sampled_from([*EVENT_FIELDS, *ENTRY_FIELDS]),
    place=st.integers(0, 200),
    byte=st.integers(0, 127),
)
def test_any_single_change_is_found_where_it_was_made(
    index: int, name: str, place: int, byte: int
) -> None:
    entry = CHAIN[index]
    inner = name in EVENT_FIELDS
    value = getattr(entry.event if inner else entry, name)
    changed = _other(value, place, byte)
    assume(changed != value)
    if inner:
        forged = replace(entry, event=replace(entry.event, **{name: changed}))
    else:
        forged = replace(entry, **{name: changed})
    report = verify_chain([*CHAIN[:index], forged, *CHAIN[index + 1 :]])
    assert (report.valid, report.events, report.first_bad) == (False, index, index + 1)
    assert report.reason


@pytest.mark.parametrize("name", EVENT_FIELDS)
def test_every_field_of_an_event_is_covered_by_the_change(name: str) -> None:
    value = getattr(CHAIN[0].event, name)
    assert any(_other(value, place, 1) != value for place in range(3))


@given(st.permutations(range(5)))
def test_any_other_order_is_found(order: list[int]) -> None:
    assume(order != sorted(order))
    report = verify_chain([CHAIN[index] for index in order])
    first = next(place for place, index in enumerate(order) if place != index)
    assert (report.valid, report.first_bad) == (False, first + 1)
    assert "missing or out of order" in report.reason


@given(st.sets(st.integers(0, 3), min_size=1))
def test_any_missing_entry_before_the_last_is_found(missing: set[int]) -> None:
    report = verify_chain([e for index, e in enumerate(CHAIN) if index not in missing])
    assert (report.valid, report.first_bad) == (False, min(missing) + 1)


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (4, "Event 5 is missing: the chain was cut after event 4."),
        (2, "Events 3 to 5 are missing: the chain was cut after event 2."),
        (0, "Events 1 to 5 are missing: the chain was cut after event 0."),
    ],
)
def test_a_cut_tail_is_found_by_a_head_noted_before(left: int, reason: str) -> None:
    assert verify_chain(CHAIN[:left]).valid
    report = verify_chain(CHAIN[:left], head=CHAIN[-1].head)
    assert (report.valid, report.first_bad, report.reason) == (False, left + 1, reason)


def test_a_chain_written_anew_is_found_by_a_head_noted_before() -> None:
    report = verify_chain(_chain(), head=CHAIN[2].head)
    assert (report.valid, report.first_bad) == (False, 3)
    assert report.reason == "Event 3 is not the one that was noted: the chain was written anew."


def test_a_head_noted_earlier_holds_for_a_chain_that_grew() -> None:
    assert verify_chain(CHAIN, head=CHAIN[2].head).valid


def test_a_whole_chain_is_valid_and_gives_its_head() -> None:
    report = verify_chain(iter(CHAIN))
    assert report.as_dict() == {
        "valid": True,
        "events": 5,
        "first_bad": None,
        "reason": None,
        "head": f"5:{CHAIN[-1].hash}",
        "redacted": 0,
    }


def test_a_part_of_a_chain_is_verified_from_where_it_starts() -> None:
    assert verify_chain(CHAIN[2:], start=CHAIN[1].head).valid
    assert not verify_chain(CHAIN[2:], start=ChainHead(2, "0" * 64)).valid


def test_an_entry_sealed_by_somebody_who_does_not_know_the_chain_is_found() -> None:
    alien = seal(CHAIN[2].event, ChainHead(2, "f" * 64))
    report = verify_chain([*CHAIN[:2], alien])
    assert report.first_bad == 3
    assert "does not follow" in report.reason


def test_an_unreadable_entry_is_found() -> None:
    report = verify_chain([*CHAIN[:2], Unreadable(3, "its time is not a time")])
    assert (report.events, report.first_bad) == (2, 3)
    assert report.reason == "Event 3 was changed: its time is not a time."


@pytest.mark.parametrize(
    "change",
    [
        lambda e: replace(e, event=replace(e.event, user="bob")),
        lambda e: replace(e, event=replace(e.event, user=REDACTED)),
        lambda e: replace(e, salts={**e.salts, "user": "0" * 32}),
        lambda e: replace(e, salts={"address": e.salts["address"]}),
        lambda e: replace(e, salts={**e.salts, "other": "0" * 32}),
        lambda e: replace(redact(e), event=e.event),
    ],
    ids=["name", "name hidden", "salt", "salt dropped", "salt added", "value put back"],
)
def test_a_changed_person_is_found(change: Any) -> None:
    report = verify_chain([change(CHAIN[0])])
    assert (report.valid, report.first_bad) == (False, 1)
