"""What a check says: findings by rule and address, and the report that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from dharma_core.policies.waivers import Waiver, WaiverUse
from dharma_core.provenance import Position

__all__ = ["GROUPS", "CheckReport", "Effect", "Finding", "Rule", "Severity"]

GROUPS = ("security", "compliance", "cost", "tagging", "reliability", "best_practice")


class Severity(StrEnum):
    """How bad, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for critical up to 3 for low."""
        return list(Severity).index(self)


class Effect(StrEnum):
    """``deny`` stops a deployment, ``warn`` does not."""

    DENY = "deny"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of one Rego rule from its METADATA block."""

    id: str
    title: str
    severity: Severity
    effect: Effect
    group: str
    provider: str
    resource_types: tuple[str, ...]
    description: str = ""
    service: str = ""
    remediation: str = ""
    references: tuple[str, ...] = ()
    frameworks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    twins: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one resource breaks.

    Parameters
    ----------
    rule_id : str
        ``DH_AWS_S3_001``, or ``policy_error`` for a policy that cannot load or run.
    address : str
        The resource; empty when the finding is about a policy.
    evidence : mapping
        ``attribute`` and ``value`` that broke it; ``unknown`` lists attributes that only apply
        will tell ("cannot tell").
    waiver : Waiver or None
        The one that answers to it; it has expired when ``waived`` is False.
    baselined : bool
        Whether a baseline knew it already: it stays in the report and fails nothing.
    """

    rule_id: str
    severity: Severity
    effect: Effect
    group: str
    address: str
    message: str
    title: str = ""
    remediation: str = ""
    position: Position | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    waived: bool = False
    twins: tuple[str, ...] = ()
    waiver: Waiver | None = None
    baselined: bool = False

    @property
    def is_policy_error(self) -> bool:
        """Whether this is about a policy and not about a resource."""
        return self.rule_id == "policy_error"

    @property
    def is_open(self) -> bool:
        """Whether it counts: about a resource, not waived, not in the baseline."""
        return not (self.waived or self.baselined or self.is_policy_error)

    @property
    def is_unknown(self) -> bool:
        """Whether only apply will tell if the rule is broken."""
        return bool(self.evidence.get("unknown"))

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "rule_id": self.rule_id,
            "severity": self.severity.value,
            "effect": self.effect.value,
            "group": self.group,
            "address": self.address or None,
            "file": self.position.file if self.position else None,
            "line": self.position.line if self.position else None,
            "title": self.title,
            "message": self.message,
            "remediation": self.remediation,
            "evidence": dict(self.evidence),
            "waived": self.waived,
            "waiver": {**self.waiver.as_dict(), "expired": not self.waived}
            if self.waiver
            else None,
            "baselined": self.baselined,
            "twins": list(self.twins),
        }


@dataclass(frozen=True)
class CheckReport:
    """The findings of all rules over one Plan, worst first.

    Parameters
    ----------
    findings : tuple of Finding
    rules_run : tuple of Rule
        Every rule that loaded, whether it fired or not.
    resources : int
        How many resources were looked at.
    waivers : tuple of WaiverUse
        What became of every waiver that speaks of this Plan.
    """

    findings: tuple[Finding, ...]
    rules_run: tuple[Rule, ...]
    resources: int
    waivers: tuple[WaiverUse, ...] = ()

    @staticmethod
    def of(findings: Iterable[Finding], rules_run: Iterable[Rule], resources: int) -> CheckReport:
        """Build a report with its findings sorted: severity, then address, then rule."""
        ordered = sorted(findings, key=lambda f: (f.severity.rank, f.address, f.rule_id))
        return CheckReport(tuple(ordered), tuple(rules_run), resources)

    def joined(self, findings: Iterable[Finding], rules_run: Iterable[Rule]) -> CheckReport:
        """Return the report with what other rules found besides."""
        rules = (*self.rules_run, *rules_run)
        return CheckReport.of((*self.findings, *findings), rules, self.resources)

    @cached_property
    def policy_errors(self) -> tuple[Finding, ...]:
        """Findings about policies that could not load or run."""
        return tuple(f for f in self.findings if f.is_policy_error)

    @cached_property
    def violations(self) -> tuple[Finding, ...]:
        """Open denies."""
        return tuple(f for f in self.findings if f.effect is Effect.DENY and f.is_open)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """Open warns."""
        return tuple(f for f in self.findings if f.effect is Effect.WARN and f.is_open)

    @property
    def passed(self) -> bool:
        """Whether nothing open denies and every policy could be run."""
        return not self.violations and not self.policy_errors

    def fails_at(self, threshold: Severity) -> bool:
        """Whether any open finding is as bad as ``threshold`` or worse."""
        return any(f.severity.rank <= threshold.rank and f.is_open for f in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        groups = Counter(f.group for f in self.findings if not f.is_policy_error)
        severities = Counter(f.severity.value for f in self.findings if not f.is_policy_error)
        return {
            "passed": self.passed,
            "summary": {
                "resources": self.resources,
                "rules": len(self.rules_run),
                "findings": len(self.findings) - len(self.policy_errors),
                "waived": sum(f.waived for f in self.findings),
                "baselined": sum(f.baselined for f in self.findings),
                "policy_errors": len(self.policy_errors),
                "by_severity": {s.value: severities.get(s.value, 0) for s in Severity},
            },
            "checks": {g: groups.get(g, 0) for g in GROUPS},
            "violations": len(self.violations),
            "warnings": len(self.warnings),
            "findings": [f.as_dict() for f in self.findings],
            "waivers": [w.as_dict() for w in self.waivers],
        }
