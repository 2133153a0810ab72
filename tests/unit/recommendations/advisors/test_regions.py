"""Region moves: the cheapest place of the continent, like for like, when it is worth saying."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dharma_core.costs.ports import price_key
from dharma_core.recommendations import Risk
from dharma_core.recommendations.advisors.regions import move_region
from dharma_core.storage.price_books import open_price_book

ID = "region-move:shop"


def ec2(name, region):
    key = price_key(("aws", region), "ec2/instance", instance_type=name, os="linux")
    return open_price_book().find(key).unit_price


def machines(make, number, **more):
    attributes = {"instance_type": "m5.4xlarge", **more}
    return [make(f"aws_instance.n{n}", attributes) for n in range(number)]


def test_a_dear_region_is_left_for_the_cheapest_of_its_continent(make, advice):
    one = advice(*machines(make, 2), region="us-west-1")[ID]
    here, there = (ec2("m5.4xlarge", r) for r in ("us-west-1", "us-east-1"))
    assert one.monthly_saving == 2 * 730 * (here - there)
    assert one.proposal.title == "Run it in us-east-1 instead of us-west-1"
    assert one.proposal.risk is Risk.HIGH
    assert one.proposal.whole
    assert one.proposal.changes[0].way.new == "us-east-1"
    why = one.proposal.why
    for word in ("latency", "law", "copied over", "transfer between regions"):
        assert word in why
    yearly = f"${12 * one.monthly_saving:,.2f}"
    assert f"Next best a year: us-east-2 ({yearly}), us-west-2 ({yearly})." in why


def test_what_belongs_to_the_old_region_alone_is_named(make, advice):
    images = machines(make, 6, ami="ami-0abcdef1234567890")
    why = advice(*images, region="us-west-1")[ID].proposal.why
    told = "aws_instance.n0: ami = ami-0abcdef1234567890 belongs to us-west-1 alone"
    assert f"To be looked at: {told}; " in why
    assert why.endswith("; and 3 more.")


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "cn-north-1"])
def test_the_cheapest_region_and_one_without_a_continent_stay(make, advice, region):
    assert ID not in advice(*machines(make, 3), region=region)


def test_a_saving_below_the_floor_or_the_share_is_not_said(make, site):
    place = site(*machines(make, 2), region="us-west-1")
    # $0.896 an hour becomes $0.768: 14.3 %, $186.88 a month for two
    assert list(move_region(with_limits(place, share="0.142", floor="186")))
    assert not list(move_region(with_limits(place, share="0.143", floor="186")))
    assert not list(move_region(with_limits(place, share="0.142", floor="187")))


def with_limits(place, *, share, floor):
    """Return a site with other limits of what is worth saying."""
    limits = {"least_share": Decimal(share), "least_monthly": Decimal(floor)}
    moves = replace(place.facts.moves, **limits)
    return replace(place, facts=replace(place.facts, moves=moves))


def test_a_region_that_lacks_a_price_is_no_place_to_go(make, site):
    place = site(*machines(make, 2), region="us-west-1")

    def without_a_price(plan):
        whole = place.price(plan)
        first, *others = whole.resources
        components = tuple(replace(c, unit_price=None) for c in first.components)
        return replace(whole, resources=(replace(first, components=components), *others))

    assert list(move_region(place))
    assert not list(move_region(replace(place, price=without_a_price)))


def test_prices_that_only_the_new_region_has_do_not_eat_the_saving(make, advice):
    plain = advice(*machines(make, 2), region="us-west-1")[ID].monthly_saving
    more = advice(*machines(make, 2), make("aws_kms_key.k"), region="us-west-1")[ID]
    assert more.monthly_saving == plain
    assert "Not counted:" in more.proposal.why


def test_zones_that_the_new_region_lacks_keep_a_design_where_it_is(make, advice):
    zones = [
        make(f"aws_instance.{z}", {"instance_type": "m5.4xlarge", "availability_zone": zone})
        for z, zone in ((z, f"us-west-1{z}") for z in "abcd")
    ]
    assert ID not in advice(*zones, region="us-west-1")
    assert ID in advice(*zones[:3], region="us-west-1")


def test_a_plan_that_names_no_region_is_placed_by_its_zones(make, advice):
    zoned = machines(make, 2, availability_zone="us-west-1a")
    assert advice(*zoned, region="")[ID].proposal.changes[0].way.old == "us-west-1"


def test_nothing_billed_has_no_place(site):
    assert list(move_region(site())) == []


@pytest.mark.parametrize(
    ("where", "attributes"),
    [("google_compute_instance.a", {"machine_type": "n2-standard-32", "zone": "us-west2-a"})],
)
def test_the_other_clouds_move_too(make, advice, where, attributes):
    one = advice(make(where, attributes), region="")[ID]
    assert one.proposal.changes[0].way.old == "us-west2"
    assert one.monthly_saving > Decimal(50)
