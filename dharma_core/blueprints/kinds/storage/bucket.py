"""Objects by name: private, encrypted, with earlier versions kept."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.closing import azure_ranges, azure_subnets, homeless_users
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.reaching import ALLOWED_RANGES, NETWORK_ACCESS, is_closed
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]


def _is_closed(bucket: Draft) -> bool:
    """Whether only the networks of its users reach it; what cannot be is told."""
    closed = is_closed(bucket)
    if closed and bucket.now("public"):
        hint = "Leave out 'network_access', or 'public'."
        bucket.problem("network_access", "is public, so every network reaches it.", hint)
    return closed


def _aws(bucket: Draft) -> None:
    _is_closed(bucket)  # a right decides, from wherever it is used
    bucket.main("aws_s3_bucket", bucket=bucket.name)
    _aws_protection(bucket)
    rules = list(_aws_rules(bucket))
    if rules:
        bucket.add(
            "lifecycle",
            "aws_s3_bucket_lifecycle_configuration",
            bucket=bucket.me(),
            rule=rules,
        )


def _aws_protection(bucket: Draft) -> None:
    key, closed = bucket.link("key"), not bucket.now("public")
    method = {"sse_algorithm": "aws:kms" if key else "AES256"}
    if key:
        method["kms_master_key_id"] = key.of("arn")
    if bucket.now("versioning"):
        bucket.add(
            "versions",
            "aws_s3_bucket_versioning",
            bucket=bucket.me(),
            versioning_configuration={"status": "Enabled"},
        )
    bucket.add(
        "encryption",
        "aws_s3_bucket_server_side_encryption_configuration",
        bucket=bucket.me(),
        rule={
            "bucket_key_enabled": True if key else None,
            "apply_server_side_encryption_by_default": method,
        },
    )
    bucket.add(
        "private",
        "aws_s3_bucket_public_access_block",
        bucket=bucket.me(),
        block_public_acls=True,
        ignore_public_acls=True,
        block_public_policy=closed,
        restrict_public_buckets=closed,
    )


def _aws_rules(bucket: Draft) -> list[dict[str, Any]]:
    """Return the rules that move or delete what is old."""
    rules: list[dict[str, Any]] = []
    every: dict[str, Any] = {"status": "Enabled", "filter": {"prefix": ""}}
    if bucket.now("archive_days"):
        move = {"days": bucket["archive_days"], "storage_class": "GLACIER_IR"}
        rules.append({"id": "archive", **every, "transition": [move]})
    if bucket.now("delete_days"):
        rules.append({"id": "delete", **every, "expiration": {"days": bucket["delete_days"]}})
    if bucket.now("versioning") and bucket.now("old_version_days"):
        old = {"noncurrent_days": bucket["old_version_days"]}
        rules.append({"id": "old-versions", **every, "noncurrent_version_expiration": old})
    return rules


def _azure(bucket: Draft) -> None:
    kept = {"days": 7}
    bucket.main(
        "azurerm_storage_account",
        name=bucket.squeezed(),
        account_tier="Standard",
        account_replication_type="ZRS" if bucket.scene.zones else "LRS",
        account_kind="StorageV2",
        https_traffic_only_enabled=True,
        min_tls_version="TLS1_2",
        allow_nested_items_to_be_public=bucket["public"],
        shared_access_key_enabled=False,
        infrastructure_encryption_enabled=True,
        cross_tenant_replication_enabled=False,
        network_rules=_azure_networks(bucket) if _is_closed(bucket) else None,
        blob_properties={
            "versioning_enabled": bucket["versioning"],
            "delete_retention_policy": kept,
            "container_delete_retention_policy": kept,
        },
    )
    bucket.add(
        "objects",
        "azurerm_storage_container",
        name="objects",
        storage_account_id=bucket.me(),
        container_access_type="blob" if bucket.now("public") else "private",
    )
    actions = _azure_actions(bucket)
    if actions:
        rule = {
            "name": "age",
            "enabled": True,
            "filters": {"blob_types": ["blockBlob"]},
            "actions": actions,
        }
        bucket.add(
            "lifecycle",
            "azurerm_storage_management_policy",
            storage_account_id=bucket.me(),
            rule=[rule],
        )


def _azure_networks(bucket: Draft) -> dict[str, Any]:
    """Return whom it lets in: the subnets of its users, and Azure's own services."""
    served = [cdn.spec.name for cdn in bucket.users("bucket")]
    outside = [*homeless_users(bucket), *served]
    if outside:
        message = f"lets in subnets only on Azure, and {outside[0]} stands in none."
        hint = "Give it 'subnets', or set 'network_access: any'."
        if served:
            hint = "A delivery network comes from everywhere: set 'network_access: any'."
        bucket.problem("network_access", message, hint)
    return {
        "default_action": "Deny",
        "bypass": ["AzureServices"],
        "ip_rules": azure_ranges(bucket),
        "virtual_network_subnet_ids": azure_subnets(bucket) or None,
    }


def _azure_actions(bucket: Draft) -> dict[str, Any]:
    base: dict[str, Any] = {}
    if bucket.now("archive_days"):
        base["tier_to_cold_after_days_since_modification_greater_than"] = bucket["archive_days"]
    if bucket.now("delete_days"):
        base["delete_after_days_since_modification_greater_than"] = bucket["delete_days"]
    actions: dict[str, Any] = {"base_blob": base} if base else {}
    if bucket.now("versioning") and bucket.now("old_version_days"):
        actions["version"] = {"delete_after_days_since_creation": bucket["old_version_days"]}
    return actions


def _gcp(bucket: Draft) -> None:
    key, public = bucket.link("key"), bucket.now("public")
    _is_closed(bucket)  # a right decides, from wherever it is used
    bucket.main(
        "google_storage_bucket",
        after=gcp_key_right(bucket, "storage"),
        name=bucket.name,
        location=bucket.scene.region.upper(),
        uniform_bucket_level_access=True,
        public_access_prevention="inherited" if public else "enforced",
        force_destroy=False,
        versioning={"enabled": bucket["versioning"]},
        encryption={"default_kms_key_name": key.of("id")} if key else None,
        lifecycle_rule=list(_gcp_rules(bucket)) or None,
    )
    if public:
        bucket.add(
            "readers",
            "google_storage_bucket_iam_member",
            bucket=bucket.me("name"),
            role="roles/storage.objectViewer",
            member="allUsers",
        )


def _gcp_rules(bucket: Draft) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    delete = {"type": "Delete"}
    if bucket.now("archive_days"):
        cold = {"type": "SetStorageClass", "storage_class": "COLDLINE"}
        rules.append({"action": cold, "condition": {"age": bucket["archive_days"]}})
    if bucket.now("delete_days"):
        rules.append({"action": delete, "condition": {"age": bucket["delete_days"]}})
    if bucket.now("versioning") and bucket.now("old_version_days"):
        age = {"days_since_noncurrent_time": bucket["old_version_days"]}
        rules.append({"action": delete, "condition": age})
    return rules


KIND = Kind(
    "storage.bucket",
    "Bucket",
    "Objects by name; its own name must be unique in the world.",
    (
        Property("versioning", "Whether earlier versions are kept.", type="bool", default=True),
        Property("public", "Whether anyone may read it.", type="bool", default=False),
        NETWORK_ACCESS,
        ALLOWED_RANGES,
        Property(
            "old_version_days",
            "When earlier versions are deleted.",
            type="number",
            default=90,
            unit="days",
            least=0,
        ),
        Property(
            "archive_days",
            "When objects move to a cheaper class; 0 for never.",
            type="number",
            default=0,
            unit="days",
            least=0,
        ),
        Property(
            "delete_days",
            "When objects are deleted; 0 for never.",
            type="number",
            default=0,
            unit="days",
            least=0,
        ),
        key_property("the objects"),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output("bucket_name", "Its name.", aws="bucket", azure="name", gcp="name"),
        Output(
            "address",
            "The host that serves its objects.",
            aws="bucket_regional_domain_name",
            azure="primary_blob_host",
            gcp="{name}.storage.googleapis.com",
        ),
    ),
    {
        "aws": Cloud("aws_s3_bucket", _aws),
        "azure": Cloud("azurerm_storage_account", _azure),
        "gcp": Cloud("google_storage_bucket", _gcp),
    },
)
