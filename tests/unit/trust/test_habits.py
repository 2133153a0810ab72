"""The online model: what it learns, forgets and keeps."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.habits import NO_HABIT, NOTHING_SEEN, Habit, learn, usual

WEIGHTS = load_trust_book().weights.user
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _weeks(days: int, *, place: str = "Berlin", first_hour: int = 9) -> Habit:
    habit = NO_HABIT
    for day in range(days):
        for hour in range(first_hour, first_hour + 8):
            at = MONDAY.replace(hour=hour) + timedelta(days=day)
            habit = learn(habit, at, place, WEIGHTS)
    return habit


def test_an_action_is_learnt_with_its_hour_and_place():
    found = learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS)
    assert (found.hours[9], found.seen, found.places) == (1.0, 1.0, {"Berlin": 1.0})
    assert found.as_of == MONDAY


def test_an_action_without_a_place_teaches_the_hour_alone():
    found = learn(NO_HABIT, MONDAY, None, WEIGHTS)
    assert (found.seen, found.places) == (1.0, {})


@pytest.mark.parametrize(("minutes", "seen"), [(0, 1), (14, 1), (15, 2)])
def test_the_same_hour_and_place_is_learnt_once_in_a_quarter_of_an_hour(minutes, seen):
    once = learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS)
    twice = learn(once, MONDAY + timedelta(minutes=minutes), "Berlin", WEIGHTS)
    assert round(twice.seen) == seen
    assert (twice is once) is (seen == 1)


def test_another_place_in_the_same_hour_is_learnt():
    found = learn(learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS), MONDAY, "Paris", WEIGHTS)
    assert found.places == {"Berlin": 1.0, "Paris": 1.0}


def test_asking_often_teaches_little():
    habit = NO_HABIT
    for second in range(3000):
        habit = learn(habit, MONDAY + timedelta(seconds=second), "Lima", WEIGHTS)
    assert habit.seen < 5  # 50 minutes: 4 quarters of an hour


def test_what_was_seen_a_half_life_ago_counts_half():
    later = MONDAY + timedelta(days=30)
    found = learn(learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS), later, "Paris", WEIGHTS)
    assert found.hours[9] == pytest.approx(1.5)
    assert found.places == pytest.approx({"Berlin": 0.5, "Paris": 1.0})


def test_what_was_seen_very_long_ago_is_forgotten():
    later = MONDAY + timedelta(days=300)
    found = learn(learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS), later, "Paris", WEIGHTS)
    assert list(found.places) == ["Paris"]


def test_a_clock_that_goes_back_forgets_nothing_and_is_not_followed():
    before = MONDAY - timedelta(days=90)
    found = learn(learn(NO_HABIT, MONDAY, "Berlin", WEIGHTS), before, "Paris", WEIGHTS)
    assert found.places == {"Berlin": 1.0, "Paris": 1.0}
    assert found.as_of == MONDAY


def test_the_model_keeps_so_many_places_and_forgets_the_rarest():
    habit = _weeks(2)
    for number in range(100):
        habit = learn(habit, MONDAY + timedelta(days=14), f"place {number:03}", WEIGHTS)
    assert len(habit.places) == 32
    assert "Berlin" in habit.places
    assert len(json.dumps(habit.as_dict())) < 10_000


def test_recent_moments_are_not_kept_for_ever():
    habit = _weeks(5)
    assert len(habit.last) == 1


def test_before_anything_was_seen_nothing_is_unusual():
    found = usual(NO_HABIT, NO_HABIT, WEIGHTS)
    assert found.hours == (0.0,) * 24
    assert (found.place("Berlin"), found.place("Lima"), found.seen) == (0.0, 0.0, 0.0)
    assert found == NOTHING_SEEN


def test_a_usual_hour_is_no_surprise_and_the_night_is_one():
    found = usual(_weeks(20), NO_HABIT, WEIGHTS)
    assert found.hours[12] < 0.5
    assert found.hours[3] > 4.0
    assert found.hours[8] < found.hours[7]  # beside the usual hours, then further away


def test_hours_lie_on_a_circle():
    found = usual(_weeks(20, first_hour=16), NO_HABIT, WEIGHTS)  # 16 to 23
    assert found.hours[0] == pytest.approx(found.hours[15], abs=0.05)
    assert found.hours[0] < found.hours[1] == pytest.approx(found.hours[12], abs=0.05)


def test_a_place_that_was_never_seen_surprises_more_the_more_is_known():
    bits = [usual(_weeks(days), NO_HABIT, WEIGHTS).place("Lima") for days in (0, 1, 5, 20)]
    assert bits == sorted(bits)
    assert bits[0] == 0.0
    assert bits[-1] > 6.0


def test_what_peers_do_surprises_less():
    own = _weeks(10)
    alone = usual(own, NO_HABIT, WEIGHTS)
    among = usual(own, _weeks(10, place="Paris", first_hour=14), WEIGHTS)
    assert among.place("Paris") < alone.place("Paris")
    assert among.hours[20] < alone.hours[20]
    assert among.place("Lima") > among.place("Paris")


def test_peers_stand_in_for_a_history_that_is_missing():
    found = usual(NO_HABIT, _weeks(20), WEIGHTS)
    assert found.place("Berlin") == 0.0
    assert found.place("Lima") > 4.0
    assert found.hours[3] > 3.0
    assert found.seen == 0.0


def test_a_habit_reads_itself_again():
    habit = _weeks(3)
    assert Habit.of(json.loads(json.dumps(habit.as_dict()))) == habit
    assert Habit.of(NO_HABIT.as_dict()) == NO_HABIT


DAMAGE = {
    "no hours": {"hours": []},
    "a negative weight": {"hours": [-1.0] * 24},
    "an infinite weight": {"hours": [float("inf")] * 24},
    "no number": {"places": {"Berlin": "1"}},
    "a truth": {"places": {"Berlin": True}},
    "nan": {"places": {"Berlin": float("nan")}},
    "no zone": {"as_of": "2026-03-02T09:00:00"},
    "no time": {"last": {"9 Berlin": "soon"}},
    "no mapping": {"places": [1]},
    "places of nothing": {"places": None},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_habit_is_told(damage):
    with pytest.raises(InputError, match="A stored habit is damaged"):
        Habit.of(_weeks(1).as_dict() | damage)


def test_a_habit_without_its_parts_is_damaged():
    with pytest.raises(InputError, match="damaged"):
        Habit.of({})


moments = st.integers(0, 5_000_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(st.lists(st.tuples(moments, st.none() | st.text(max_size=5)), max_size=30), moments)
def test_whatever_is_learnt_the_model_stays_sound(actions, now):
    habit = NO_HABIT
    for at, place in actions:
        habit = learn(habit, at, place, WEIGHTS)
    assert all(weight >= 0 for weight in (*habit.hours, *habit.places.values()))
    assert habit.seen <= len(actions) + 1e-9
    found = usual(habit, NO_HABIT, WEIGHTS)
    assert min(found.hours) == 0.0
    assert all(
        bits >= 0 for bits in (*found.hours, *found.places.values(), found.place("elsewhere!"))
    )
    assert Habit.of(habit.as_dict()) == habit
