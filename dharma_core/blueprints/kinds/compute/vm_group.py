"""Machines of one kind, as many as the load asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.kinds.compute.machines import (
    ARCHITECTURE,
    DISK,
    FIREWALLS,
    IDENTITY,
    IMAGE,
    MEMORY,
    SSH_KEY,
    USER_DATA,
    VCPU,
    aws_image,
    azure_image,
    azure_sign_in,
    azure_trusted_launch,
    encoded_script,
    gcp_disk_type,
    gcp_image,
    gcp_metadata,
)
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.network.firewall import joined
from dharma_core.blueprints.kinds.shared_properties import subnets_property

__all__ = ["KIND"]


def _aws(group: Draft) -> None:
    _aws_template(group)
    balancer = group.link("load_balancer")
    tags = {"Name": group.name, **group.tags()}
    group.main(
        "aws_autoscaling_group",
        name=group.name,
        min_size=group["minimum"],
        max_size=group["maximum"],
        vpc_zone_identifier=[subnet.of("id") for subnet in group.links("subnets")],
        health_check_type="ELB" if balancer else "EC2",
        health_check_grace_period=300,
        target_group_arns=[balancer.part("targets", "arn")] if balancer else None,
        launch_template={
            "id": group.part("template"),
            "version": group.part("template", "latest_version"),
        },
        tag=[{"key": k, "value": v, "propagate_at_launch": True} for k, v in tags.items()],
    )
    group.add(
        "scaling",
        "aws_autoscaling_policy",
        name=group.named("scaling"),
        autoscaling_group_name=group.me("name"),
        policy_type="TargetTrackingScaling",
        target_tracking_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": "ASGAverageCPUUtilization"
            },
            "target_value": group["cpu_percent"],
        },
    )


def _aws_template(group: Draft) -> None:
    identity = group.link("identity")
    disk = {"volume_type": "gp3", "volume_size": group["disk_gb"], "encrypted": "true"}
    group.add(
        "template",
        "aws_launch_template",
        name=group.name,
        image_id=aws_image(group)[0],
        instance_type=group.size("vm"),
        update_default_version=True,
        ebs_optimized="true",
        vpc_security_group_ids=[wall.of("id") for wall in group.links("firewalls")] or None,
        iam_instance_profile={"name": identity.part("profile", "name")} if identity else None,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": True},
        block_device_mappings=[{"device_name": "/dev/sda1", "ebs": disk}],
        user_data=encoded_script(group),
    )


def _azure(group: Draft) -> None:
    identity = group.link("identity")
    ids = {"type": "UserAssigned", "identity_ids": [identity.of()]} if identity else None
    group.main(
        "azurerm_linux_virtual_machine_scale_set",
        name=group.name,
        sku=group.size("vm"),
        instances=group["minimum"],
        upgrade_mode="Automatic",
        network_interface=[_azure_card(group)],
        os_disk={
            "caching": "ReadWrite",
            "storage_account_type": "Premium_LRS",
            "disk_size_gb": group["disk_gb"],
        },
        identity=ids or {"type": "SystemAssigned"},
        custom_data=encoded_script(group),
        zone_balance=bool(group.scene.zones) or None,
        zones=list(group.scene.zones) or None,
        boot_diagnostics={},
        **azure_image(group),
        **azure_sign_in(group),
        **azure_trusted_launch(group),
    )
    _azure_scaling(group)


def _azure_card(group: Draft) -> Mapping[str, Any]:
    subnets, balancer = group.links("subnets"), group.link("load_balancer")
    walls = group.links("firewalls")
    address: dict[str, Any] = {"name": "internal", "primary": True}
    if subnets:
        address["subnet_id"] = subnets[0].of("id")
    if balancer:
        address["load_balancer_backend_address_pool_ids"] = [balancer.part("targets")]
    members = [wall.part("members") for wall in walls if wall.draft]
    if members:
        address["application_security_group_ids"] = members
    card: dict[str, Any] = {"name": "nic", "primary": True, "ip_configuration": [address]}
    if walls:
        card["network_security_group_id"] = walls[0].of("id")
    return card


def _azure_scaling(group: Draft) -> None:
    percent = group.now("cpu_percent")
    rules = [
        _azure_rule(group, "GreaterThan", percent, "Increase"),
        _azure_rule(group, "LessThan", percent / 2, "Decrease"),
    ]
    capacity = {
        "default": group["minimum"],
        "minimum": group["minimum"],
        "maximum": group["maximum"],
    }
    group.add(
        "scaling",
        "azurerm_monitor_autoscale_setting",
        name=group.named("scaling"),
        target_resource_id=group.me(),
        profile=[{"name": "cpu", "capacity": capacity, "rule": rules}],
    )


def _azure_rule(group: Draft, than: str, percent: float, way: str) -> Mapping[str, Any]:
    return {
        "metric_trigger": {
            "metric_name": "Percentage CPU",
            "metric_resource_id": group.me(),
            "time_grain": "PT1M",
            "statistic": "Average",
            "time_window": "PT5M",
            "time_aggregation": "Average",
            "operator": than,
            "threshold": percent,
        },
        "scale_action": {"direction": way, "type": "ChangeCount", "value": 1, "cooldown": "PT5M"},
    }


def _gcp(group: Draft) -> None:
    _gcp_template(group)
    group.main(
        "google_compute_region_instance_group_manager",
        name=group.name,
        base_instance_name=group.name,
        version=[{"instance_template": group.part("template", "self_link")}],
        named_port=[{"name": "http", "port": _port(group)}],
    )
    group.add(
        "scaling",
        "google_compute_region_autoscaler",
        name=group.named("scaling"),
        target=group.me("id"),
        autoscaling_policy={
            "min_replicas": group["minimum"],
            "max_replicas": group["maximum"],
            "cpu_utilization": {"target": group.now("cpu_percent") / 100},
        },
    )


def _port(group: Draft) -> Any:
    balancer = group.link("load_balancer")
    return balancer.draft["target_port"] if balancer and balancer.draft else 80


def _gcp_template(group: Draft) -> None:
    identity, subnets = group.link("identity"), group.links("subnets")
    account = {"email": identity.of("email"), "scopes": ["cloud-platform"]} if identity else None
    size = group.size("vm")
    disk = {
        "source_image": gcp_image(group),
        "disk_size_gb": group["disk_gb"],
        "disk_type": gcp_disk_type(size),
        "auto_delete": True,
        "boot": True,
    }
    group.add(
        "template",
        "google_compute_instance_template",
        name_prefix=f"{group.name}-",
        machine_type=size,
        disk=[disk],
        network_interface=[{"subnetwork": subnets[0].of("id")}] if subnets else None,
        shielded_instance_config={
            "enable_secure_boot": True,
            "enable_vtpm": True,
            "enable_integrity_monitoring": True,
        },
        metadata=gcp_metadata(group),
        metadata_startup_script=group["user_data"],
        service_account=account,
        tags=[wall.draft.name for wall in joined(group) if wall.draft] or None,
    )


KIND = Kind(
    "compute.vm_group",
    "Group of machines",
    "Machines of one kind that grow and shrink with the load.",
    (
        subnets_property("Where they stand; the first one where the cloud takes one only."),
        FIREWALLS,
        VCPU,
        MEMORY,
        ARCHITECTURE,
        IMAGE,
        DISK,
        Property("minimum", "How few there may be.", type="number", default=2, least=0),
        Property("maximum", "How many there may be.", type="number", default=4, least=1),
        Property(
            "cpu_percent",
            "The load they are kept at.",
            type="number",
            default=60,
            unit="%",
            least=10,
            most=95,
        ),
        Property(
            "load_balancer",
            "What sends them requests.",
            type="reference",
            kinds=("network.load_balancer",),
        ),
        IDENTITY,
        USER_DATA,
        SSH_KEY,
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output("group_name", "The cloud's name of it.", aws="name", azure="name", gcp="name"),
    ),
    {
        "aws": Cloud("aws_autoscaling_group", _aws),
        "azure": Cloud("azurerm_linux_virtual_machine_scale_set", _azure),
        "gcp": Cloud("google_compute_region_instance_group_manager", _gcp),
    },
)
