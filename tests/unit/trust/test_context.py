"""The context's part of the score: network, place and travel, hour, what is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from dharma_core.trust.context import (
    Circumstances,
    Network,
    Place,
    Surroundings,
    assess_context,
    distance_km,
    travel_km_h,
)
from dharma_core.trust.rules import Sensitivity
from dharma_core.trust.score import KEYS

BERLIN = Place("Berlin", "DE", 52.52, 13.405)
PARIS = Place("Paris", "FR", 48.8566, 2.3522)
LIMA = Place("Lima", "PE", -12.0464, -77.0428)
HERE = Circumstances(network=Network.TRUSTED, place=BERLIN)


def _taken(circumstances, book, surroundings=Surroundings()):  # noqa: B008 - a frozen value
    found = assess_context(circumstances, book.weights.context, surroundings)
    return {d.key: d.points for d in found.deductions}


def test_a_trusted_network_and_a_known_place_are_trusted_fully(book):
    assert _taken(HERE, book) == {}


@pytest.mark.parametrize(
    ("network", "points"), [("trusted", 0), ("known", 5), ("unknown", 20), ("anonymising", 50)]
)
def test_a_network_costs_by_what_is_known_of_it(network, points, book):
    found = _taken(replace(HERE, network=Network(network)), book)
    assert found.get(f"context.network_{network}", 0) == points
    assert len(found) == (1 if points else 0)


def test_a_network_is_worked_out_from_the_address(book):
    ours = book.surroundings
    assert _taken(Circumstances(address="10.1.1.1", place=BERLIN), book, ours) == {
        "context.network_known": 5
    }
    assert "context.network_unknown" in _taken(Circumstances(place=BERLIN), book, ours)


def test_a_place_that_nobody_tells_costs_a_little(book):
    assert _taken(Circumstances(network=Network.TRUSTED), book) == {"context.place_unknown": 10}


@pytest.mark.parametrize(("country", "points"), [("DE", 0), ("PE", 15), ("", 15)])
def test_a_country_in_which_the_team_does_not_work_costs(country, points, book):
    around = Surroundings(countries=frozenset({"DE", "FR"}))
    found = _taken(replace(HERE, place=replace(BERLIN, country=country)), book, around)
    assert found.get("context.country", 0) == points


def test_distances_are_those_of_the_globe():
    assert round(distance_km(BERLIN, PARIS)) == 877
    assert round(distance_km(BERLIN, LIMA)) == 11_098
    assert distance_km(BERLIN, BERLIN) == 0
    antipodes = distance_km(Place("", "", 0.0, 0.0), Place("", "", 0.0, 180.0))
    assert round(antipodes) == 20_015


@pytest.mark.parametrize(
    "place",
    [Place("X"), Place("X", "", 1.0, None), Place("X", "", None, 1.0)],
    ids=["neither", "no longitude", "no latitude"],
)
def test_a_place_without_coordinates_has_no_distance(place):
    assert distance_km(BERLIN, place) is None
    assert distance_km(place, BERLIN) is None


def _travel(monday, hours, *, here=PARIS, there=BERLIN):
    return replace(
        HERE, place=here, at=monday, before=there, before_at=monday - timedelta(hours=hours)
    )


def test_nobody_travels_faster_than_900_km_an_hour(book, monday):
    exactly = distance_km(BERLIN, PARIS) / 900
    assert "context.travel" not in _taken(_travel(monday, exactly * 1.001), book)
    assert _taken(_travel(monday, exactly * 0.999), book)["context.travel"] == 100


def test_two_places_at_once_are_impossible(book, monday):
    found = assess_context(_travel(monday, 0), book.weights.context, Surroundings())
    assert [d.reason for d in found.deductions] == ["nobody travels from Berlin to Paris at once"]


def test_a_clock_that_went_back_does_not_help_a_traveller(book, monday):
    assert _taken(_travel(monday, -0.5), book)["context.travel"] == 100
    assert "context.travel" not in _taken(_travel(monday, -5), book)


def test_places_near_to_each_other_may_be_one(book, monday):
    weights = book.weights.context
    near = Place("Potsdam", "DE", 52.4, 13.06)  # 27 km
    assert travel_km_h(_travel(monday, 0, here=near), weights) is None
    edge = replace(weights, travel_free_km=Decimal(repr(distance_km(BERLIN, PARIS))))
    assert travel_km_h(_travel(monday, 1), edge) is None


@pytest.mark.parametrize("gap", ["place", "at", "before", "before_at"])
def test_travel_is_unknown_where_a_place_or_time_is(gap, book, monday):
    assert travel_km_h(replace(_travel(monday, 0), **{gap: None}), book.weights.context) is None


def test_travel_between_places_without_names_is_told_too(book, monday):
    nameless = _travel(monday, 1, here=replace(LIMA, name=""), there=replace(BERLIN, name=""))
    found = assess_context(nameless, book.weights.context, Surroundings())
    assert found.deductions[0].reason == "nobody travels from there to here at 11,098 km/h"


def test_an_hour_outside_the_teams_costs(book, monday):
    around = Surroundings(hours=(8, 18), days=frozenset(range(5)))
    assert "context.time" not in _taken(replace(HERE, at=monday), book, around)
    late = replace(HERE, at=monday.replace(hour=18, minute=5))
    assert _taken(late, book, around)["context.time"] == 10
    said = assess_context(late, book.weights.context, around).deductions[0].reason
    assert said == "Monday 18:05 UTC is outside the team's hours"


@pytest.mark.parametrize(
    ("sensitivity", "points"),
    [("public", 0), ("internal", 0), ("confidential", 5), ("restricted", 10), (None, 5)],
)
def test_what_is_asked_for_costs_by_its_sensitivity(sensitivity, points, book):
    said = Sensitivity(sensitivity) if sensitivity else None
    found = _taken(replace(HERE, kind="reading", sensitivity=said), book)
    assert found.get("context.sensitivity", 0) == points


@pytest.mark.parametrize(
    ("kind", "points"), [("reading", 0), ("changing", 3), ("destroying", 8), ("deciding", 8)]
)
def test_what_is_done_costs_by_its_kind(kind, points, book):
    found = _taken(replace(HERE, kind=kind, sensitivity=Sensitivity.PUBLIC), book)
    assert found == ({"context.action": points} if points else {})


def test_a_session_is_judged_without_resource_and_action(book):
    assert _taken(replace(HERE, sensitivity=Sensitivity.RESTRICTED), book) == {}


def test_a_session_that_moved_costs_by_what_changed(book):
    moved = replace(HERE, moved=("address", "program"))
    assert _taken(moved, book) == {"context.moved_address": 20, "context.moved_program": 40}
    found = assess_context(moved, book.weights.context, Surroundings())
    assert found.deductions[0].reason == "the address is another one than at sign-in"


def test_every_deduction_has_a_known_key(book, monday):
    everything = replace(
        _travel(monday, 0),
        network=Network.ANONYMISING,
        kind="deciding",
        sensitivity=Sensitivity.RESTRICTED,
        moved=("address", "program"),
    )
    around = Surroundings(hours=(1, 2), countries=frozenset({"XX"}))
    assert set(_taken(everything, book, around)) <= set(KEYS)
    assert len(_taken(everything, book, around)) == 8
