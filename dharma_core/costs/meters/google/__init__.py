"""Meters of Google Cloud."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.google.databases import redis_cluster, redis_instance, sql_instance
from dharma_core.costs.meters.google.disks import compute_disk, disk_copy
from dharma_core.costs.meters.google.gke import container_cluster, node_pool
from dharma_core.costs.meters.google.instances import compute_instance, instance_group
from dharma_core.costs.meters.google.networks import external_address, router_nat
from dharma_core.costs.meters.google.security import crypto_key, secret, secret_version
from dharma_core.costs.meters.google.serverless import (
    cloud_function,
    cloud_run_service,
    cloud_run_v2_job,
    cloud_run_v2_service,
)
from dharma_core.costs.meters.google.storage import (
    artifact_registry,
    container_registry,
    storage_bucket,
)

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    artifact_registry,
    cloud_function,
    cloud_run_service,
    cloud_run_v2_job,
    cloud_run_v2_service,
    compute_disk,
    compute_instance,
    container_cluster,
    container_registry,
    crypto_key,
    disk_copy,
    external_address,
    instance_group,
    node_pool,
    redis_cluster,
    redis_instance,
    router_nat,
    secret,
    secret_version,
    sql_instance,
    storage_bucket,
)
