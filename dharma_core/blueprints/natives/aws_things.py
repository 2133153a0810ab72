"""AWS machines, data and messages in portable words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.natives.aws_rights import grants_of
from dharma_core.blueprints.natives.rules import Native, Translation, mention_of

__all__ = ["AWS_THINGS"]


def _machine(vm: Native) -> dict[str, Any]:
    found = vm.held("vm", vm.now("instance_type"))
    disk = vm.now("root_block_device", "volume_size")
    if disk:
        found["disk_gb"] = disk
    for joint in vm.of("aws_lb_target_group_attachment", "target_id"):
        group = joint.named("aws_lb_target_group", joint.written("target_group_arn"))
        door = _door(group) if group else None
        if door:
            found["load_balancer"] = f"${{{door}.id}}"
    profile = vm.named("aws_iam_instance_profile", vm.written("iam_instance_profile"))
    role = profile.named("aws_iam_role", profile.written("role")) if profile else None
    return {**found, "identity": f"${{{role.spec.name}.id}}"} if role else found


def _door(group: Native) -> str | None:
    """Return the load balancer that a target group belongs to."""
    for listener in group.others("aws_lb_listener"):
        action = listener.written("default_action")
        actions = action if isinstance(action, tuple) else (action,)
        if any(group.is_named_by((a or {}).get("target_group_arn")) for a in actions):
            door = mention_of(listener.written("load_balancer_arn"))
            return door.name if door else None
    return None


def _disk(disk: Native) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if str(disk.now("type")) in ("st1", "sc1", "standard"):
        found["medium"] = "hdd"
    for mount in disk.of("aws_volume_attachment", "volume_id"):
        found["machine"] = mount.written("instance_id")
    return found


def _database(db: Native) -> dict[str, Any]:
    engine = str(db.now("engine") or "postgres")
    found = db.held("mysql" if engine == "mysql" else "postgres", db.now("instance_class"))
    version = str(db.now("engine_version") or "")
    short = version if version in ("8.0", "8.4") else version.split(".", 1)[0]
    if engine == "mysql" and version:
        short = ".".join(version.split(".")[:2])
    if short:
        found["version"] = short
    network = db.named("aws_db_subnet_group", db.written("db_subnet_group_name"))
    if network:
        found["subnets"] = network.written("subnet_ids")
    return found


def _cache(cache: Native) -> dict[str, Any]:
    found = cache.held("cache", cache.now("node_type"))
    found.pop("vcpu", None)
    nodes = cache.now("num_cache_clusters")
    if isinstance(nodes, int):
        found["replicas"] = max(0, nodes - 1)
    network = cache.named("aws_elasticache_subnet_group", cache.written("subnet_group_name"))
    return {**found, "subnets": network.written("subnet_ids")} if network else found


def _bucket(bucket: Native) -> dict[str, Any]:
    found: dict[str, Any] = {"versioning": False}
    for versions in bucket.of("aws_s3_bucket_versioning", "bucket"):
        status = versions.now("versioning_configuration", "status")
        found["versioning"] = status == "Enabled"
    for rule in bucket.of("aws_s3_bucket_server_side_encryption_configuration", "bucket"):
        method = rule.now("rule", "apply_server_side_encryption_by_default") or {}
        method = method[0] if isinstance(method, tuple) and method else method
        key = method.get("kms_master_key_id") if isinstance(method, Mapping) else None
        if mention_of(key):
            found["key"] = key
    return found


def _queue(queue: Native) -> dict[str, Any]:
    found: dict[str, Any] = {"tries": 0}
    seconds = queue.now("message_retention_seconds")
    if isinstance(seconds, (int, float)):
        found["retention_days"] = max(1, round(seconds / 86400))
    policy = queue.now("redrive_policy")
    if isinstance(policy, Mapping) and policy.get("maxReceiveCount"):
        found["tries"] = policy["maxReceiveCount"]
    return found


def _table(table: Native) -> dict[str, Any]:
    found: dict[str, Any] = {}
    recovery = table.now("point_in_time_recovery", "enabled")
    if recovery is not None:
        found["recovery"] = recovery
    expiry = table.now("ttl", "attribute_name")
    if expiry:
        found["expiry_attribute"] = expiry
    key = table.now("server_side_encryption", "kms_key_arn")
    return {**found, "key": key} if mention_of(key) else found


def _role(role: Native) -> dict[str, Any]:
    trusted = str(role.now("assume_role_policy") or "")
    used_by = "container" if "ecs-tasks" in trusted else "vm"
    return {
        "used_by": "function" if "lambda" in trusted else used_by,
        "grants": grants_of(role) or None,
    }


def _registry(registry: Native) -> dict[str, Any]:
    return {"immutable": registry.now("image_tag_mutability") == "IMMUTABLE"}


_MADE = Translation("")
_SECURE_VM = (
    "instance_type",
    "root_block_device",
    "iam_instance_profile",
    "ebs_optimized",
    "monitoring",
    "metadata_options",
)
_RDS_IMPLIED = (
    "engine", "engine_version", "instance_class", "storage_type", "storage_encrypted",
    "manage_master_user_password", "port", "publicly_accessible", "db_subnet_group_name",
    "copy_tags_to_snapshot", "auto_minor_version_upgrade", "iam_database_authentication_enabled",
    "enabled_cloudwatch_logs_exports", "skip_final_snapshot", "final_snapshot_identifier",
    "username",
)  # fmt: skip
_RDS_CARRY = {
    "identifier": "name",
    "allocated_storage": "storage_gb",
    "db_name": "database",
    "multi_az": "high_availability",
    "vpc_security_group_ids": "firewalls",
    "backup_retention_period": "backup_days",
    "deletion_protection": "deletion_protection",
    "kms_key_id": "key",
}

AWS_THINGS: Mapping[str, Translation] = {
    "aws_instance": Translation(
        "compute.vm",
        {
            "subnet_id": "subnet",
            "vpc_security_group_ids": "firewalls",
            "associate_public_ip_address": "public",
            "user_data": "user_data",
        },
        _SECURE_VM,
        _machine,
    ),
    "aws_ebs_volume": Translation(
        "storage.disk",
        {"size": "size_gb", "kms_key_id": "key"},
        ("type", "encrypted", "availability_zone"),
        _disk,
    ),
    "aws_volume_attachment": _MADE,
    "aws_db_instance": Translation("database.postgres", _RDS_CARRY, _RDS_IMPLIED, _database),
    "aws_db_subnet_group": _MADE,
    "aws_elasticache_replication_group": Translation(
        "database.cache",
        {
            "replication_group_id": "name",
            "security_group_ids": "firewalls",
            "snapshot_retention_limit": "backup_days",
            "kms_key_id": "key",
        },
        (
            "node_type", "num_cache_clusters", "subnet_group_name", "engine", "engine_version",
            "port", "description", "at_rest_encryption_enabled", "transit_encryption_enabled",
            "automatic_failover_enabled", "multi_az_enabled", "auto_minor_version_upgrade",
        ),
        _cache,
    ),
    "aws_elasticache_subnet_group": _MADE,
    "aws_dynamodb_table": Translation(
        "database.nosql_table",
        {
            "name": "name",
            "hash_key": "partition_key",
            "range_key": "sort_key",
            "deletion_protection_enabled": "deletion_protection",
        },
        ("billing_mode", "attribute", "point_in_time_recovery", "server_side_encryption", "ttl"),
        _table,
    ),
    "aws_s3_bucket": Translation("storage.bucket", {"bucket": "name"}, ("force_destroy",), _bucket),
    "aws_s3_bucket_versioning": _MADE,
    "aws_s3_bucket_server_side_encryption_configuration": _MADE,
    "aws_s3_bucket_public_access_block": _MADE,
    "aws_sqs_queue": Translation(
        "messaging.queue",
        {
            "name": "name",
            "fifo_queue": "ordered",
            "visibility_timeout_seconds": "visibility_seconds",
        },
        (
            "message_retention_seconds", "receive_wait_time_seconds", "redrive_policy",
            "sqs_managed_sse_enabled", "content_based_deduplication",
        ),
        _queue,
    ),
    "aws_sns_topic": Translation(
        "messaging.topic", {"name": "name", "kms_master_key_id": "key"}, ()
    ),
    "aws_kms_key": Translation(
        "security.key",
        {"description": "description", "deletion_window_in_days": "recovery_days"},
        ("enable_key_rotation",),
    ),
    "aws_kms_alias": _MADE,
    "aws_secretsmanager_secret": Translation(
        "security.secret",
        {"name": "name", "description": "description", "kms_key_id": "key"},
        ("recovery_window_in_days",),
    ),
    "aws_iam_role": Translation(
        "security.identity",
        {"name": "name", "description": "description"},
        ("assume_role_policy",),
        _role,
    ),
    "aws_iam_instance_profile": _MADE,
    "aws_cloudwatch_log_group": Translation(
        "observability.log_store",
        {"name": "name", "retention_in_days": "retention_days", "kms_key_id": "key"},
    ),
    "aws_ecr_repository": Translation(
        "compute.registry",
        {"name": "name"},
        (
            "image_tag_mutability", "image_scanning_configuration", "encryption_configuration",
            "force_delete",
        ),
        _registry,
    ),
}  # fmt: skip
