"""What is usual for people, kept for half a minute: fresh, bounded, aware of what it learnt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.storage.store import Store
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.context import Place
from dharma_core.trust.sightings import Known, Sighting
from dharma_core.workbench import Workbench, trust_memory
from dharma_core.workbench.trust_memory import TrustMemory, memory_of

ANN = ("default", "ann", "sre")
WEIGHTS = load_trust_book().weights.user
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BERLIN = Place("Berlin", "DE", 52.52, 13.405)


class Desk:
    """A memory with a clock to turn, that counts how often it goes to the store."""

    def __init__(self) -> None:
        self.at, self.reads = 0.0, 0
        self.memory = TrustMemory(monotonic=lambda: self.at)

    def store(self) -> Store:
        self.reads += 1
        return Workbench.open().store

    def recall(self, who=ANN):
        return self.memory.recall(self.store, who, WEIGHTS)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _seen(minutes: int = 0) -> Sighting:
    return Sighting("ann", "sre", MONDAY + timedelta(minutes=minutes), BERLIN, WEIGHTS)


@pytest.mark.parametrize(("seconds", "reads"), [(0.0, 1), (29.99, 1), (30.0, 2)])
def test_a_person_is_read_again_after_half_a_minute(desk, seconds, reads):
    desk.recall()
    desk.at = seconds
    assert desk.recall().own == Known()
    assert desk.reads == reads


def test_a_person_is_one_in_each_tenant_and_group(desk):
    desk.recall()
    desk.recall(("other", "ann", "sre"))
    desk.recall(("default", "ann", ""))
    assert desk.reads == 3


def test_what_was_learnt_here_is_known_at_once_of_person_and_group(desk):
    desk.recall()
    desk.memory.learn(ANN, _seen())
    found = desk.recall()
    assert (found.own.habit.seen, found.own.place, found.own.at) == (1.0, BERLIN, MONDAY)
    assert (found.peers.habit.seen, found.peers.place) == (1.0, None)
    assert found.usual.seen == 1.0
    assert desk.reads == 1


def test_a_person_without_a_group_teaches_none(desk):
    alone = ("default", "ann", "")
    desk.recall(alone)
    desk.memory.learn(alone, _seen())
    assert desk.recall(alone).peers == Known()


def test_the_same_hour_and_place_again_moves_only_where_they_were_seen(desk):
    desk.recall()
    desk.memory.learn(ANN, _seen())
    before = desk.recall()
    desk.memory.learn(ANN, _seen(1))
    found = desk.recall()
    assert found.own.at == MONDAY + timedelta(minutes=1)
    assert found.own.habit is before.own.habit
    assert found.usual is before.usual


def test_a_lesson_about_somebody_unknown_here_is_left_to_the_store(desk):
    desk.memory.learn(ANN, _seen())
    assert desk.recall().own == Known()
    assert desk.reads == 1


def test_so_many_people_are_kept_and_who_was_asked_about_least_lately_makes_place(
    desk, monkeypatch
):
    monkeypatch.setattr(trust_memory, "_MOST_PEOPLE", 2)
    bob, cleo = ("default", "bob", ""), ("default", "cleo", "")
    for who in (ANN, bob, ANN, cleo):
        desk.recall(who)
    desk.recall(ANN)
    assert desk.reads == 3
    desk.recall(bob)
    assert desk.reads == 4


def test_a_process_has_one_memory_of_a_store():
    assert memory_of("sqlite:///a", 1) is memory_of("sqlite:///a", 1)
    assert memory_of("sqlite:///a", 1) is not memory_of("sqlite:///a", 2)
    assert memory_of("sqlite:///a", 1) is not memory_of("sqlite:///b", 1)
