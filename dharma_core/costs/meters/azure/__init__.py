"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.cosmosdb import cosmos_database
from dharma_core.costs.meters.azure.database_servers import database_server, flexible_database_server
from dharma_core.costs.meters.azure.redis import redis_cache
from dharma_core.costs.meters.azure.sql import sql_database, sql_elastic_pool, sql_managed_instance
from dharma_core.costs.meters.azure.storage import storage_account, storage_part

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    cosmos_database,
    database_server,
    flexible_database_server,
    redis_cache,
    sql_database,
    sql_elastic_pool,
    sql_managed_instance,
    storage_account,
    storage_part,
)
"""Meters by the name that ``meter`` has in the files of data/costs; ``declared`` is the default."""
