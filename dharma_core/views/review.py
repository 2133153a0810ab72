"""One self-contained HTML page that carries a whole review: no script, no outside request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dharma_core.audit.citations import Citation
from dharma_core.audit.proof import AuditReport
from dharma_core.costs.estimates import CostState, Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.plan import Catalog, Plan
from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.citations import citations_table, cost_claims, finding_claims
from dharma_core.views.deployment_markup import timeline_html
from dharma_core.views.diagram import draw, inline_svg
from dharma_core.views.figures import costs_by_service
from dharma_core.views.headline import Headline
from dharma_core.views.headlines import budget_headline, chain_headline
from dharma_core.views.markup import (
    badge,
    headlines_html,
    identifier,
    moment,
    state_badge,
    table_html,
)
from dharma_core.views.paper import environment, page_style
from dharma_core.views.table import Table
from dharma_core.views.tables import (
    components_table,
    confirmed_table,
    findings_table,
    outputs_table,
    resource_costs_table,
)
from dharma_core.views.theme import series_slot
from dharma_core.views.words import (
    COST_STATE_WORDS,
    STATE_TONES,
    STATE_WORDS,
    count,
    money,
    not_known,
    severities,
    share,
    verdict,
)

if TYPE_CHECKING:
    from dharma_core.generation.output import Generation

__all__ = ["Review", "render_review"]

_COMPONENT_COLUMNS = (
    "name", "address", "monthly_quantity", "unit", "unit_price", "monthly_cost", "state",
    "source", "as_of",
)  # fmt: skip
_FINDING_COLUMNS = ("severity", "title", "address", "effect", "remediation", "rule_id")


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a review tells of one design.

    Parameters
    ----------
    made : datetime
        UTC.
    deployment, chain, budget
        None where the review has none; its section is then left out.
    """

    plan: Plan
    report: CheckReport
    estimate: Estimate
    generations: tuple[Generation, ...]
    catalog: Catalog
    made: datetime
    deployment: Deployment | None = None
    chain: AuditReport | None = None
    budget: Decimal | None = None
    zone: tzinfo = UTC


def render_review(review: Review) -> str:
    """Return the review as one HTML document, light or dark as the reader's system is."""
    paper = environment()
    paper.filters.update(
        badge=badge, state=state_badge, money=money, id=identifier, slot=series_slot
    )
    return paper.get_template("review.html.j2").render(_facts(review))


def _facts(review: Review) -> Mapping[str, Any]:
    picture = draw(review.plan, review.catalog)
    return {
        "review": review,
        "css": page_style(),
        "made": moment(review.made, review.zone),
        "context": _context(review.plan),
        "summary": headlines_html(_summary(review)),
        "verdict": verdict(review.report),
        "severities": _severity_bars(review.report),
        "severity_words": severities(review.report),
        "findings": _table(
            findings_table(review.report, review.catalog).only(*_FINDING_COLUMNS), review
        ),
        "not_known": not_known(review.estimate),
        "services": _service_bars(review.estimate),
        "states": _states(review.estimate),
        "resources": _table(_costing(review.estimate), review),
        "components": _table(components_table(review.estimate).only(*_COMPONENT_COLUMNS), review),
        "svg": inline_svg(picture),
        "places": picture.words,
        "legend": picture.families,
        **_deployment_facts(review),
        "chain": chain_headline(review.chain) if review.chain else None,
        "claims": table_html(citations_table(_claims(review)), zone=review.zone),
    }


def _claims(review: Review) -> tuple[Citation, ...]:
    costs = cost_claims(review.plan, review.estimate)
    return (*finding_claims(review.plan, review.report), *costs)


def _deployment_facts(review: Review) -> Mapping[str, Any]:
    deployment = review.deployment
    if deployment is None:
        return {"timeline": None, "confirmed": None, "outputs": None}
    return {
        "timeline": timeline_html(deployment, review.made, review.zone),
        "confirmed": _table(confirmed_table(deployment), review),
        "outputs": _table(outputs_table(deployment.outputs), review),
    }


def _context(plan: Plan) -> str:
    types = count(len({r.type for r in plan.managed}), "type")
    place = f" in {plan.region}" if plan.region else ""
    source = f"read from {plan.kind.replace('-', ' ')}"
    return f"{count(len(plan.managed), 'resource')} of {types}{place} · {source}"


def _costing(estimate: Estimate) -> Table:
    """Return the resources that cost something or may; the free ones are counted elsewhere."""
    billed = tuple(r for r in estimate.resources if r.state is not CostState.FREE)
    return resource_costs_table(replace(estimate, resources=billed))


def _table(table: Table, review: Review) -> Markup | None:
    return table_html(table, zone=review.zone) if len(table) else None


def _summary(review: Review) -> tuple[Headline, ...]:
    estimate, report = review.estimate, review.report
    unknown = not_known(estimate).rstrip(".")
    figures = [
        Headline(
            "Estimated cost",
            money(estimate.total.amount, estimate.currency),
            unit="a month",
            note=unknown or "every price is known",
            tone="medium" if unknown else "ok",
        ),
        Headline(
            "Guardrails",
            "Passed" if report.passed else "Stopped",
            note=severities(report),
            tone="ok" if report.passed else "critical",
        ),
    ]
    if review.budget is not None:
        figures.append(budget_headline(estimate, review.budget))
    if review.deployment is not None:
        figures.append(_deployed(review.deployment, len(review.plan.managed)))
    if review.chain is not None:
        figures.append(chain_headline(review.chain))
    return tuple(figures)


def _deployed(deployment: Deployment, planned: int) -> Headline:
    confirmed = sum(r.status == "confirmed" for r in deployment.resources)
    return Headline(
        "Deployed",
        f"{confirmed:,}",
        unit=f"of {count(planned, 'resource')}",
        note=f"{STATE_WORDS[deployment.state]} on {deployment.request.target}",
        tone=STATE_TONES.get(deployment.state, ""),
    )


def _severity_bars(report: CheckReport) -> Sequence[Mapping[str, Any]]:
    tally = Counter(f.severity for f in report.findings if not f.waived and not f.is_policy_error)
    most = max(tally.values(), default=0)
    return [
        {"word": s.value, "count": tally[s], "share": _percent(tally[s], most)} for s in Severity
    ]


def _service_bars(estimate: Estimate) -> Sequence[Mapping[str, Any]]:
    services = costs_by_service(estimate)
    dearest = services[0][1] if services else Decimal(0)
    total = estimate.total.amount
    return [
        {
            "name": name,
            "cost": money(cost, estimate.currency),
            "of_total": share(cost, total),
            "share": _percent(cost, dearest),
        }
        for name, cost in services
    ]


def _percent(part: Decimal | int, whole: Decimal | int) -> str:
    return f"{float(part) / float(whole) * 100:.2f}" if whole else "0"


def _states(estimate: Estimate) -> Sequence[Mapping[str, Any]]:
    order = (CostState.PRICED, CostState.FREE, CostState.USAGE, CostState.NOT_FOUND)
    by_state = {s: [r.address for r in estimate.resources if r.state is s] for s in order}
    return [
        {"state": s, "word": COST_STATE_WORDS[s], "count": len(found), "addresses": found}
        for s, found in by_state.items()
    ]
