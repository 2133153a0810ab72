"""The few types whose CloudFormation form is no table: firewalls, instances, functions, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.cloudformation.properties import Translation
from dharma_core.generation.drafts import Text

__all__ = ["ROOT_DEVICE", "SPECIAL", "Extra", "Special"]

ROOT_DEVICE = "/dev/xvda"
"""The root device of Amazon's own images."""

Json = dict[str, Any]


@dataclass(slots=True)
class Extra:
    """What a special form adds beside the resource's own properties.

    Parameters
    ----------
    companions : mapping of name suffix to resource body
    parameters : mapping
        Parameter name suffix to description: what has to be told when the stack is made.
    guessed_device : bool
        Whether the root device's name is not known.
    """

    companions: dict[str, Json] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    guessed_device: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """Code for what the table cannot say of a type.

    Parameters
    ----------
    apply : callable (work, logical id) -> Extra
        Runs after the table and may change the properties.
    handles : frozenset of str
        Attributes that need no line of the table.
    """

    apply: Callable[[Translation, str], Extra]
    handles: frozenset[str] = frozenset()


def _security_group(work: Translation, logical_id: str) -> Extra:
    extra = Extra()
    for direction, peer in (("ingress", "Source"), ("egress", "Destination")):
        name = f"SecurityGroup{direction.capitalize()}"
        rules: list[Json] = []
        for rule in work.draft.attributes.get(direction) or ():
            rules.extend(_rules(work, rule, peer))
            if rule.get("self") is True:
                own = {"Fn::GetAtt": [logical_id, "GroupId"]}
                body = _rule_base(work, rule) | {f"{peer}SecurityGroupId": own, "GroupId": own}
                suffix = f"{direction.capitalize()}Self{len(extra.companions) + 1}"
                kind = f"AWS::EC2::SecurityGroup{direction.capitalize()}"
                extra.companions[suffix] = {"Type": kind, "Properties": body}
        if rules:
            work.properties[name] = rules
    if "SecurityGroupEgress" not in work.properties:
        # Terraform takes away the rule that lets everything out; a rule to nowhere does the same.
        nowhere = {"CidrIp": "127.0.0.1/32", "IpProtocol": "-1"}
        work.properties["SecurityGroupEgress"] = [nowhere]
    return extra


def _rules(work: Translation, rule: Mapping[str, Any], peer: str) -> Iterator[Json]:
    peers = (
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", f"{peer}PrefixListId"),
        ("security_groups", f"{peer}SecurityGroupId"),
    )
    for attribute, name in peers:
        found = rule.get(attribute) or ()
        if isinstance(found, Text):
            work.miss((peer.lower(), attribute))
            continue
        for value in found:
            yield _rule_base(work, rule) | {name: work.values.of(value)}


def _rule_base(work: Translation, rule: Mapping[str, Any]) -> Json:
    base: Json = {"IpProtocol": str(work.values.of(rule.get("protocol", "-1")))}
    if base["IpProtocol"] in ("-1", "all"):
        base |= {"IpProtocol": "-1", "FromPort": -1, "ToPort": -1}
    else:
        base |= {
            "FromPort": work.values.of(rule.get("from_port", 0)),
            "ToPort": work.values.of(rule.get("to_port", 0)),
        }
    if rule.get("description"):
        base["Description"] = work.values.of(rule["description"])
    return base


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
    ebs = {to: work.values.of(device[key]) for key, to in _EBS.items() if device.get(key)}
    if device.get("delete_on_termination") is False:
        ebs["DeleteOnTermination"] = False
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


def _function(work: Translation, logical_id: str) -> Extra:
    """Ask for bucket and key where Terraform takes a zip file from somebody's disk."""
    if "filename" not in work.draft.attributes:
        return Extra()
    work.properties["Code"] = {
        "S3Bucket": {"Ref": f"{logical_id}CodeBucket"},
        "S3Key": {"Ref": f"{logical_id}CodeKey"},
    }
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


SPECIAL: Mapping[str, Special] = {
    "aws_dynamodb_table": Special(_table),
    "aws_elasticache_cluster": Special(_log_delivery),
    "aws_elasticache_replication_group": Special(_log_delivery),
    "aws_instance": Special(_instance, _INSTANCE_PARTS),
    "aws_lambda_function": Special(_function, frozenset({"filename"})),
    "aws_security_group": Special(_security_group, frozenset({"ingress", "egress"})),
}
