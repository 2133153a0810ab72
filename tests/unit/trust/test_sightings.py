"""What is kept of a person between two actions, and its way through JSON."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dharma_core.errors import InputError
from dharma_core.trust.context import Place
from dharma_core.trust.habits import NO_HABIT
from dharma_core.trust.sightings import Known, Sighting, known_after

BERLIN = Place("Berlin", "DE", 52.52, 13.405)
LIMA = Place("Lima", "PE", -12.05, -77.04)


@pytest.fixture
def seen(book, monday):
    def made(place, minutes=0):
        at = monday + timedelta(minutes=minutes)
        return Sighting("ann", "sre", at, place, book.weights.user)

    return made


def test_what_is_known_survives_its_json_form(seen):
    known = known_after(Known(), seen(BERLIN))
    assert Known.of(known.habit, known.seen_as_dict()) == known


def test_where_nobody_told_the_place_nothing_is_kept_of_it(seen):
    known = known_after(Known(), seen(None))
    assert (known.habit.seen, known.place, known.at) == (1.0, None, None)
    assert known.seen_as_dict() is None
    assert Known.of(known.habit, None) == known


@pytest.mark.parametrize(("minutes", "place"), [(-1, BERLIN), (0, LIMA), (1, LIMA)])
def test_a_later_place_is_never_replaced_by_an_earlier(seen, minutes, place):
    known = known_after(known_after(Known(), seen(BERLIN)), seen(LIMA, minutes))
    assert known.place == place


GOOD = {
    "place": "Berlin", "country": "DE", "latitude": 1.0, "longitude": 2.0,
    "at": "2026-03-02T09:30:00+00:00",
}  # fmt: skip


@pytest.mark.parametrize(
    "damage", [{"at": "yesterday"}, {"at": 5}, {"at": None}, "no place"], ids=str
)
def test_a_damaged_sighting_is_told_with_the_way_out(damage):
    seen = GOOD | damage if isinstance(damage, dict) else {"at": GOOD["at"]}
    assert Known.of(NO_HABIT, GOOD).place == Place("Berlin", "DE", 1.0, 2.0)
    with pytest.raises(InputError, match="A stored sighting is damaged") as refused:
        Known.of(NO_HABIT, seen)
    assert "trust_habits" in refused.value.next_step
