"""DNS, accelerators, firewalls and file gateways, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def test_queries_beyond_a_billion_are_cheaper(bill, make):
    found = bill(make("aws_route53_record", {}), usage="{monthly_geo_queries: 1500000000}")

    assert found["Geo DNS queries (first 1B)"].monthly_cost == 700
    assert found["Geo DNS queries (over 1B)"].monthly_cost == 175
    assert found["Standard queries (first 1B)"].state is CostState.USAGE


def test_an_alias_of_another_resource_is_free_and_of_a_record_is_not(cost, make):
    alias = {"alias": [{"name": "d111111abcdef8.cloudfront.net"}]}
    record = make("aws_route53_record", {}, "y")

    assert cost(make("aws_route53_record", alias)).state is CostState.FREE
    mention = make("aws_route53_record", {}, alias="aws_route53_record.y")
    assert cost(mention, record).state is CostState.USAGE


@pytest.mark.parametrize(
    ("attributes", "features"),
    [
        ({"type": "HTTP"}, None),
        ({"type": "TCP", "request_interval": 10}, 1),
        ({"type": "HTTP_STR_MATCH"}, 1),
        ({"type": "HTTPS_STR_MATCH", "measure_latency": True, "request_interval": "10"}, 4),
    ],
    ids=["plain", "fast", "string", "all"],
)
def test_health_checks_pay_for_each_optional_feature(bill, make, attributes, features):
    check = make("aws_route53_health_check", attributes)

    found = bill(check, usage="{endpoint_type: non_aws}")

    assert found["Health check"].monthly_cost == Decimal("0.75")
    optional = found.get("Optional features")
    assert (optional and optional.monthly_cost) == (features and 2 * features)


def test_resolver_endpoints_are_billed_by_address(bill, make):
    addresses = {"ip_address": [{"subnet_id": "a"}, {"subnet_id": "b"}, {"subnet_id": "c"}]}

    found = bill(make("aws_route53_resolver_endpoint", addresses))

    assert found["Resolver endpoints"].monthly_quantity == 2190


def test_accelerated_data_is_billed_in_the_dominant_direction_only(bill, make):
    group = make("aws_globalaccelerator_endpoint_group", {"endpoint_group_region": "eu-west-3"})
    usage = (
        "{monthly_inbound_data_transfer_gb: {us: 100, india: 20},"
        " monthly_outbound_data_transfer_gb: {us: 110}}"
    )

    found = bill(group, usage=usage)

    assert {name: c.monthly_cost for name, c in found.items()} == {
        "US, Mexico, Canada > Inbound DT-premium fee": Decimal("1.5"),
        "India, Indonesia, Philippines, Thailand > Inbound DT-premium fee": Decimal("0.66"),
    }


def test_accelerated_data_without_usage_or_price_is_never_free(cost, make):
    group = make("aws_globalaccelerator_endpoint_group", {"endpoint_group_region": "mars-1"})
    usage = "{monthly_inbound_data_transfer_gb: {us: 100}}"

    assert cost(group).state is CostState.USAGE
    assert cost(group, usage=usage).state is CostState.NOT_FOUND


def test_classic_firewall_counts_rules_and_groups_apart(bill, make):
    rules = [{"type": "REGULAR"}, {"type": "RATE_BASED"}, {"type": "GROUP"}]

    found = bill(make("aws_waf_web_acl", {"rules": rules}), usage="{rule_group_rules: 4}")

    assert quantities(found) == {
        "Web ACL usage": 1,
        "Rules": 6,
        "Rule groups": 1,
        "Requests": None,
    }


def test_firewall_tells_rules_groups_and_managed_groups_by_their_statement(bill, make):
    rules = [
        {"statement": [{"geo_match_statement": [{}]}]},
        {"statement": [{"rule_group_reference_statement": [{"arn": UNKNOWN}]}]},
        {"statement": [{"managed_rule_group_statement": [{"name": "n"}]}]},
        {"statement": [{"managed_rule_group_statement": [{"name": "m"}], "not_statement": []}]},
    ]

    found = bill(make("aws_wafv2_web_acl", {"rule": rules}), usage="{monthly_requests: 2000000}")

    assert {name: c.monthly_cost for name, c in found.items()} == {
        "Web ACL usage": 5,
        "Rules": 1,
        "Rule groups": 1,
        "Managed rule groups": 2,
        "Requests": Decimal("1.2"),
    }


def test_each_protocol_of_a_transfer_server_has_its_hours(bill, make):
    two = bill(make("aws_transfer_server", {"protocols": ["SFTP", "AS2"]}))
    unknown = bill(make("aws_transfer_server", {}, protocols="aws_transfer_server.y"))

    assert two["AS2 protocol enabled"].monthly_cost == 219
    assert "SFTP protocol enabled" in bill(make("aws_transfer_server", {}))
    assert unknown["Protocols enabled"].state is CostState.NOT_FOUND


def test_endpoints_are_billed_by_zone_and_gateway_endpoints_are_free(bill, cost, make):
    inside = {"vpc_endpoint_type": "Interface", "subnet_ids": ["a", "b"]}

    found = bill(make("aws_vpc_endpoint", inside), usage="{monthly_data_processed_gb: 1500000}")

    assert quantities(found) == {
        "Endpoint (Interface)": 1460,
        "Data processed (first 1PB)": 1_000_000,
        "Data processed (next 4PB)": 500_000,
    }
    assert cost(make("aws_vpc_endpoint", {})).state is CostState.FREE


def test_a_connection_to_a_transit_gateway_pays_its_attachment(bill, make):
    hub = make("aws_vpn_connection", {}, transit_gateway_id="aws_ec2_transit_gateway.t")

    assert "Transit gateway attachment" in bill(hub)
    assert list(bill(make("aws_vpn_connection", {}))) == ["VPN connection"]
