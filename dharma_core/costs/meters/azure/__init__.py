"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.cosmosdb import cosmos_database
from dharma_core.costs.meters.azure.data_factory import ssis_runtime
from dharma_core.costs.meters.azure.database_servers import (
    database_server,
    flexible_database_server,
)
from dharma_core.costs.meters.azure.log_analytics import (
    application_insights,
    log_analytics_workspace,
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
    application_gateway,
    application_insights,
    connection_monitor,
    cosmos_database,
    database_server,
    event_hubs_namespace,
    flexible_database_server,
    log_alert,
    log_analytics_workspace,
    metric_alert,
    monitor_action_group,
    network_peering,
    redis_cache,
    sql_database,
    sql_elastic_pool,
    sql_managed_instance,
    ssis_runtime,
    standard_web_test,
    storage_account,
    storage_part,
    synapse_spark_pool,
    synapse_sql_pool,
    synapse_workspace,
)
