"""GKE: clusters, with the node pools written in them, and node pools of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.google.disks import Disk, disk_lines
from dharma_core.costs.meters.google.machines import Machine, machine_lines
from dharma_core.costs.meters.google.written import written
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["container_cluster", "node_pool"]

_ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]")
_NODES = "nodes"
_PLACE = ("location", "zone", "region", "node_locations")
_OF_POOL = (
    *_PLACE, "node_config", "autoscaling", "node_count", "initial_node_count",
)  # fmt: skip
_OF_DEFAULT: tuple[str, ...] = ("node_config", "initial_node_count")
_OF_CLUSTER = (
    *_PLACE, "node_config", "initial_node_count", "node_pool", "remove_default_node_pool",
)  # fmt: skip

_Block = Mapping[str, Any]


def container_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the management fee, and the pods of Autopilot or the nodes of each pool."""
    autopilot = subject.get("enable_autopilot") is True
    fee = "Autopilot" if autopilot else "Cluster management fee"
    yield subject.bill(
        Line(fee, "hours", HOURS_PER_MONTH), subject.key("gke/cluster_management", region="global")
    )
    if autopilot:
        for entry in subject.facts["autopilot"]:
            key = entry["usage"]
            line = Line(entry["name"], entry["unit"], subject.used(key), key)
            yield subject.bill(line, subject.key(entry["price"]))
    else:
        yield from _pools_of_cluster(subject)


def node_pool(subject: Subject) -> Iterator[Component]:
    """Yield the nodes of a pool, at the place of its cluster when it names none."""
    own = written(subject.resource, *_OF_POOL)
    cluster = next((written(c, *_PLACE) for c in subject.targets("cluster")), {})
    place = own if _location(own) else cluster
    zone = _ZONE.fullmatch(_location(place))
    region = zone.group(1) if zone else _location(place)
    zones = _listed(own.get("node_locations")) or _zones(subject, {**cluster, **_placed(own)})
    yield from _pool(replace(subject, region=region or subject.region), own, zones)


def _pools_of_cluster(subject: Subject) -> Iterator[Component]:
    own = written(subject.resource, *_OF_CLUSTER)
    zones = _zones(subject, own)
    if own.get("remove_default_node_pool") is not True:
        default = {k: own[k] for k in _OF_DEFAULT if k in own}
        yield from _pool(subject, default, zones, "default_pool > ")
    for index, block in enumerate(blocks_of(own.get("node_pool"))):
        name = f"node_pool[{index}]"
        here = _listed(block.get("node_locations")) or zones
        yield from _pool(subject, block, here, f"{name} > ", f"{name}.{_NODES}")


def _pool(
    subject: Subject, pool: _Block, zones: Decimal | None, prefix: str = "", usage: str = _NODES
) -> Iterator[Component]:
    facts = subject.facts
    config = next(iter(blocks_of(pool.get("node_config"))), {})
    used = subject.used(usage)
    nodes = amount(_nodes_per_zone(pool, facts)) if used is None else used
    count = None if nodes is None or zones is None else nodes * zones
    spare = config.get("preemptible") is True or config.get("spot") is True
    machine = Machine(
        kind=_or(config.get("machine_type"), facts["default_machine_type"]),
        preemptible=spare,
        count=count,
        accelerators=config.get("guest_accelerator"),
        local_ssds=amount(_or(config.get("local_ssd_count"), 0)),
        prefix=prefix,
    )
    yield from machine_lines(subject, machine)
    kind = _or(config.get("disk_type"), facts["default_disk_kind"])
    size = _or(config.get("disk_size_gb"), facts["default_disk_gb"])
    yield from disk_lines(subject, Disk(kind, size, None, count, prefix))


def _nodes_per_zone(pool: _Block, facts: Mapping[str, Any]) -> Any:
    """Return what a pool begins with: the least of its autoscaler, else its own count."""
    scaling = next(iter(blocks_of(pool.get("autoscaling"))), {})
    written = (
        scaling.get("min_node_count"),
        pool.get("node_count"),
        pool.get("initial_node_count"),
    )
    return next((n for n in written if amount(n) is not None), facts["default_nodes"])


def _zones(subject: Subject, place: _Block) -> Decimal | None:
    """Return in how many zones nodes run: those listed, with the one of a zonal cluster."""
    listed = place.get("node_locations")
    if listed is UNKNOWN:
        return None
    names = {str(name) for name in listed} if isinstance(listed, tuple) else set()
    if _ZONE.fullmatch(_location(place)):
        names.add(_location(place))
    return to_decimal(len(names) or subject.facts["regional_zones"])


def _listed(names: Any) -> Decimal | None:
    return to_decimal(len(set(map(str, names)))) if isinstance(names, tuple) and names else None


def _location(place: _Block) -> str:
    words = (place.get(name) for name in ("location", "zone", "region"))
    return next((word for word in words if isinstance(word, str) and word), "")


def _placed(own: _Block) -> _Block:
    return {k: v for k, v in own.items() if k in ("location", "zone", "region") and _location(own)}


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
