"""ElastiCache: nodes of clusters and replication groups, and snapshots kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.aws.ec2 import reserved_option
from dharma_core.costs.meters.aws.reservations import bill_reserved
from dharma_core.costs.scaling import scaled_capacity, scaling_targets
from dharma_core.plan import UNKNOWN, Resource
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["cache_cluster", "replication_group"]


def cache_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of a cluster; nothing when a replication group pays for them."""
    if subject.get("replication_group_id") is not None:
        return
    engine = subject.text("engine", subject.facts["default_engine"])
    nodes = subject.number("num_cache_nodes", 1)
    yield _nodes(subject, engine, nodes, scaled=False)
    if engine in subject.facts["snapshot_engines"]:
        yield from _snapshots(subject)


def replication_group(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of all shards with their replicas, and snapshots."""
    engine = subject.text("engine", subject.facts["default_engine"])
    scaling = scaling_targets(subject, f"replication-group/{subject.text('replication_group_id')}")
    yield _nodes(subject, engine, _node_count(subject, scaling), scaled=bool(scaling))
    yield from _snapshots(subject)


def _nodes(
    subject: Subject, engine: str | None, count: Decimal | None, *, scaled: bool
) -> Component:
    kind = subject.get("node_type", UNKNOWN)
    option = reserved_option(subject) or "on_demand"
    words = ["reserved" if option != "on_demand" else "on-demand"]
    words.append(kind if isinstance(kind, str) else "unknown type")
    words += ["autoscaling"] if scaled else []
    hours = None if count is None else count * HOURS_PER_MONTH
    line = Line(f"ElastiCache ({', '.join(words)})", "hours", hours)
    if not isinstance(kind, str) or engine is None:
        return subject.unpriced(line, "The node type or engine is known only after apply.")
    key = subject.key("elasticache/node", option=option, engine=engine, node_type=kind)
    return bill_reserved(subject, line, key)


def _node_count(subject: Subject, scaling: tuple[Resource, ...]) -> Decimal | None:
    blocks = subject.blocks("cluster_mode")
    cluster = blocks[0] if blocks else subject.resource.attributes
    shards = scaled_capacity(subject, scaling, "NodeGroups") or amount(
        subject.within(cluster, "num_node_groups")
    )
    replicas = scaled_capacity(subject, scaling, "Replicas") or amount(
        subject.within(cluster, "replicas_per_node_group")
    )
    if shards is not None:
        return shards * ((replicas or Decimal(0)) + 1)
    plain = subject.get("num_cache_clusters", subject.get("number_cache_clusters", 1))
    return amount(plain)


def _snapshots(subject: Subject) -> Iterator[Component]:
    """Yield the snapshots beyond the first, which is free of charge."""
    kept = subject.number("snapshot_retention_limit", 0)
    if kept is None or kept <= 1:
        return
    size = subject.used("snapshot_storage_size_gb")
    quantity = None if size is None else size * (kept - 1)
    line = Line("Backup storage", "GB", quantity, "snapshot_storage_size_gb")
    yield subject.bill(line, subject.key("elasticache/backup_storage"))
