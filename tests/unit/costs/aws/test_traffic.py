"""Traffic out of AWS, worked out by hand from the prices of each region."""

from decimal import Decimal

import pytest

from dharma_core.costs.usage import parse_usage
from dharma_core.costs.usage_resources import with_usage_resources
from dharma_core.plan import Plan
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def test_traffic_to_the_internet_is_cheaper_tier_by_tier(bill, make):
    usage = "{region: ap-southeast-1, monthly_outbound_internet_gb: 11240}"

    found = bill(make("aws_data_transfer", {"region": "ap-southeast-1"}), usage=usage)

    assert [c.monthly_cost for c in found.values()] == [
        Decimal("1228.8"),  # 10,240 x 0.12
        Decimal("85"),  # 1,000 x 0.085
    ]


def test_traffic_between_zones_is_billed_on_both_sides(bill, make):
    usage = "{region: us-east-1, monthly_intra_region_gb: 100}"

    found = bill(make("aws_data_transfer", {}), usage=usage)

    assert found["Intra-region data transfer"].monthly_quantity == 200


def test_only_the_east_of_the_united_states_has_a_price_between_its_regions(bill, make):
    key = "monthly_outbound_us_east_to_us_east_gb: 100"

    east = bill(make("aws_data_transfer", {}), usage=f"{{region: us-east-2, {key}}}")
    west = bill(make("aws_data_transfer", {}), usage=f"{{region: us-west-2, {key}}}")

    assert east["Outbound data transfer to US East regions"].monthly_cost == 1
    assert west == {}


def test_a_usage_file_adds_what_stands_for_itself_and_nothing_else(make):
    text = (
        "version: 0.1\nresource_usage:\n"
        "  aws_data_transfer.out: {region: eu-west-1}\n"
        "  aws_data_transfer.*: {monthly_intra_region_gb: 1}\n"
        "  aws_ecr_repository.r: {storage_gb: 1}\n"
    )
    usage, plan = parse_usage(text, file="u.yml"), Plan((make("aws_vpc", {}),))

    found = with_usage_resources(plan, usage, load_catalog())

    assert [str(r.address) for r in found] == ["aws_vpc.x", "aws_data_transfer.out"]
    assert with_usage_resources(found, usage, load_catalog()) is found


def connection(make, **attributes):
    asked = {"bandwidth": "1Gbps", "location": "EqDC2", **attributes}
    return make("aws_dx_connection", asked)


@pytest.mark.parametrize(
    ("kind", "amount"), [("dedicated", "219"), ("hosted", "240.9")], ids=["0.30", "0.33"]
)
def test_a_port_is_billed_by_bandwidth_and_kind(bill, make, kind, amount):
    found = bill(connection(make), usage=f"dx_connection_type: {kind}")

    assert found["DX connection"].monthly_cost == Decimal(amount)


def test_traffic_over_a_connection_is_billed_by_the_region_it_comes_from(bill, make):
    usage = (
        "{monthly_outbound_from_region_to_dx_connection_location: {eu_west_1: 100},"
        " monthly_outbound_region_to_dx_location_gb: 7}"
    )

    found = bill(connection(make), usage=usage)

    name = "Outbound data transfer (from eu-west-1, to EqDC2)"
    assert set(found) == {"DX connection", name}
    assert found[name].monthly_cost == Decimal("2.82")


def test_the_older_key_means_the_connections_own_region(bill, make):
    found = bill(connection(make), usage="monthly_outbound_region_to_dx_location_gb: 10")

    name = "Outbound data transfer (from us-east-1, to EqDC2)"
    assert found[name].monthly_cost == Decimal("0.2")
