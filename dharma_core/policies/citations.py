"""What a finding and the verdict stand on: the rule, the attribute and its place in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.audit.citations import Citation, Reference, unsupported
from dharma_core.policies.findings import CheckReport, Finding
from dharma_core.policies.fingerprints import fingerprints

__all__ = ["check_evidence", "finding_citations", "finding_reference", "verdict_citation"]


def finding_reference(origin: Mapping[str, Any], part: str = "") -> Reference | None:
    """Return the reference to a finding of a stored design; None for one that is not stored."""
    design = origin.get("blueprint_id")
    if not design:
        return None
    return Reference("finding", str(design), str(origin.get("blueprint_version", "")), part)


def check_evidence(report: CheckReport) -> dict[str, Any]:
    """Return what a check stands on: the rules that ran and what they found, waived or not."""
    return {
        "rules": sorted(rule.id for rule in report.rules_run),
        "resources": report.resources,
        "findings": sorted(fingerprints(report.findings)),
    }


def verdict_citation(report: CheckReport, origin: Mapping[str, Any]) -> Citation:
    """Return what the verdict stands on; its confidence is the share of findings that can tell."""
    word = "passes" if report.passed else "does not pass"
    about = [finding for finding in report.findings if not finding.is_policy_error]
    evidence = {
        "rules": len(report.rules_run),
        "resources": report.resources,
        "violations": len(report.violations),
        "warnings": len(report.warnings),
    }
    claim, reference = f"The design {word} the guardrails.", finding_reference(origin)
    if not report.rules_run:
        return unsupported(claim, "no rule ran", reference=reference)
    told = sum(not finding.is_unknown for finding in about)
    share = round(Decimal(told) / len(about), 2) if about else Decimal(1)
    return Citation(claim, reference, evidence, share)


def finding_citations(
    report: CheckReport, origin: Mapping[str, Any]
) -> Iterator[tuple[str, Citation]]:
    """Yield each finding by its fingerprint."""
    names = fingerprints(report.findings)
    for finding, name in zip(report.findings, names, strict=True):
        yield name, _finding(finding, finding_reference(origin, name))


def _finding(finding: Finding, reference: Reference | None) -> Citation:
    about = finding.address or "A policy"
    said = (finding.message or finding.title).removeprefix(f"{finding.address}: ")
    claim = f"{about}: {said} ({finding.rule_id})"
    if finding.is_unknown:
        why = "only apply will tell"
        return unsupported(claim, why, reference=reference, source=finding.position)
    evidence = {
        "rule_id": finding.rule_id,
        "severity": finding.severity.value,
        "effect": finding.effect.value,
        **dict(finding.evidence),
        "waived": finding.waived,
    }
    return Citation(claim, reference, evidence, Decimal(1), finding.position)
