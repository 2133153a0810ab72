"""The estimate of a whole Plan: states, order, regions, currencies; nothing unknown is zero."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component, CostState
from dharma_core.costs.links import build_links
from dharma_core.costs.regions import region_of
from dharma_core.costs.usage import parse_usage
from dharma_core.errors import FactError, InputError
from dharma_core.plan import UNKNOWN, Address, Catalog, Plan, make_resource
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book

CATALOG = load_catalog()
METERED = sorted(CATALOG.costs)


def test_states_of_a_plan_are_priced_usage_free_and_not_found(book, make):
    plan = Plan(
        (
            make("aws_ebs_volume", {"size": 10}),
            make("aws_sqs_queue", {}),
            make("aws_vpc", {}),
            make("aws_quantum_computer", {}),
        ),
        region="us-east-1",
    )

    found = estimate(plan, book, catalog=CATALOG)

    assert [r.state for r in found.resources] == ["priced", "usage", "free", "not_found"]
    assert [r.monthly_cost for r in found.resources] == [1, None, 0, None]
    assert "aws_quantum_computer" in found.resources[3].note
    assert found.total.text() == "$1.00"
    assert found.unknown_count == 2
    assert found.confidence == Decimal("0.33")  # one of: volume, requests, the unknown type


def test_data_sources_cost_nothing_and_are_left_out(book):
    data = make_resource(Address("aws_instance", "x", mode="data"), {"instance_type": "m5.large"})

    assert estimate(Plan((data,)), book, catalog=CATALOG).resources == ()


def test_usage_with_a_wrong_key_stops_the_estimate(book, make):
    usage = parse_usage("version: 0.1\nresource_usage:\n  aws_lb.a: {x: 1}\n", file="u.yml")

    with pytest.raises(InputError, match=r"u\.yml:3"):
        estimate(Plan((make("aws_vpc", {}),)), book, usage=usage, catalog=CATALOG)


def test_without_a_region_the_default_is_assumed_and_said(book, make):
    found = estimate(Plan((make("aws_ebs_volume", {"size": 10}),)), book, catalog=CATALOG)

    assert found.region == "us-east-1"
    assert "priced in us-east-1" in found.resources[0].note


@pytest.mark.parametrize(
    ("attributes", "region"),
    [
        ({"region": "eu-west-1", "arn": "arn:aws:sqs:us-west-2:1:q"}, "eu-west-1"),
        ({"arn": "arn:aws:sqs:us-west-2:1:q"}, "us-west-2"),
        ({"arn": "arn:aws:s3:::bucket"}, "us-east-1"),
        ({"arn": UNKNOWN, "availability_zone": "eu-west-1a"}, "us-east-1"),
        ({}, "us-east-1"),
    ],
)
def test_region_is_the_resources_own_then_the_plans(make, attributes, region):
    plan = Plan((), region="us-east-1")

    assert region_of(make("aws_sqs_queue", attributes), build_links(plan)) == region


def test_a_price_missing_in_a_region_is_not_found_never_borrowed(book, make):
    plan = Plan((make("aws_ebs_volume", {"size": 10}),), region="eu-north-1")

    found = estimate(plan, book, catalog=CATALOG)

    assert found.resources[0].state is CostState.NOT_FOUND
    assert "eu-north-1" in found.resources[0].components[0].note
    assert found.total.text() == "$0.00"
    assert found.confidence == 0


def test_a_plan_in_china_is_priced_in_yuan(make):
    machine = make("aws_instance", {"instance_type": "m5.large"})

    found = estimate(Plan((machine,), region="cn-north-1"), open_price_book(), catalog=CATALOG)

    assert found.currency == "CNY"
    assert found.resources[0].components[0].currency == "CNY"
    assert found.resources[0].components[0].state is CostState.PRICED


def test_a_resource_priced_in_another_currency_is_not_added_up(make):
    plan = Plan(
        (make("aws_instance", {"instance_type": "m5.large", "region": "cn-north-1"}),),
        region="us-east-1",
    )

    line = estimate(plan, open_price_book(), catalog=CATALOG).resources[0].components[0]

    assert line.state is CostState.NOT_FOUND
    assert line.note == "Priced in CNY, which is not converted to USD."


def test_a_meter_that_does_not_exist_is_our_own_defect(book, make):
    catalog = Catalog({}, costs={"aws_x": {"meter": "instanse"}})

    with pytest.raises(FactError, match="instanse") as defect:
        estimate(Plan((make("aws_x", {}),)), book, catalog=catalog)

    assert defect.value.next_step == "Did you mean 'instance'?"


def test_declared_components_may_have_a_fixed_count(book, make):
    key = {"name": "Key", "unit": "months", "count": 2, "price": "kms/key"}
    catalog = Catalog({}, costs={"aws_x": {"components": [key]}})

    found = estimate(Plan((make("aws_x", {}),), region="us-east-1"), book, catalog=catalog)

    assert found.resources[0].monthly_cost == 2


def test_the_total_is_the_sum_of_the_resources_and_those_of_their_components(book, make):
    plan = Plan(
        tuple(make("aws_ebs_volume", {"size": n}, f"v{n}") for n in range(1, 8)),
        region="us-east-1",
    )

    found = estimate(plan, book, catalog=CATALOG)

    by_component = sum(c.monthly_cost for r in found.resources for c in r.components)
    assert found.total.amount == by_component == sum(r.monthly_cost for r in found.resources)
    assert by_component == Decimal("2.8")  # 28 GB x 0.10


def test_order_of_resources_changes_only_the_order_of_the_answer(book, make):
    resources = [
        make("aws_instance", {"instance_type": "m5.large"}, "a"),
        make("aws_eip", {}, "ip"),
        make("aws_nat_gateway", {}, "nat", allocation_id="aws_eip.ip"),
        make("aws_sqs_queue", {}, "q"),
    ]
    forward = estimate(Plan(tuple(resources), region="us-east-1"), book, catalog=CATALOG)

    shuffled = estimate(Plan(tuple(reversed(resources)), region="us-east-1"), book, catalog=CATALOG)

    assert sorted(map(repr, forward.resources)) == sorted(map(repr, shuffled.resources))
    assert forward.total == shuffled.total


@pytest.mark.parametrize("amount", ["1", "1000", "51200", "51201", "1000000"])
def test_tiered_lines_cost_what_their_tiers_cost_to_the_last_place(bill, make, amount):
    found = bill(make("aws_s3_bucket", {}), usage=f"standard: {{storage_gb: {amount}}}")

    number = Decimal(amount)
    first, rest = min(number, Decimal(51200)), max(number - 51200, Decimal(0))
    exact = first * Decimal("0.023") + rest * Decimal("0.022")
    assert found["Standard > Storage"].monthly_cost == exact


def test_a_component_says_where_its_price_comes_from(book, make):
    found = estimate(
        Plan((make("aws_ebs_volume", {"size": 10}),), region="us-east-1"), book, catalog=CATALOG
    ).as_dict()

    assert found["as_of"] == "2026-01-01"
    assert found["resources"][0]["components"][0] == {
        "name": "Storage (general purpose SSD, gp2)",
        "monthly_quantity": "10",
        "unit": "GB",
        "unit_price": "0.1",
        "monthly_cost": "1",
        "state": "priced",
        "source": "round",
        "as_of": "2026-01-01",
        "quality": "first",
        "note": None,
        "usage_key": None,
        "assumed": False,
        "measured": False,
        "price_key": None,
    }


def test_an_unknown_cost_is_null_in_json_and_never_zero(book, make):
    found = estimate(Plan((make("aws_sqs_queue", {}),), region="us-east-1"), book, catalog=CATALOG)

    text = json.loads(json.dumps(found.as_dict()))
    assert text["resources"][0]["monthly_cost"] is None
    assert text["resources"][0]["components"][0]["monthly_quantity"] is None


def test_huge_quantities_keep_ten_places():
    line = Component("x", "GB", Decimal(10) ** 15, Decimal("12345.0000000001"))

    assert line.monthly_cost == Decimal("12345000000000100000")


ODD_VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
        st.just(UNKNOWN), st.sampled_from(["gp3", "io1", "m5.large", "FIFO", "redis"]),
    ),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(
        st.sampled_from(["volume_size", "size", "iops", "region_name", "cpu_credits", "status"]),
        inner,
        max_size=2,
    ),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(METERED))
def test_no_attribute_value_breaks_a_meter_or_makes_a_negative_cost(data, kind):
    known = CATALOG.find(kind)  # what a provider gave up has no schema
    names = sorted(known.attributes) if known else ["location", "name", "sku"]
    attributes = data.draw(st.dictionaries(st.sampled_from(names), ODD_VALUES, max_size=6))
    plan = Plan((make_resource(Address(kind, "x"), attributes),), region="us-east-1")

    found = estimate(plan, open_price_book(), catalog=CATALOG)

    json.dumps(found.as_dict())
    assert all((c.monthly_cost or 0) >= 0 for c in found.components)


def test_equal_lines_of_an_estimate_are_one_component(book, make):
    sizes = {"one": 10, "two": 10, "large": 20}
    disks = tuple(make("aws_ebs_volume", {"size": size}, name=n) for n, size in sizes.items())
    plan = Plan(disks, region="us-east-1")

    found = estimate(plan, book, catalog=CATALOG)

    first, second, larger = (r.components[0] for r in found.resources)
    assert first is second
    assert (first.monthly_quantity, larger.monthly_quantity) == (10, 20)
