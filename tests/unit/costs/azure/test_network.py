"""Azure networks and messaging, worked out by hand at round prices that hold in every region."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import CostState
from dharma_core.costs.ports import Price, Tier
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.plan import UNKNOWN, Plan
from dharma_core.storage.facts import load_catalog

# service/product attributes -> price, or the start of each step with its price
PRICES = {
    "application_gateway/gateway sku=standard_v2": "0.2",
    "application_gateway/gateway sku=waf_medium": "0.1",
    "application_gateway/capacity_unit sku=standard_v2": "0.01",
    "application_gateway/data size=medium": {10_000: "0.007", 40_000: "0.0035"},
    "network_watcher/connection_tests": {10: "0.3", 240_010: "0.1"},
    "virtual_network/peering": "0.01",
    "virtual_network/global_peering": {"zone1": "0.035", "zone2": "0.09"},
    "virtual_network/private_endpoint": "0.01",
    "virtual_network/private_endpoint_data": {0: "0.01", 1_000_000: "0.006"},
    "virtual_network/public_ip scope=regional,sku=standard": "0.005",
    "virtual_network/public_ip scope=regional,sku=dynamic": "0.004",
    "load_balancer/data": "0.005",
    "load_balancer/rule": "0.01",
    "event_hubs/capacity tier=standard": "20",
    "event_hubs/capacity tier=premium": "700",
    "event_hubs/capacity tier=dedicated": "5000",
    "event_hubs/capture": "70",
    "event_hubs/ingress tier=standard": "0.03",
    "event_hubs/retention tier=premium": "0.1",
    "event_hubs/retention tier=dedicated": "0.1",
    "service_bus/base": "0.01",
    "service_bus/operations sku=standard": {13: "0.8", 100: "0.5"},
    "service_bus/connections": {1000: "0.03", 100_000: "0.015"},
    "event_grid/operations": "0.06",
    "front_door/routing_rules": {0: "0.03", 3650: "0.01"},
    "front_door/hosts": "5",
    "traffic_manager/basic_check endpoint=external": "0.001",
    "traffic_manager/fast_check endpoint=external": "0.003",
    "key_vault/operations key=software_rsa_2048": "0.03",
    "key_vault/operations key=software_other": "0.15",
    "key_vault/operations key=hsm": "0.15",
    "key_vault/hsm_keys key=other": {0: "5", 250: "2.5"},
    "key_vault/key_rotations": "1",
    "dns/zone": "0.5",
    "vpn_gateway/tunnel": "0.015",
}


class Book:
    def find(self, key):
        text = f"{key.service}/{key.product} {key.attributes}".strip()
        steps = PRICES.get(text)
        if isinstance(steps, dict) and key.region in steps:
            steps = steps[key.region]
        if steps is None:
            return None
        steps = steps if isinstance(steps, dict) else {0: steps}
        starts = [*map(Decimal, steps)]
        ends = [*starts[1:], None]
        tiers = map(Tier, starts, ends, map(Decimal, steps.values()))
        return Price("", tuple(tiers), "USD", "round", date(2026, 1, 1))

    def nearest(self, _key):
        return ()

    def is_free(self, _type):
        return False


@pytest.fixture
def lines():
    """Return a function giving name, quantity and cost of what the first resource is billed."""

    def run(first, *others, usage=""):
        text = f"version: 0.1\nresource_usage:\n  {first.address}: {usage}\n"
        given = parse_usage(text, file="usage.yml") if usage else NO_USAGE
        plan = Plan((first, *others), region="eastus")
        found = estimate(plan, Book(), usage=given, catalog=load_catalog()).resources[0]
        return [(c.name, c.monthly_quantity, c.monthly_cost) for c in found.components]

    return run


# --- application gateways ---


def gateway(make, name, **more):
    return make("azurerm_application_gateway", {"sku": [{"name": name, **more}]})


def test_second_gateways_are_billed_by_capacity_units_for_a_month(lines, make):
    found = lines(gateway(make, "Standard_v2", capacity=2), usage="{monthly_v2_capacity_units: 5}")

    assert found == [
        ("Gateway usage (basic v2)", 730, Decimal("146.0")),
        ("V2 capacity units (basic)", 3650, Decimal("36.50")),
    ]


def test_without_usage_the_instances_say_the_units(lines, make):
    autoscaled = make(
        "azurerm_application_gateway",
        {"sku": [{"name": "Standard_v2"}], "autoscale_configuration": [{"min_capacity": 3}]},
    )

    assert lines(gateway(make, "Standard_v2", capacity=2))[1][1] == 2 * 730
    assert lines(autoscaled)[1][1] == 3 * 10 * 730
    assert lines(gateway(make, "Standard_v2"))[1][1:] == (None, None)


def test_first_gateways_are_billed_by_instances_and_data_beyond_the_free_part(lines, make):
    medium = gateway(make, "WAF_Medium", capacity=2)

    assert lines(medium, usage="{monthly_data_processed_gb: 50000}") == [
        ("Gateway usage (WAF, medium)", 1460, Decimal("146.0")),
        ("Data processed (10-40TB)", 30_000, Decimal("210.000")),
        ("Data processed (over 40TB)", 10_000, Decimal("35.0000")),
    ]
    assert len(lines(medium, usage="{monthly_data_processed_gb: 9000}")) == 1


@pytest.mark.parametrize("sku", [UNKNOWN, "Standard_v9", None])
def test_a_gateway_of_no_known_kind_has_no_price(lines, make, sku):
    assert lines(gateway(make, sku)) == [("Gateway usage", 730, None)]


# --- peerings ---


def network(make, name, location):
    return make("azurerm_virtual_network", {"location": location}, name)


def peering(make, here, there):
    return make(
        "azurerm_virtual_network_peering",
        {},
        virtual_network_name=f"azurerm_virtual_network.{here}",
        remote_virtual_network_id=f"azurerm_virtual_network.{there}",
    )


def test_peering_within_a_region_is_billed_alike_both_ways(lines, make):
    nets = network(make, "a", "West Europe"), network(make, "b", "westeurope")

    found = lines(peering(make, "a", "b"), *nets, usage="{monthly_data_transfer_gb: 100}")

    assert found == [
        ("Outbound data transfer", 100, Decimal("1.00")),
        ("Inbound data transfer", 100, Decimal("1.00")),
    ]


def test_peering_between_regions_is_billed_by_each_sides_zone(lines, make):
    nets = network(make, "a", "westeurope"), network(make, "b", "japaneast")

    found = lines(peering(make, "a", "b"), *nets, usage="{monthly_data_transfer_gb: 100}")

    assert [cost for _, _, cost in found] == [Decimal("3.500"), Decimal("9.00")]


def test_peering_with_a_network_outside_the_plan_is_taken_as_near_and_says_so(make):
    plan = Plan((peering(make, "a", "b"), network(make, "a", "westeurope")))

    found = estimate(plan, Book(), catalog=load_catalog()).resources[0].components

    assert all("not known" in component.note for component in found)


# --- connection monitors ---


def group(sources, destinations, configurations, **more):
    return {
        "source_endpoints": sources,
        "destination_endpoints": destinations,
        "test_configuration_names": configurations,
        **more,
    }


def monitor(make, *groups):
    return make("azurerm_network_connection_monitor", {"test_group": list(groups)})


def test_tests_are_every_way_from_source_to_destination_beyond_ten(lines, make):
    on = group(["a", "b"], ["c", "d"], ["x", "y", "z"])
    off = group(["a"], ["b"], ["x"], enabled=False)

    assert lines(monitor(make, on, off)) == [("Tests (10-240,010)", 2, Decimal("0.6"))]
    assert lines(monitor(make, off)) == []


def test_tests_of_the_usage_file_win_and_reach_the_next_step(lines, make):
    assert lines(monitor(make), usage="{tests: 240110}") == [
        ("Tests (10-240,010)", 240_000, 72_000),
        ("Tests (240,010-750,010)", 100, 10),
    ]


def test_unknown_endpoints_leave_the_count_open(lines, make):
    assert lines(monitor(make, group(UNKNOWN, ["c"], ["x"])))[0][1] is None


# --- declared ones ---


def test_rules_are_billed_when_their_balancer_is_not_a_basic_one(lines, make):
    rule = make("azurerm_lb_rule", {}, loadbalancer_id="azurerm_lb.b")

    assert lines(rule, make("azurerm_lb", {"sku": "Standard"}, "b")) == [
        ("Rule usage", 730, Decimal("7.30"))
    ]
    assert lines(rule, make("azurerm_lb", {"sku": "Basic"}, "b")) == []
    assert lines(rule) == [("Rule usage", 730, Decimal("7.30"))]  # the balancer is elsewhere


def test_tunnels_are_named_by_their_gateways_sku(lines, make):
    connection = make(
        "azurerm_virtual_network_gateway_connection",
        {"type": "IPsec"},
        virtual_network_gateway_id="azurerm_virtual_network_gateway.g",
    )
    gateways = {
        sku: make("azurerm_virtual_network_gateway", {"sku": sku, "type": "Vpn"}, "g")
        for sku in ("VpnGw2", "Basic")
    }

    assert lines(connection, gateways["VpnGw2"])[0][0] == "VPN gateway (VpnGw2)"
    assert lines(connection, gateways["Basic"]) == []


def test_addresses_are_named_by_how_they_are_given_out(lines, make):
    fixed = make("azurerm_public_ip", {"allocation_method": "Static"})
    changing = make("azurerm_public_ip", {"allocation_method": "Dynamic"})

    assert lines(fixed) == [("IP address (static, regional)", 730, Decimal("3.650"))]
    assert lines(changing) == [("IP address (dynamic, regional)", 730, Decimal("2.920"))]


def test_endpoint_data_falls_into_steps(lines, make):
    endpoint = make("azurerm_private_endpoint", {})

    found = lines(endpoint, usage="{monthly_inbound_data_processed_gb: 1500000}")

    assert found == [
        ("Private endpoint", 730, Decimal("7.30")),
        ("Inbound data processed (first 1PB)", 1_000_000, 10_000),
        ("Inbound data processed (next 4PB)", 500_000, 3_000),
        ("Outbound data processed (first 1PB)", None, None),
    ]


def test_front_door_counts_rules_that_are_on_and_hosts_over_a_hundred(lines, make):
    rules = [{"name": str(n)} for n in range(6)] + [{"name": "off", "enabled": False}]
    hosts = [{"name": str(n)} for n in range(102)]
    door = make("azurerm_frontdoor", {"routing_rule": rules, "frontend_endpoint": hosts})

    assert lines(door)[:3] == [
        ("Routing rules (first 5 rules)", 3650, Decimal("109.5")),
        ("Routing rules (per additional rule)", 730, Decimal("7.3")),
        ("Frontend hosts (over 100)", 2, 10),
    ]


@pytest.mark.parametrize(
    ("profile", "names"),
    [
        ({"monitor_config": [{"interval_in_seconds": 30}]}, ["Basic health check (Global)"]),
        (
            {"monitor_config": [{"interval_in_seconds": 10}]},
            ["Basic health check (Global)", "Fast interval health checks add-on (Global)"],
        ),
        ({"profile_status": "Disabled"}, []),
    ],
)
def test_checks_of_an_endpoint_depend_on_its_profile(lines, make, profile, names):
    endpoint = make(
        "azurerm_traffic_manager_external_endpoint",
        {},
        profile_id="azurerm_traffic_manager_profile.p",
    )

    found = lines(endpoint, make("azurerm_traffic_manager_profile", profile, "p"))

    assert [name for name, *_ in found] == names


def test_health_checks_in_germany_are_called_so(lines, make):
    endpoint = make("azurerm_traffic_manager_external_endpoint", {"location": "Germany North"})

    assert lines(endpoint)[0][0] == "Basic health check (Germany)"


def test_keys_of_a_module_are_priced_in_steps_others_by_what_they_do(lines, make):
    soft = make("azurerm_key_vault_key", {"key_type": "RSA", "key_size": 2048})
    hard = make("azurerm_key_vault_key", {"key_type": "EC-HSM"})
    usage = "{hsm_protected_keys: 300, monthly_protected_keys_operations: 20000}"

    assert lines(soft, usage=usage)[2:] == [("Software-protected keys", 2, Decimal("0.06"))]
    assert lines(hard, usage=usage)[2:] == [
        ("HSM-protected keys (first 250)", 250, 1250),
        ("HSM-protected keys (next 1250)", 50, 125),
        ("HSM-protected keys", 2, Decimal("0.30")),
    ]


def test_a_size_known_only_after_apply_is_not_priced(make):
    key = make("azurerm_key_vault_key", {"key_type": "RSA"}, key_size="azurerm_key_vault.v")

    found = estimate(Plan((key,)), Book(), catalog=load_catalog()).resources[0].components

    assert found[2].state is CostState.NOT_FOUND
    assert "only after apply" in found[2].note


# --- messaging ---


def hubs(make, **attributes):
    return make("azurerm_eventhub_namespace", attributes)


def test_standard_hubs_are_billed_by_units_events_and_capture(lines, make):
    usage = "{monthly_ingress_events: 5000000, capture_enabled: true}"

    assert lines(hubs(make, sku="Standard", capacity=3), usage=usage) == [
        ("Capacity (Standard)", 3, 60),
        ("Ingress event (Standard)", 5, Decimal("0.15")),
        ("Capture", 3, 210),
    ]


def test_retention_is_billed_beyond_what_each_unit_holds(lines, make):
    premium = hubs(make, sku="Premium", capacity=2)
    dedicated = hubs(make, sku="Standard", dedicated_cluster_id="c")

    assert lines(premium, usage="{retention_storage_gb: 2100}")[1:] == [
        ("Extended retention", 100, 10)
    ]
    assert lines(premium, usage="{retention_storage_gb: 2000}")[1:] == []
    assert lines(dedicated) == [
        ("Capacity (Dedicated)", 1, 5000),
        ("Extended retention", None, None),
    ]


def test_hubs_of_no_known_tier_have_no_price(lines, make):
    computed = make("azurerm_eventhub_namespace", {}, sku="azurerm_resource_group.g")

    assert lines(hubs(make, sku="Huge")) == [("Capacity", None, None)]
    assert lines(computed) == [("Capacity", None, None)]


def test_standard_buses_have_free_operations_and_connections(lines, make):
    bus = make("azurerm_servicebus_namespace", {"sku": "Standard"})
    usage = "{monthly_messaging_operations: 113000000, monthly_brokered_connections: 2000}"

    assert lines(bus, usage=usage) == [
        ("Base charge", 730, Decimal("7.30")),
        ("Messaging operations (13M-100M)", 87, Decimal("69.6")),
        ("Messaging operations (100M-2,500M)", 13, Decimal("6.5")),
        ("Brokered connections (1K-100K)", 1000, 30),
    ]


def test_grid_operations_count_in_whole_hundreds_of_thousands(lines, make):
    topic = make("azurerm_eventgrid_topic", {})

    assert lines(topic, usage="{monthly_operations: 290000}") == [
        ("Operations", 2, Decimal("0.12"))
    ]
