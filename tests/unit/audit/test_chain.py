"""Sealing events, dropping personal fields, and the exact hash input of format 3."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from dharma_core.audit import (
    GENESIS,
    REDACTED,
    ChainEntry,
    ChainHead,
    redact,
    seal,
    time_text,
    verify_chain,
)
from dharma_core.errors import InputError
from dharma_core.events import Event, EventType

EVENT = Event(
    id="evt_1",
    type=EventType.BLUEPRINT_CREATED,
    aggregate_type="blueprint",
    aggregate_id="bp_1",
    time=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    tenant="default",
    user="ann",
    address="10.0.0.1",
    after={"name": "web"},
    correlation_id="cor_1",
    agent="curl",
)


def test_the_first_entry_follows_nothing_and_the_next_follows_it() -> None:
    first = seal(EVENT, None)
    second = seal(EVENT, first)
    assert (first.seq, first.prev_hash) == (1, "0" * 64)
    assert (second.seq, second.prev_hash) == (2, first.hash)
    assert seal(EVENT, first.head).prev_hash == first.hash
    assert str(GENESIS) == "0:" + "0" * 64


def test_the_hash_is_what_the_document_says() -> None:
    entry = seal(EVENT, None)

    def digest(value: object) -> str:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    personal = {
        name: digest([entry.salts[name], name, value])
        for name, value in (("user", "ann"), ("address", "10.0.0.1"), ("agent", "curl"))
    }
    content = {
        "id": "evt_1",
        "type": "BlueprintCreated",
        "aggregate_type": "blueprint",
        "aggregate_id": "bp_1",
        "time": "2026-03-01T09:30:00.000000Z",
        "tenant": "default",
        "success": True,
        "before": None,
        "after": {"name": "web"},
        "data": {},
        "correlation_id": "cor_1",
        "causation_id": "",
        "version": 1,
        "personal": personal,
    }
    assert entry.commitments == personal
    assert entry.hash == digest(
        {"format": 3, "seq": 1, "prev_hash": "0" * 64, "content": digest(content)}
    )


def test_the_same_person_leaves_a_different_commitment_each_time() -> None:
    first, second = seal(EVENT, None), seal(EVENT, None)
    assert first.commitments["user"] != second.commitments["user"]
    assert all(len(salt) == 32 for salt in first.salts.values())


def test_redact_drops_the_person_and_keeps_the_chain_valid() -> None:
    first = seal(EVENT, None)
    second = seal(EVENT, first)
    gone = redact(first)
    said = (gone.event.user, gone.event.address, gone.event.agent)
    assert (said, gone.salts) == ((REDACTED,) * 3, {})
    assert gone.redacted
    assert not first.redacted
    report = verify_chain([gone, second])
    assert (report.valid, report.redacted) == (True, 1)
    assert redact(gone) == gone


def test_the_exported_form_holds_all_that_a_check_needs() -> None:
    entry = seal(EVENT, None)
    said = entry.as_dict()
    assert said["hash"] == entry.hash
    assert said["personal"]["user"] == {
        "value": "ann",
        "salt": entry.salts["user"],
        "commitment": entry.commitments["user"],
    }
    assert "ann" not in json.dumps(redact(entry).as_dict())


def test_a_time_is_written_in_utc() -> None:
    there = timezone(timedelta(hours=2))
    assert time_text(datetime(2026, 3, 1, 11, 30, 0, 5, there)) == "2026-03-01T09:30:00.000005Z"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InputError, match="no zone"):
        seal(replace(EVENT, time=datetime(2026, 3, 1)), None)  # noqa: DTZ001 - what is tested


def test_an_entry_gives_the_head_it_would_be() -> None:
    entry = ChainEntry(EVENT, 7, "a", "b", {}, {})
    assert entry.head == ChainHead(7, "b")
