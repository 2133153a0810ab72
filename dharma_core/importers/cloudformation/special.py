"""The few types whose CloudFormation form is no table, read back: firewalls, instances, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.generation.cloudformation.special import ROOT_DEVICE
from dharma_core.importers.cloudformation import special_services as services
from dharma_core.importers.cloudformation.values import Made, mentions_in, opaque
from dharma_core.plan import UNKNOWN, AttributeFact, Ref

__all__ = ["FINISHED", "acl_entry", "group_rule", "special_reader"]

Attributes = dict[str, Any]
_NOWHERE = "127.0.0.1/32"


def group_rule(rule: Mapping[str, Any], *, own: str = "") -> Attributes:
    """Return one entry of ``ingress`` or ``egress`` of a security group.

    Parameters
    ----------
    own : str
        The group's own address: a rule whose peer it is says ``self``.
    """
    protocol = as_text(rule.get("IpProtocol", "-1")).lower()
    every = protocol in ("-1", "all")
    peer = rule.get("SourceSecurityGroupId", rule.get("DestinationSecurityGroupId"))
    is_self = bool(own) and any(ref.target == own for ref in mentions_in(peer))
    prefix = rule.get("SourcePrefixListId", rule.get("DestinationPrefixListId"))
    return {
        "cidr_blocks": _listed(rule.get("CidrIp")),
        "description": rule.get("Description", ""),
        "from_port": 0 if every else _port(rule.get("FromPort")),
        "ipv6_cidr_blocks": _listed(rule.get("CidrIpv6")),
        "prefix_list_ids": _listed(prefix),
        "protocol": "-1" if every else protocol,
        "security_groups": [] if is_self else _listed(peer),
        "self": is_self,
        "to_port": 0 if every else _port(rule.get("ToPort")),
    }


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [value]


def _port(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return 0 if value is None else value


def _own_rule(properties: dict[str, Any], _own: str) -> Attributes:
    """Return a rule that stands beside its group."""
    rule = group_rule(properties)
    peer = rule.pop("security_groups")
    for name in (*_RULE_NAMES, *(f"{side}{what}" for side in _SIDES for what in _PEERS)):
        properties.pop(name, None)
    said = {name: value for name, value in rule.items() if value not in ([], "", False)}
    return said | ({"source_security_group_id": peer[0]} if peer else {})


_RULE_NAMES = ("IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "Description")
_SIDES, _PEERS = ("Source", "Destination"), ("SecurityGroupId", "PrefixListId")
_PROTOCOLS = {"-1": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}


def acl_entry(entry: Mapping[str, Any]) -> tuple[str, Attributes]:
    """Return ``ingress`` or ``egress`` of a network access list, and the rule in it."""
    protocol = as_text(entry.get("Protocol", "-1"))
    ports, codes = entry.get("PortRange"), entry.get("Icmp")
    rule = {
        "action": entry.get("RuleAction"),
        "cidr_block": entry.get("CidrBlock"),
        "ipv6_cidr_block": entry.get("Ipv6CidrBlock"),
        "protocol": _PROTOCOLS.get(protocol, protocol),
        "rule_no": entry.get("RuleNumber"),
        "from_port": ports.get("From") if isinstance(ports, Mapping) else 0,
        "to_port": ports.get("To") if isinstance(ports, Mapping) else 0,
        "icmp_code": codes.get("Code") if isinstance(codes, Mapping) else None,
        "icmp_type": codes.get("Type") if isinstance(codes, Mapping) else None,
    }
    leaves = as_text(entry.get("Egress", False)) == "true"
    said = {name: value for name, value in rule.items() if value is not None}
    return ("egress" if leaves else "ingress"), said


def _group(properties: dict[str, Any], _own: str) -> Attributes:
    result: Attributes = {}
    for name, attribute in (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress")):
        rules = properties.pop(name, None)
        rules = [rules] if isinstance(rules, dict) else rules
        if isinstance(rules, Made):
            result[attribute] = opaque(rules)
        elif isinstance(rules, list):
            wanted = [_rule(rule) for rule in rules if not _is_nowhere(rule)]
            result |= {attribute: wanted} if wanted else {}
        elif attribute == "egress":
            # CloudFormation leaves everything out unless the template says otherwise.
            result[attribute] = [group_rule({"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"})]
    return result


def _rule(rule: Any) -> Any:
    return group_rule(rule) if isinstance(rule, dict) else opaque(rule)


def _is_nowhere(rule: Any) -> bool:
    """Whether it is the rule that stands for "lets nothing out"."""
    return isinstance(rule, dict) and rule.get("CidrIp") == _NOWHERE


_EBS = {
    "DeleteOnTermination": "delete_on_termination",
    "Encrypted": "encrypted",
    "Iops": "iops",
    "KmsKeyId": "kms_key_id",
    "SnapshotId": "snapshot_id",
    "Throughput": "throughput",
    "VolumeSize": "volume_size",
    "VolumeType": "volume_type",
}
_ROOT_DEVICES = (ROOT_DEVICE, "/dev/sda1")


def _instance(properties: dict[str, Any], _own: str) -> Attributes:
    result: Attributes = {}
    devices = properties.pop("BlockDeviceMappings", [])
    if isinstance(devices, Made):
        result["ebs_block_device"] = opaque(devices)
    for device in _objects(devices):
        kind, block = _device(device)
        result.setdefault(kind, []).append(block)
    cards = properties.pop("NetworkInterfaces", [])
    if isinstance(cards, Made):
        result["network_interface"] = opaque(cards)
    for card in _objects(cards):
        result |= _card(card, properties, result)
    return result


def _device(device: Mapping[str, Any]) -> tuple[str, Attributes]:
    name, ebs = device.get("DeviceName"), device.get("Ebs")
    if not isinstance(ebs, Mapping):
        block = {"device_name": name, "virtual_name": device.get("VirtualName")}
        return "ephemeral_block_device", {k: v for k, v in block.items() if v is not None}
    block = {to: ebs[key] for key, to in _EBS.items() if key in ebs}
    if name in _ROOT_DEVICES:
        return "root_block_device", block
    return "ebs_block_device", {"device_name": name, **block}


def _card(card: Mapping[str, Any], properties: dict[str, Any], there: Attributes) -> Attributes:
    """Lay the properties of the first network interface back beside the instance's own."""
    if "NetworkInterfaceId" in card:
        entry = {
            "device_index": _port(card.get("DeviceIndex")),
            "network_interface_id": card["NetworkInterfaceId"],
        }
        return {"network_interface": [*there.get("network_interface", []), entry]}
    moved = {"SubnetId": "SubnetId", "GroupSet": "SecurityGroupIds"}
    moved["PrivateIpAddress"] = "PrivateIpAddress"
    properties |= {to: card[name] for name, to in moved.items() if name in card}
    public = card.get("AssociatePublicIpAddress")
    return {} if public is None else {"associate_public_ip_address": public}


def _table(properties: dict[str, Any], _own: str) -> Attributes:
    for index in _objects(properties.get("LocalSecondaryIndexes")):
        keys = index.get("KeySchema")
        if isinstance(keys, list):
            index["KeySchema"] = [k for k in _objects(keys) if k.get("KeyType") != "HASH"]
    encryption = properties.get("SSESpecification")
    if isinstance(encryption, dict):
        encryption.pop("SSEType", None)
    return {"stream_enabled": True} if "StreamSpecification" in properties else {}


def _objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list; one alone may stand without it."""
    for value in values if isinstance(values, list) else (values,):
        if isinstance(value, dict):
            yield value


def _log_delivery(properties: dict[str, Any], _own: str) -> Attributes:
    for entry in _objects(properties.get("LogDeliveryConfigurations")):
        details = entry.pop("DestinationDetails", None)
        for inner in (details or {}).values() if isinstance(details, dict) else ():
            target = inner if isinstance(inner, dict) else {}
            entry["Destination"] = target.get("DeliveryStream", target.get("LogGroup", UNKNOWN))
    return {}


_RULE_FIELDS = {
    "host-header": "HostHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "path-pattern": "PathPatternConfig",
    "source-ip": "SourceIpConfig",
}
"""Conditions of a listener's rule whose values may stand beside their field's name."""


def _listener_rule(properties: dict[str, Any], _own: str) -> Attributes:
    """Lay ``Field`` and ``Values`` of a condition into the object of its kind."""
    for condition in _objects(properties.get("Conditions")):
        name = condition.pop("Field", None)
        to = _RULE_FIELDS.get(name) if isinstance(name, str) else None
        if to is not None and "Values" in condition:
            condition.setdefault(to, {"Values": condition.pop("Values")})
    return {}


def _scaling_policy(properties: dict[str, Any], _own: str) -> Attributes:
    """Return what is scaled: CloudFormation may name the target, Terraform names three parts."""
    owner = next(mentions_in(properties.get("ScalingTargetId")), None)
    if owner is None or not owner.target.startswith("aws_appautoscaling_target."):
        return {}
    properties.pop("ScalingTargetId")
    parts = {name: Ref(owner.target, name) for name in _SCALED}
    return {name: Made((ref,), mentions=(ref,)) for name, ref in parts.items()}


_SCALED = ("resource_id", "scalable_dimension", "service_namespace")

Reader = Callable[[dict[str, Any], str], Attributes]

_READERS: Mapping[str, Reader] = {
    "aws_appautoscaling_policy": _scaling_policy,
    "aws_cognito_user_pool": services.user_pool,
    "aws_dynamodb_table": _table,
    "aws_ecs_task_definition": services.task_definition,
    "aws_eks_cluster": services.cluster,
    "aws_elasticache_cluster": _log_delivery,
    "aws_elasticache_replication_group": _log_delivery,
    "aws_flow_log": services.flow_log,
    "aws_instance": _instance,
    "aws_kinesis_firehose_delivery_stream": services.delivery_stream,
    "aws_lambda_event_source_mapping": services.event_sources,
    "aws_launch_template": services.launch_template,
    "aws_lb_listener_rule": _listener_rule,
    "aws_network_interface": services.private_addresses,
    "aws_redshift_cluster": services.warehouse,
    "aws_s3_bucket_notification": services.notification,
    "aws_security_group": _group,
    "aws_security_group_rule": _own_rule,
    "aws_sfn_state_machine": services.state_machine,
}

FINISHED: Mapping[str, Callable[[Attributes], Attributes]] = {
    "aws_kinesis_firehose_delivery_stream": services.firehose,
    "aws_s3_bucket_lifecycle_configuration": services.lifecycle,
    "aws_ssm_parameter": services.stored_parameter,
}
"""What is put right in the attributes that the table has read."""


def special_reader(type_: str, facts: Mapping[str, AttributeFact]) -> Reader | None:
    """Return what takes from a type's properties before the table reads the rest."""
    return services.web_acl(facts) if type_ == "aws_wafv2_web_acl" else _READERS.get(type_)
