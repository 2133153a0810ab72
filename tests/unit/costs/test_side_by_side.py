"""One design in several places: parts by their name in the design, unknown never zero."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import Component, CostState, Estimate, ResourceCost
from dharma_core.costs.side_by_side import Place, PlacedDesign, SideBySide, parse_place
from dharma_core.errors import InputError
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.views.places import (
    lost_table,
    part_words,
    place_headlines,
    place_sentence,
    places_table,
)


def line(cost, quantity=1):
    price = None if cost is None else Decimal(cost)
    return Component("x", "hours", None if quantity is None else Decimal(quantity), price)


def placed(where, *costs, lost=(), currency="USD"):
    """Return a design of parts: (name in the design, type, components or None when free)."""
    resources, priced = [], []
    for number, (design, type_, lines) in enumerate(costs):
        address = Address(type_, f"r{number}")
        resources.append(make_resource(address, {}, design=design))
        free = lines is None
        priced.append(ResourceCost(str(address), type_, tuple(lines or ()), free=free))
    estimate = Estimate.of(priced, currency=currency, region="x")
    return PlacedDesign(parse_place(where), Plan(tuple(resources)), estimate, tuple(lost))


def test_a_part_is_all_that_it_becomes_without_what_is_free():
    design = placed(
        "aws:x", ("web", "aws_instance", [line(30)]), ("web", "aws_ebs_volume", [line(4)]),
        ("web", "aws_iam_role", None), ("net", "aws_vpc", None),
    )  # fmt: skip
    assert design.parts["web"].types == ("aws_instance", "aws_ebs_volume")
    assert design.parts["web"].monthly_cost == 34
    assert (design.parts["net"].types, design.parts["net"].monthly_cost) == (("aws_vpc",), 0)
    assert sum(p.monthly_cost for p in design.parts.values()) == design.estimate.total.amount


def test_words_tell_what_is_not_known():
    design = placed(
        "aws:x", ("a", "t", [line(3), line(1, None)]), ("b", "t", [line(None)]),
        ("c", "t", [line(1, None)]), ("d", "t", [line(2)]),
    )  # fmt: skip
    words = {name: part_words(design, name) for name in (*design.parts, "gone")}
    assert words == {
        "a": "$3.00 and more",
        "b": "no price",
        "c": "depends on usage",
        "d": "$2.00",
        "gone": "not there",
    }
    assert design.parts["b"].state is CostState.NOT_FOUND


def test_the_cheapest_is_looked_for_among_those_known_best():
    cheap = placed("azure:x", ("a", "t", [line(1), line(None)]))
    dear = placed("aws:x", ("a", "t", [line(30)]))
    lossy = placed("gcp:x", ("a", "t", [line(2)]), lost=("a: gone",))
    assert SideBySide("s", (cheap, dear, lossy)).cheapest is dear
    assert "compare that first" in place_sentence(SideBySide("s", (cheap, dear)))
    assert "compare that first" not in place_sentence(SideBySide("s", (dear,)))


def test_different_currencies_are_not_compared():
    both = SideBySide("s", (placed("aws:x"), placed("aws:cn", currency="CNY")))
    assert both.cheapest is None
    assert both.as_dict()["cheapest"] is None
    assert "different currencies" in place_sentence(both)


def test_tables_have_a_row_for_each_part_and_each_loss():
    here = placed("aws:x", ("a", "t", [line(1)]))
    there = placed("gcp:y", ("b", "u", [line(2)]), lost=("a: gone",))
    both = SideBySide("s", (here, there))
    rows = places_table(both).rows
    assert [(r["part"], r["cost_0"], r["cost_1"]) for r in rows] == [
        ("b", "not there", "$2.00"),
        ("a", "$1.00", "not there"),
    ]
    assert lost_table(both).rows == ({"place": "gcp:y", "lost": "a: gone"},)
    assert [h.note for h in place_headlines(both)] == [
        "every price is known",
        "1 thing not translated",
    ]
    told = both.as_dict()
    assert told["cheapest"] == "aws:x"
    assert told["places"][1]["parts"]["b"] == {
        "types": ["u"],
        "monthly_cost": "2",
        "state": "priced",
    }


@pytest.mark.parametrize("text", ["aws", "ibm:x", "aws:", ""])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(InputError, match="is no place"):
        parse_place(text)


def test_a_place_is_written_as_it_is_read():
    assert str(parse_place("gcp:europe-west4")) == "gcp:europe-west4"
    assert parse_place("aws:x") == Place("aws", "x")
