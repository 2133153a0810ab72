"""The parts of a bucket and of other owners that moto's CloudFormation reads over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from dharma_core.runners.simulator_services import call

__all__ = ["complete_bucket", "complete_repository", "complete_role"]

Json = dict[str, Any]


def complete_bucket(bucket: str, properties: Json, region: str) -> None:
    """Write lifecycle, logging, owners, shared origins, notifications and website.

    What the simulator's S3 refuses stays away; the read that confirms it tells.
    """
    from botocore.exceptions import ClientError

    for name, (operation, key, say) in _PARTS.items():
        if name in properties:
            given = {"Bucket": bucket, key: say(properties[name])}
            with suppress(ClientError):
                call("s3", operation, region, given)


def complete_role(role: str, properties: Json, region: str) -> None:
    """Attach the managed policies."""
    for arn in properties.get("ManagedPolicyArns", ()):
        call("iam", "attach_role_policy", region, {"RoleName": role, "PolicyArn": arn})


def complete_repository(repository: str, properties: Json, region: str) -> None:
    """Write which images are kept."""
    text = properties.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
    if text:
        given = {"repositoryName": repository, "lifecyclePolicyText": text}
        call("ecr", "put_lifecycle_policy", region, given)


def _lifecycle(configuration: Json) -> Json:
    return {"Rules": [dict(_rule(rule)) for rule in configuration["Rules"]]}


def _rule(rule: Json) -> Iterator[tuple[str, Any]]:
    yield "ID", rule.get("Id", "")
    yield "Status", rule["Status"]
    yield "Filter", {"Prefix": rule.get("Prefix", "")}
    if "ExpirationInDays" in rule:
        yield "Expiration", {"Days": rule["ExpirationInDays"]}
    for key in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"):
        if key in rule:
            yield key, rule[key]
    if "Transitions" in rule:
        moved = {"TransitionInDays": "Days", "TransitionDate": "Date"}
        yield (
            "Transitions",
            [{moved.get(k, k): v for k, v in t.items()} for t in rule["Transitions"]],
        )


def _logging(configuration: Json) -> Json:
    found = {
        "TargetBucket": configuration["DestinationBucketName"],
        "TargetPrefix": configuration.get("LogFilePrefix", ""),
    }
    return {"LoggingEnabled": found}


def _cors(configuration: Json) -> Json:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    rules = [{names.get(k, k): v for k, v in rule.items()} for rule in configuration["CorsRules"]]
    return {"CORSRules": rules}


def _notification(configuration: Json) -> Json:
    targets = {
        "LambdaConfigurations": ("LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
        "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
        "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
    }
    found: Json = {}
    for name, (to, key, arn) in targets.items():
        for entry in configuration.get(name, ()):
            event = {arn: entry[key], "Events": [entry["Event"]]}
            rules = entry.get("Filter", {}).get("S3Key", {}).get("Rules")
            if rules:
                event["Filter"] = {"Key": {"FilterRules": rules}}
            found.setdefault(to, []).append(event)
    if "EventBridgeConfiguration" in configuration:
        found["EventBridgeConfiguration"] = {}
    return found


def _website(configuration: Json) -> Json:
    found: Json = {}
    if "IndexDocument" in configuration:
        found["IndexDocument"] = {"Suffix": configuration["IndexDocument"]}
    if "ErrorDocument" in configuration:
        found["ErrorDocument"] = {"Key": configuration["ErrorDocument"]}
    if "RedirectAllRequestsTo" in configuration:
        found["RedirectAllRequestsTo"] = configuration["RedirectAllRequestsTo"]
    return found


_PARTS: dict[str, tuple[str, str, Callable[[Json], Json]]] = {
    "CorsConfiguration": ("put_bucket_cors", "CORSConfiguration", _cors),
    "LifecycleConfiguration": (
        "put_bucket_lifecycle_configuration",
        "LifecycleConfiguration",
        _lifecycle,
    ),
    "LoggingConfiguration": ("put_bucket_logging", "BucketLoggingStatus", _logging),
    "NotificationConfiguration": (
        "put_bucket_notification_configuration",
        "NotificationConfiguration",
        _notification,
    ),
    "OwnershipControls": ("put_bucket_ownership_controls", "OwnershipControls", dict),
    "WebsiteConfiguration": ("put_bucket_website", "WebsiteConfiguration", _website),
}
