"""Designs under work: opened from the store or a template, judged as they stand, saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.workbench.designs import Designs
from dharma_core.workbench.sources import FoundText

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.problems import Problem
    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.costs.estimates import CostState, Estimate
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport, Finding
    from dharma_core.runners.rego_memory import RememberingRego

__all__ = ["Designing", "DraftAssessment", "DraftOrigin", "Mark"]


@dataclass(frozen=True, slots=True)
class DraftOrigin:
    """Where a design under work comes from.

    Parameters
    ----------
    label : str
        For people: ``shop 1.2.0``, ``Template three-tier-web``, ``A new design``.
    blueprint_id, version : str
        Of a stored design; saving is refused when somebody saved another version since.
    """

    label: str
    blueprint_id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one resource of a design.

    Parameters
    ----------
    monthly : Decimal or None
        The known part of its cost, over everything it lowers to; None when nothing is known.
    state : CostState or None
        The worst of what it lowers to; None when it does not lower.
    findings : tuple of Finding
        Unwaived ones, worst first.
    problems : tuple of str
        What is missing or wrong in the design itself.
    """

    monthly: Decimal | None = None
    state: CostState | None = None
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftAssessment:
    """A design under work, judged as far as it goes.

    Parameters
    ----------
    problems : tuple of Problem
        What keeps the design from being built, with paths into the blueprint.
    marks : mapping of resource name to Mark
    """

    plan: Plan
    problems: tuple[Problem, ...]
    report: CheckReport
    estimate: Estimate
    marks: Mapping[str, Mark] = field(default_factory=dict)


class Designing(Designs):
    """The part of the workbench behind the canvas."""

    def open_draft(self, source: str) -> tuple[Blueprint, DraftOrigin]:
        """Return a stored design (id, name or ``ID@VERSION``) or a template, to be edited.

        Raises
        ------
        NotFoundError
            If nothing answers to that name.
        """
        from dharma_core.storage.facts import load_templates
        from dharma_core.workbench.documents import design_of

        found = self._find_stored(source)
        if found is None and source in load_templates():
            return self.open_template(source)
        if found is None:
            name, _, version = source.partition("@")
            found = self.blueprint(name, version or None)
        label = f"{found.name} {found.version}"
        return design_of(found.document), DraftOrigin(label, found.id, found.version)

    def open_template(self, name: str) -> tuple[Blueprint, DraftOrigin]:
        """Return a bundled template, to be edited and stored as a design of its own.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        from dharma_core.blueprints import parse_blueprint

        design = parse_blueprint(self.template(name), file=f"{name}.yaml")
        return design, DraftOrigin(f"Template {name}")

    def drawable(self, source: str, *, native: bool = False) -> Blueprint | Plan:
        """Return what a picture of a SOURCE shows: a blueprint as designed, else its Plan.

        Parameters
        ----------
        native : bool
            Show a blueprint's native resources instead of its portable ones.

        Raises
        ------
        NotFoundError, InputError
            As ``read`` does.
        """
        from dharma_core.blueprints import parse_blueprint
        from dharma_core.importers.sources import SourceText, kind_of

        found = self._find_source(source)
        if native or not isinstance(found, FoundText):
            return self.read(source, partial=True)
        if kind_of(SourceText(found.text, found.file)) == "blueprint":
            return parse_blueprint(found.text, file=found.file)
        return self.read(source, partial=True)

    def assess_draft(self, blueprint: Blueprint) -> DraftAssessment:
        """Return what a design costs and which rules it breaks, as far as it can be lowered.

        Nothing is put on record: a draft is nobody's statement yet.
        """
        from dharma_core.blueprints.lowering import lower_draft

        if not blueprint.resources:
            return self._judged(_empty_plan(blueprint), ())
        try:
            plan, problems = lower_draft(blueprint, self.catalog, sizes=self.sizes)
        except InputError as error:  # what cannot even be drafted, such as two of one name
            return self._judged(_empty_plan(blueprint), _whole(error))
        return self._judged(plan, tuple(problems), blueprint)

    def save_draft(self, blueprint: Blueprint, origin: DraftOrigin) -> StoredBlueprint:
        """Keep a design as a new version of where it came from, or as a new design.

        Raises
        ------
        InputError
            If it cannot be built as it stands; every problem is named.
        ConflictError
            If somebody saved another version meanwhile; the draft is not lost.
        """
        from dharma_core.blueprints import dump_blueprint

        if not blueprint.resources:
            raise InputError(
                "The design holds no resource.", next_step="Add one from the palette first."
            )
        return self.save_blueprint(
            dump_blueprint(blueprint),
            file=f"{blueprint.name}.yaml",
            id=origin.blueprint_id or None,
            expected_version=origin.version or None,
        )

    @cached_property
    def _rego(self) -> RememberingRego:
        """What policies said before: the next edit asks only about what it changed."""
        from dharma_core.runners.rego import ChildRego
        from dharma_core.runners.rego_memory import RememberingRego

        return RememberingRego(ChildRego())

    def _judged(
        self, plan: Plan, problems: tuple[Problem, ...], blueprint: Blueprint | None = None
    ) -> DraftAssessment:
        report = self.waived(plan, self._checked(plan, (), self._rego))
        estimate = self.estimate(plan)
        marks = _marks(plan, report, estimate)
        for problem in problems:
            name = _named(problem, blueprint)
            if name:
                mark = marks.get(name, Mark())
                told = (*mark.problems, f"{problem.message} {problem.hint}".strip())
                marks[name] = Mark(mark.monthly, mark.state, mark.findings, told)
        return DraftAssessment(plan, problems, report, estimate, marks)


def _empty_plan(blueprint: Blueprint) -> Plan:
    from dharma_core.blueprints.lowering import PROVIDERS
    from dharma_core.plan import Plan

    provider = PROVIDERS[blueprint.provider]
    return Plan((), name=blueprint.name, provider=provider, region=blueprint.region)


def _whole(error: InputError) -> tuple[Problem, ...]:
    from dharma_core.blueprints.problems import Problem
    from dharma_core.provenance import Position

    return (Problem(Position("the design"), (), error.message, error.next_step),)


def _named(problem: Problem, blueprint: Blueprint | None) -> str:
    """Return the resource that a problem is about, empty for the design as a whole."""
    path = problem.path
    if blueprint is None or len(path) < 2 or path[0] != "resources":
        return ""
    return blueprint.resources[int(path[1])].name


def _marks(plan: Plan, report: CheckReport, estimate: Estimate) -> dict[str, Mark]:
    """Gather findings and costs by the design's own resources."""
    owner = {str(r.address): r.design or r.name for r in plan}
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.address in owner and not finding.waived:
            findings.setdefault(owner[finding.address], []).append(finding)
    costs: dict[str, Decimal | None] = {}
    states: dict[str, list[CostState]] = {}
    for cost in estimate.resources:
        name = owner.get(cost.address, "")
        states.setdefault(name, []).append(cost.state)
        known = costs.get(name)
        if cost.monthly_cost is not None:
            known = (known or Decimal(0)) + cost.monthly_cost
        costs[name] = known
    return {
        name: Mark(costs.get(name), _worst(states.get(name, ())), tuple(findings.get(name, ())))
        for name in dict.fromkeys(owner.values())
    }


def _worst(states: list[CostState] | tuple[()]) -> CostState | None:
    from dharma_core.costs.estimates import CostState

    order = list(CostState)
    return min(states, key=order.index, default=None)
