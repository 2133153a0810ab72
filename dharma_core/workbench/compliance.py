"""Frameworks of auditors, baselines, and what a check says of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.events import EventType
from dharma_core.workbench.excerpts import Excerpts
from dharma_core.workbench.sources import read_file

if TYPE_CHECKING:
    from dharma_core.plan import Plan
    from dharma_core.policies.baseline import Baseline
    from dharma_core.policies.compliance import ComplianceReport
    from dharma_core.policies.findings import CheckReport, Rule
    from dharma_core.policies.frameworks import Framework

__all__ = ["Compliance"]

_MAX_BYTES = 64 * 1024 * 1024  # a finding takes about 300 bytes


class Compliance(Excerpts):
    """The part of the workbench that holds findings against what is asked for and known."""

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the frameworks whose controls rules cite."""
        from dharma_core.storage.frameworks import load_frameworks

        return load_frameworks()

    def framework(self, name: str) -> Framework:
        """Return one framework by name; raise NotFoundError naming the nearest."""
        from dharma_core.policies.frameworks import find_framework

        return find_framework(name, self.frameworks())

    def compliance(self, plan: Plan, report: CheckReport, framework: str) -> ComplianceReport:
        """Return how each control of a framework stands by a check of the Plan.

        Raises
        ------
        NotFoundError
            If there is no such framework.
        """
        from dharma_core.policies.compliance import judge_compliance

        return judge_compliance(plan, report, self.framework(framework), others=self._known_rules)

    @cached_property
    def _known_rules(self) -> tuple[Rule, ...]:
        """Dharma's own rules for every cloud."""
        from dharma_core.policies.check import list_rules
        from dharma_core.storage.policy_files import load_builtin_policies

        return list_rules(load_builtin_policies())[0]

    def baseline(self, file: Path) -> Baseline:
        """Return the known findings that a file lists.

        Raises
        ------
        NotFoundError
            If it is not there.
        InputError
            If it is no baseline.
        """
        from dharma_core.policies.baseline import parse_baseline

        text = read_file(self.cwd / file, str(file), limit=_MAX_BYTES)
        return parse_baseline(text, file=str(file))

    def write_baseline(self, report: CheckReport, file: Path) -> int:
        """Write the findings of a check as known ones, whole or not at all; return how many.

        Raises
        ------
        PermissionDenied
            If the actor may not say that findings need not be fixed.
        """
        from dharma_core.policies.baseline import baseline_text, parse_baseline
        from dharma_core.storage.atomic_file import replacing

        self.allow("policy:baseline")
        text = baseline_text(report)
        with replacing(self.cwd / file) as stream:
            stream.write(text)
        known = len(parse_baseline(text, file=str(file)).known)
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.BASELINE_WRITTEN, ("baseline", str(file)))
            uow.events.append(replace(draft, data={"findings": known}))
        return known
