"""Synapse: pipelines and data flows of a workspace, Spark nodes and dedicated SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.declared import declared
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["synapse_spark_pool", "synapse_sql_pool", "synapse_workspace"]

_SIZE = re.compile(r"DW(\d+)c?", re.IGNORECASE)


def synapse_workspace(subject: Subject) -> Iterator[Component]:
    """Yield serverless SQL and pipelines as declared, and the products of several usage values."""
    yield from declared(subject)
    for entry in subject.facts["products"]:
        used = [subject.used(key) for key in entry["usage"]]
        quantity = _product(used)
        line = Line(entry["name"], entry["unit"], quantity, entry["usage"][-1])
        yield subject.bill(line, subject.key(entry["price"], **entry.get("attributes", {})))


def _product(factors: list[Decimal | None]) -> Decimal | None:
    result = Decimal(1)
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return result


def synapse_spark_pool(subject: Subject) -> Iterator[Component]:
    """Yield the vCore-hours of the nodes that always run."""
    size = (subject.text("node_size") or "").lower()
    nodes = amount(subject.at("auto_scale.min_node_count"))
    if nodes is None:
        nodes = subject.number("node_count")
    cores = subject.facts["cores"].get(size)
    if cores is None or nodes is None:
        note = f"The node size {size or 'of the pool'} or the number of nodes is not known."
        yield subject.unpriced(Line("Nodes", "vCore-hours", None, "monthly_hours"), note)
        return
    hours = subject.used("monthly_hours")
    quantity = None if hours is None else hours * nodes * Decimal(cores)
    line = Line(f"{size} ({nodes:f} nodes)", "vCore-hours", quantity, "monthly_hours")
    yield subject.bill(line, subject.key("synapse/spark_vcore"))


def synapse_sql_pool(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a dedicated pool, priced by blocks of 100 DWU, and its storage."""
    sku = subject.text("sku_name") or ""
    size = _SIZE.fullmatch(sku)
    line = Line(f"DWU blocks ({sku or 'unknown'})", "hours", HOURS_PER_MONTH)
    if size is None:
        yield subject.unpriced(line, f"The size {sku or 'of the pool'} is not of the form DW100c.")
    else:
        blocks = Decimal(size.group(1)) / 100
        line = Line(line.name, line.unit, line.quantity, hours=blocks)
        yield subject.bill(line, subject.key("synapse/dwu_block"))
    stored = subject.used("storage_tb")
    line = Line("Storage", "TB", stored, "storage_tb")
    yield subject.bill(line, subject.key("synapse/sql_pool_storage"))
    copied = "false" if subject.get("geo_backup_policy_enabled") is False else "true"
    if subject.word("disaster_recovery_enabled", copied) == "true":
        line = Line("Geo-redundant disaster recovery", "TB", stored, "storage_tb")
        yield subject.bill(line, subject.key("synapse/disaster_recovery"))
