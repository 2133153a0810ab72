"""Cache for Redis: as many nodes as shards and replicas make."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["redis_cache"]

_UNKNOWN = "Known only after apply: the cache's SKU, family or capacity."


def redis_cache(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of a cache: one, two, or each shard with its replicas."""
    sku, family = subject.text("sku_name"), subject.text("family")
    capacity = subject.number("capacity")
    if not sku or not family or capacity is None:
        yield subject.unpriced(Line("Cache usage", "nodes", None), _UNKNOWN)
        return
    size = f"{sku}_{family}{capacity:f}"
    line = Line(f"Cache usage ({size})", "nodes", _nodes(subject, sku), hours=HOURS_PER_MONTH)
    yield subject.bill(line, subject.key("redis/cache_node", size=size.lower()))


def _nodes(subject: Subject, sku: str) -> Decimal | None:
    fixed = subject.facts["nodes"].get(sku.lower())
    if fixed is not None:
        return Decimal(fixed)
    shards = subject.number("shard_count", 1)
    replicas = subject.number("replicas_per_primary") or subject.number("replicas_per_master", 1)
    if shards is None or replicas is None:
        return None
    return max(shards, Decimal(1)) * (1 + replicas)
