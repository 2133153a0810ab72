"""Application autoscaling: the least capacity that a target keeps of what it scales."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.metering import Subject, amount
from dharma_core.plan import Resource

__all__ = ["scaled_capacity", "scaling_targets"]


def scaling_targets(subject: Subject, own_id: str) -> tuple[Resource, ...]:
    """Return the autoscaling targets of a resource, named by reference or by ``own_id``."""
    return tuple(_targets(subject, own_id))


def _targets(subject: Subject, own_id: str) -> Iterator[Resource]:
    for target in subject.links.scaling_targets:
        mentioned = subject.links.targets(target, "resource_id")
        named = target.attributes.get("resource_id") == own_id
        if named or any(r.address == subject.resource.address for r in mentioned):
            yield target


def scaled_capacity(
    subject: Subject, targets: tuple[Resource, ...], dimension: str
) -> Decimal | None:
    """Return the capacity of one dimension: what usage says, else the least the target allows."""
    for target in targets:
        if str(target.attributes.get("scalable_dimension")).endswith(f":{dimension}"):
            usage = subject.usage.of(str(target.address), target.type)
            return amount(usage.get("capacity", target.attributes.get("min_capacity")))
    return None
