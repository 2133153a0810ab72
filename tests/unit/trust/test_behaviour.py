"""The person's part of the score."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from dharma_core.trust.behaviour import Behaviour, assess_user
from dharma_core.trust.habits import NO_HABIT, Usual, learn, usual
from dharma_core.trust.score import KEYS

KNOWN = Usual(50.0, (0.0,) * 24, {"Berlin": 0.0, "Paris": 4.0}, 9.0)


def _taken(behaviour, book, shares=KNOWN):
    return {d.key: d.points for d in assess_user(behaviour, book.weights.user, shares).deductions}


def test_a_usual_verified_session_is_trusted_fully(book, monday):
    found = assess_user(Behaviour(True, 0, monday, "Berlin"), book.weights.user, KNOWN)
    assert found.value == 100


def test_no_second_factor_takes_its_points(book, monday):
    assert _taken(Behaviour(False, 0, monday, "Berlin"), book) == {"user.second_factor": 30}


@pytest.mark.parametrize(
    ("count", "points"), [(0, 0), (2, 0), (3, 6), (8, 36), (9, 40), (1_000_000, 40)]
)
def test_failed_logins_cost_from_the_third_on_and_so_much_at_most(count, points, book, monday):
    found = _taken(Behaviour(True, count, monday, "Berlin"), book)
    assert found.get("user.failed_logins", 0) == points


def test_what_nobody_tells_costs_a_little(book):
    assert _taken(Behaviour(True), book) == {
        "user.failed_logins_unknown": 6,
        "user.place_unknown": 5,
    }


def test_a_short_history_costs_a_little_until_it_is_long_enough(book, monday):
    behaviour = Behaviour(True, 0, monday, "Berlin")
    for seen, points in ((0.0, 5), (4.99, 5), (5.0, 0)):
        found = _taken(behaviour, book, Usual(seen, KNOWN.hours, KNOWN.places, 9.0))
        assert found.get("user.history", 0) == points


@pytest.mark.parametrize(
    ("bits", "points"),
    [(0.0, "0"), (2.0, "0"), (3.0, "3.75"), (4.0, "7.50"), (6.0, "15"), (60.0, "15")],
)
def test_an_unusual_hour_costs_by_its_rarity(bits, points, book, monday):
    shares = Usual(50.0, tuple(bits if hour == 9 else 0.0 for hour in range(24)), {"Berlin": 0.0})
    found = _taken(Behaviour(True, 0, monday, "Berlin"), book, shares)
    assert found.get("user.hour", Decimal(0)) == Decimal(points)


@pytest.mark.parametrize(("place", "points"), [("Berlin", "0"), ("Paris", "12.5"), ("Lima", "25")])
def test_an_unusual_place_costs_by_its_rarity(place, points, book, monday):
    found = _taken(Behaviour(True, 0, monday, place), book)
    assert found.get("user.place", Decimal(0)) == Decimal(points)


def test_what_lowered_it_is_told_in_words(book, monday):
    shares = Usual(1.0, (9.0,) * 24, {}, 9.0)
    found = assess_user(Behaviour(False, 5, monday, "Lima"), book.weights.user, shares)
    assert [d.reason for d in found.deductions] == [
        "no second factor was passed in this session",
        "5 logins failed in the last 24 hours",
        "there is too little history to compare with",
        "09:00 UTC is an unusual hour for this person",
        "Lima is an unusual place for this person",
    ]
    assert {d.key for d in found.deductions} <= set(KEYS)


def test_a_stolen_session_at_night_from_far_away_loses_most_of_its_trust(book, monday):
    habit = NO_HABIT
    for day in range(20):
        for hour in range(9, 17):
            at = monday.replace(hour=hour) + timedelta(days=day)
            habit = learn(habit, at, "Berlin", book.weights.user)
    shares = usual(habit, NO_HABIT, book.weights.user)
    usual_day = assess_user(Behaviour(True, 0, monday, "Berlin"), book.weights.user, shares)
    stolen = Behaviour(False, 9, monday.replace(hour=3), "Lima")
    assert usual_day.value == 100
    assert assess_user(stolen, book.weights.user, shares).value < 5
