"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.disks import managed_disk, stored_copy
from dharma_core.costs.meters.azure.kubernetes import kubernetes_cluster, kubernetes_node_pool
from dharma_core.costs.meters.azure.machines import (
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    machine_learning_cluster,
    machine_learning_instance,
)

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    kubernetes_cluster,
    kubernetes_node_pool,
    machine_learning_cluster,
    machine_learning_instance,
    managed_disk,
    stored_copy,
)
