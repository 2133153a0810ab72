"""Storage: newer volumes, classes for what is rarely read, logs that need not be kept for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.plan import UNKNOWN, Path, Resource, get_path
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Edit
from dharma_core.units import to_decimal

__all__ = ["keep_logs_shorter", "use_cheaper_storage_class", "use_newer_volumes"]

_WHY_GP3 = (
    "gp3 costs less a GB and brings 3,000 IOPS and 125 MB/s; a gp2 volume above 1,000 GB has more "
    "IOPS than that, so set iops where it needs them."
)


def use_newer_volumes(site: Site) -> Iterator[Proposal]:
    """Propose gp3 for gp2, wherever a volume is written."""
    for resource in site.plan.managed:
        facts: Mapping[str, Any] = site.facts.volumes.get(resource.type, {})
        paths = tuple(_volumes(resource, facts)) if facts else ()
        if paths:
            address = str(resource.address)
            edits = tuple(Edit(address, path, facts["to"]) for path in paths)
            title = f"Use {facts['to']} instead of {facts['from']}"
            yield Proposal("volume-generation", title, address, edits, Risk.LOW, _WHY_GP3)


def _volumes(resource: Resource, facts: Mapping[str, Any]) -> Iterator[Path]:
    if "path" in facts:
        path = tuple(facts["path"])
        if get_path(resource.attributes, path) == facts["from"]:
            yield path
        return
    for block in facts["blocks"]:
        items = resource.attributes.get(block)
        for number, item in enumerate(items if isinstance(items, tuple) else ()):
            if isinstance(item, Mapping) and item.get(facts["member"]) == facts["from"]:
                yield (block, number, facts["member"])


def use_cheaper_storage_class(site: Site) -> Iterator[Proposal]:
    """Propose the class for what is rarely read; the usage given decides whether it pays."""
    for resource in site.plan.managed:
        facts = site.facts.storage_classes.get(resource.type)
        if not facts:
            continue
        path = tuple(facts["path"])
        if get_path(resource.attributes, path) in (facts["from"], None):
            edit = Edit(str(resource.address), path, facts["to"])
            title = f"Keep it in {facts['to']} instead of {facts['from']}"
            why = f"For data that is read less than once a month. {facts['note']}"
            yield Proposal("storage-class", title, edit.address, (edit,), Risk.MEDIUM, why)


def keep_logs_shorter(site: Site) -> Iterator[Proposal]:
    """Propose an end to logs that are kept for ever, or longer than is included."""
    for resource in site.plan.managed:
        facts = site.facts.log_retention.get(resource.type)
        if not facts:
            continue
        path = tuple(facts["path"])
        days = get_path(resource.attributes, path)
        if days is not UNKNOWN and _is_long(to_decimal(days), facts):
            edit = Edit(str(resource.address), path, facts["days"])
            title = f"Keep logs for {facts['days']} days"
            kept = "for ever" if not days else f"{days} days"
            why = f"They are kept {kept}; what an audit needs may have to stay longer."
            yield Proposal("log-retention", title, edit.address, (edit,), Risk.MEDIUM, why)


def _is_long(days: Decimal | None, facts: Mapping[str, Any]) -> bool:
    above = facts.get("above")
    if above is None:
        return not days  # 0 and nothing mean for ever
    return days is not None and days > above
