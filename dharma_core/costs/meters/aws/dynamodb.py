"""DynamoDB: capacity bought ahead or by request, replicas, storage, streams and backups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.declared import declared
from dharma_core.costs.scaling import scaled_capacity, scaling_targets
from dharma_core.plan import Resource
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["dynamodb_table"]


def dynamodb_table(subject: Subject) -> Iterator[Component]:
    """Yield throughput by billing mode, each replica's writes, then storage and backups."""
    mode = subject.text("billing_mode", "PROVISIONED")
    sold = subject.facts["throughput"].get(str(mode).lower(), ())
    if not sold:
        note = f"The billing mode {mode} is not one of {', '.join(subject.facts['throughput'])}."
        yield subject.unpriced(Line("Throughput", "units", None), note)
    targets = scaling_targets(subject, f"table/{subject.text('name')}")
    for entry in sold:
        yield _throughput(subject, entry, targets)
    for block in subject.blocks("replica"):
        for entry in sold:
            if "replica_name" in entry:
                yield _replicated(subject, entry, str(block.get("region_name")))
    yield from declared(subject)


def _throughput(
    subject: Subject, entry: Mapping[str, Any], targets: tuple[Resource, ...]
) -> Component:
    unit, key = entry["unit"], subject.key(entry["price"])
    if "attribute" not in entry:
        return subject.bill(
            Line(entry["name"], unit, subject.used(entry["usage"]), entry["usage"]), key
        )
    scaled = scaled_capacity(subject, targets, entry["dimension"])
    if scaled is not None:
        name = f"{entry['name']} ({unit}, autoscaling)"
        return subject.bill(Line(name, unit, scaled, hours=HOURS_PER_MONTH), key)
    bought = subject.number(entry["attribute"], 0)
    name = f"{entry['name']} ({unit})"
    return subject.bill(Line(name, unit, bought, hours=HOURS_PER_MONTH), key)


def _replicated(subject: Subject, entry: Mapping[str, Any], region: str) -> Component:
    """Return a replica's writes, as many as the table's own, counted by the hour."""
    name = f"Global table ({region}) > {entry['replica_name']}"
    key = replace(subject.key(entry["price"]), region=region)
    if "attribute" in entry:
        bought = subject.number(entry["attribute"], 0)
        return subject.bill(Line(name, entry["replica_unit"], bought, hours=HOURS_PER_MONTH), key)
    used = subject.used(entry["usage"])
    hourly = None if used is None else used / HOURS_PER_MONTH
    line = Line(name, entry["replica_unit"], hourly, entry["usage"], hours=HOURS_PER_MONTH)
    return subject.bill(line, key)
