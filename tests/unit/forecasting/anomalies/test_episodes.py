"""Episodes: what belongs together, what is too little, what may still be incomplete."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules, Judged, episodes
from dharma_core.forecasting.anomalies.readings import Reading, Signal

FIRST = date(2026, 3, 1)


def steps(text, expected=10.0):
    """Return a step for each letter: `.` ordinary, `U` loud and high, `D` low, `u` still high."""
    kinds = {
        ".": (10, Reading(0.0, None, True, expected, 0.6)),
        "U": (25, Reading(0.8, Signal.RESIDUAL, True, expected, 0.01)),
        "D": (2, Reading(0.7, Signal.RESIDUAL, False, expected, 0.01)),
        "u": (14, Reading(0.1, None, True, expected, 0.03)),
        "S": (20, Reading(0.6, Signal.SHIFT, True, expected, 0.2, steps=3)),
    }
    return [
        Judged(FIRST + timedelta(days=n), Decimal(kinds[letter][0]), kinds[letter][1])
        for n, letter in enumerate(text)
    ]


def told(text, *, expected=10.0, **rules):
    found = episodes(steps(text, expected), EpisodeRules(**{"refractory": 2, **rules}))
    return [(e.start.day, e.end.day, str(e.impact)) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("......", []),
        (".UU...", [(2, 3, "30.00")]),
        # One ordinary step ends nothing, two do.
        (".U.U.....", [(2, 4, "30.00")]),
        (".U..U....", [(2, 2, "15.00"), (5, 5, "15.00")]),
        # A step that is still unusual prolongs, and 15 + 4 + 4 is its impact.
        (".Uuu...", [(2, 4, "23.00")]),
        # ... and begins nothing.
        (".uu....", []),
        # A slow change began two steps before it was told: 0 + 0 + 10.
        ("...S....", [(2, 4, "10.00")]),
        (".D....", [(2, 2, "-8.00")]),
    ],
)
def test_what_belongs_together_is_told_once(text, expected):
    assert told(text) == expected


def test_a_slow_change_does_not_reach_back_into_the_episode_before():
    assert [(s, e) for s, e, _ in told("UU...S....")] == [(1, 2), (4, 6)]


def test_what_costs_less_than_the_floor_is_not_told():
    assert told(".U....UU...", floor=Decimal(20)) == [(7, 8, "30.00")]


def test_it_is_told_on_the_day_its_floor_is_reached_and_stays_told():
    (found,) = episodes(steps(".UUU......"), EpisodeRules(refractory=2, floor=Decimal(40)))
    assert (found.start.day, found.detected.day, found.impact) == (2, 4, 45)
    assert told(".UU.......", floor=Decimal(40)) == []


def test_a_slow_change_counts_towards_the_floor_from_its_beginning():
    # 4 + 4 before it is told, then 10: 18 of 15 on the day the detector speaks.
    assert told("...uuS....", floor=Decimal(15)) == [(4, 6, "18.00")]


def test_a_turn_is_an_episode_of_its_own():
    assert told(".UUDD....") == [(2, 3, "30.00"), (4, 5, "-16.00")]
    assert told(".UUDD....", floor=Decimal(20)) == [(2, 3, "30.00")]
    assert told(".UD.U....") == [(2, 2, "15.00"), (3, 3, "-8.00"), (5, 5, "15.00")]


def test_a_rise_that_is_worth_less_than_nothing_reaches_no_floor():
    # A slow change told upwards whose days lie under what was expected.
    assert told("..S....", expected=30.0, floor=Decimal(5)) == []


@pytest.mark.parametrize(
    "rules", [{}, {"floor": Decimal(20)}, {"direction": Direction.UP}], ids=str
)
@settings(max_examples=60, deadline=None)
@given(text=st.text("....UDuS", max_size=24))
def test_what_was_told_is_never_taken_back(rules, text):
    rules = EpisodeRules(refractory=2, **rules)
    whole = {(e.start, e.detected, e.upward) for e in episodes(steps(text), rules)}
    for cut in range(len(text)):
        seen = episodes(steps(text[:cut]), rules)
        assert {(e.start, e.detected, e.upward) for e in seen} <= whole


def test_only_the_wanted_direction_is_told():
    assert told(".U....D....", direction=Direction.UP) == [(2, 2, "15.00")]
    assert told(".U....D....", direction=Direction.DOWN) == [(7, 7, "-8.00")]


def test_a_drop_in_days_that_may_be_incomplete_is_no_surprise():
    assert told("......DD", late=2) == []
    assert told("......DD", late=0) == [(7, 8, "-16.00")]
    assert told("......UU", late=2) == [(7, 8, "30.00")]


def test_incomplete_days_add_nothing_to_a_drop_that_began_before():
    assert told("....DDDD", late=2) == [(5, 6, "-16.00")]
    assert told("....DDDD", late=0) == [(5, 8, "-32.00")]


def test_an_episode_that_has_not_ended_says_so():
    rules = EpisodeRules(refractory=2)
    assert [e.open for e in episodes(steps("..UU"), rules)] == [True]
    assert [e.open for e in episodes(steps("..UU..."), rules)] == [False]


def test_an_episode_says_what_was_expected():
    (found,) = episodes(steps("..UU...."), EpisodeRules())
    assert (found.actual, found.expected, found.impact) == (50, 20, 30)
    assert (found.score, found.signal, found.detected) == (0.8, Signal.RESIDUAL, date(2026, 3, 3))


def test_the_threshold_decides():
    assert told(".U....S....", threshold=0.7) == [(2, 2, "15.00")]
