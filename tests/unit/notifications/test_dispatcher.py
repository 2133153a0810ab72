"""Alerts from a thread: at once for who acts, tried again, and kept when they do not arrive."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
import tenacity

from dharma_core.audit.alarms import alarm_of
from dharma_core.events import Event, EventType
from dharma_core.notifications import Dispatcher, Target
from dharma_core.notifications import dispatcher as module
from tests.webhook import webhook

AT = datetime(2026, 3, 1, tzinfo=UTC)
ALARM = alarm_of(Event("evt_1", EventType.USER_DELETED, "user", "usr_1", AT, "default", "ann"))
AT_ONCE = tenacity.wait_none()


@pytest.fixture
def hook():
    with webhook() as found:
        yield found


class Book:
    def __init__(self) -> None:
        self.kept = []

    def __call__(self, alarm, target, reason) -> None:
        self.kept.append((alarm.event.id, target, reason))


def test_an_alarm_reaches_every_target(hook) -> None:
    book, sender = Book(), Dispatcher([Target.of(1, hook.url), Target.of(2, hook.url)])
    sender.tell([ALARM], book)
    assert sender.drain()
    assert hook.titles == ["Dharma, high: user deleted"] * 2
    assert book.kept == []


def test_telling_does_not_wait_for_a_slow_target(hook) -> None:
    hook.hold.clear()
    sender = Dispatcher([Target.of(1, hook.url)])
    start = time.monotonic()
    sender.tell([ALARM, ALARM], Book())
    assert time.monotonic() - start < 1
    assert not sender.drain(0.1)
    hook.hold.set()
    assert sender.drain()
    assert len(hook.received) == 2


def test_a_target_that_fails_is_tried_again(hook) -> None:
    hook.refuse = 3
    book, sender = Book(), Dispatcher([Target.of(1, hook.url)], wait=AT_ONCE)
    sender.tell([ALARM], book)
    assert sender.drain()
    assert len(hook.received) == 1
    assert book.kept == []


def test_one_that_is_never_reached_is_kept_with_the_reason_and_the_others_get_it(hook) -> None:
    with webhook() as gone:
        pass
    targets = [Target.of(1, gone.url), Target.of(2, hook.url)]
    book, sender = Book(), Dispatcher(targets, wait=AT_ONCE)
    sender.tell([ALARM], book)
    assert sender.drain()
    assert book.kept == [("evt_1", "target 1 (json)", "it did not take the message (4 tries)")]
    assert len(hook.received) == 1


def test_a_store_that_cannot_keep_it_does_not_end_the_thread(hook) -> None:
    def broken(*_args):
        raise OSError("locked")

    with webhook() as gone:
        pass
    sender = Dispatcher([Target.of(1, gone.url), Target.of(2, hook.url)], wait=AT_ONCE)
    sender.tell([ALARM, ALARM], broken)
    assert sender.drain()
    assert len(hook.received) == 2


def test_more_than_can_wait_are_dropped_and_said(hook, monkeypatch, caplog) -> None:
    monkeypatch.setattr(module, "_MOST_WAITING", 1)
    hook.hold.clear()
    sender = Dispatcher([Target.of(1, hook.url)])
    sender.tell([ALARM] * 4, Book())
    assert "An alert is dropped" in caplog.text
    hook.hold.set()
    assert sender.drain()
    assert 1 <= len(hook.received) <= 2


def test_where_no_thread_starts_any_more_nothing_is_raised(monkeypatch, caplog) -> None:
    def refuses(_self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuses)
    Dispatcher([]).tell([ALARM], Book())
    assert "can't start new thread" in caplog.text
