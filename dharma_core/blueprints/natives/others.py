"""Azure's and Google's plain resources in portable words."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.blueprints.natives.rules import Native, Translation, mention_of

__all__ = ["AZURE", "GCP"]

_AZURE_PLACE = ("location", "resource_group_name")
_GCP_PLACE = ("location", "region", "project", "zone")
_MADE = Translation("")


def _first(listed: str, property_: str) -> Callable[[Native], dict[str, Any]]:
    def read(native: Native) -> dict[str, Any]:
        value = native.written(listed)
        value = value[0] if isinstance(value, tuple) and value else value
        return {property_: value} if value else {}

    return read


def _azure_subnet(subnet: Native) -> dict[str, Any]:
    found = _first("address_prefixes", "cidr")(subnet)
    network = mention_of(subnet.written("virtual_network_name"))
    if network:
        found["network"] = f"${{{network.name}.id}}"
    for joint in subnet.of("azurerm_subnet_nat_gateway_association", "subnet_id"):
        found["nat"] = joint.written("nat_gateway_id")
    return found


def _azure_machine(vm: Native) -> dict[str, Any]:
    found = vm.held("vm", vm.now("size"))
    disk = vm.now("os_disk", "disk_size_gb")
    if disk:
        found["disk_gb"] = disk
    script = vm.now("custom_data")
    if script:
        found["user_data"] = _decoded(str(script))
    key = vm.now("admin_ssh_key", "public_key")
    if key:
        found["ssh_public_key"] = key
    cards = vm.written("network_interface_ids") or ()
    card = vm.named("azurerm_network_interface", cards[0] if cards else None)
    if card is not None:
        found["subnet"] = card.now("ip_configuration", "subnet_id")
        found["public"] = bool(card.now("ip_configuration", "public_ip_address_id"))
    return found


def _decoded(script: str) -> str:
    """Return a script as people wrote it; Azure wants it in base64."""
    try:
        return base64.b64decode(script, validate=True).decode().replace("${", "$${")
    except ValueError:
        return script


def _azure_versions(account: Native) -> dict[str, Any]:
    return {"versioning": bool(account.now("blob_properties", "versioning_enabled"))}


AZURE: Mapping[str, Translation] = {
    "azurerm_resource_group": _MADE,
    "azurerm_virtual_network": Translation(
        "network.vpc", {"name": "name"}, (*_AZURE_PLACE, "address_space"),
        _first("address_space", "cidr"),
    ),
    "azurerm_subnet": Translation(
        "network.subnet",
        {"name": "name"},
        (*_AZURE_PLACE, "virtual_network_name", "address_prefixes",
         "default_outbound_access_enabled"),
        _azure_subnet,
    ),
    "azurerm_subnet_nat_gateway_association": _MADE,
    "azurerm_network_interface": _MADE,
    "azurerm_linux_virtual_machine": Translation(
        "compute.vm",
        {"name": "name"},
        (*_AZURE_PLACE, "zone", "custom_data", "size", "os_disk", "admin_ssh_key", "admin_username",
         "network_interface_ids", "disable_password_authentication", "source_image_reference",
         "secure_boot_enabled", "vtpm_enabled", "boot_diagnostics"),
        _azure_machine,
    ),
    "azurerm_public_ip": Translation(
        "network.public_address", {"name": "name"}, (*_AZURE_PLACE, "allocation_method", "sku",
        "zones"),
    ),
    "azurerm_storage_account": Translation(
        "storage.bucket",
        {"name": "name", "allow_nested_items_to_be_public": "public"},
        (*_AZURE_PLACE, "account_tier", "account_replication_type", "account_kind",
         "min_tls_version", "https_traffic_only_enabled", "blob_properties",
         "shared_access_key_enabled", "infrastructure_encryption_enabled",
         "cross_tenant_replication_enabled"),
        _azure_versions,
    ),
    "azurerm_storage_container": _MADE,
    "azurerm_container_registry": Translation(
        "compute.registry", {"name": "name"}, (*_AZURE_PLACE, "sku", "admin_enabled"),
    ),
    "azurerm_log_analytics_workspace": Translation(
        "observability.log_store",
        {"name": "name", "retention_in_days": "retention_days"},
        (*_AZURE_PLACE, "sku"),
    ),
    "azurerm_dns_zone": Translation("network.dns_zone", {"name": "domain"}, _AZURE_PLACE),
    "azurerm_user_assigned_identity": Translation(
        "security.identity", {"name": "name"}, _AZURE_PLACE
    ),
}  # fmt: skip


def _gcp_machine(vm: Native) -> dict[str, Any]:
    found = vm.held("vm", vm.now("machine_type"))
    disk = vm.now("boot_disk", "initialize_params", "size")
    if disk:
        found["disk_gb"] = disk
    subnet = vm.now("network_interface", "subnetwork")
    if subnet:
        found["subnet"] = subnet
    found["public"] = vm.now("network_interface", "access_config") is not None
    return found


def _gcp_versions(bucket: Native) -> dict[str, Any]:
    return {"versioning": bool(bucket.now("versioning", "enabled"))}


GCP: Mapping[str, Translation] = {
    "google_compute_network": Translation(
        "network.vpc", {"name": "name"}, (*_GCP_PLACE, "auto_create_subnetworks")
    ),
    "google_compute_subnetwork": Translation(
        "network.subnet",
        {"name": "name", "network": "network", "ip_cidr_range": "cidr"},
        (*_GCP_PLACE, "private_ip_google_access"),
    ),
    "google_compute_address": Translation(
        "network.public_address", {"name": "name"}, (*_GCP_PLACE, "address_type")
    ),
    "google_compute_instance": Translation(
        "compute.vm",
        {"name": "name", "metadata_startup_script": "user_data"},
        (*_GCP_PLACE, "machine_type", "boot_disk", "network_interface",
         "shielded_instance_config", "allow_stopping_for_update", "metadata"),
        _gcp_machine,
    ),
    "google_compute_disk": Translation(
        "storage.disk", {"name": "name", "size": "size_gb"}, (*_GCP_PLACE, "type")
    ),
    "google_storage_bucket": Translation(
        "storage.bucket",
        {"name": "name"},
        (*_GCP_PLACE, "versioning", "uniform_bucket_level_access", "public_access_prevention",
         "force_destroy"),
        _gcp_versions,
    ),
    "google_pubsub_topic": Translation("messaging.topic", {"name": "name"}, _GCP_PLACE),
    "google_secret_manager_secret": Translation(
        "security.secret", {"secret_id": "name"}, (*_GCP_PLACE, "replication")
    ),
    "google_service_account": Translation(
        "security.identity",
        {"account_id": "name", "display_name": "description"},
        _GCP_PLACE,
    ),
    "google_artifact_registry_repository": Translation(
        "compute.registry", {"repository_id": "name"}, (*_GCP_PLACE, "format", "description")
    ),
    "google_dns_managed_zone": Translation(
        "network.dns_zone", {"name": "name", "dns_name": "domain"}, (*_GCP_PLACE, "description")
    ),
}  # fmt: skip
