"""A check as reports tell it: each finding with its rule, its fingerprint and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any

from dharma_core.audit.citations import Reference
from dharma_core.policies.citations import finding_reference
from dharma_core.policies.excerpts import Excerpt
from dharma_core.policies.findings import CheckReport, Finding, Rule
from dharma_core.policies.fingerprints import fingerprints

__all__ = ["Checked", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """One finding and what stands around it.

    ``rule`` is None for a policy that failed, ``reference`` where the design is not stored.
    """

    finding: Finding
    fingerprint: str
    rule: Rule | None = None
    excerpt: Excerpt | None = None
    reference: Reference | None = None

    @property
    def words(self) -> str:
        """The message without the address in front."""
        return (self.finding.message or self.finding.title).removeprefix(
            f"{self.finding.address}: "
        )

    @property
    def standing(self) -> str:
        """``open``, ``waived`` or ``known`` (from a baseline)."""
        if self.finding.waived:
            return "waived"
        return "known" if self.finding.baselined else "open"

    @property
    def rests(self) -> str:
        """Who lets a waived finding rest, until when, why and where; empty when nobody does."""
        waiver = self.finding.waiver
        if waiver is None or not self.finding.waived:
            return ""
        until = f"until {waiver.until}" if waiver.until else "without an end"
        reason = waiver.reason or "no reason is given"
        return f"Waived by {waiver.owner or 'somebody'} {until}: {reason} ({waiver.where})."


@dataclass(frozen=True)
class Checked:
    """What a report of a check is made of.

    Parameters
    ----------
    name : str
        Of the design.
    source : str
        What was given to the command; a finding without a file of its own is told of it.
    kind : str
        Which reader read it.
    made : datetime
        UTC.
    excerpts : mapping of fingerprint to Excerpt
    version : str
        Of Dharma.
    compared : bool
        Whether a baseline was held against it.
    origin : mapping
        The plan's: of a stored design its findings can be cited.
    folder : str
        Where the command was given; files in it are told as seen from there.
    """

    report: CheckReport
    name: str
    source: str
    kind: str
    made: datetime
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict)
    version: str = ""
    compared: bool = False
    origin: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that ran, by id, in order of id."""
        return {rule.id: rule for rule in sorted(self.report.rules_run, key=lambda r: r.id)}

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every finding, worst first."""
        findings = self.report.findings
        return tuple(
            Told(
                finding,
                name,
                self.rules.get(finding.rule_id),
                self.excerpts.get(name),
                finding_reference(self.origin, name),
            )
            for finding, name in zip(findings, fingerprints(findings), strict=True)
        )

    @cached_property
    def about_resources(self) -> tuple[Told, ...]:
        """Every finding that is not about a policy."""
        return tuple(told for told in self.told if not told.finding.is_policy_error)

    def file_of(self, finding: Finding) -> str:
        """Return the file a finding is told of, as seen from the folder of the command."""
        file = finding.position.file if finding.position else self.source
        if self.folder and PurePath(file).is_relative_to(self.folder):
            return PurePath(file).relative_to(self.folder).as_posix()
        return file

    def line_of(self, told: Told) -> int:
        """Return the line to look at; 1 where none is known."""
        if told.excerpt:
            return told.excerpt.marked
        place = told.finding.position
        return place.line if place and place.line else 1

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line: the report, with what this adds to it."""
        document = self.report.as_dict()
        document["findings"] = [_finding(told) for told in self.told]
        return document


def _finding(told: Told) -> dict[str, Any]:
    rule = told.rule
    return {
        **told.finding.as_dict(),
        "fingerprint": told.fingerprint,
        "service": rule.service or None if rule else None,
        "frameworks": {name: list(ids) for name, ids in rule.frameworks.items()} if rule else {},
        "snippet": told.excerpt.as_dict() if told.excerpt else None,
    }
