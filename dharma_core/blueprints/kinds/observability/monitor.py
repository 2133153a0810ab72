"""Somebody is told when a measure goes over its limit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link

__all__ = ["KIND"]


@dataclass(frozen=True, slots=True)
class _Measure:
    """What one kind's measure is called on each cloud.

    Parameters
    ----------
    aws : (namespace, metric, dimension, attribute, statistic)
    azure : (namespace, metric, aggregation)
    gcp : (metric, resource type, what narrows it to the target, aligner)
        ``{name}`` and the like are attributes of the target, ``{project}`` the project.
    percent : bool
        Whether Google counts in parts of one.
    """

    aws: tuple[str, str, str, str, str]
    azure: tuple[str, str, str]
    gcp: tuple[str, str, str, str]
    percent: bool = True


_ON_SQL = 'resource.labels.database_id = "{project}:{name}"'
_MEASURES = {
    ("compute.vm", "cpu_percent"): _Measure(
        ("AWS/EC2", "CPUUtilization", "InstanceId", "id", "Average"),
        ("Microsoft.Compute/virtualMachines", "Percentage CPU", "Average"),
        ("compute.googleapis.com/instance/cpu/utilization", "gce_instance",
         'resource.labels.instance_id = "{instance_id}"', "ALIGN_MEAN"),
    ),
    ("compute.vm_group", "cpu_percent"): _Measure(
        ("AWS/EC2", "CPUUtilization", "AutoScalingGroupName", "name", "Average"),
        ("Microsoft.Compute/virtualMachineScaleSets", "Percentage CPU", "Average"),
        ("compute.googleapis.com/instance/cpu/utilization", "gce_instance",
         'metadata.system_labels.instance_group = "{name}"', "ALIGN_MEAN"),
    ),
    ("database.postgres", "cpu_percent"): _Measure(
        ("AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "identifier", "Average"),
        ("Microsoft.DBforPostgreSQL/flexibleServers", "cpu_percent", "Average"),
        ("cloudsql.googleapis.com/database/cpu/utilization", "cloudsql_database",
         _ON_SQL, "ALIGN_MEAN"),
    ),
    ("database.mysql", "cpu_percent"): _Measure(
        ("AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "identifier", "Average"),
        ("Microsoft.DBforMySQL/flexibleServers", "cpu_percent", "Average"),
        ("cloudsql.googleapis.com/database/cpu/utilization", "cloudsql_database",
         _ON_SQL, "ALIGN_MEAN"),
    ),
    ("messaging.queue", "waiting_messages"): _Measure(
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "name", "Maximum"),
        ("Microsoft.ServiceBus/namespaces", "ActiveMessages", "Maximum"),
        ("pubsub.googleapis.com/subscription/num_undelivered_messages", "pubsub_subscription",
         'resource.labels.subscription_id = "{name}"', "ALIGN_MAX"),
        percent=False,
    ),
    ("compute.function", "errors"): _Measure(
        ("AWS/Lambda", "Errors", "FunctionName", "function_name", "Sum"),
        ("Microsoft.Web/sites", "Http5xx", "Total"),
        ("run.googleapis.com/request_count", "cloud_run_revision",
         'resource.labels.service_name = "{name}" AND metric.labels.response_code_class = "5xx"',
         "ALIGN_DELTA"),
        percent=False,
    ),
}  # fmt: skip
_NAMES = tuple(dict.fromkeys(measure for _, measure in _MEASURES))
_TARGETS = tuple(dict.fromkeys(kind for kind, _ in _MEASURES))


def _measure(monitor: Draft) -> tuple[Link, _Measure]:
    target = monitor.needed("target")
    name = str(monitor.now("measure"))
    found = _MEASURES.get((target.kind, name))
    if found is None:
        known = [m for kind, m in _MEASURES if kind == target.kind]
        message = f"watches {name} of {target.kind or target.written}, which has no such measure."
        monitor.problem("measure", message, f"Choose one of: {', '.join(known or _NAMES)}.")
    return target, found or next(iter(_MEASURES.values()))


def _aws(monitor: Draft) -> None:
    target, measure = _measure(monitor)
    namespace, metric, dimension, attribute, statistic = measure.aws
    actions = _aws_actions(monitor)
    monitor.main(
        "aws_cloudwatch_metric_alarm",
        alarm_name=monitor.name,
        alarm_description=monitor["description"],
        namespace=namespace,
        metric_name=metric,
        dimensions={dimension: target.of(attribute)},
        statistic=statistic,
        comparison_operator="GreaterThanThreshold",
        threshold=monitor["limit"],
        period=60,
        evaluation_periods=monitor["minutes"],
        treat_missing_data="notBreaching",
        alarm_actions=actions,
        ok_actions=actions,
    )


def _aws_actions(monitor: Draft) -> list[str] | None:
    topic, emails = monitor.link("topic"), monitor.now("emails") or ()
    if topic:
        return [topic.of("arn")]
    if not emails:
        return None
    monitor.add(
        "news",
        "aws_sns_topic",
        name=monitor.named("news"),
        kms_master_key_id="alias/aws/sns",
    )
    for number, email in enumerate(emails, 1):
        monitor.add(
            f"email_{number}",
            "aws_sns_topic_subscription",
            topic_arn=monitor.part("news", "arn"),
            protocol="email",
            endpoint=email,
        )
    return [monitor.part("news", "arn")]


def _azure(monitor: Draft) -> None:
    target, measure = _measure(monitor)
    namespace, metric, aggregation = measure.azure
    on_bus = target.kind == "messaging.queue"
    window = next(m for m in (1, 5, 15, 30, 60) if m >= int(monitor.now("minutes")))
    criteria: dict[str, Any] = {
        "metric_namespace": namespace,
        "metric_name": metric,
        "aggregation": aggregation,
        "operator": "GreaterThan",
        "threshold": monitor["limit"],
    }
    if on_bus:
        only = {"name": "EntityName", "operator": "Include", "values": [target.of("name")]}
        criteria["dimension"] = [only]
    monitor.main(
        "azurerm_monitor_metric_alert",
        name=monitor.name,
        description=monitor["description"],
        scopes=[target.part("namespace") if on_bus else target.of("id")],
        window_size="PT1H" if window == 60 else f"PT{window}M",
        frequency="PT1M",
        criteria=[criteria],
        action=_azure_action(monitor),
    )


def _azure_action(monitor: Draft) -> list[dict[str, Any]] | None:
    topic, emails = monitor.link("topic"), list(monitor.now("emails") or ())
    if topic and topic.draft:
        emails += list(topic.draft.now("emails") or ())
    if not emails:
        return None
    receivers = [{"name": f"email-{n}", "email_address": e} for n, e in enumerate(emails, 1)]
    monitor.add(
        "news",
        "azurerm_monitor_action_group",
        name=monitor.named("news"),
        short_name=monitor.squeezed(limit=12),
        email_receiver=receivers,
    )
    return [{"action_group_id": monitor.part("news")}]


def _gcp(monitor: Draft) -> None:
    target, measure = _measure(monitor)
    metric, resource, narrow, aligner = measure.gcp
    topic = monitor.link("topic")
    emails = [*(monitor.now("emails") or ())]
    if topic and topic.draft:
        emails += topic.draft.now("emails") or ()
    channels = []
    for number, email in enumerate(emails, 1):
        suffix = f"email_{number}"
        monitor.add(
            suffix,
            "google_monitoring_notification_channel",
            display_name=f"{monitor.name} {number}",
            type="email",
            labels={"email_address": email},
        )
        channels.append(monitor.part(suffix, "id"))
    only = re.sub(r"\{(\w+)\}", lambda m: _gcp_fact(monitor, target, m[1]), narrow)
    limit = {
        "filter": f'metric.type = "{metric}" AND resource.type = "{resource}" AND {only}',
        "comparison": "COMPARISON_GT",
        "threshold_value": float(monitor.now("limit")) * (0.01 if measure.percent else 1),
        "duration": f"{int(monitor.now('minutes')) * 60}s",
        "aggregations": [{"alignment_period": "60s", "per_series_aligner": aligner}],
    }
    monitor.main(
        "google_monitoring_alert_policy",
        display_name=monitor.name,
        combiner="OR",
        conditions=[{"display_name": monitor["description"], "condition_threshold": limit}],
        notification_channels=channels or None,
    )


def _gcp_fact(monitor: Draft, target: Link, name: str) -> str:
    return monitor.project() if name == "project" else target.of(name)


KIND = Kind(
    "observability.monitor",
    "Monitor",
    "Tells people when a measure stays over its limit.",
    (
        Property("target", "What is watched.", type="reference", required=True, kinds=_TARGETS),
        Property("measure", "What is measured.", default="cpu_percent", allowed=_NAMES),
        Property("limit", "Over which people are told.", type="number", default=80),
        Property(
            "minutes",
            "How long it must stay over the limit.",
            type="number",
            default=5,
            unit="minutes",
            least=1,
            most=60,
        ),
        Property("description", "What it means and what to do.", default="Over its limit"),
        Property("emails", "Who is told by mail.", type="list(string)", default=()),
        Property(
            "topic",
            "A topic that is told, on AWS; elsewhere its mail addresses are.",
            type="reference",
            kinds=("messaging.topic",),
        ),
    ),
    (Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),),
    {
        "aws": Cloud("aws_cloudwatch_metric_alarm", _aws),
        "azure": Cloud("azurerm_monitor_metric_alert", _azure),
        "gcp": Cloud("google_monitoring_alert_policy", _gcp),
    },
)
