"""Domain values as tables: which columns people see, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.audit import ChainEntry
from dharma_core.audit.security import Severity, severity_of
from dharma_core.costs.estimates import Component, CostState, Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.errors import InputError
from dharma_core.plan import Catalog, parse_address
from dharma_core.plan.diff import Change
from dharma_core.plan.frozen import UNKNOWN, thaw
from dharma_core.policies.findings import CheckReport, Finding
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.timeline import took
from dharma_core.views.words import duration

if TYPE_CHECKING:
    pass

__all__ = [
    "changes_table",
    "components_table",
    "confirmed_table",
    "cost_states_table",
    "deployments_table",
    "event_document",
    "events_table",
    "findings_table",
    "outputs_table",
    "resource_costs_table",
    "service_of",
    "spaced",
]

_VALUE_CHARS = 120
_NAMED_RESOURCES = 6


def service_of(address: str, catalog: Catalog) -> str:
    """Return the service a resource belongs to; its type's own word when not catalogued."""
    try:
        type_ = parse_address(address).type
    except InputError:
        return "Policy"
    known = catalog.find(type_)
    return known.service if known else type_


def findings_table(report: CheckReport, catalog: Catalog) -> Table:
    """Return one row a finding, worst first."""
    columns = (
        Column("severity", "Severity", Kind.SEVERITY),
        Column("title", "Finding", lead=True),
        Column("address", "Resource", Kind.CODE, unknown="a policy"),
        Column("service", "Service"),
        Column("effect", "Effect"),
        Column("group", "Group"),
        Column("remediation", "What to do", unknown="see the rule"),
        Column("rule_id", "Rule", Kind.CODE),
        Column("where", "Where", Kind.CODE, unknown="not known"),
    )
    return Table(columns, tuple(_finding_row(f, catalog) for f in report.findings))


def _finding_row(finding: Finding, catalog: Catalog) -> Row:
    effect = "stops" if finding.effect.value == "deny" else "warns"
    return {
        "severity": finding.severity,
        "title": (finding.message or finding.title).removeprefix(f"{finding.address}: "),
        "address": finding.address or None,
        "service": service_of(finding.address, catalog) if finding.address else "Policy",
        "effect": "waived" if finding.waived else effect,
        "group": finding.group.replace("_", " "),
        "remediation": finding.remediation or None,
        "rule_id": finding.rule_id,
        "where": str(finding.position) if finding.position else None,
    }


def resource_costs_table(estimate: Estimate) -> Table:
    """Return one row a resource, dearest first, unknown last."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("service", "Service"),
        Column("state", "State", Kind.STATE),
        Column("monthly_cost", "Cost a month", Kind.MONEY, unknown="not known"),
        Column("note", "Note", unknown=""),
    )
    rows = tuple(
        {
            "address": r.address,
            "service": r.service or r.type,
            "state": r.state,
            "monthly_cost": r.monthly_cost,
            "note": r.note or None,
        }
        for r in estimate.resources
    )
    table = Table(columns, rows, estimate.currency)
    return table.sorted_by("monthly_cost", descending=True)


def cost_states_table(estimate: Estimate) -> Table:
    """Return one row a state of knowing, with its resources by name."""
    columns = (
        Column("state", "State", Kind.STATE, lead=True),
        Column("count", "Resources", Kind.NUMBER),
        Column("monthly_cost", "Known cost a month", Kind.MONEY, unknown="–"),
        Column("addresses", "Which", Kind.CODE, unknown="none"),
    )
    order = (CostState.PRICED, CostState.FREE, CostState.USAGE, CostState.NOT_FOUND)
    rows = []
    for state in order:
        found = [r for r in estimate.resources if r.state is state]
        known = [r.monthly_cost for r in found if r.monthly_cost is not None]
        addresses = [r.address for r in found]
        more = len(addresses) - _NAMED_RESOURCES
        named = ", ".join(addresses[:_NAMED_RESOURCES]) + (f" and {more} more" if more > 0 else "")
        cost = sum(known, Decimal(0)) if known else None
        row: Row = {"state": state, "count": len(found), "monthly_cost": cost, "addresses": named}
        rows.append(row)
    return Table(columns, tuple(rows), estimate.currency)


def components_table(estimate: Estimate) -> Table:
    """Return one row a billed component with its quantity, price, source and date."""
    columns = (
        Column("name", "Component", lead=True),
        Column("address", "Resource", Kind.CODE),
        Column("service", "Service"),
        Column("state", "State", Kind.STATE),
        Column("monthly_quantity", "Quantity a month", Kind.NUMBER, unknown="from usage"),
        Column("unit", "Unit"),
        Column("unit_price", "Unit price", Kind.RATE, unknown="not found"),
        Column("monthly_cost", "Cost a month", Kind.MONEY, unknown="not known"),
        Column("source", "Price source", unknown="none"),
        Column("as_of", "As of", Kind.DATE, unknown="–"),
        Column("quality", "Price class", unknown="–"),
        Column("basis", "Quantity from", unknown="–"),
        Column("note", "Note", unknown=""),
    )
    rows = tuple(
        {
            "name": c.name,
            "address": r.address,
            "service": r.service or r.type,
            "state": c.state,
            "monthly_quantity": c.monthly_quantity,
            "unit": c.unit,
            "unit_price": c.unit_price,
            "monthly_cost": c.monthly_cost,
            "source": c.source or None,
            "as_of": c.as_of,
            "quality": c.quality if c.unit_price is not None else None,
            "basis": _basis(c),
            "note": c.note or None,
        }
        for r in estimate.resources
        for c in r.components
    )
    table = Table(columns, rows, estimate.currency)
    return table.sorted_by("monthly_cost", descending=True)


def _basis(component: Component) -> str | None:
    """Return who said a quantity; None when nobody did."""
    if component.monthly_quantity is None:
        return None
    if component.assumed:
        return "assumed"
    if component.measured:
        return "measured by the bill"
    return "usage file" if component.usage_key else "design"


def deployments_table(deployments: Iterable[Deployment], now: datetime) -> Table:
    """Return one row a deployment, newest first."""
    columns = (
        Column("name", "Design", lead=True),
        Column("state", "State", Kind.STATE),
        Column("environment", "Environment"),
        Column("executor", "Executor"),
        Column("estimate", "Cost a month", Kind.MONEY, unknown="not known"),
        Column("created", "Asked for", Kind.TIME),
        Column("took", "Took"),
        Column("user", "By"),
        Column("id", "Id", Kind.ID),
    )
    rows = tuple(
        {
            "name": d.name,
            "state": d.state,
            "environment": d.request.environment,
            "executor": d.request.executor,
            "estimate": d.estimate,
            "created": d.created,
            "took": duration(took(d, now)),
            "user": d.user,
            "id": d.id,
        }
        for d in deployments
    )
    return Table(columns, rows).sorted_by("created", descending=True)


def confirmed_table(deployment: Deployment) -> Table:
    """Return one row a resource that a deployment made, as its own service answered."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("status", "Status", Kind.STATE),
        Column("physical_id", "Id in the cloud", Kind.CODE, unknown="none"),
        Column("detail", "Detail", unknown=""),
    )
    rows = tuple(
        {
            "address": r.address,
            "status": r.status,
            "physical_id": r.physical_id or None,
            "detail": r.detail or None,
        }
        for r in deployment.resources
    )
    return Table(columns, rows)


def outputs_table(outputs: Mapping[str, Any]) -> Table:
    """Return one row an output of a deployment."""
    columns = (Column("name", "Output", lead=True), Column("value", "Value", Kind.CODE))
    rows = tuple({"name": name, "value": _value(value)} for name, value in outputs.items())
    return Table(columns, rows)


def events_table(entries: Iterable[ChainEntry]) -> Table:
    """Return one row an event of the audit chain, newest first."""
    columns = (
        Column("seq", "No.", Kind.NUMBER),
        Column("time", "When", Kind.TIME),
        Column("severity", "Security", Kind.SEVERITY, unknown=""),
        Column("type", "What", lead=True),
        Column("about", "About"),
        Column("aggregate_id", "Id", Kind.ID, unknown="–"),
        Column("user", "Who"),
        Column("outcome", "Outcome", Kind.STATE),
        Column("correlation_id", "Request", Kind.ID, unknown="–"),
        Column("hash", "Hash", Kind.ID),
    )
    rows = tuple(
        {
            "seq": e.seq,
            "time": e.event.time,
            "severity": _security(e),
            "type": spaced(e.event.type.value),
            "about": e.event.aggregate_type,
            "aggregate_id": e.event.aggregate_id or None,
            "user": e.event.user,
            "outcome": "done" if e.event.success else "failed",
            "correlation_id": e.event.correlation_id or None,
            "hash": e.hash,
        }
        for e in entries
    )
    return Table(columns, rows).sorted_by("seq", descending=True)


def _security(entry: ChainEntry) -> str | None:
    """Return how serious an event is, where it is serious at all."""
    found = severity_of(entry.event)
    return None if found in (None, Severity.INFO) else str(found)


def event_document(entry: ChainEntry) -> dict[str, Any]:
    """Return an event as its reader wants it: what happened first, the chain's own fields last."""
    event = entry.event
    return {
        "what": spaced(event.type.value),
        "done": event.success,
        "time": event.time.isoformat(),
        "who": event.user,
        "from": event.address,
        "with": event.agent or None,
        "tenant": event.tenant,
        "about": f"{event.aggregate_type} {event.aggregate_id}",
        "before": event.before,
        "after": event.after,
        "data": dict(event.data),
        "request": event.correlation_id or None,
        "caused_by": event.causation_id or None,
        "event": event.id,
        "number": entry.seq,
        "hash": entry.hash,
        "previous_hash": entry.prev_hash,
    }


def changes_table(changes: Sequence[Change]) -> Table:
    """Return one row an attribute that differs; created and deleted resources take one row."""
    columns = (
        Column("action", "Change", Kind.STATE),
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("attribute", "Attribute", Kind.CODE, unknown="all"),
        Column("before", "Before", Kind.CODE, unknown="absent"),
        Column("after", "After", Kind.CODE, unknown="absent"),
    )
    return Table(columns, tuple(row for change in changes for row in _change_rows(change)))


def _change_rows(change: Change) -> list[Row]:
    head = {"action": change.action.value, "address": change.address}
    if not change.attributes:
        return [{**head, "attribute": None, "before": None, "after": None}]
    return [
        {
            **head,
            "attribute": ".".join(str(step) for step in a.path),
            "before": _value(a.before),
            "after": _value(a.after),
        }
        for a in change.attributes
    ]


def _value(value: Any) -> str | None:
    if value is None:
        return None
    if value is UNKNOWN:
        return "known after apply"
    text = str(thaw(value))
    return text if len(text) <= _VALUE_CHARS else f"{text[: _VALUE_CHARS - 1]}…"


def spaced(name: str) -> str:
    """Return an event's type as people read it.

    Examples
    --------
    >>> spaced("BlueprintDeleted")
    'Blueprint deleted'
    """
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words[:1].upper() + words[1:]
