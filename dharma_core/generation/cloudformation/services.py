"""Services whose properties depend on which attribute is set, or on more than one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.generation.cloudformation.extra import Extra, Json
from dharma_core.generation.cloudformation.properties import Translation
from dharma_core.generation.drafts import Text

__all__ = [
    "FLOW_LOG_SOURCES",
    "NOTIFICATION_PARTS",
    "delivery_stream",
    "distribution",
    "event_sources",
    "flow_log",
    "notification",
    "private_addresses",
    "user_pool",
    "warehouse",
]

_SOURCES = {
    "vpc_id": "VPC",
    "subnet_id": "Subnet",
    "eni_id": "NetworkInterface",
    "transit_gateway_id": "TransitGateway",
    "transit_gateway_attachment_id": "TransitGatewayAttachment",
}
FLOW_LOG_SOURCES = frozenset(_SOURCES)

_TARGETS = {
    "lambda_function": ("lambda_function_arn", "LambdaConfigurations", "Function"),
    "queue": ("queue_arn", "QueueConfigurations", "Queue"),
    "topic": ("topic_arn", "TopicConfigurations", "Topic"),
}
NOTIFICATION_PARTS = frozenset({*_TARGETS, "eventbridge"})

_ENDPOINTS = {"KAFKA_BOOTSTRAP_SERVERS": "KafkaBootstrapServers"}


def distribution(work: Translation, _logical_id: str) -> Extra:
    """Say of each origin that is no server of one's own that it is a bucket, as is asked for."""
    for origin in work.properties.get("DistributionConfig", {}).get("Origins", ()):
        if not {"CustomOriginConfig", "VpcOriginConfig"} & set(origin):
            origin.setdefault("S3OriginConfig", {}).setdefault("OriginAccessIdentity", "")
    return Extra()


_STREAM_SOURCES = {
    "KinesisStreamSourceConfiguration": "KinesisStreamAsSource",
    "MSKSourceConfiguration": "MSKAsSource",
}


def delivery_stream(work: Translation, _logical_id: str) -> Extra:
    """Say where records come from: without a word CloudFormation expects them to be put."""
    for name, kind in _STREAM_SOURCES.items():
        if name in work.properties:
            work.properties["DeliveryStreamType"] = kind
    return Extra()


def flow_log(work: Translation, _logical_id: str) -> Extra:
    """Name what is watched: the attribute that is set says of which kind it is."""
    for attribute, kind in _SOURCES.items():
        value = work.draft.attributes.get(attribute)
        if value is not None:
            work.properties |= {"ResourceId": work.values.of(value), "ResourceType": kind}
    return Extra()


def notification(work: Translation, _logical_id: str) -> Extra:
    """Write one entry an event: CloudFormation takes no lists of events."""
    attributes = work.draft.attributes
    found: Json = {}
    for block, (target, to, name) in _TARGETS.items():
        for entry in attributes.get(block) or ():
            events = list(_events(work, entry, {name: work.values.of(entry.get(target))}))
            found.setdefault(to, []).extend(events)
    if attributes.get("eventbridge"):
        found["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}
    if found:
        work.properties["NotificationConfiguration"] = found
    return Extra()


def _events(work: Translation, entry: Mapping[str, Any], base: Json) -> Iterator[Json]:
    rules = [
        {"Name": name, "Value": work.values.of(entry[key])}
        for name, key in (("prefix", "filter_prefix"), ("suffix", "filter_suffix"))
        if entry.get(key)
    ]
    if rules:
        base = base | {"Filter": {"S3Key": {"Rules": rules}}}
    for event in entry.get("events") or ():
        yield {"Event": work.values.of(event)} | base


def private_addresses(work: Translation, _logical_id: str) -> Extra:
    """Write several private addresses of one interface; the first is the primary one."""
    addresses = work.draft.attributes.get("private_ips") or ()
    if isinstance(addresses, Text):
        work.miss(("private_ips",))
    elif addresses:
        work.properties.pop("PrivateIpAddress", None)
        work.properties["PrivateIpAddresses"] = [
            {"PrivateIpAddress": work.values.of(address), "Primary": index == 0}
            for index, address in enumerate(addresses)
        ]
    return Extra()


def user_pool(work: Translation, _logical_id: str) -> Extra:
    """Say which second factors people may use, where one is asked for."""
    attributes = work.draft.attributes
    tokens = attributes.get("software_token_mfa_configuration") or ()
    factors = ["SOFTWARE_TOKEN_MFA"] if any(t.get("enabled") for t in tokens) else []
    if attributes.get("sms_configuration") and attributes.get("mfa_configuration"):
        factors.append("SMS_MFA")
    if factors:
        work.properties["EnabledMfas"] = factors
    return Extra()


def warehouse(work: Translation, _logical_id: str) -> Extra:
    """Say whether one machine or several make the cluster, and where its logs and copies go."""
    properties = work.properties
    several = properties.get("NumberOfNodes", 1) not in (1, "1")
    properties.setdefault("ClusterType", "multi-node" if several else "single-node")
    if properties["ClusterType"] == "single-node":
        properties.pop("NumberOfNodes", None)
    for logging in work.draft.attributes.get("logging") or ():
        if logging.get("enable"):
            names = {"bucket_name": "BucketName", "s3_key_prefix": "S3KeyPrefix"}
            properties["LoggingProperties"] = _named(work, logging, names)
    copy = {
        "destination_region": "DestinationRegion",
        "grant_name": "SnapshotCopyGrantName",
        "retention_period": "SnapshotCopyRetentionPeriod",
    }
    for copied in work.draft.attributes.get("snapshot_copy") or ():
        properties |= _named(work, copied, copy)
    return Extra()


def _named(work: Translation, block: Mapping[str, Any], names: Mapping[str, str]) -> Json:
    return {to: work.values.of(block[key]) for key, to in names.items() if block.get(key)}


def event_sources(work: Translation, _logical_id: str) -> Extra:
    """Write the servers of a Kafka cluster outside AWS as the list they are."""
    for source in work.draft.attributes.get("self_managed_event_source") or ():
        endpoints: Json = {}
        for name, servers in (source.get("endpoints") or {}).items():
            if name not in _ENDPOINTS or not isinstance(servers, str):
                work.miss(("self_managed_event_source", 0, "endpoints", name))
                continue
            endpoints[_ENDPOINTS[name]] = servers.split(",")
        work.properties["SelfManagedEventSource"] = {"Endpoints": endpoints}
    return Extra()
