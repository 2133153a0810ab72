"""Costs as tables: what people take away whole, groups, reasons, and what a change costs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dharma_core.costs.comparison import Comparison
from dharma_core.costs.components import ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.grouping import CostGroup
from dharma_core.views.table import Column, Kind, Row, Table

__all__ = ["changes_cost_table", "cost_rows_table", "groups_table"]


def cost_rows_table(estimate: Estimate) -> Table:
    """Return one row a component with everything that is known of it, in the plan's order.

    A resource without components (free, or of an unknown type) has a row of its own.
    """
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("type", "Type", Kind.CODE),
        Column("service", "Service"),
        Column("provider", "Provider"),
        Column("region", "Region"),
        Column("module", "Module"),
        Column("tags", "Tags"),
        Column("component", "Component"),
        Column("monthly_quantity", "Quantity a month", Kind.NUMBER),
        Column("unit", "Unit"),
        Column("unit_price", "Unit price", Kind.RATE),
        Column("monthly_cost", "Cost a month", Kind.MONEY),
        Column("currency", "Currency"),
        Column("state", "State", Kind.STATE),
        Column("assumed", "Assumed"),
        Column("usage_key", "Usage key"),
        Column("source", "Price source"),
        Column("as_of", "As of", Kind.DATE),
        Column("quality", "Price class"),
        Column("note", "Note"),
    )
    rows = tuple(row for r in estimate.resources for row in _resource_rows(r, estimate.currency))
    return Table(columns, rows, estimate.currency)


def _resource_rows(resource: ResourceCost, currency: str) -> Sequence[Row]:
    about: Row = {
        "address": resource.address,
        "type": resource.type,
        "service": resource.service or None,
        "provider": resource.provider or None,
        "region": resource.region or None,
        "module": resource.module or None,
        "tags": json.dumps(dict(resource.tags), ensure_ascii=False) if resource.tags else None,
        "currency": currency,
    }
    if not resource.components:
        cost, note = resource.monthly_cost, resource.note or None
        return [{**about, "monthly_cost": cost, "state": resource.state, "note": note}]
    return [
        {
            **about,
            "component": c.name,
            "monthly_quantity": c.monthly_quantity,
            "unit": c.unit,
            "unit_price": c.unit_price,
            "monthly_cost": c.monthly_cost,
            "state": c.state,
            "assumed": "yes" if c.assumed else None,
            "usage_key": c.usage_key or None,
            "source": c.source or None,
            "as_of": c.as_of,
            "quality": c.quality if c.unit_price is not None else None,
            "note": c.note or None,
        }
        for c in resource.components
    ]


def groups_table(groups: Sequence[CostGroup], title: str, currency: str = "USD") -> Table:
    """Return one row a group, dearest first; ``title`` names what they are grouped by."""
    columns = (
        Column("group", title, lead=True),
        Column("resources", "Resources", Kind.NUMBER),
        Column("monthly_cost", "Cost a month", Kind.MONEY, unknown="not known"),
        Column("low", "At least", Kind.MONEY, unknown="not known"),
        Column("high", "At most", Kind.MONEY, unknown="open"),
        Column("unknown", "Not fully known", Kind.NUMBER),
    )
    rows: list[Row] = [
        {
            "group": group.label,
            "resources": len(group.resources),
            "monthly_cost": group.monthly_cost,
            "low": None if group.monthly_cost is None else group.range.low,
            "high": None if group.range.open else group.range.high,
            "unknown": group.unknown_count,
        }
        for group in groups
    ]
    return Table(columns, tuple(rows), currency)


def changes_cost_table(found: Comparison) -> Table:
    """Return one row for each resource that is billed differently."""
    columns = (
        Column("action", "Action", lead=True),
        Column("address", "Resource", Kind.CODE),
        Column("previous_address", "Was called", Kind.CODE, unknown=""),
        Column("before", "Before", Kind.MONEY, unknown="–"),
        Column("after", "After", Kind.MONEY, unknown="–"),
        Column("delta", "A month", Kind.MONEY, unknown="not known"),
        Column("complete", "Complete"),
    )
    rows: list[Row] = [
        {
            "action": change.action,
            "address": change.address,
            "previous_address": change.previous_address or None,
            "before": change.before.monthly_cost if change.before else None,
            "after": change.after.monthly_cost if change.after else None,
            "delta": change.delta,
            "complete": "yes" if change.is_complete else "no",
        }
        for change in found.changed
    ]
    return Table(columns, tuple(rows), found.after.currency)
