"""News for everybody who asked for it."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.messaging.namespaces import azure_namespace
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]


def _aws(topic: Draft) -> None:
    key = topic.link("key")
    topic.main(
        "aws_sns_topic",
        name=topic.name,
        kms_master_key_id=key.of("id") if key else "alias/aws/sns",
    )
    for number, queue in enumerate(topic.links("queues"), 1):
        topic.add(
            f"to_{number}",
            "aws_sns_topic_subscription",
            topic_arn=topic.me("arn"),
            protocol="sqs",
            endpoint=queue.of("arn"),
            raw_message_delivery=True,
        )
        topic.add(
            f"right_{number}",
            "aws_sqs_queue_policy",
            queue_url=queue.of("id"),
            policy=_aws_right(topic, queue),
        )
    for number, address in enumerate(topic.now("emails") or (), 1):
        topic.add(
            f"email_{number}",
            "aws_sns_topic_subscription",
            topic_arn=topic.me("arn"),
            protocol="email",
            endpoint=address,
        )


def _aws_right(topic: Draft, queue: Link) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": queue.of("arn"),
        "Principal": {"Service": "sns.amazonaws.com"},
        "Condition": {"ArnEquals": {"aws:SourceArn": topic.me("arn")}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _azure(topic: Draft) -> None:
    azure_namespace(topic)
    topic.main(
        "azurerm_servicebus_topic",
        name=topic.name,
        namespace_id=topic.part("namespace"),
        default_message_ttl="P14D",
    )
    for number, queue in enumerate(topic.links("queues"), 1):
        if queue.draft is None:
            topic.problem("queues", f"names {queue.written}, which is no messaging.queue.")
            continue
        topic.add(
            f"to_{number}",
            "azurerm_servicebus_queue",
            name=f"{topic.named('for')}-{queue.draft.name}",
            namespace_id=topic.part("namespace"),
            dead_lettering_on_message_expiration=True,
        )
        topic.add(
            f"subscription_{number}",
            "azurerm_servicebus_subscription",
            name=queue.draft.name,
            topic_id=topic.me(),
            max_delivery_count=10,
            dead_lettering_on_message_expiration=True,
            forward_to=topic.part(f"to_{number}", "name"),
        )
    if topic.now("emails"):
        _azure_emails(topic)


def _azure_emails(topic: Draft) -> None:
    topic.add(
        "emails",
        "azurerm_monitor_action_group",
        name=topic.named("emails"),
        short_name=topic.squeezed(limit=12),
        email_receiver=_receivers(topic),
    )


def _receivers(topic: Draft) -> list[dict[str, Any]]:
    emails = enumerate(topic.now("emails") or (), 1)
    return [{"name": f"email-{n}", "email_address": email} for n, email in emails]


def _gcp(topic: Draft) -> None:
    key = topic.link("key")
    topic.main(
        "google_pubsub_topic",
        after=gcp_key_right(topic, "pubsub"),
        name=topic.name,
        kms_key_name=key.of("id") if key else None,
        message_retention_duration="604800s",
    )
    for number, queue in enumerate(topic.links("queues"), 1):
        name = queue.draft.name if queue.draft else queue.name
        topic.add(
            f"to_{number}",
            "google_pubsub_subscription",
            name=f"{topic.name}-{name}",
            topic=topic.me("id"),
            expiration_policy={"ttl": ""},
        )
    for number, address in enumerate(topic.now("emails") or (), 1):
        topic.add(
            f"email_{number}",
            "google_monitoring_notification_channel",
            display_name=f"{topic.name} {number}",
            type="email",
            labels={"email_address": address},
        )


KIND = Kind(
    "messaging.topic",
    "Topic",
    "Messages that go to everybody who asked for them, encrypted.",
    (
        Property(
            "queues",
            "The queues that get a copy of each message.",
            type="list(reference)",
            kinds=("messaging.queue",),
        ),
        Property("emails", "Who is told by mail.", type="list(string)", default=()),
        key_property("the messages"),
    ),
    (
        Output("id", "What senders name it by.", aws="arn", azure="id", gcp="id"),
        Output("topic_name", "Its name.", aws="name", azure="name", gcp="name"),
    ),
    {
        "aws": Cloud("aws_sns_topic", _aws),
        "azure": Cloud("azurerm_servicebus_topic", _azure),
        "gcp": Cloud("google_pubsub_topic", _gcp),
    },
)
