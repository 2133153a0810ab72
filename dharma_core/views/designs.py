"""How the stored designs stand together: cost against budget, open findings, versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.money import Money
from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, money, severities

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.comparing import DocumentChange
    from dharma_core.blueprints.records import BlueprintSummary, BlueprintVersion

__all__ = [
    "Standing",
    "designs_headlines",
    "designs_table",
    "document_changes_table",
    "overview_headlines",
    "templates_table",
    "versions_table",
    "waiting_sentence",
]

_VALUE_CHARS = 120

BudgetFor = Callable[[str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one stored design costs and whether it is safe."""

    name: str
    estimate: Estimate
    report: CheckReport


def overview_headlines(
    standings: Sequence[Standing], deployments: Sequence[Deployment], budget_for: BudgetFor
) -> tuple[Headline, ...]:
    """Return what asks for the reader: money, findings, deployments."""
    return (
        _spend(standings),
        _against_budget(standings, budget_for),
        _open_findings(standings),
        _running(deployments),
    )


def _spend(standings: Sequence[Standing]) -> Headline:
    unknown = sum(s.estimate.unknown_count for s in standings)
    note = f"{count(unknown, 'resource')} not fully known" if unknown else "every price is known"
    total = Money.total(s.estimate.total for s in standings)
    tone = "medium" if unknown else "ok"
    return Headline("All designs would cost", total.text(), "a month", note, tone)


def _against_budget(standings: Sequence[Standing], budget_for: BudgetFor) -> Headline:
    budgets = {s.name: b for s in standings if (b := budget_for(s.name)) is not None}
    if not budgets:
        return Headline("Over budget", "–", note="no budget is set in dharma.toml")
    over = [
        s.name for s in standings if s.name in budgets and s.estimate.over_budget(budgets[s.name])
    ]
    limit = money(sum(budgets.values(), Decimal(0)))
    note = f"{', '.join(over)}" if over else f"all inside {limit} a month"
    tone = "critical" if over else "ok"
    return Headline("Over budget", f"{len(over)}", f"of {len(budgets)}", note, tone)


def _open_findings(standings: Sequence[Standing]) -> Headline:
    found = [
        f for s in standings for f in s.report.findings if not f.waived and not f.is_policy_error
    ]
    worst = sum(f.severity in {Severity.CRITICAL, Severity.HIGH} for f in found)
    note = f"{worst} critical or high" if worst else "none critical or high"
    return Headline("Open findings", f"{len(found):,}", note=note, tone="high" if worst else "ok")


def _running(deployments: Sequence[Deployment]) -> Headline:
    running = [d for d in deployments if not d.state.final]
    waiting = sum(d.state is DeploymentState.AWAITING_APPROVAL for d in running)
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        return Headline(
            "Running deployments", f"{len(running):,}", "", f"{waiting} {verb} for you", "medium"
        )
    return Headline("Running deployments", f"{len(running):,}", note="nothing waits for you")


def waiting_sentence(deployment: Deployment) -> str:
    """Return what a waiting deployment asks.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from dharma_core.deployments.values import DeploymentRequest
    >>> at, state = datetime(2026, 11, 20, tzinfo=UTC), DeploymentState.AWAITING_APPROVAL
    >>> waiting_sentence(
    ...     Deployment("dep_1", "web", state, DeploymentRequest(), at, at, "ann", "default")
    ... )
    'Decide on web: development, cost not known, asked for by ann'
    """
    cost = money(deployment.estimate)
    price = f"{cost} a month" if deployment.estimate is not None else f"cost {cost}"
    return (
        f"Decide on {deployment.name}: {deployment.request.environment}, {price}, "
        f"asked for by {deployment.user}"
    )


def designs_headlines(total: int, standings: Sequence[Standing]) -> tuple[Headline, ...]:
    """Return how many designs there are, what they cost together, and how many pass."""
    passed = sum(s.report.passed for s in standings)
    stopped = len(standings) - passed
    return (
        Headline("Designs", f"{total:,}", note="stored"),
        _spend(standings),
        Headline(
            "Pass the guardrails",
            f"{passed:,}",
            f"of {len(standings):,}",
            f"{count(stopped, 'design')} would be stopped" if stopped else "nothing is stopped",
            "critical" if stopped else "ok",
        ),
    )


def designs_table(designs: Sequence[BlueprintSummary], standings: Mapping[str, Standing]) -> Table:
    """Return one row a stored design; cost and posture by id where they are known."""
    columns = (
        Column("name", "Design", lead=True),
        Column("version", "Version", Kind.CODE),
        Column("status", "Status"),
        Column("posture", "Posture", Kind.STATE, unknown="not known"),
        Column("findings", "Findings", unknown="not known"),
        Column("monthly_cost", "Cost a month", Kind.MONEY, unknown="not known"),
        Column("resources", "Resources", Kind.NUMBER),
        Column("region", "Region"),
        Column("updated", "Changed", Kind.TIME),
        Column("author", "By"),
        Column("id", "Id", Kind.ID),
    )
    return Table(columns, tuple(_design_row(d, standings.get(d.id)) for d in designs))


def _design_row(design: BlueprintSummary, standing: Standing | None) -> Row:
    return {
        "name": design.name,
        "version": design.version,
        "status": design.status,
        "posture": ("passed" if standing.report.passed else "failed") if standing else None,
        "findings": severities(standing.report) if standing else None,
        "monthly_cost": standing.estimate.total.amount if standing else None,
        "resources": design.resources,
        "region": design.region,
        "updated": design.updated,
        "author": design.author,
        "id": design.id,
    }


def templates_table(designs: Sequence[Blueprint]) -> Table:
    """Return one row a bundled design: what it builds, how many parts and settings it has."""
    columns = (
        Column("name", "Template", lead=True),
        Column("description", "What it builds"),
        Column("resources", "Parts", Kind.NUMBER),
        Column("settings", "Settings", Kind.NUMBER),
    )
    rows: list[Row] = [
        {
            "name": d.name,
            "description": d.description,
            "resources": len(d.resources),
            "settings": len(d.variables),
        }
        for d in designs
    ]
    return Table(columns, tuple(rows))


def versions_table(history: Sequence[BlueprintVersion]) -> Table:
    """Return one row a version with the tags that name it, newest first."""
    columns = (
        Column("version", "Version", Kind.CODE, lead=True),
        Column("tags", "Tags", unknown="none"),
        Column("created", "Saved", Kind.TIME),
        Column("author", "By"),
    )
    rows = (
        {
            "version": v.version,
            "tags": ", ".join(v.tags) or None,
            "created": v.created,
            "author": v.author,
        }
        for v in history
    )
    return Table(columns, tuple(rows))


def document_changes_table(changes: Sequence[DocumentChange]) -> Table:
    """Return one row for each place of a design's document that differs."""
    columns = (
        Column("place", "Place", Kind.CODE, lead=True),
        Column("action", "What"),
        Column("before", "Before", Kind.CODE, unknown="–"),
        Column("after", "After", Kind.CODE, unknown="–"),
    )
    rows = (
        {
            "place": change.place,
            "action": change.action,
            "before": _shown(change.before),
            "after": _shown(change.after),
        }
        for change in changes
    )
    return Table(columns, tuple(rows))


def _shown(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _VALUE_CHARS else f"{text[: _VALUE_CHARS - 1]}…"
