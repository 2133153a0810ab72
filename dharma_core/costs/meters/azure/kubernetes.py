"""Kubernetes Service: the control plane's tier, node pools with their disks, balancer, zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.azure.disks import Disk, disk_lines
from dharma_core.costs.meters.azure.machines import Machine, machine_line
from dharma_core.costs.meters.azure.quantities import times
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["kubernetes_cluster", "kubernetes_node_pool"]

_CLUSTER = "azurerm_kubernetes_cluster"


@dataclass(frozen=True, slots=True)
class _Pool:
    """A node pool: its attributes, and where its usage stands."""

    block: Mapping[str, Any]
    name: str = ""

    @property
    def head(self) -> str:
        return f"{self.name} > " if self.name else ""

    def usage_key(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def kubernetes_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the control plane, the default node pool and the extras that a cluster turns on."""
    tier = str(subject.get("sku_tier", "Free")).lower()
    if tier in subject.facts["tiers"]:
        line = Line("Uptime SLA", "hours", HOURS_PER_MONTH)
        key = subject.key("kubernetes/control_plane", tier=subject.facts["tiers"][tier])
        yield subject.bill(line, key)
    for block in subject.blocks("default_node_pool")[:1]:
        yield from _pool(subject, _Pool(block, "default_node_pool"))
    if str(subject.at("network_profile.load_balancer_sku")).lower() == "standard":
        key_of_usage = "load_balancer.monthly_data_processed_gb"
        line = Line(
            "Load Balancer > Data processed", "GB", subject.used(key_of_usage), key_of_usage
        )
        yield subject.bill(line, subject.key("kubernetes/load_balancer_data"))
    if _routes_names(subject):
        line = Line("DNS > Hosted zone", "months", Decimal(1))
        yield subject.bill(line, subject.key("kubernetes/dns_zone"))


def kubernetes_node_pool(subject: Subject) -> Iterator[Component]:
    """Yield the machines of a node pool and their system disks."""
    yield from _pool(subject, _Pool(subject.resource.attributes))


def _pool(subject: Subject, pool: _Pool) -> Iterator[Component]:
    count = _node_count(subject, pool)
    used = subject.used(pool.usage_key("monthly_hrs"))
    size = subject.within(pool.block, "vm_size", UNKNOWN)
    machine = Machine(
        size,
        times(HOURS_PER_MONTH if used is None else used, count),
        windows=_is_windows(subject, pool),
        prefix=pool.head,
        usage_key=pool.usage_key("nodes"),
    )
    yield machine_line(subject, machine)
    if str(subject.within(pool.block, "os_disk_type", "Managed")).lower() != "ephemeral":
        smallest = subject.facts_of(_CLUSTER)["default_disk_gb"]
        disk = Disk(
            _disk_kind(size),
            subject.within(pool.block, "os_disk_size_gb") or smallest,
            prefix=f"{pool.head}os_disk",
            count=count,
        )
        yield next(disk_lines(subject, disk))  # Azure pays for the operations


def _node_count(subject: Subject, pool: _Pool) -> Decimal | None:
    """Return the nodes that usage or the plan says; a pool that scales has at least its minimum."""
    used = subject.used(pool.usage_key("nodes"))
    if used is not None:
        return used
    written = subject.within(pool.block, "node_count")
    least = amount(subject.within(pool.block, "min_count", 0))
    if written is None:
        return None if least is None else max(least, Decimal(1))
    count = amount(written)
    return None if count is None else max(count, least or Decimal(0))


def _is_windows(subject: Subject, pool: _Pool) -> bool:
    said = (subject.within(pool.block, "os_type"), subject.within(pool.block, "os_sku"))
    return any(isinstance(text, str) and text.lower().startswith("windows") for text in said)


def _disk_kind(size: Any) -> Any:
    """Return the kind of disk a node gets: premium where its size takes such disks (an ``s``)."""
    if not isinstance(size, str):
        return UNKNOWN
    series = [*size.split("_"), ""][1]
    return "Premium_LRS" if "s" in series.lower() else "Standard_LRS"


def _routes_names(subject: Subject) -> bool:
    old = subject.at("addon_profile.http_application_routing.enabled")
    return subject.get("http_application_routing_enabled") is True or old is True
