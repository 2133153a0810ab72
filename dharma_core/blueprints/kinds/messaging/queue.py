"""Messages that wait until somebody handles them."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.messaging.namespaces import azure_namespace
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_account, gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]

_FOREVER_SECONDS = 1209600  # the longest SQS keeps a message: 14 days
_MOST_DELIVERIES = 2000  # the most Service Bus counts: it keeps no message apart before


def _aws(queue: Draft) -> None:
    key, fifo, tries = queue.link("key"), queue.now("ordered"), int(queue.now("tries"))
    tail = ".fifo" if fifo else ""
    common: dict[str, Any] = {
        "fifo_queue": True if fifo else None,
        "sqs_managed_sse_enabled": None if key else True,
        "kms_master_key_id": key.of("id") if key else None,
    }
    if tries:
        queue.add(
            "failed",
            "aws_sqs_queue",
            name=f"{queue.named('failed')}{tail}",
            message_retention_seconds=_FOREVER_SECONDS,
            **common,
        )
    queue.main(
        "aws_sqs_queue",
        name=f"{queue.name}{tail}",
        visibility_timeout_seconds=queue["visibility_seconds"],
        message_retention_seconds=int(queue.now("retention_days")) * 86400,
        receive_wait_time_seconds=20,
        content_based_deduplication=True if fifo else None,
        redrive_policy=_redrive(queue, tries),
        **common,
    )


def _redrive(queue: Draft, tries: int) -> dict[str, Any] | None:
    if not tries:
        return None
    return {"deadLetterTargetArn": queue.part("failed", "arn"), "maxReceiveCount": tries}


def _azure(queue: Draft) -> None:
    azure_namespace(queue)
    queue.main(
        "azurerm_servicebus_queue",
        name=queue.name,
        namespace_id=queue.part("namespace"),
        default_message_ttl=f"P{queue.now('retention_days'):g}D",
        lock_duration=f"PT{max(5, min(300, int(queue.now('visibility_seconds'))))}S",
        max_delivery_count=int(queue.now("tries")) or _MOST_DELIVERIES,
        dead_lettering_on_message_expiration=True,
        requires_session=queue["ordered"],
    )


def _gcp(queue: Draft) -> None:
    key, tries = queue.link("key"), int(queue.now("tries"))
    encrypted = key.of("id") if key else None
    own: dict[str, Any] = {
        "after": gcp_key_right(queue, "pubsub"),
        "kms_key_name": encrypted,
    }
    queue.add("topic", "google_pubsub_topic", name=queue.stem, **own)
    if tries:
        queue.add("failed", "google_pubsub_topic", name=queue.named("failed"), **own)
        _gcp_failed(queue)
    dead = {"dead_letter_topic": queue.part("failed", "id"), "max_delivery_attempts": max(5, tries)}
    queue.main(
        "google_pubsub_subscription",
        name=queue.name,
        topic=queue.part("topic", "id"),
        ack_deadline_seconds=max(10, min(600, int(queue.now("visibility_seconds")))),
        message_retention_duration=f"{int(queue.now('retention_days')) * 86400}s",
        enable_message_ordering=queue["ordered"],
        expiration_policy={"ttl": ""},
        dead_letter_policy=dead if tries else None,
    )


def _gcp_failed(queue: Draft) -> None:
    """Keep what failed, and let Pub/Sub move it there: its own account needs both rights."""
    queue.add(
        "failed_queue",
        "google_pubsub_subscription",
        name=queue.named("failed"),
        topic=queue.part("failed", "id"),
        message_retention_duration=f"{_FOREVER_SECONDS}s",
        expiration_policy={"ttl": ""},
    )
    mover = gcp_account(queue, "pubsub")
    queue.add(
        "failed_right",
        "google_pubsub_topic_iam_member",
        topic=queue.part("failed", "name"),
        role="roles/pubsub.publisher",
        member=mover,
    )
    queue.add(
        "moved_right",
        "google_pubsub_subscription_iam_member",
        subscription=queue.me("name"),
        role="roles/pubsub.subscriber",
        member=mover,
    )


KIND = Kind(
    "messaging.queue",
    "Queue",
    "Messages that wait, encrypted; those that fail again and again are kept apart.",
    (
        Property(
            "ordered",
            "Whether messages of one group keep their order.",
            type="bool",
            default=False,
        ),
        Property(
            "visibility_seconds",
            "How long a message is hidden while somebody handles it.",
            type="number",
            default=60,
            unit="seconds",
            least=0,
            most=43200,
        ),
        Property(
            "retention_days",
            "How long a message waits.",
            type="number",
            default=4,
            unit="days",
            least=1,
            most=14,
        ),
        Property(
            "tries",
            "After how many a message is kept apart; 0 for never.",
            type="number",
            default=5,
            least=0,
            most=100,
        ),
        key_property("the messages"),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output("queue_name", "Its name.", aws="name", azure="name", gcp="name"),
        Output("address", "Where messages are sent.", aws="url", azure="id", gcp="topic/id"),
    ),
    {
        "aws": Cloud("aws_sqs_queue", _aws),
        "azure": Cloud("azurerm_servicebus_queue", _azure),
        "gcp": Cloud("google_pubsub_subscription", _gcp),
    },
)
