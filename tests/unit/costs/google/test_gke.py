"""Clusters and node pools, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.plan import UNKNOWN

CLUSTER = "google_container_cluster"
POOL = "google_container_node_pool"
NODES = "Instance usage (Linux/UNIX, on-demand, e2-medium)"
A, B = "us-central1-a", "us-central1-b"


def nodes(components, prefix=""):
    hours = components[f"{prefix}{NODES}"].monthly_quantity
    return None if hours is None else hours / 730


@pytest.mark.parametrize(
    ("place", "count"),
    [
        ({"location": A}, 3),
        ({"location": "us-central1"}, 9),
        ({"location": "us-central1", "node_locations": [A, B]}, 6),
        ({"location": A, "node_locations": [A, B]}, 6),
        ({"location": A, "node_locations": [B]}, 6),  # its own zone is one of them
        ({"location": A, "initial_node_count": 2}, 2),
        ({}, 9),
    ],
    ids=str,
)
def test_the_default_pool_has_three_nodes_a_zone_or_its_own_number(bill, make, place, count):
    found = bill(make(CLUSTER, place))

    assert nodes(found, "default_pool > ") == count
    disk = found["default_pool > Standard provisioned storage (pd-standard)"]
    assert disk.monthly_quantity == count * 100
    assert found["Cluster management fee"].monthly_cost == 73


def test_zones_that_are_computed_leave_the_number_of_nodes_unknown(bill, make):
    found = bill(make(CLUSTER, {"location": A}, node_locations="google_compute_zones.x"))

    assert nodes(found, "default_pool > ") is None


def test_usage_counts_nodes_by_zone(bill, make):
    cluster = make(CLUSTER, {"location": "us-central1", "node_pool": [{"node_count": 1}]})

    found = bill(cluster, usage='{nodes: 4, "node_pool[0]": {nodes: 2}}')

    assert nodes(found, "default_pool > ") == 12
    assert nodes(found, "node_pool[0] > ") == 6


def test_a_cluster_that_removes_its_default_pool_has_only_those_written(bill, make):
    pools = [{"node_count": 2}, {"node_count": 1, "node_locations": [A, B]}]
    found = bill(
        make(CLUSTER, {"location": A, "remove_default_node_pool": True, "node_pool": pools})
    )

    assert not [name for name in found if name.startswith("default_pool")]
    assert (nodes(found, "node_pool[0] > "), nodes(found, "node_pool[1] > ")) == (2, 2)


def test_an_autopilot_cluster_pays_for_pods(bill, make):
    cluster = make(CLUSTER, {"enable_autopilot": True, "location": "us-central1"})

    found = bill(cluster, usage="autopilot_vcpu_count: 10")

    assert {name: c.monthly_cost for name, c in found.items()} == {
        "Autopilot": Decimal(73),
        "Autopilot vCPU": Decimal(300),
        "Autopilot memory": None,
        "Autopilot ephemeral storage": None,
    }


def test_a_node_pool_is_where_its_cluster_is(bill, make):
    cluster = make(CLUSTER, {"location": "us-central1", "node_locations": [A, B]})
    inherits = make(POOL, {"node_count": 2}, cluster=f"{CLUSTER}.x")
    chooses = make(POOL, {"node_count": 2, "node_locations": [A]}, cluster=f"{CLUSTER}.x")
    alone = make(POOL, {"node_count": 2})

    assert nodes(bill(inherits, cluster)) == 4
    assert nodes(bill(chooses, cluster)) == 2
    assert nodes(bill(alone)) == 6
    assert nodes(bill(make(POOL, {"node_count": 2, "location": A}))) == 2


@pytest.mark.parametrize(
    ("pool", "count"),
    [
        ({"autoscaling": [{"min_node_count": 2, "max_node_count": 9}], "node_count": 5}, 2),
        ({"node_count": 5, "initial_node_count": 4}, 5),
        ({"initial_node_count": 4}, 4),
        ({"node_count": UNKNOWN}, 3),
        ({}, 3),
    ],
    ids=str,
)
def test_a_pool_begins_with_the_least_of_its_autoscaler_or_its_count(bill, make, pool, count):
    assert nodes(bill(make(POOL, {"location": A, **pool}))) == count


def test_nodes_have_the_disks_and_cards_of_their_config(bill, make):
    config = {
        "machine_type": "n1-standard-1",
        "disk_size_gb": 120,
        "disk_type": "pd-ssd",
        "local_ssd_count": 1,
        "spot": True,
    }
    found = bill(make(POOL, {"location": A, "node_count": 2, "node_config": [config]}))

    assert {name: c.monthly_quantity for name, c in found.items()} == {
        "Instance usage (Linux/UNIX, preemptible, n1-standard-1)": 1460,
        "Local SSD provisioned storage": 750,
        "SSD provisioned storage (pd-ssd)": 240,
    }
