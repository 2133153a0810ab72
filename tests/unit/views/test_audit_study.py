"""The audit as a study: who did what, what was refused, and what finds which tampering."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dharma_core.audit import GENESIS, ChainEntry, ChainHead, ChainReport, seal
from dharma_core.audit.checkpoints import LogReport
from dharma_core.audit.proof import AuditReport, Outside, Problem
from dharma_core.events import Event, EventType
from dharma_core.views.audit_study import (
    Tampering,
    events_by_person,
    events_by_type,
    refusals_table,
    tampering_sentence,
    tampering_table,
)
from dharma_core.views.theme import PALETTES, Mode

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MODES: tuple[Mode, ...] = ("light", "dark")


def _entry(user: str, kind: EventType = EventType.COST_ESTIMATED, about: str = "x") -> ChainEntry:
    refused = kind is EventType.PERMISSION_DENIED
    return seal(
        Event("evt_1", kind, "it", about, AT, "default", user, success=not refused), GENESIS
    )


ENTRIES = [
    _entry("ann"),
    _entry("ann"),
    _entry("<mal>", EventType.PERMISSION_DENIED, "user:create"),
    _entry("ann", EventType.PERMISSION_DENIED, "tenant:create"),
    _entry("<mal>", EventType.PERMISSION_DENIED, "user:create"),
    _entry("ann"),
]


def _report(*problems: Problem) -> AuditReport:
    chain = ChainReport(not problems, 6, None, "", ChainHead(6, "ab"), 0)
    return AuditReport(chain, LogReport(), Outside(), problems)


SOUND = _report()
BROKEN = _report(
    Problem("outside", "It was cut.", 4),
    Problem("chain", "It differs.", 3),
    Problem("chain", "", 5),
)
TRIED = [
    Tampering("nothing", SOUND, SOUND),
    Tampering("roll back", SOUND, BROKEN),
    Tampering("change", BROKEN, BROKEN),
]


@pytest.mark.parametrize("mode", MODES)
def test_people_are_bars_of_what_was_done_and_what_was_refused(mode: Mode) -> None:
    picture = events_by_person(ENTRIES, mode)
    assert picture is not None
    assert picture.title == "ann: 4 of 6 events"
    assert picture.alt == "ann 4; <mal> 2"
    done, refused = picture.figure.data
    assert list(done.y) == ["ann", "&lt;mal>"]
    assert (list(done.x), list(refused.x)) == ([3, 0], [1, 2])
    assert (done.marker.color, refused.marker.color) == (
        PALETTES[mode].series[0],
        PALETTES[mode].severity("high"),
    )


def test_kinds_of_events_are_bars_with_the_words_of_people() -> None:
    picture = events_by_type(ENTRIES)
    assert picture is not None
    assert picture.alt == "Cost estimated 3; Permission denied 3"


def test_no_event_is_no_picture() -> None:
    assert (events_by_person([]), events_by_type([])) == (None, None)


def test_only_the_most_frequent_are_drawn_and_all_are_told() -> None:
    picture = events_by_person([_entry(f"user{n}") for n in range(13)])
    assert picture is not None
    assert len(picture.figure.data[0].y) == 12
    assert picture.alt.count(";") == 12


def test_refusals_are_counted_by_who_and_what() -> None:
    rows = [(row["user"], row["about"], row["times"]) for row in refusals_table(ENTRIES).rows]
    assert rows == [("<mal>", "user:create", 2), ("ann", "tenant:create", 1)]


def test_each_tampering_says_which_evidence_finds_it_and_where() -> None:
    rows = [(r["alone"], r["beside"], r["first_bad"]) for r in tampering_table(TRIED).rows]
    assert rows == [
        ("not found", "not found", None),
        ("not found", "found by outside, chain", 3),
        ("found by outside, chain", "found by outside, chain", 3),
    ]
    assert tampering_table(TRIED).rows[1]["reason"].startswith("It differs. It was cut.")


def test_a_sentence_sums_up_what_each_evidence_finds() -> None:
    assert tampering_sentence(TRIED) == (
        "Of 3 ways to tamper the database alone shows 1, and with what was kept outside it 2."
    )
