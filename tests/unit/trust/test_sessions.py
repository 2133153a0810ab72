"""A session's trust while it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from dharma_core.trust.context import Place
from dharma_core.trust.device import Device
from dharma_core.trust.score import Level, score
from dharma_core.trust.sessions import (
    Fate,
    Seen,
    SessionFacts,
    fate_of,
    is_due,
    session_trust,
)

FACTS = SessionFacts(0, "127.0.0.1", "firefox", second_factor=True)


def test_a_session_of_an_unknown_device_is_trusted_so_far(book, monday):
    # Device 30; user 100 - 5 history - 5 place; context 100 - 10 place: 10.5 + 36 + 22.5.
    found = session_trust(FACTS, monday, book)
    assert found.exact == 69
    # Without a second factor 12 less: enough to change a design, not to delete it.
    assert session_trust(replace(FACTS, second_factor=False), monday, book).exact == 57


def test_failed_logins_lower_a_session(book, monday):
    before = session_trust(FACTS, monday, book).exact
    after = session_trust(replace(FACTS, failed_logins=5), monday, book).exact
    assert before - after == Decimal("7.2")  # 0.40 * 3 * 6


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"first_address": "127.0.0.1", "first_agent": "firefox"}, set()),
        ({"first_address": "127.0.0.2"}, {"context.moved_address"}),
        ({"first_agent": "curl"}, {"context.moved_program"}),
        ({"first_address": "", "first_agent": ""}, set()),
    ],
)
def test_a_session_that_moved_since_sign_in_is_lowered(changes, keys, book, monday):
    found = session_trust(replace(FACTS, **changes), monday, book)
    assert {key for key in found.lowered if key.startswith("context.moved")} == keys


@pytest.mark.parametrize(
    ("seen", "address", "agent", "due"),
    [
        (None, "a", "p", True),
        (Seen(timedelta(seconds=59), "a", "p"), "a", "p", False),
        (Seen(timedelta(seconds=60), "a", "p"), "a", "p", True),
        (Seen(timedelta(0), "a", "p"), "a", "p", False),
        (Seen(timedelta(0), "a", "p"), "b", "p", True),
        (Seen(timedelta(0), "a", "p"), "a", "q", True),
        (Seen(timedelta(seconds=-1), "a", "p"), "a", "p", True),
    ],
    ids=["never", "59 s", "60 s", "now", "address", "program", "clock back"],
)
def test_a_session_is_scored_again_in_time(seen, address, agent, due, monday):
    when = replace(seen, at=monday - seen.at) if seen else None
    assert is_due(when, address, agent, monday) is due


@pytest.mark.parametrize(
    ("number", "before", "fate"),
    [
        (60, None, "kept"),
        (60, Level.HIGH, "kept"),
        (60, Level.MEDIUM, "kept"),
        (59, Level.HIGH, "downgraded"),
        (20, Level.FULL, "downgraded"),
        (19, Level.FULL, "ended"),
        (19, Level.NONE, "ended"),
        (19, None, "ended"),
    ],
)
def test_a_session_is_kept_downgraded_or_ended(number, before, fate, book):
    assert fate_of(score(number, number, number), before, book).value == fate


def test_impossible_travel_ends_a_session(book, monday):
    facts = replace(
        FACTS,
        place=Place("Lima", "PE", -12.0, -77.0),
        before=Place("Berlin", "DE", 52.5, 13.4),
        before_at=monday - timedelta(hours=1),
    )
    found = session_trust(facts, monday, book)
    assert found.level is Level.MEDIUM
    assert fate_of(found, Level.HIGH, book) is Fate.ENDED


def test_a_jailbroken_device_ends_a_session(book, monday):
    found = session_trust(replace(FACTS, device=Device(jailbroken=True)), monday, book)
    assert fate_of(found, None, book) is Fate.ENDED
