"""A table of items by key, which grows by itself."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.closing import azure_ranges, azure_subnets, homeless_users
from dharma_core.blueprints.kinds.database.locks import azure_lock
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.reaching import ALLOWED_RANGES, NETWORK_ACCESS, is_closed
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]

# Cosmos DB's word for all addresses of Azure's own, from its documentation, recalled, 2026-11-30.
_WITHIN_AZURE = "0.0.0.0"  # noqa: S104 - nothing listens there


def _aws(table: Draft) -> None:
    is_closed(table)  # a right decides, from wherever it is used
    key, sort = table.link("key"), table["sort_key"]
    names = [name for name in (table["partition_key"], sort) if name]
    expiry = table["expiry_attribute"]
    table.main(
        "aws_dynamodb_table",
        name=table.name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=table["partition_key"],
        range_key=sort,
        attribute=[{"name": name, "type": "S"} for name in names],
        point_in_time_recovery={"enabled": table["recovery"]},
        server_side_encryption={
            "enabled": True,
            "kms_key_arn": key.of("arn") if key else None,
        },
        ttl={"attribute_name": expiry, "enabled": True} if expiry else None,
        deletion_protection_enabled=table["deletion_protection"],
    )


def _azure(table: Draft) -> None:
    backup = {"type": "Continuous", "tier": "Continuous7Days"}
    table.main(
        "azurerm_cosmosdb_account",
        name=table.name,
        offer_type="Standard",
        kind="GlobalDocumentDB",
        capabilities=[{"name": "EnableServerless"}],
        consistency_policy={"consistency_level": "Session"},
        geo_location=[{"location": table.scene.region, "failover_priority": 0}],
        local_authentication_disabled=True,
        minimal_tls_version="Tls12",
        backup=backup if table.now("recovery") else None,
        **(_azure_networks(table) if is_closed(table) else {}),
    )
    table.add(
        "database",
        "azurerm_cosmosdb_sql_database",
        name="app",
        account_name=table.me("name"),
    )
    table.add(
        "items",
        "azurerm_cosmosdb_sql_container",
        name=table.name,
        account_name=table.me("name"),
        database_name=table.part("database", "name"),
        partition_key_paths=[f"/{table['partition_key']}"],
        default_ttl=-1 if table["expiry_attribute"] else None,
    )
    azure_lock(table)


def _azure_networks(table: Draft) -> dict[str, Any]:
    """Return whom it lets in: the subnets of its users, and Azure itself for those without one."""
    inside = (_WITHIN_AZURE,) if homeless_users(table) else ()
    subnets, addresses = azure_subnets(table), azure_ranges(table, *inside)
    return {
        "public_network_access_enabled": bool(subnets or addresses),
        "ip_range_filter": addresses,
        "is_virtual_network_filter_enabled": True if subnets else None,
        "virtual_network_rule": [{"id": subnet} for subnet in subnets] or None,
    }


def _gcp(table: Draft) -> None:
    key = table.link("key")
    is_closed(table)  # a right decides, from wherever it is used
    safe: dict[str, Any] = {
        "delete_protection_state": "DELETE_PROTECTION_ENABLED",
        "deletion_policy": "ABANDON",
    }
    if not table.now("deletion_protection"):
        safe = {
            "delete_protection_state": "DELETE_PROTECTION_DISABLED",
            "deletion_policy": "DELETE",
        }
    recovery = "ENABLED" if table.now("recovery") else "DISABLED"
    table.main(
        "google_firestore_database",
        after=gcp_key_right(table, "firestore"),
        name=table.name,
        location_id=table.scene.region,
        type="FIRESTORE_NATIVE",
        point_in_time_recovery_enablement=f"POINT_IN_TIME_RECOVERY_{recovery}",
        cmek_config={"kms_key_name": key.of("id")} if key else None,
        **safe,
    )
    expiry = table["expiry_attribute"]
    if expiry:
        table.add(
            "expiry",
            "google_firestore_field",
            database=table.me("name"),
            collection="items",
            field=expiry,
            ttl_config={},
        )


KIND = Kind(
    "database.nosql_table",
    "Table by key",
    "Items by key, paid for by request.",
    (
        Property("partition_key", "The attribute items are found by.", default="id"),
        Property("sort_key", "The attribute items of one key are sorted by, on AWS."),
        Property("expiry_attribute", "The attribute that says when an item may go."),
        Property(
            "recovery",
            "Whether it can be restored to any minute of the last days.",
            type="bool",
            default=True,
        ),
        Property(
            "deletion_protection",
            "Whether it refuses to be deleted.",
            type="bool",
            default=True,
        ),
        NETWORK_ACCESS,
        ALLOWED_RANGES,
        key_property("the items"),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output("table_name", "Its name.", aws="name", azure="items/name", gcp="name"),
    ),
    {
        "aws": Cloud("aws_dynamodb_table", _aws),
        "azure": Cloud("azurerm_cosmosdb_account", _azure),
        "gcp": Cloud("google_firestore_database", _gcp),
    },
)
