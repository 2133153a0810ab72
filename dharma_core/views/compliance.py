"""Compliance as figures, tables and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dharma_core.policies.compliance import ComplianceReport, ControlResult, Standing
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, join_words

__all__ = [
    "STANDING_TONES",
    "STANDING_WORDS",
    "compliance_headlines",
    "controls_table",
    "evidence_words",
    "frameworks_table",
    "standing_sentence",
]

STANDING_WORDS: Mapping[Standing, str] = {
    Standing.FAILING: "failing",
    Standing.CANNOT_TELL: "cannot tell",
    Standing.WAIVED: "waived",
    Standing.MET: "met",
    Standing.NOT_APPLICABLE: "nothing here to check",
    Standing.NO_RULE: "no rule yet",
    Standing.NOT_CHECKABLE: "not checkable by code",
}
STANDING_TONES: Mapping[Standing, str] = {
    Standing.FAILING: "critical",
    Standing.CANNOT_TELL: "medium",
    Standing.WAIVED: "high",
    Standing.MET: "ok",
}
_NAMED = 3


def compliance_headlines(report: ComplianceReport) -> tuple[Headline, ...]:
    """Return what fails, what is met, what stays open, and what code cannot see."""
    counts = report.counts
    failing, met = counts[Standing.FAILING], counts[Standing.MET]
    findings = len({f.address for r in report.standing(Standing.FAILING) for f in r.findings})
    blind = counts[Standing.NOT_CHECKABLE]
    open_ = counts[Standing.CANNOT_TELL] + counts[Standing.WAIVED]
    return (
        Headline(
            "Controls failing",
            f"{failing:,}",
            note=f"in {count(findings, 'resource')}" if failing else "no rule found anything",
            tone="critical" if failing else "ok",
        ),
        Headline("Met", f"{met:,}", unit=f"of {len(report.results):,}", note=_met_note(report)),
        Headline(
            "Cannot tell or waived",
            f"{open_:,}",
            note="before apply, or a risk somebody took" if open_ else "none",
            tone="medium" if open_ else "ok",
        ),
        Headline("Not checkable by code", f"{blind:,}", note="show an auditor other evidence"),
    )


def _met_note(report: ComplianceReport) -> str:
    partly = sum(bool(r.control.rest) for r in report.standing(Standing.MET))
    return f"{partly:,} as far as code sees" if partly else "a plan tells all of each"


def standing_sentence(report: ComplianceReport) -> str:
    """Return how the controls stand, in one sentence."""
    parts = [
        f"{number:,} {STANDING_WORDS[standing]}"
        for standing, number in report.counts.items()
        if number
    ]
    errors = len(report.policy_errors)
    lost = f" {count(errors, 'policy', 'policies')} could not be run." if errors else ""
    return f"{report.framework.name}: {join_words(parts)}.{lost}"


def evidence_words(result: ControlResult) -> str:
    """Return in one line why a control stands as it does."""
    standing, control = result.standing, result.control
    if standing is Standing.NOT_CHECKABLE:
        return control.cannot
    if standing is Standing.NO_RULE:
        return "no rule speaks to it"
    if standing is Standing.NOT_APPLICABLE:
        return f"{count(len(result.rules), 'rule')}, no resource of their types"
    looked = f"{count(len(result.rules), 'rule')} over {count(result.resources, 'resource')}"
    if standing is Standing.MET:
        return f"{looked}; {control.rest}" if control.rest else looked
    addresses = list(dict.fromkeys(f.address for f in result.findings))
    more = f" and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    return f"{count(len(result.findings), 'finding')} in {', '.join(addresses[:_NAMED])}{more}"


def controls_table(report: ComplianceReport) -> Table:
    """Return one row a control, in the framework's order."""
    columns = (
        Column("id", "Control", Kind.CODE),
        Column("title", "Asked for", lead=True),
        Column("standing", "Stands"),
        Column("evidence", "Evidence"),
        Column("rules", "Rules", Kind.CODE, unknown="none"),
        Column("section", "Section"),
    )
    return Table(columns, tuple(_control(result) for result in report.results))


def _control(result: ControlResult) -> Row:
    return {
        "id": result.control.id,
        "title": result.control.title,
        "standing": STANDING_WORDS[result.standing],
        "evidence": evidence_words(result),
        "rules": ", ".join(rule.id for rule in result.rules) or None,
        "section": result.control.section,
    }


def frameworks_table(reports: Iterable[ComplianceReport]) -> Table:
    """Return one row a framework: how many of its controls stand how."""
    columns = (
        Column("framework", "Framework", lead=True),
        *(Column(s.value, STANDING_WORDS[s].capitalize(), Kind.NUMBER) for s in Standing),
    )
    return Table(columns, tuple(_framework(report) for report in reports))


def _framework(report: ComplianceReport) -> Row:
    counts = {standing.value: number for standing, number in report.counts.items()}
    return {"framework": report.framework.name, **counts}
