"""Files that many machines share."""

from __future__ import annotations

from dharma_core.blueprints.kinds.compute.roles import aws_role
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.private_access import gcp_private_services
from dharma_core.blueprints.kinds.ranges import network_behind
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import (
    firewalls_property,
    key_property,
    subnets_property,
)

__all__ = ["KIND"]

# Zonal Filestore: 1 TiB to 9.75 TiB in steps of 256 GiB, then steps of 2.5 TiB; its documentation,
# recalled, 2026-11-30.
_SMALL_FILESTORE_GB = 9984


def _aws(files: Draft) -> None:
    key = files.link("key")
    files.main(
        "aws_efs_file_system",
        creation_token=files.name,
        encrypted=True,
        kms_key_id=key.of("arn") if key else None,
        performance_mode="generalPurpose",
        throughput_mode="elastic",
        lifecycle_policy=[{"transition_to_ia": "AFTER_30_DAYS"}],
    )
    if files.now("backup"):
        _aws_backup(files)
    for number, subnet in enumerate(files.links("subnets"), 1):
        files.add(
            f"mount_{number}",
            "aws_efs_mount_target",
            file_system_id=files.me(),
            subnet_id=subnet.of("id"),
            security_groups=[wall.of("id") for wall in files.links("firewalls")] or None,
        )


def _aws_backup(files: Draft) -> None:
    """Add a vault, a daily plan and the role that copies the files there."""
    policies = ("service-role/AWSBackupServiceRolePolicyForBackup",)
    aws_role(files, "backup_role", "backup.amazonaws.com", policies)
    files.add("vault", "aws_backup_vault", name=files.named("vault"))
    rule = {
        "rule_name": "daily",
        "target_vault_name": files.part("vault", "name"),
        "schedule": "cron(0 3 * * ? *)",
        "lifecycle": {"delete_after": 35},
    }
    files.add("backup", "aws_backup_plan", name=files.named("daily"), rule=[rule])
    files.add(
        "backed_up",
        "aws_backup_selection",
        name=files.spec.name,
        plan_id=files.part("backup"),
        iam_role_arn=files.part("backup_role", "arn"),
        resources=[files.me("arn")],
    )


def _azure(files: Draft) -> None:
    subnets = [subnet.of("id") for subnet in files.links("subnets")]
    files.main(
        "azurerm_storage_account",
        name=files.squeezed(),
        account_tier="Premium",
        account_kind="FileStorage",
        account_replication_type="ZRS" if files.scene.zones else "LRS",
        https_traffic_only_enabled=True,
        min_tls_version="TLS1_2",
        allow_nested_items_to_be_public=False,
        cross_tenant_replication_enabled=False,
        network_rules={
            "default_action": "Deny",
            "bypass": ["AzureServices"],
            "virtual_network_subnet_ids": subnets,
        },
        share_properties={"retention_policy": {"days": 14 if files.now("backup") else 1}},
    )
    files.add(
        "share",
        "azurerm_storage_share",
        name="files",
        storage_account_id=files.me(),
        quota=max(100, int(files.now("size_gb"))),
        enabled_protocol="SMB",
    )


def _gcp(files: Draft) -> None:
    key = files.link("key")
    network = network_behind(files.links("subnets"))
    _, after = gcp_private_services(files)
    files.main(
        "google_filestore_instance",
        after=(*after, *gcp_key_right(files, "filestore")),
        name=files.name,
        location=files.scene.zone(1),
        tier="ZONAL",
        kms_key_name=key.of("id") if key else None,
        file_shares={"name": "files", "capacity_gb": _gcp_capacity(files)},
        networks=[
            {
                "network": network.of("name") if network else "default",
                "modes": ["MODE_IPV4"],
                "connect_mode": "PRIVATE_SERVICE_ACCESS" if after else "DIRECT_PEERING",
            }
        ],
    )


def _gcp_capacity(files: Draft) -> int:
    """Return the smallest size that a zonal Filestore has: it grows in steps."""
    wanted = int(files.now("size_gb"))
    step = 256 if wanted <= _SMALL_FILESTORE_GB else 2560
    return max(1024, -(-wanted // step) * step)


KIND = Kind(
    "storage.file_system",
    "File system",
    "Files that many machines share.",
    (
        subnets_property("From where it can be reached."),
        firewalls_property("Who may talk to it, on AWS."),
        Property(
            "size_gb",
            "Room for files, where the cloud wants to know it; Azure sells 100, GCP 1,024 at "
            "least.",
            type="number",
            default=100,
            unit="GB",
            least=1,
        ),
        Property("backup", "Whether deleted files can be brought back.", type="bool", default=True),
        key_property("the files"),
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "address",
            "What machines mount.",
            aws="dns_name",
            azure="primary_file_host",
            gcp="networks.0.ip_addresses.0",
        ),
    ),
    {
        "aws": Cloud("aws_efs_file_system", _aws),
        "azure": Cloud("azurerm_storage_account", _azure),
        "gcp": Cloud("google_filestore_instance", _gcp),
    },
)
