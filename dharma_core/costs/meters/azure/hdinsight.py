"""HDInsight clusters: nodes by role, at the prices of HDInsight rather than those of machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.azure.quantities import over, times
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["hdinsight_cluster"]

_OPERATIONS = "monthly_os_disk_operations"


def hdinsight_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the hours of each role's nodes, and a Kafka cluster's disks."""
    roles = next(iter(subject.blocks("roles")), {})
    for role, facts in subject.facts["roles"].items():
        for node in blocks_of(roles.get(role)):
            yield _node(subject, facts, node)
            if facts.get("disks"):
                yield from _disks(subject, node)


def _node(subject: Subject, facts: Mapping[str, Any], node: Mapping[str, Any]) -> Component:
    size = subject.within(node, "vm_size", UNKNOWN)
    count = amount(facts.get("count", subject.within(node, "target_instance_count", 1)))
    shown = _price_list_name(size) if isinstance(size, str) else "unknown size"
    line = Line(f"{facts['label']} node ({shown})", "hours", times(HOURS_PER_MONTH, count))
    if not isinstance(size, str):
        return subject.unpriced(line, "The size is known only after apply.")
    key = subject.key("hdinsight/node", size=size.lower().replace("standard_", ""))
    return subject.bill(line, key)


def _price_list_name(size: str) -> str:
    """Return a size as HDInsight's price list writes it: ``Standard_D4a V4``."""
    return size.replace("a_V4", "a V4").replace("a_v4", "a v4")


def _disks(subject: Subject, node: Mapping[str, Any]) -> Iterator[Component]:
    """Yield the data disks of Kafka's workers, a terabyte each, and their operations."""
    workers = amount(subject.within(node, "target_instance_count", 1))
    disks = times(workers, amount(subject.within(node, "number_of_disks_per_node")))
    size = subject.within(node, "vm_size", UNKNOWN)
    line = Line("Managed OS disks", "months", disks)
    if isinstance(size, str):
        series = size.upper().partition("_")[2]
        premium = series.startswith(subject.facts["premium_disk_series"])
        facts = subject.facts["disks"]["premium" if premium else "standard"]
        yield subject.bill(line, subject.key("disks/storage", redundancy="LRS", size_class=facts))
    else:
        yield subject.unpriced(line, "The size is known only after apply.")
    operations = over(times(subject.used(_OPERATIONS), disks), 100_000)
    line = Line("Disk operations", "100K operations", operations, _OPERATIONS)
    yield subject.bill(line, subject.key("hdinsight/disk_operations"))
