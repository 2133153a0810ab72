"""Citations as people read them: a sentence, and a table of claims with what they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dharma_core.audit.citations import Citation, Standing
from dharma_core.costs.citations import component_citations, total_citation
from dharma_core.costs.estimates import Estimate
from dharma_core.plan import Plan
from dharma_core.policies.citations import finding_citations, verdict_citation
from dharma_core.policies.findings import CheckReport
from dharma_core.views.table import Column, Kind, Table

__all__ = ["citations_table", "cost_claims", "finding_claims", "standing_words"]

_WORDS: Mapping[Standing, str] = {
    Standing.RECORDED: "On record",
    Standing.COMPUTED: "Computed now",
    Standing.CHANGED: "Changed since it was recorded",
    Standing.UNSUPPORTED: "Unsupported",
}


def standing_words(citation: Citation) -> str:
    """Return how a claim stands to its evidence, in one sentence."""
    word = _WORDS[citation.standing]
    sure = "" if citation.confidence is None else f", confidence {citation.confidence}"
    why = f": {citation.note}" if citation.note else ""
    return f"{word}{sure}{why}."


def cost_claims(plan: Plan, estimate: Estimate) -> tuple[Citation, ...]:
    """Return the total and each billed part, dearest first as the estimate has them."""
    places = {str(r.address): r.position for r in plan.resources}
    parts = component_citations(estimate, plan.origin, places)
    addresses = {resource.address for resource in estimate.resources}
    billed = (citation for part, citation in parts if part not in addresses)
    return (total_citation(estimate, plan.origin), *billed)


def finding_claims(plan: Plan, report: CheckReport) -> tuple[Citation, ...]:
    """Return the verdict and each finding, worst first."""
    found = (citation for _, citation in finding_citations(report, plan.origin))
    return (verdict_citation(report, plan.origin), *found)


def citations_table(citations: Iterable[Citation]) -> Table:
    """Return one row a claim: how it stands, what it stands on, and its reference."""
    columns = (
        Column("claim", "Claim", lead=True),
        Column("standing", "Evidence"),
        Column("source", "Where", Kind.CODE, unknown="–"),
        Column("reference", "Reference", Kind.CODE, unknown="not stored: nothing to resolve"),
    )
    return Table(columns, tuple(map(_row, citations)))


def _row(citation: Citation) -> dict[str, Any]:
    return {
        "claim": citation.claim,
        "standing": standing_words(citation).rstrip("."),
        "source": str(citation.source) if citation.source else None,
        "reference": str(citation.reference) if citation.reference else None,
    }
