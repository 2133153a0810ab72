"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.app_service import (
    app_service_plan,
    function_app,
    logic_app_standard,
    service_plan,
)
from dharma_core.costs.meters.azure.backup import recovery_services_vault
from dharma_core.costs.meters.azure.cognitive import cognitive_account, cognitive_deployment
from dharma_core.costs.meters.azure.disks import managed_disk, stored_copy
from dharma_core.costs.meters.azure.hdinsight import hdinsight_cluster
from dharma_core.costs.meters.azure.kubernetes import kubernetes_cluster, kubernetes_node_pool
from dharma_core.costs.meters.azure.machines import (
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    machine_learning_cluster,
    machine_learning_instance,
)
from dharma_core.costs.meters.azure.platform import (
    api_management,
    app_configuration,
    container_registry,
    domain_service_replica_set,
    integration_service_environment,
    notification_hub_namespace,
    search_service,
)

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    api_management,
    app_configuration,
    app_service_plan,
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    cognitive_account,
    cognitive_deployment,
    container_registry,
    domain_service_replica_set,
    function_app,
    hdinsight_cluster,
    integration_service_environment,
    kubernetes_cluster,
    kubernetes_node_pool,
    logic_app_standard,
    machine_learning_cluster,
    machine_learning_instance,
    managed_disk,
    notification_hub_namespace,
    recovery_services_vault,
    search_service,
    service_plan,
    stored_copy,
)
