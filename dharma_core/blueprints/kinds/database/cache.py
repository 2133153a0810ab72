"""Redis in memory, with TLS and a standby."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.private_access import azure_endpoint, gcp_private_services
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import (
    firewalls_property,
    key_property,
    subnets_property,
)

__all__ = ["KIND"]


def _aws(cache: Draft) -> None:
    key, replicas = cache.link("key"), int(cache.now("replicas"))
    short = cache.squeezed(limit=40, marks="-")
    cache.add(
        "network",
        "aws_elasticache_subnet_group",
        name=short,
        description=f"Where {cache.spec.name} stands",
        subnet_ids=[subnet.of("id") for subnet in cache.links("subnets")],
    )
    cache.main(
        "aws_elasticache_replication_group",
        replication_group_id=short,
        description=f"Managed by Dharma: {cache.spec.name}",
        engine="redis",
        engine_version="7.1",
        node_type=cache.size("cache"),
        num_cache_clusters=1 + replicas,
        automatic_failover_enabled=replicas > 0,
        multi_az_enabled=replicas > 0,
        port=6379,
        at_rest_encryption_enabled=True,
        transit_encryption_enabled=True,
        kms_key_id=key.of("arn") if key else None,
        subnet_group_name=cache.part("network", "name"),
        security_group_ids=[wall.of("id") for wall in cache.links("firewalls")] or None,
        snapshot_retention_limit=cache["backup_days"],
        auto_minor_version_upgrade=True,
    )


def _azure(cache: Draft) -> None:
    size = cache.size("cache", by_vcpu=False)
    family, _, capacity = size.partition("-")
    cache.main(
        "azurerm_redis_cache",
        name=cache.name,
        sku_name="Premium" if family == "P" else "Standard",
        family=family if family in ("C", "P") else "C",
        capacity=int(capacity) if capacity.isdigit() else 1,
        non_ssl_port_enabled=False,
        minimum_tls_version="1.2",
        public_network_access_enabled=False,
        redis_version="6",
    )
    azure_endpoint(cache, "redisCache", "privatelink.redis.cache.windows.net")


def _gcp(cache: Draft) -> None:
    key = cache.link("key")
    network, after = gcp_private_services(cache)
    replicas = int(cache.now("replicas"))
    cache.main(
        "google_redis_instance",
        after=(*after, *gcp_key_right(cache, "redis")),
        name=cache.name,
        tier="STANDARD_HA" if replicas else "BASIC",
        memory_size_gb=max(1, -(-int(float(cache.now("memory_gb")) * 100) // 100)),
        redis_version="REDIS_7_2",
        auth_enabled=True,
        transit_encryption_mode="SERVER_AUTHENTICATION",
        connect_mode="PRIVATE_SERVICE_ACCESS" if after else "DIRECT_PEERING",
        authorized_network=network,
        customer_managed_key=key.of("id") if key else None,
    )


KIND = Kind(
    "database.cache",
    "Cache",
    "Redis in memory, reached over TLS from inside the network.",
    (
        Property(
            "memory_gb",
            "Memory it needs at least.",
            type="number",
            default=1,
            unit="GB",
            least=0.5,
        ),
        Property(
            "vcpu",
            "Processors it needs at least, on AWS.",
            type="number",
            default=0,
            unit="vCPU",
            least=0,
        ),
        Property(
            "replicas",
            "Copies that take over; Azure always keeps one.",
            type="number",
            default=1,
            least=0,
            most=5,
        ),
        subnets_property("Where it stands."),
        firewalls_property("Who may talk to it, on AWS; elsewhere the network alone can."),
        Property(
            "backup_days",
            "How long AWS keeps snapshots.",
            type="number",
            default=7,
            unit="days",
            least=0,
            most=35,
        ),
        key_property("the data"),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output(
            "address",
            "The host that answers.",
            aws="primary_endpoint_address",
            azure="hostname",
            gcp="host",
        ),
    ),
    {
        "aws": Cloud("aws_elasticache_replication_group", _aws),
        "azure": Cloud("azurerm_redis_cache", _azure),
        "gcp": Cloud("google_redis_instance", _gcp),
    },
)
