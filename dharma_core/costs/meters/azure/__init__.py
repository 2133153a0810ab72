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
from dharma_core.costs.meters.azure.cosmosdb import cosmos_database
from dharma_core.costs.meters.azure.data_factory import ssis_runtime
from dharma_core.costs.meters.azure.database_servers import (
    database_server,
    flexible_database_server,
)
from dharma_core.costs.meters.azure.disks import managed_disk, stored_copy
from dharma_core.costs.meters.azure.hdinsight import hdinsight_cluster
from dharma_core.costs.meters.azure.kubernetes import kubernetes_cluster, kubernetes_node_pool
from dharma_core.costs.meters.azure.log_analytics import (
    application_insights,
    log_analytics_workspace,
)
from dharma_core.costs.meters.azure.machines import (
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    machine_learning_cluster,
    machine_learning_instance,
)
from dharma_core.costs.meters.azure.messaging import event_hubs_namespace
from dharma_core.costs.meters.azure.monitor import (
    log_alert,
    metric_alert,
    monitor_action_group,
    standard_web_test,
)
from dharma_core.costs.meters.azure.network import (
    application_gateway,
    connection_monitor,
    network_peering,
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
from dharma_core.costs.meters.azure.redis import redis_cache
from dharma_core.costs.meters.azure.sql import sql_database, sql_elastic_pool, sql_managed_instance
from dharma_core.costs.meters.azure.storage import storage_account, storage_part
from dharma_core.costs.meters.azure.synapse import (
    synapse_spark_pool,
    synapse_sql_pool,
    synapse_workspace,
)

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    api_management,
    app_configuration,
    app_service_plan,
    application_gateway,
    application_insights,
    azure_legacy_machine,
    azure_legacy_scale_set,
    azure_machine,
    azure_scale_set,
    cognitive_account,
    cognitive_deployment,
    connection_monitor,
    container_registry,
    cosmos_database,
    database_server,
    domain_service_replica_set,
    event_hubs_namespace,
    flexible_database_server,
    function_app,
    hdinsight_cluster,
    integration_service_environment,
    kubernetes_cluster,
    kubernetes_node_pool,
    log_alert,
    log_analytics_workspace,
    logic_app_standard,
    machine_learning_cluster,
    machine_learning_instance,
    managed_disk,
    metric_alert,
    monitor_action_group,
    network_peering,
    notification_hub_namespace,
    recovery_services_vault,
    redis_cache,
    search_service,
    service_plan,
    sql_database,
    sql_elastic_pool,
    sql_managed_instance,
    ssis_runtime,
    standard_web_test,
    storage_account,
    storage_part,
    stored_copy,
    synapse_spark_pool,
    synapse_sql_pool,
    synapse_workspace,
)
