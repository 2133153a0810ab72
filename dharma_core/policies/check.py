"""Judge a Plan by Rego policies: findings with evidence, and a finding for each bad policy."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import Path, Plan
from dharma_core.policies.documents import Views, whole_document
from dharma_core.policies.findings import CheckReport, Finding, Rule
from dharma_core.policies.library import Library
from dharma_core.policies.metadata import CULPRITS_ENTRY, NATIVE_ENTRY, Policy, parse_policy
from dharma_core.policies.nulls import without_null_writings
from dharma_core.policies.ports import (
    BUILTIN,
    PolicySource,
    RegoAsk,
    RegoProblem,
    RegoResult,
    RegoRunner,
    RegoSession,
    RegoUnit,
)
from dharma_core.policies.relations import Relations, find_relations
from dharma_core.policies.sampling import Sample, take_sample
from dharma_core.policies.verdicts import classic_findings, judge, policy_error

__all__ = ["check", "list_rules"]

_PREFIXES = {"azure": "azurerm", "gcp": "google"}  # of types, by how our files begin
_UNUSED = "has no deny, warn or violation rule, and no other file uses it"


def check(
    plan: Plan,
    sources: Sequence[PolicySource],
    runner: RegoRunner,
    *,
    parameters: Mapping[str, Any] | None = None,
    data: Mapping[str, Mapping[str, Any]] | None = None,
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
    data : mapping of pack to mapping, optional
        What the policies of a pack read as ``data`` besides.

    Returns
    -------
    CheckReport
        Of Dharma's own rules, those for clouds that the plan has resources of are run.
        A policy that cannot be read, compiled or run is a finding ``policy_error``; the others
        report all the same.
    """
    with runner.session() as session:  # the engine starts while we read the policies
        policies, problems = _read(_of_its_clouds(plan, sources))
        plan = without_null_writings(plan)
        relations = find_relations(plan, policies)
        run = _Run(plan, session, Library(policies), relations, parameters, data or {})
        run.native(_groups(policies))
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


def _of_its_clouds(plan: Plan, sources: Iterable[PolicySource]) -> Iterator[PolicySource]:
    """Yield the policies but Dharma's own for clouds that a plan has no resource of."""
    prefixes = {r.type.partition("_")[0] for r in plan.managed}
    for source in sources:
        cloud = source.file.rpartition("/")[2].partition("_")[0]
        told = _PREFIXES.get(cloud, cloud) in prefixes or source.file.startswith("lib/")
        if told or source.pack != BUILTIN:
            yield source


def _read(sources: Iterable[PolicySource]) -> tuple[list[Policy], list[RegoProblem]]:
    """Return the policies that can be read, and what is wrong with the others."""
    policies: list[Policy] = []
    problems: list[RegoProblem] = []
    for source in sources:
        if source.problem:
            problems.append(RegoProblem(source.file, None, source.problem))
            continue
        try:
            policies.append(_parsed(source))
        except InputError as error:
            problems.append(RegoProblem(source.file, error.details.get("line"), error.message))
    foreign = Library(p for p in policies if p.source.pack != BUILTIN)
    problems.extend(RegoProblem(p.source.file, None, _UNUSED) for p in foreign.unused())
    return policies, problems


def _parsed(source: PolicySource) -> Policy:
    return _parsed_once(source) if source.pack == BUILTIN else parse_policy(source)


# Dharma's own rules do not change while it runs, and reading their METADATA takes 0.1 s.
_parsed_once = lru_cache(maxsize=2_048)(parse_policy)


def _groups(policies: Iterable[Policy]) -> list[list[Policy]]:
    """Group native policies that look at the same types, so that they are compiled together."""
    groups: dict[tuple[str, frozenset[str]], list[Policy]] = {}
    for policy in policies:
        if policy.native:
            own = policy.source.pack == BUILTIN
            alone = "" if own else f"{policy.source.pack}:{policy.source.file}"
            key = (alone, frozenset(policy.rule.resource_types))
            groups.setdefault(key, []).append(policy)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question on its way to the engine, and the resources that its answer holds for."""

    policy: Policy
    sample: Sample
    ask: RegoAsk


@dataclass
class _Run:
    """What one check has found so far."""

    plan: Plan
    session: RegoSession
    library: Library
    relations: Relations
    parameters: Mapping[str, Any] | None
    data: Mapping[str, Mapping[str, Any]]
    findings: list[Finding] = field(default_factory=list)
    problems: list[RegoProblem] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def native(self, groups: Iterable[list[Policy]]) -> None:
        """Run policies that list failing addresses, each group over the same types."""
        drawn: deque[_Asked] = deque()
        for result in self.session.each(self._asks(groups, drawn)):
            asked = drawn.popleft()
            for found in self._accepted(asked.policy, asked.ask, result):
                failing = asked.sample.spread(_failing(found))
                subjects = self.plan.of_type(*asked.policy.rule.resource_types)
                self.findings.extend(
                    judge(subjects, asked.policy, failing, self.relations, self.plan)
                )

    def _asks(self, groups: Iterable[list[Policy]], drawn: deque[_Asked]) -> Iterator[RegoAsk]:
        """Yield the questions; note what each is about as it is drawn."""
        for group in groups:
            subjects = self.plan.of_type(*group[0].rule.resource_types)
            if not subjects and group[0].source.pack == BUILTIN:
                self.rules.extend(policy.rule for policy in group)
                continue
            units, views = self._units(group), Views(self.relations, keep=len(group) > 1)
            for policy in group:
                sample = take_sample(subjects, policy, views, self.parameters)
                ask = units[self._key(policy)], tuple(sample.documents())
                drawn.append(_Asked(policy, sample, ask))
                yield ask

    def classic(self, policies: list[Policy]) -> None:
        """Run policies that return messages about the whole plan."""
        if not policies:
            return
        document = whole_document(self.plan, policies, self.relations)
        for policy in policies:
            for result in self._evaluate(policy, self._unit(policy), [document]):
                for entry, value in ((e, v) for values in result.values for e, v in values.items()):
                    rule = policy.rules[entry]
                    self.findings.extend(classic_findings(self.plan, rule, value))

    def _evaluate(
        self, policy: Policy, unit: RegoUnit, inputs: Sequence[str]
    ) -> Iterator[RegoResult]:
        """Yield the result of a policy that ran; keep the problem of one that did not."""
        result = self.session.evaluate((unit,), inputs)[unit.key]
        yield from self._accepted(policy, (unit, inputs), result)

    def _accepted(self, policy: Policy, ask: RegoAsk, result: RegoResult) -> Iterator[RegoResult]:
        if result.problem and ask[0].shared:  # the fault may lie in what it is compiled with
            yield from self._evaluate(policy, self._unit(policy), ask[1])
        elif result.problem:
            self.problems.append(_explained(result.problem, policy))
        else:
            self.rules.extend(policy.rules.values())
            yield result

    def _units(self, group: list[Policy]) -> dict[str, RegoUnit]:
        """Return what each policy of a group runs; Dharma's own are one bundle."""
        if group[0].source.pack != BUILTIN:
            return {self._key(p): self._unit(p) for p in group}
        modules = self.library.bundle(group)
        entrypoints = tuple(e for p in group for e in p.entrypoints)
        data = self._data(BUILTIN)
        return {
            self._key(p): RegoUnit(
                self._key(p), modules, p.entrypoints, data, entrypoints, trusted=True
            )
            for p in group
        }

    def _unit(self, policy: Policy) -> RegoUnit:
        modules = (policy.source, *self.library.needed_by(policy))
        return RegoUnit(
            self._key(policy), modules, policy.entrypoints, self._data(policy.source.pack)
        )

    def _data(self, pack: str) -> Mapping[str, Any]:
        own = {"dharma": {"parameters": dict(self.parameters)}} if self.parameters else {}
        return {**self.data.get(pack, {}), **own}

    @staticmethod
    def _key(policy: Policy) -> str:
        return f"{policy.source.pack}:{policy.source.file}"


def _failing(result: RegoResult) -> dict[str, Path]:
    """Return the failing addresses, and where exactly each is wrong if the policy says so."""
    failing: dict[str, Path] = {str(a): () for v in result.values for a in v[NATIVE_ENTRY] or ()}
    for values in result.values:
        places = reversed(values.get(CULPRITS_ENTRY) or ())
        failing.update((address, tuple(path)) for address, *path in places)
    return failing


def _explained(problem: RegoProblem, policy: Policy) -> RegoProblem:
    """Say who suffers when the fault lies in a file that the policy needs."""
    if problem.file == policy.source.file:
        return problem
    return replace(problem, reason=f"{problem.reason} (needed by {policy.source.file})")
