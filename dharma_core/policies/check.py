"""Judge a Plan by Rego policies: findings with evidence, and a finding for each bad policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import Plan
from dharma_core.policies.documents import native_documents, whole_document
from dharma_core.policies.findings import CheckReport, Finding, Rule
from dharma_core.policies.library import Library
from dharma_core.policies.metadata import CULPRITS_ENTRY, NATIVE_ENTRY, Policy, parse_policy
from dharma_core.policies.ports import (
    BUILTIN,
    PolicySource,
    RegoProblem,
    RegoResult,
    RegoRunner,
    RegoSession,
    RegoUnit,
)
from dharma_core.policies.relations import Relations, find_relations
from dharma_core.policies.verdicts import classic_findings, judge, policy_error

__all__ = ["check", "list_rules"]

_UNUSED = "has no deny, warn or violation rule, and no other file uses it"


def check(
    plan: Plan,
    sources: Sequence[PolicySource],
    runner: RegoRunner,
    *,
    parameters: Mapping[str, Any] | None = None,
) -> CheckReport:
    """Run every policy over a Plan.

    Parameters
    ----------
    sources : sequence of PolicySource
        Rego files: Dharma's own, a user's, or both. A file without a deny, warn or violation rule
        is a library for the others.
    runner : RegoRunner
        Runs them apart from this process.
    parameters : mapping, optional
        What rules read as ``data.dharma.parameters``, such as ``required_tags``.

    Returns
    -------
    CheckReport
        A policy that cannot be read, compiled or run is a finding ``policy_error``; the others
        report all the same.
    """
    with runner.session() as session:  # the engine starts while we read the policies
        policies, problems = _read(sources)
        run = _Run(plan, session, Library(policies), find_relations(plan, policies), parameters)
        for group in _groups(policies):
            run.native(group)
        run.classic([p for p in policies if p.rules and not p.native])
    findings = [*run.findings, *map(policy_error, dict.fromkeys([*problems, *run.problems]))]
    return CheckReport.of(findings, run.rules, len(plan.managed))


def list_rules(sources: Iterable[PolicySource]) -> tuple[tuple[Rule, ...], tuple[Finding, ...]]:
    r"""Return the rules that policy files declare, without running them, and what cannot be read.

    Examples
    --------
    >>> rules, bad = list_rules([PolicySource("a.rego", "package a\ndeny[m] { m := 1 }")])
    >>> [rule.id for rule in rules], bad
    (['a.deny'], ())
    """
    policies, problems = _read(sources)
    rules = tuple(rule for policy in policies for rule in policy.rules.values())
    return rules, tuple(map(policy_error, problems))


def _read(sources: Iterable[PolicySource]) -> tuple[list[Policy], list[RegoProblem]]:
    """Return the policies that can be read, and what is wrong with the others."""
    policies: list[Policy] = []
    problems: list[RegoProblem] = []
    for source in sources:
        if source.problem:
            problems.append(RegoProblem(source.file, None, source.problem))
            continue
        try:
            policies.append(parse_policy(source))
        except InputError as error:
            problems.append(RegoProblem(source.file, error.details.get("line"), error.message))
    unused = (p.source for p in Library(policies).unused() if p.source.pack != BUILTIN)
    problems.extend(RegoProblem(source.file, None, _UNUSED) for source in unused)
    return policies, problems


def _groups(policies: Iterable[Policy]) -> list[list[Policy]]:
    """Group native policies that look at the same types, so that they share their input."""
    groups: dict[tuple[frozenset[str], bool], list[Policy]] = {}
    for policy in policies:
        if policy.native:
            key = (frozenset(policy.rule.resource_types), policy.compares)
            groups.setdefault(key, []).append(policy)
    return list(groups.values())


@dataclass
class _Run:
    """What one check has found so far."""

    plan: Plan
    session: RegoSession
    library: Library
    relations: Relations
    parameters: Mapping[str, Any] | None
    findings: list[Finding] = field(default_factory=list)
    problems: list[RegoProblem] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def native(self, group: list[Policy]) -> None:
        """Run policies that list failing addresses, all over the same types."""
        subjects = self.plan.of_type(*group[0].rule.resource_types)
        inputs = native_documents(self.plan, group, self.relations)
        for policy, result in self._evaluate(group, inputs):
            failing = {str(a): () for v in result.values for a in v[NATIVE_ENTRY] or ()}
            for values in result.values:
                places = reversed(values.get(CULPRITS_ENTRY) or ())
                failing.update((address, tuple(path)) for address, *path in places)
            self.findings.extend(judge(subjects, policy, failing, self.relations))

    def classic(self, policies: list[Policy]) -> None:
        """Run policies that return messages about the whole plan."""
        if not policies:
            return
        document = whole_document(self.plan, policies, self.relations)
        for policy, result in self._evaluate(policies, [document]):
            for values in result.values:
                for entry, value in values.items():
                    rule = policy.rules[entry]
                    self.findings.extend(classic_findings(self.plan, rule, value))

    def _evaluate(
        self, policies: list[Policy], inputs: Iterable[str]
    ) -> Iterator[tuple[Policy, RegoResult]]:
        """Yield the policies that ran; keep the problems of the others."""
        units = {self._key(p): self._unit(p) for p in policies}
        results = self.session.evaluate(tuple(units.values()), inputs)
        for policy in policies:
            result = results[self._key(policy)]
            if result.problem:
                self.problems.append(_explained(result.problem, policy))
            else:
                self.rules.extend(policy.rules.values())
                yield policy, result

    def _unit(self, policy: Policy) -> RegoUnit:
        data = {"dharma": {"parameters": dict(self.parameters)}} if self.parameters else {}
        if policy.native and policy.source.pack == BUILTIN:
            modules, shared = self.library.builtin
        else:
            modules, shared = (policy.source, *self.library.needed_by(policy)), ()
        return RegoUnit(self._key(policy), modules, policy.entrypoints, data, shared)

    @staticmethod
    def _key(policy: Policy) -> str:
        return f"{policy.source.pack}:{policy.source.file}"


def _explained(problem: RegoProblem, policy: Policy) -> RegoProblem:
    """Say who suffers when the fault lies in a file that the policy needs."""
    if problem.file == policy.source.file:
        return problem
    return replace(problem, reason=f"{problem.reason} (needed by {policy.source.file})")
