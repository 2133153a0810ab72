"""Would we pass? Each control of a framework against the findings of a check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from dharma_core.plan import Plan
from dharma_core.policies.findings import CheckReport, Finding, Rule
from dharma_core.policies.frameworks import Control, Framework

__all__ = ["ComplianceReport", "ControlResult", "Standing", "judge_compliance"]


class Standing(StrEnum):
    """What a design says of a control, what asks for work first."""

    FAILING = "failing"
    CANNOT_TELL = "cannot_tell"
    WAIVED = "waived"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    NO_RULE = "no_rule"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class ControlResult:
    """One control, its standing and the evidence.

    Parameters
    ----------
    rules : tuple of Rule
        Those that cite it and ran.
    findings : tuple of Finding
        What they found, worst first.
    resources : int
        How many resources of the design those rules looked at.
    """

    control: Control
    standing: Standing
    rules: tuple[Rule, ...] = ()
    findings: tuple[Finding, ...] = ()
    resources: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.control.id,
            "title": self.control.title,
            "section": self.control.section,
            "standing": self.standing.value,
            "cannot": self.control.cannot or None,
            "rest": self.control.rest or None,
            "resources": self.resources,
            "rules": [rule.id for rule in self.rules],
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True)
class ComplianceReport:
    """Every control of a framework, in its own order.

    Parameters
    ----------
    policy_errors : tuple of Finding
        Policies that could not be run: what they would have said is missing here.
    """

    framework: Framework
    results: tuple[ControlResult, ...]
    resources: int
    policy_errors: tuple[Finding, ...] = ()

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many controls stand how; every standing is there."""
        tally = Counter(result.standing for result in self.results)
        return {standing: tally[standing] for standing in Standing}

    @property
    def passed(self) -> bool:
        """Whether no control fails and every policy could be run."""
        return not self.counts[Standing.FAILING] and not self.policy_errors

    def standing(self, *which: Standing) -> tuple[ControlResult, ...]:
        """Return the results that stand so, in the framework's order."""
        return tuple(result for result in self.results if result.standing in which)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        framework = self.framework
        return {
            "framework": framework.name,
            "title": framework.title,
            "publisher": framework.publisher,
            "source": framework.source,
            "published": framework.published,
            "passed": self.passed,
            "summary": {
                "controls": len(self.results),
                "resources": self.resources,
                "policy_errors": len(self.policy_errors),
                **{standing.value: number for standing, number in self.counts.items()},
            },
            "controls": [result.as_dict() for result in self.results],
        }


def judge_compliance(
    plan: Plan, report: CheckReport, framework: Framework, *, others: Iterable[Rule] = ()
) -> ComplianceReport:
    """Return how each control of a framework stands by the findings of a check.

    A waived finding is an accepted risk: its control is ``waived`` and not ``met``. What a
    baseline knows still fails here: a baseline says what is new, not what is right.

    Parameters
    ----------
    others : iterable of Rule
        Rules that were not run because the plan has nothing of their cloud.
    """
    run = {rule.id for rule in report.rules_run}
    cited = framework.rules_of((*report.rules_run, *(r for r in others if r.id not in run)))
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule_id, []).append(finding)
    types = Counter(resource.type for resource in plan.managed)
    results = tuple(
        _result(control, cited.get(control.id, ()), found, types) for control in framework.controls
    )
    return ComplianceReport(framework, results, report.resources, report.policy_errors)


def _result(
    control: Control,
    rules: tuple[Rule, ...],
    found: Mapping[str, Sequence[Finding]],
    types: Mapping[str, int],
) -> ControlResult:
    if not rules:
        return ControlResult(
            control, Standing.NO_RULE if control.checkable else Standing.NOT_CHECKABLE
        )
    findings = sorted(
        (f for rule in rules for f in found.get(rule.id, ())),
        key=lambda f: (f.is_unknown, f.severity.rank, f.address, f.rule_id),
    )
    looked_at = _looked_at(rules, types)
    return ControlResult(control, _standing(findings, looked_at), rules, tuple(findings), looked_at)


def _standing(findings: Iterable[Finding], looked_at: int) -> Standing:
    found = list(findings)
    unwaived = [f for f in found if not f.waived]
    if any(not f.is_unknown for f in unwaived):
        return Standing.FAILING
    if unwaived:
        return Standing.CANNOT_TELL
    if found:
        return Standing.WAIVED
    return Standing.MET if looked_at else Standing.NOT_APPLICABLE


def _looked_at(rules: Iterable[Rule], types: Mapping[str, int]) -> int:
    """Return how many resources the rules look at; one without types looks at all."""
    asked = list(rules)
    if any(not rule.resource_types for rule in asked):
        return sum(types.values())
    return sum(types.get(name, 0) for name in {t for rule in asked for t in rule.resource_types})
