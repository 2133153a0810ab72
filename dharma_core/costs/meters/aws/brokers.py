"""Message brokers: Amazon MQ and MSK, each instance with its storage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.scaling import scaled_capacity, scaling_targets
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["kafka_cluster", "message_broker"]


def message_broker(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a broker, all instances of its deployment together, and its storage."""
    engine = subject.text("engine_type") or ""
    facts = subject.facts["engines"].get(engine.lower(), {})
    label = facts.get("label", engine or "unknown engine")
    default = subject.facts["default_deployment"]
    deployment = (subject.text("deployment_mode", default) or "unknown deployment").lower()
    kind = subject.text("host_instance_type") or "unknown type"
    name = f"Instance usage ({label}, {kind}, {deployment})"
    instances = subject.facts["instances"].get(deployment)
    if instances is None or not facts:
        note = "The engine or the deployment is not known."
        yield subject.unpriced(Line(name, "hours", HOURS_PER_MONTH), note)
        return
    line = Line(name, "hours", HOURS_PER_MONTH, hours=Decimal(instances))
    yield subject.bill(line, subject.key("mq/broker", instance_type=kind))
    storage = str(subject.get("storage_type", facts["default_storage"])).lower()
    used = subject.used("storage_size_gb")
    size = None if used is None else used * subject.facts["volumes"][deployment]
    line = Line(f"Storage ({label}, {storage.upper()})", "GB", size, "storage_size_gb")
    yield subject.bill(line, subject.key("mq/storage", storage=storage))


def kafka_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the brokers of a Kafka cluster and the volume of each."""
    nodes = subject.number("number_of_broker_nodes", 1)
    kind = subject.at("broker_node_group_info.instance_type", UNKNOWN)
    shown = kind if isinstance(kind, str) else "unknown type"
    line = Line(f"Instance ({shown})", "hours", _times(nodes, HOURS_PER_MONTH))
    if isinstance(kind, str):
        yield subject.bill(line, subject.key("msk/broker", instance_type=kind))
    else:
        yield subject.unpriced(line, "The instance type is known only after apply.")
    targets = scaling_targets(subject, str(subject.get("arn", "")) or "unknown")
    scaled = scaled_capacity(subject, targets, "VolumeSize")
    name = "Storage (autoscaling)" if targets else "Storage"
    size = scaled if targets else _volume_gb(subject)
    yield subject.bill(Line(name, "GB", _times(nodes, size)), subject.key("msk/storage"))


def _times(count: Decimal | None, each: Decimal | None) -> Decimal | None:
    return None if count is None or each is None else count * each


def _volume_gb(subject: Subject) -> Decimal | None:
    """Return the size of a broker's volume, written as of late or as in earlier years."""
    info = "broker_node_group_info"
    size = subject.at(f"{info}.storage_info.ebs_storage_info.volume_size")
    if size is None:
        size = subject.at(f"{info}.ebs_volume_size", subject.facts["default_volume_gb"])
    return amount(size)
