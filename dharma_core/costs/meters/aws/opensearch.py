"""OpenSearch and Elasticsearch: data, master and warm nodes, and the volumes behind them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["search_domain"]

_CLUSTER = "cluster_config."


def search_domain(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of each role a domain has, then its volumes when it has any."""
    kind = subject.at(f"{_CLUSTER}instance_type", subject.facts["default_instance_type"])
    yield _nodes(subject, "Instance", kind, amount(subject.at(f"{_CLUSTER}instance_count", 1)))
    yield from _volumes(subject)
    if subject.at(f"{_CLUSTER}dedicated_master_enabled") is True:
        count = subject.at(f"{_CLUSTER}dedicated_master_count", subject.facts["default_masters"])
        master = subject.at(f"{_CLUSTER}dedicated_master_type", kind)
        yield _nodes(subject, "Dedicated master", master, amount(count))
    if subject.at(f"{_CLUSTER}warm_enabled") is True:
        warm = subject.at(f"{_CLUSTER}warm_type", UNKNOWN)
        count = amount(subject.at(f"{_CLUSTER}warm_count"))
        yield _nodes(subject, "UltraWarm instance", warm, count)


def _nodes(subject: Subject, role: str, kind: Any, count: Decimal | None) -> Component:
    hours = None if count is None else count * HOURS_PER_MONTH
    shown = kind if isinstance(kind, str) else "unknown type"
    line = Line(f"{role} (on-demand, {shown})", "hours", hours)
    if not isinstance(kind, str):
        return subject.unpriced(line, "The instance type is known only after apply.")
    bare = kind.removesuffix(subject.facts["suffix"])
    return subject.bill(line, subject.key("opensearch/instance", instance_type=bare))


def _volumes(subject: Subject) -> Iterator[Component]:
    enabled = subject.at("ebs_options.ebs_enabled")
    if enabled is UNKNOWN:
        note = "Whether it has volumes is known only after apply."
        yield subject.unpriced(Line("Storage", "GB", None), note)
    if enabled is not True:
        return
    kind = str(subject.at("ebs_options.volume_type", "gp2"))
    size = amount(subject.at("ebs_options.volume_size", subject.facts["default_volume_gb"]))
    line = Line(f"Storage ({kind})", "GB", size)
    yield subject.bill(line, subject.key("opensearch/storage", volume_type=kind))
    if kind == "io1":
        least = Decimal(subject.facts["least_iops"])
        iops = amount(subject.at("ebs_options.iops", least))
        line = Line("Storage IOPS (io1)", "IOPS", None if iops is None else max(iops, least))
        yield subject.bill(line, subject.key("opensearch/iops", volume_type=kind))
    throughput = subject.at("ebs_options.throughput")
    if kind == "gp3" and throughput is not None:
        line = Line("Throughput (gp3)", "Mbps", amount(throughput))
        yield subject.bill(line, subject.key("opensearch/throughput", volume_type=kind))
