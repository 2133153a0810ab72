"""What calls a function: the rules, subscriptions, mappings and permissions that a macro makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.importers.cloudformation.serverless.apis import Apis
from dharma_core.importers.cloudformation.serverless.entries import Entries
from dharma_core.importers.cloudformation.serverless.roles import managed
from dharma_core.plan import Path

__all__ = ["Events"]

Json = dict[str, Any]

_SOURCES = {
    "DynamoDB": ("Stream", "AWSLambdaDynamoDBExecutionRole"),
    "Kinesis": ("Stream", "AWSLambdaKinesisExecutionRole"),
    "MSK": ("Stream", "AWSLambdaMSKExecutionRole"),
    "SQS": ("Queue", "AWSLambdaSQSQueueExecutionRole"),
}
"""Events that the function polls: what names the source, and the policy that it needs for it."""

_MAPPED = (
    "BatchSize", "BisectBatchOnFunctionError", "DestinationConfig", "Enabled", "FilterCriteria",
    "FunctionResponseTypes", "KmsKeyArn", "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor", "ScalingConfig",
    "StartingPosition", "StartingPositionTimestamp", "Topics", "TumblingWindowInSeconds",
)  # fmt: skip


class Events:
    """Writes the events of the functions of one template.

    Parameters
    ----------
    entries : Entries
    apis : Apis
        Told of paths that lead to a function.
    """

    def __init__(self, entries: Entries, apis: Apis) -> None:
        self._entries, self._apis = entries, apis

    def policies(self, events: Any) -> list[Json]:
        """Return the policies that the events of a function ask for, once each."""
        kinds = [e.get("Type") for e in _mappings(events).values() if isinstance(e, Mapping)]
        return [managed(f"service-role/{p}") for t, (_, p) in _SOURCES.items() if t in kinds]

    def add(self, function: str, events: Any) -> None:
        """Add what the events of a function make."""
        for name, event in _mappings(events).items():
            source: Path = ("Resources", function, "Properties", "Events", name)
            body = event if isinstance(event, Mapping) else {}
            kind, said = str(body.get("Type")), _mappings(body.get("Properties"))
            read = _READERS.get(kind)
            if read is None:
                self._entries.warn(source, f"The event {name} of {function} ({kind}) is not read.")
            else:
                read(self, function, f"{function}{name}", (said, source))

    def _polled(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        origin = said.get("Queue", said.get("Stream"))
        kept = {key: said[key] for key in _MAPPED if key in said}
        own = {"EventSourceArn": origin, "FunctionName": {"Ref": function}}
        self._entries.add(name, "AWS::Lambda::EventSourceMapping", own | kept, source)

    def _rule(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        target = {"Arn": {"Fn::GetAtt": [function, "Arn"]}, "Id": f"{name}LambdaTarget"}
        target |= {key: said[key] for key in ("Input", "InputPath", "RetryPolicy") if key in said}
        enabled = said.get("State")
        if enabled is None and "Enabled" in said:
            enabled = "ENABLED" if said["Enabled"] in (True, "true") else "DISABLED"
        properties = {
            "Description": said.get("Description"),
            "EventBusName": said.get("EventBusName"),
            "EventPattern": said.get("Pattern"),
            "Name": said.get("Name", said.get("RuleName")),
            "ScheduleExpression": said.get("Schedule"),
            "State": enabled,
            "Targets": [target],
        }
        self._entries.add(name, "AWS::Events::Rule", properties, source)
        origin = {"SourceArn": {"Fn::GetAtt": [name, "Arn"]}}
        self._permit(function, name, "events.amazonaws.com", (origin, source))

    def _topic(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        topic = said.get("Topic")
        properties = {
            "Endpoint": {"Fn::GetAtt": [function, "Arn"]},
            "FilterPolicy": said.get("FilterPolicy"),
            "Protocol": "lambda",
            "TopicArn": topic,
        }
        self._entries.add(name, "AWS::SNS::Subscription", properties, source)
        self._permit(function, name, "sns.amazonaws.com", ({"SourceArn": topic}, source))

    def _bucket(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        """Add the permission, and to the bucket whom it has to tell."""
        said, source = event
        account = {"SourceAccount": {"Ref": "AWS::AccountId"}}
        self._permit(function, name, "s3.amazonaws.com", (account, source))
        named = said.get("Bucket")
        bucket = str(named.get("Ref")) if isinstance(named, Mapping) else ""
        body = self._entries.entry(bucket)
        if not isinstance(body, Mapping) or body.get("Type") != "AWS::S3::Bucket":
            self._entries.warn(source, f"The bucket of the event at {name} is not in the template.")
            return
        own = _mappings(body.get("Properties"))
        told = _mappings(own.get("NotificationConfiguration"))
        there = told.get("LambdaConfigurations")
        listed = said.get("Events")
        events = listed if isinstance(listed, list) else [listed]
        calls = {"Function": {"Fn::GetAtt": [function, "Arn"]}}
        calls |= {"Filter": said["Filter"]} if "Filter" in said else {}
        added = [
            *(there if isinstance(there, list) else ()),
            *({"Event": e} | calls for e in events),
        ]
        own = own | {"NotificationConfiguration": told | {"LambdaConfigurations": added}}
        self._entries.made[bucket] = {**body, "Properties": own}

    def _logs(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        properties = {
            "DestinationArn": {"Fn::GetAtt": [function, "Arn"]},
            "FilterPattern": said.get("FilterPattern"),
            "LogGroupName": said.get("LogGroupName"),
        }
        self._entries.add(name, "AWS::Logs::SubscriptionFilter", properties, source)
        self._permit(function, name, "logs.amazonaws.com", ({}, source))

    def _api(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        origin = {"SourceArn": self._apis.rest(function, said, source)}
        self._permit(function, name, "apigateway.amazonaws.com", (origin, source))

    def _http_api(self, function: str, name: str, event: tuple[Json, Path]) -> None:
        said, source = event
        origin = {"SourceArn": self._apis.http(function, said, source)}
        self._permit(function, name, "apigateway.amazonaws.com", (origin, source))

    def _permit(self, function: str, name: str, service: str, about: tuple[Json, Path]) -> None:
        """Allow a service to call a function."""
        more, source = about
        properties = {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": function},
            "Principal": service,
        }
        kind = "AWS::Lambda::Permission"
        self._entries.add(f"{name}Permission", kind, properties | more, source)


def _mappings(value: Any) -> Json:
    return dict(value) if isinstance(value, Mapping) else {}


_READERS: Mapping[str, Callable[[Events, str, str, tuple[Json, Path]], None]] = {
    **dict.fromkeys(_SOURCES, Events._polled),
    **dict.fromkeys(("CloudWatchEvent", "EventBridgeRule", "Schedule"), Events._rule),
    "Api": Events._api,
    "CloudWatchLogs": Events._logs,
    "HttpApi": Events._http_api,
    "S3": Events._bucket,
    "SNS": Events._topic,
}
