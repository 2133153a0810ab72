"""The few types whose CloudFormation form is no table, and what is done about each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from dharma_core.generation.cloudformation.clusters import (
    cluster,
    launch_template,
    scaling_group,
    task_definition,
)
from dharma_core.generation.cloudformation.extra import Extra, Json, Special
from dharma_core.generation.cloudformation.firewalls import (
    GROUP_RULE_PARTS,
    network_acl,
    security_group,
    security_group_rule,
)
from dharma_core.generation.cloudformation.properties import Translation
from dharma_core.generation.cloudformation.services import (
    FLOW_LOG_SOURCES,
    NOTIFICATION_PARTS,
    delivery_stream,
    distribution,
    event_sources,
    flow_log,
    notification,
    private_addresses,
    user_pool,
    warehouse,
)
from dharma_core.generation.cloudformation.web_acl import web_acl

__all__ = ["ROOT_DEVICE", "SPECIAL", "Extra", "Special"]

ROOT_DEVICE = "/dev/xvda"
"""The root device of Amazon's own images."""

_EBS = {
    "delete_on_termination": "DeleteOnTermination",
    "encrypted": "Encrypted",
    "iops": "Iops",
    "kms_key_id": "KmsKeyId",
    "snapshot_id": "SnapshotId",
    "throughput": "Throughput",
    "volume_size": "VolumeSize",
    "volume_type": "VolumeType",
}


_INSTANCE_PARTS = frozenset(
    {
        "associate_public_ip_address",
        "ebs_block_device",
        "ephemeral_block_device",
        "network_interface",
        "root_block_device",
    }
)


def _instance(work: Translation, _logical_id: str) -> Extra:
    attributes = work.draft.attributes
    extra = Extra()
    devices = [
        _ebs_device(work, device, ROOT_DEVICE) for device in attributes.get("root_block_device", ())
    ]
    if any("device_name" not in device for device in attributes.get("root_block_device", ())):
        extra.guessed_device = True
    devices += [_ebs_device(work, d, "") for d in attributes.get("ebs_block_device", ())]
    devices += [_ephemeral(work, d) for d in attributes.get("ephemeral_block_device", ())]
    if devices:
        work.properties["BlockDeviceMappings"] = devices
    _network(work, attributes)
    return extra


def _ebs_device(work: Translation, device: Mapping[str, Any], name: str) -> Json:
    said = {to: device.get(key) for key, to in _EBS.items()}
    ebs = {to: work.values.of(v) for to, v in said.items() if v or v is False}
    return {"DeviceName": work.values.of(device.get("device_name") or name), "Ebs": ebs}


def _ephemeral(work: Translation, device: Mapping[str, Any]) -> Json:
    entry = {"DeviceName": work.values.of(device["device_name"])}
    if device.get("no_device"):
        return entry | {"NoDevice": {}}
    return entry | {"VirtualName": work.values.of(device.get("virtual_name"))}


def _network(work: Translation, attributes: Mapping[str, Any]) -> None:
    """Write the network interface out where an address of its own is asked for or refused."""
    properties, public = work.properties, attributes.get("associate_public_ip_address")
    interfaces = [
        {
            "DeviceIndex": str(card.get("device_index", 0)),
            "NetworkInterfaceId": work.values.of(card["network_interface_id"]),
        }
        for card in attributes.get("network_interface", ())
    ]
    if public is not None and not interfaces:
        interface: Json = {
            "DeviceIndex": "0",
            "AssociatePublicIpAddress": work.values.of(public),
        }
        moved = {"SubnetId": "SubnetId", "SecurityGroupIds": "GroupSet"}
        moved["PrivateIpAddress"] = "PrivateIpAddress"
        interface |= {to: properties.pop(old) for old, to in moved.items() if old in properties}
        interfaces = [interface]
    if interfaces:
        properties["NetworkInterfaces"] = interfaces


def _package(of: str, work: Translation, logical_id: str) -> Extra:
    """Ask for bucket and key where a package lies on somebody's disk, or nobody says where."""
    on_disk = "filename" in work.draft.attributes
    if not on_disk and of in work.properties:
        return Extra()
    work.properties[of] = {
        "S3Bucket": {"Ref": f"{logical_id}CodeBucket"},
        "S3Key": {"Ref": f"{logical_id}CodeKey"},
    }
    if on_disk:
        work.miss(("filename",))
    what = f"of the package of {work.draft.address}"
    return Extra(
        parameters={"CodeBucket": f"Bucket {what}", "CodeKey": f"Key {what}"},
    )


def _table(work: Translation, _logical_id: str) -> Extra:
    properties = work.properties
    if properties.get("BillingMode") == "PAY_PER_REQUEST":
        properties.pop("ProvisionedThroughput", None)
    for index in properties.get("GlobalSecondaryIndexes", ()):
        if properties.get("BillingMode") == "PAY_PER_REQUEST":
            index.pop("ProvisionedThroughput", None)
        index["KeySchema"].sort(key=lambda entry: entry["KeyType"])
    keys = sorted(properties.get("KeySchema", ()), key=lambda entry: str(entry["KeyType"]))
    if keys:
        properties["KeySchema"] = keys
    for index in properties.get("LocalSecondaryIndexes", ()):
        index["KeySchema"] = [*keys[:1], *index["KeySchema"]]
    encryption = properties.get("SSESpecification", {})
    if "KMSMasterKeyId" in encryption or encryption.get("SSEEnabled") is True:
        encryption["SSEType"] = "KMS"
    return Extra()


def _log_delivery(work: Translation, _logical_id: str) -> Extra:
    """Spell out where a cache's logs go: the kind of destination decides the property."""
    for entry in work.properties.get("LogDeliveryConfigurations", ()):
        target = entry.pop("Destination", None)
        if entry.get("DestinationType") == "kinesis-firehose":
            details: Json = {"KinesisFirehoseDetails": {"DeliveryStream": target}}
        else:
            details = {"CloudWatchLogsDetails": {"LogGroup": target}}
        entry["DestinationDetails"] = details
    return Extra()


_PACKAGE = frozenset({"filename"})

SPECIAL: Mapping[str, Special] = {
    "aws_autoscaling_group": Special(scaling_group),
    "aws_cloudfront_distribution": Special(distribution),
    "aws_cognito_user_pool": Special(user_pool, frozenset({"software_token_mfa_configuration"})),
    "aws_dynamodb_table": Special(_table),
    "aws_ecs_task_definition": Special(task_definition),
    "aws_eks_cluster": Special(cluster, frozenset({"enabled_cluster_log_types"})),
    "aws_elasticache_cluster": Special(_log_delivery),
    "aws_elasticache_replication_group": Special(_log_delivery),
    "aws_flow_log": Special(flow_log, FLOW_LOG_SOURCES),
    "aws_instance": Special(_instance, _INSTANCE_PARTS),
    "aws_kinesis_firehose_delivery_stream": Special(delivery_stream),
    "aws_lambda_event_source_mapping": Special(
        event_sources, frozenset({"self_managed_event_source"})
    ),
    "aws_lambda_function": Special(partial(_package, "Code"), _PACKAGE),
    "aws_lambda_layer_version": Special(partial(_package, "Content"), _PACKAGE),
    "aws_launch_template": Special(launch_template, frozenset({"tags"})),
    "aws_network_acl": Special(network_acl, frozenset({"ingress", "egress", "subnet_ids"})),
    "aws_network_interface": Special(private_addresses, frozenset({"private_ips"})),
    "aws_redshift_cluster": Special(warehouse, frozenset({"logging", "snapshot_copy"})),
    "aws_s3_bucket_notification": Special(notification, NOTIFICATION_PARTS),
    "aws_security_group": Special(security_group, frozenset({"ingress", "egress"})),
    "aws_security_group_rule": Special(security_group_rule, GROUP_RULE_PARTS),
    "aws_wafv2_web_acl": Special(web_acl, frozenset({"default_action", "rule"})),
}
