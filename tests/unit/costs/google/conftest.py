"""A small Google Cloud price book with round prices, and a way to bill one resource."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component
from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.plan import Plan, Resource
from dharma_core.storage.facts import load_catalog

# "region service/product attributes (option)" -> price, or steps of (from, to, price)
PRICES: dict[str, Any] = {
    "us-central1 vm/instance instance_type=n1-standard-1,os=linux": "0.10",
    "us-central1 vm/instance instance_type=n1-standard-1,os=linux (spot)": "0.02",
    "us-central1 vm/instance instance_type=e2-medium,os=linux": "0.03",
    "us-central1 vm/instance instance_type=n2-standard-2,os=linux": "0.10",
    "us-central1 vm/instance instance_type=n2-highmem-2,os=linux": "0.14",
    "us-central1 compute/cpu family=n4": "0.02",
    "us-central1 compute/memory family=n4": "0.004",
    "us-central1 compute/custom_cpu family=n1": "0.03",
    "us-central1 compute/custom_memory family=n1": "0.004",
    "us-central1 compute/custom_extended_memory family=n1": "0.009",
    "us-central1 compute/gpu accelerator=nvidia-tesla-t4": "0.30",
    "us-central1 compute/gpu accelerator=nvidia-tesla-t4 (spot)": "0.10",
    "us-central1 compute/storage/local": "0.08",
    "us-central1 compute/storage/hdd": "0.04",
    "us-central1 compute/storage/ssd": "0.17",
    "us-central1 compute/storage/extreme": "0.125",
    "us-central1 compute/disk_iops disk_type=pd-extreme": "0.06",
    "us-central1 compute/storage/snapshot": "0.05",
    "global compute/image_storage": "0.05",
    "us-central1 compute/network/ip/unused": "0.01",
    "us-central1 compute/network/ip/vm": "0.005",
    "global compute/address state=in_use,vm=preemptible": "0.0025",
    "global compute/nat_vm": "0.0014",
    "us-central1 compute/network/nat/data": "0.045",
    "global gke/cluster_management": "0.10",
    "us-central1 gke/autopilot_cpu": "30",
    "us-central1 gke/autopilot_memory": "3",
    "us-central1 gke/autopilot_ephemeral_storage": "0.04",
    "us-central1 storage/bucket/standard": "0.02",
    "europe-multi storage/bucket/standard-multi": "0.026",
    "us-multi storage/bucket/standard-multi": "0.026",
    "asia-multi storage/bucket/coldline-multi": "0.009",
    "asia-multi storage/retrieval/coldline-multi": "0.02",
    "global storage/class_a_operations class=standard": "0.05",
    "global storage/class_b_operations class=standard": "0.004",
    "global storage/class_a_operations class=coldline": "0.10",
    "global storage/class_b_operations class=coldline": "0.05",
    "us-central1 storage/egress_same_continent": "0.02",
    "global storage/egress destination=worldwide": [
        ("0", "1024", "0.12"), ("1024", "10240", "0.11"), ("10240", "", "0.08"),
    ],
    "global artifact_registry/storage": "0.10",
    "global artifact_registry/egress route=north_america_to_north_america": "0.01",
    "global artifact_registry/egress route=europe_to_europe": "0.02",
    "global artifact_registry/egress route=intercontinental": "0.08",
    "global artifact_registry/egress route=to_oceania": "0.15",
    "global artifact_registry/egress route=from_oceania": "0.08",
    "global cloud_run/cpu billing=request,tier=1": "0.00002",
    "global cloud_run/memory billing=request,tier=1": "0.000002",
    "global cloud_run/cpu billing=instance,tier=1": "0.00001",
    "global cloud_run/memory billing=instance,tier=1": "0.000001",
    "global cloud_run/cpu billing=instance,tier=2": "0.00003",
    "global cloud_run/memory billing=instance,tier=2": "0.000003",
    "global cloud_run/requests": "0.0000004",
    "global cloud_functions/cpu tier=1": "0.00001",
    "global cloud_functions/memory tier=1": "0.000002",
    "global cloud_functions/invocations": "0.0000004",
    "global cloud_functions/outbound_data": "0.12",
    "global kms/key_version protection=software": "0.06",
    "global kms/operations protection=software": "0.03",
    "global kms/key_version protection=hsm_asymmetric": [("0", "2000", "2.5"), ("2000", "", "1")],
    "global kms/operations protection=hsm_asymmetric": "0.15",
    "global kms/key_version protection=hsm_symmetric": "1",
    "global kms/operations protection=hsm_symmetric": "0.03",
    "global secret_manager/versions": "0.06",
    "global secret_manager/access_operations": "0.03",
    "global secret_manager/rotations": "0.05",
    "us-central1 sql/instance availability=zonal,tier=db-n1-standard-1": "0.07",
    "us-central1 sql/cpu availability=zonal": "0.04",
    "us-central1 sql/cpu availability=regional": "0.08",
    "us-central1 sql/memory availability=zonal": "5",
    "us-central1 sql/memory availability=regional": "10",
    "us-central1 sql/storage availability=zonal,disk_type=ssd": "0.17",
    "us-central1 sql/storage availability=zonal,disk_type=hdd": "0.09",
    "us-central1 sql/storage availability=regional,disk_type=ssd": "0.34",
    "us-central1 sql/backup": "0.08",
    "us-central1 sql/idle_address": "0.01",
    "us-central1 memorystore/redis_instance capacity=M1,tier=basic": "36",
    "us-central1 memorystore/redis_instance capacity=M2,tier=standard": "40",
    "us-central1 memorystore/redis_cluster_node node_type=standard_small": "0.14",
    "us-central1 memorystore/redis_cluster_aof": "0.0005",
    "us-central1 memorystore/redis_cluster_backup": "0.08",
    "us-central1 monitoring/metric_data": "0.25",
}  # fmt: skip
DETAILS = {
    "n2-standard-2": {"vcpu": "2", "memory_gib": "8"},
    "n2-highmem-2": {"vcpu": "2", "memory_gib": "16"},
}


class RoundBook:
    """The prices above."""

    def find(self, key: PriceKey) -> Price | None:
        option = "" if key.option == "on_demand" else f" ({key.option})"
        what = f"{key.region} {key.service}/{key.product} {key.attributes}".strip() + option
        if what not in PRICES:
            return None
        steps = PRICES[what]
        steps = [("0", "", steps)] if isinstance(steps, str) else steps
        tiers = tuple(
            Tier(Decimal(start), Decimal(end) if end else None, Decimal(price))
            for start, end, price in steps
        )
        kind = key.attributes.removeprefix("instance_type=").partition(",")[0]
        return Price("", tiers, "USD", "round", date(2026, 1, 1), details=DETAILS.get(kind, {}))

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        return (key.product,)

    def is_free(self, resource_type: str) -> bool:
        return resource_type == "google_compute_network"


@pytest.fixture
def bill() -> Callable[..., dict[str, Component]]:
    """Return a function giving the components of the first resource by name, at us-central1."""

    def run(first: Resource, *others: Resource, usage: str = "") -> dict[str, Component]:
        plan = Plan((first, *others), region="us-central1")
        text = f"version: 0.1\nresource_usage:\n  {first.address}:\n    {usage}\n"
        found = parse_usage(text, file="usage.yml") if usage else NO_USAGE
        costs = estimate(plan, RoundBook(), usage=found, catalog=load_catalog())
        return {c.name: c for c in costs.resources[0].components}

    return run
