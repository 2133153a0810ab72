"""Services whose properties Terraform splits by what they say, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.generation.cloudformation.web_acl import LISTS, SEVERAL, property_name
from dharma_core.importers.cloudformation.intrinsics import SUB_NAME
from dharma_core.importers.cloudformation.targets import snake
from dharma_core.importers.cloudformation.values import document, joined, text_of
from dharma_core.plan import AttributeFact

__all__ = [
    "cluster",
    "delivery_stream",
    "event_sources",
    "firehose",
    "flow_log",
    "launch_template",
    "lifecycle",
    "notification",
    "private_addresses",
    "state_machine",
    "stored_parameter",
    "task_definition",
    "user_pool",
    "warehouse",
    "web_acl",
]

Attributes = dict[str, Any]
_DEPTH = 12
"""Statements inside statements, at most."""


def _objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list; one alone may stand without it."""
    for value in values if isinstance(values, list) else (values,):
        if isinstance(value, dict):
            yield value


def task_definition(properties: Attributes, _own: str) -> Attributes:
    """Bring the containers back to the spelling of the ECS service."""
    containers = properties.get("ContainerDefinitions")
    if isinstance(containers, list):
        properties["ContainerDefinitions"] = _camel(containers)
    return {}


_FREE_KEYS = frozenset({"DockerLabels", "DriverOpts", "Labels", "Options"})


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key[:1].lower() + key[1:]: inner if key in _FREE_KEYS else _camel(inner)
            for key, inner in value.items()
        }
    return [_camel(item) for item in value] if isinstance(value, list) else value


def cluster(properties: Attributes, _own: str) -> Attributes:
    """Return which logs of a control plane are kept."""
    logging = properties.get("Logging")
    kinds = logging.get("ClusterLogging") if isinstance(logging, dict) else None
    types = kinds.pop("EnabledTypes", None) if isinstance(kinds, dict) else None
    if not isinstance(types, list):
        return {}
    return {"enabled_cluster_log_types": [t["Type"] for t in _objects(types) if "Type" in t]}


def launch_template(properties: Attributes, _own: str) -> Attributes:
    """Return the template's own tags."""
    for entry in _objects(properties.get("TagSpecifications")):
        if entry.get("ResourceType") == "launch-template":
            properties.pop("TagSpecifications")
            tags = {as_text(t.get("Key")): t.get("Value", "") for t in _objects(entry.get("Tags"))}
            return {"tags": tags} if tags else {}
    return {}


_SOURCES = {
    "VPC": "vpc_id",
    "Subnet": "subnet_id",
    "NetworkInterface": "eni_id",
    "TransitGateway": "transit_gateway_id",
    "TransitGatewayAttachment": "transit_gateway_attachment_id",
}


def flow_log(properties: Attributes, _own: str) -> Attributes:
    """Return what is watched under the attribute of its kind."""
    kind = properties.get("ResourceType")
    attribute = _SOURCES.get(kind) if isinstance(kind, str) else None
    if attribute is None or "ResourceId" not in properties:
        return {}
    properties.pop("ResourceType")
    return {attribute: properties.pop("ResourceId")}


_TARGETS = {
    "LambdaConfigurations": ("lambda_function", "Function", "lambda_function_arn"),
    "QueueConfigurations": ("queue", "Queue", "queue_arn"),
    "TopicConfigurations": ("topic", "Topic", "topic_arn"),
}


def notification(properties: Attributes, _own: str) -> Attributes:
    """Return a bucket's notifications, the events of one target and filter together."""
    found: Attributes = {}
    raw = properties.pop("NotificationConfiguration", None)
    if not isinstance(raw, dict):
        return found
    for name, (block, key, attribute) in _TARGETS.items():
        entries: dict[str, Attributes] = {}
        for entry in _objects(raw.get(name)):
            filters = dict(_filters(entry))
            same = json.dumps([repr(entry.get(key)), repr(filters)])
            one = entries.setdefault(same, {attribute: entry.get(key), "events": [], **filters})
            one["events"].append(entry.get("Event"))
        if entries:
            found[block] = list(entries.values())
    if "EventBridgeConfiguration" in raw:
        found["eventbridge"] = True
    return found


def _filters(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    chosen = entry.get("Filter")
    key = chosen.get("S3Key") if isinstance(chosen, dict) else None
    for rule in _objects(key.get("Rules")) if isinstance(key, dict) else ():
        name = as_text(rule.get("Name")).lower()
        if name in ("prefix", "suffix"):
            yield f"filter_{name}", rule.get("Value")


def private_addresses(properties: Attributes, _own: str) -> Attributes:
    """Return the private addresses of an interface, the primary one first."""
    entries = list(_objects(properties.get("PrivateIpAddresses")))
    if not entries or not all("PrivateIpAddress" in entry for entry in entries):
        return {}
    properties.pop("PrivateIpAddresses")
    ordered = sorted(entries, key=lambda entry: entry.get("Primary") not in (True, "true"))
    return {"private_ips": [entry["PrivateIpAddress"] for entry in ordered]}


def user_pool(properties: Attributes, _own: str) -> Attributes:
    """Return whether people may use a token program as their second factor."""
    factors = properties.pop("EnabledMfas", None)
    if isinstance(factors, list) and "SOFTWARE_TOKEN_MFA" in factors:
        return {"software_token_mfa_configuration": [{"enabled": True}]}
    return {}


def warehouse(properties: Attributes, _own: str) -> Attributes:
    """Return where the logs and copies of a warehouse go."""
    found: Attributes = {}
    if properties.get("ClusterType") == "single-node":
        found["number_of_nodes"] = 1
    logging = properties.pop("LoggingProperties", None)
    if isinstance(logging, dict):
        names = {"BucketName": "bucket_name", "S3KeyPrefix": "s3_key_prefix"}
        kept = {to: logging[name] for name, to in names.items() if name in logging}
        found["logging"] = [{"enable": True, **kept}]
    copies = {
        "DestinationRegion": "destination_region",
        "SnapshotCopyGrantName": "grant_name",
        "SnapshotCopyRetentionPeriod": "retention_period",
    }
    copied = {to: properties.pop(name) for name, to in copies.items() if name in properties}
    return found | ({"snapshot_copy": [copied]} if copied else {})


def event_sources(properties: Attributes, _own: str) -> Attributes:
    """Return the servers of a Kafka cluster outside AWS."""
    source = properties.get("SelfManagedEventSource")
    endpoints = source.get("Endpoints") if isinstance(source, dict) else None
    servers = endpoints.get("KafkaBootstrapServers") if isinstance(endpoints, dict) else None
    if not isinstance(servers, list) or not all(isinstance(s, str) for s in servers):
        return {}
    properties.pop("SelfManagedEventSource")
    named = {"KAFKA_BOOTSTRAP_SERVERS": ",".join(servers)}
    return {"self_managed_event_source": [{"endpoints": named}]}


def web_acl(facts: Mapping[str, AttributeFact]) -> Callable[[Attributes, str], Attributes]:
    """Return what reads a web ACL's default action and rules, to any depth the facts have."""

    def read(properties: Attributes, _own: str) -> Attributes:
        found: Attributes = {}
        for name, to in (("DefaultAction", "default_action"), ("Rules", "rule")):
            fact, raw = facts.get(to), properties.get(name)
            if fact is not None and isinstance(raw, (dict, list)):
                entries = raw if isinstance(raw, list) else [raw]
                found[to] = [_statement(entry, fact.members) for entry in _objects(entries)]
                properties.pop(name)
        return found

    return read


def _statement(
    raw: Mapping[str, Any], facts: Mapping[str, AttributeFact], inside: str = ""
) -> Attributes:
    result: Attributes = {}
    for name, fact in facts.items():
        several = name == "statement" and inside in SEVERAL
        to = "Statements" if several else LISTS.get(name) or property_name(name)
        value = raw.get(to)
        if value is None:
            continue
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(e, dict) for e in entries) or not (fact.members or fact.open):
            result[name] = value
        elif fact.members:
            result[name] = [_statement(e, fact.members, name) for e in entries]
        else:
            result[name] = [_open(e, 0) for e in entries]
    return result


_BLOCKS = {to: name for name, to in LISTS.items()} | {"Statements": "statement"}


def _open(raw: Mapping[str, Any], depth: int) -> Attributes:
    """Return a block that the provider's schema does not describe any deeper."""
    result: Attributes = {}
    for key, value in raw.items():
        name = _BLOCKS.get(key) or snake(key.replace("CloudWatch", "Cloudwatch"))
        entries = value if isinstance(value, list) else [value]
        if all(isinstance(e, dict) for e in entries) and depth < _DEPTH:
            result[name] = [_open(e, depth + 1) for e in entries]
        else:
            result[name] = value
    return result


def state_machine(properties: Attributes, _own: str) -> Attributes:
    """Bring a definition and what is put into it together as one text."""
    definition = properties.get("Definition")
    if isinstance(definition, dict) and "DefinitionString" not in properties:
        properties["DefinitionString"] = document(properties.pop("Definition"))
    text, given = properties.get("DefinitionString"), properties.get("DefinitionSubstitutions")
    if isinstance(text, str) and isinstance(given, dict):
        properties.pop("DefinitionSubstitutions")
        pieces = SUB_NAME.split(text)
        properties["DefinitionString"] = joined(
            text_of(given.get(piece, f"${{{piece}}}")) if index % 2 else piece
            for index, piece in enumerate(pieces)
        )
    return {}


_STREAM_KINDS = ("DirectPut", "KinesisStreamAsSource", "MSKAsSource")


def delivery_stream(properties: Attributes, _own: str) -> Attributes:
    """Take away what Terraform tells by whether a source is configured."""
    if properties.get("DeliveryStreamType") in _STREAM_KINDS:
        properties.pop("DeliveryStreamType")
    return {}


def firehose(attributes: Attributes) -> Attributes:
    """Name the destination that is configured."""
    kinds = ("extended_s3", "redshift", "opensearch", "elasticsearch", "splunk", "http_endpoint")
    kind = next((k for k in kinds if f"{k}_configuration" in attributes), None)
    return attributes if kind is None else {"destination": kind, **attributes}


def stored_parameter(attributes: Attributes) -> Attributes:
    """Return the value under the attribute that people write."""
    if "insecure_value" not in attributes:
        return attributes
    rest = {name: value for name, value in attributes.items() if name != "insecure_value"}
    return {"value": attributes["insecure_value"], **rest}


def lifecycle(attributes: Attributes) -> Attributes:
    """Take a rule's only filter out of the list that several of them need."""
    for rule in _objects(attributes.get("rule")):
        for chosen in _objects(rule.get("filter")):
            both = next(_objects(chosen.get("and")), {})
            if len(both) == 1 and "tags" not in both:
                chosen.pop("and")
                chosen.update(both)
    return attributes
