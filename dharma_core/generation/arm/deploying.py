"""Make one deployment of a Plan: a template, or a template a resource group within another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.generation.arm.building import Building, build_group
from dharma_core.generation.arm.finishing import Finished, finish
from dharma_core.generation.arm.language import Sections
from dharma_core.generation.arm.naming import GROUP_TYPE, Names, Places
from dharma_core.generation.arm.parameters import is_fraction, parameter_of
from dharma_core.generation.arm.template import (
    GROUPS,
    Declared,
    IdOf,
    Module,
    OutputDecl,
    OutputOf,
    Parameter,
    ParameterOf,
    Template,
    nodes,
)
from dharma_core.generation.arm.values import Untranslatable, Values, World
from dharma_core.generation.drafting import draft_plan
from dharma_core.generation.drafts import DraftOutput, DraftResource, Text, texts
from dharma_core.plan import Catalog, Path, Plan, Ref

__all__ = ["Deployment", "deploy"]


@dataclass(frozen=True, slots=True)
class Deployment:
    """A Plan as a template.

    Parameters
    ----------
    group : str
        The resource group the template is meant for, when it makes none and the Plan names one.
    notes : tuple of str
        What the source does not tell and the template asks for, and what is left to Azure.
    inputs : mapping of input name to parameter
    """

    template: Template
    untranslated: tuple[str, ...] = ()
    group: str = ""
    notes: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """What it is deployed into: ``subscription``, or the name of a resource group."""
        return "subscription" if self.template.scope == "subscription" else self.group


def deploy(plan: Plan, catalog: Catalog) -> Deployment:
    """Return the deployment that makes ``plan``.

    A Plan that makes resource groups, or speaks of several, becomes a template for a
    subscription with one inner template a group; any other becomes a template for the resource
    group it is deployed to.
    """
    return _Deployer(plan, catalog).deploy()


class _Deployer:
    """Makes one deployment."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self.plan, self.catalog = plan, catalog
        self.sections = Sections(catalog)
        self.draft = draft_plan(plan, catalog, keep=self._keeps)
        self.names = Names()
        places = Places(plan, self.sections, self.names)
        inputs = {v.name: self.names.keep(v.name) for v in self.draft.inputs}
        fractions = frozenset(inputs[v.name] for v in self.draft.inputs if is_fraction(v))
        self.world = World(self.draft, places, inputs, fractions)
        self.parameters = {
            inputs[v.name]: parameter_of(v, inputs[v.name]) for v in self.draft.inputs
        }
        self.missing = list(self.draft.untranslated)
        self.left: list[str] = []
        self.managed = [d for d in self.draft.resources if d.resource.address.mode == "managed"]

    def deploy(self) -> Deployment:
        groups = self.world.places.groups
        made = any(d.resource.type == GROUP_TYPE for d in self.managed)
        if made or len(groups) > 1:
            template = self._subscription(groups)
        else:
            template = self._alone(groups[0] if groups else "")
        group = "" if made or len(groups) != 1 else groups[0].removeprefix("=")
        missing = tuple(dict.fromkeys(self.missing))
        notes = (*self.draft.asked, *dict.fromkeys(self.left))
        return Deployment(template, missing, group, notes, self.world.inputs)

    def _keeps(self, type_: str, path: Path) -> bool:
        """Keep what a template can say even at Terraform's default: Azure's own may differ."""
        section = self.sections.get(type_)
        return section is not None and section.has_line(path)

    def _alone(self, group: str) -> Template:
        finished = self._build(group)
        outputs = [self._output(o, group) for o in self.draft.outputs]
        return self._with_parameters(
            replace(finished.template, outputs=tuple(o for o in outputs if o is not None))
        )

    def _build(self, group: str) -> Finished:
        building = Building(self.world, group, self.names)
        build_group(building, self._drafts_of(group))
        finished = finish(building)
        self.missing += building.missing
        self.left += building.left
        return finished

    def _drafts_of(self, group: str) -> Iterator[DraftResource]:
        for draft in self.managed:
            if draft.resource.type == GROUP_TYPE:
                continue
            if self.world.places.group(draft.resource) == group:
                yield draft

    def _subscription(self, groups: tuple[str, ...]) -> Template:
        rows = tuple(self._group_row(d) for d in self.managed if d.resource.type == GROUP_TYPE)
        held = [g for g in groups if next(self._drafts_of(g), None) is not None]
        symbols = {group: self.names.take("resources", self._title(group)) for group in held}
        finished = {group: self._build(group) for group in held}
        inner, outer = self._place_outputs(symbols)
        modules = []
        for group, symbol in symbols.items():
            template = replace(finished[group].template, outputs=tuple(inner.get(group, ())))
            template = self._with_parameters(template)
            waits = tuple(symbols[g] for g in finished[group].groups if g in symbols and g != group)
            modules.append(self._module(group, symbol, template, waits))
        self._refuse_circles(modules)
        main = Template("subscription", (), None, rows, tuple(modules), tuple(outer))
        return self._with_parameters(main)

    def _group_row(self, draft: DraftResource) -> Declared:
        values = Values(self.world, "")
        symbol = self.world.places.symbols[draft.address]
        building = Building(self.world, "", self.names)
        build_group(building, [draft])
        self.missing += building.missing
        self.left += building.left
        there = building.declared.get(symbol)
        return there or Declared(symbol, GROUPS, "2022-09-01", values.names(draft.resource), {})

    def _title(self, group: str) -> str:
        resource = self.plan.by_address.get(group)
        return resource.name if resource is not None else group.removeprefix("=")

    def _module(self, group: str, symbol: str, inner: Template, waits: tuple[str, ...]) -> Module:
        name = _group_name(self.world, group)
        place = self.world.places.symbols.get(group)
        return Module(symbol, symbol, IdOf(place) if place else name, name, inner, waits)

    def _refuse_circles(self, modules: list[Module]) -> None:
        """Note groups that need each other: no order of templates makes them."""
        left = {m.symbol: set(m.depends_on) for m in modules}
        while ready := [symbol for symbol, waits in left.items() if not waits & set(left)]:
            for symbol in ready:
                del left[symbol]
        if left:
            self.missing.append(f"{' and '.join(left)}: these resource groups need each other")

    def _place_outputs(
        self, symbols: Mapping[str, str]
    ) -> tuple[dict[str, list[OutputDecl]], list[OutputDecl]]:
        """Return the outputs of each group's template, and those of the whole."""
        inner: dict[str, list[OutputDecl]] = {}
        outer: list[OutputDecl] = []
        for output in self.draft.outputs:
            groups = self._groups_of(output)
            group = groups[0] if len(groups) == 1 and groups[0] in symbols else ""
            if len(groups) > 1:
                self.missing.append(f"output.{output.name}: it reads several resource groups")
                continue
            found = self._output(output, group)
            if found is None:
                continue
            if group:
                inner.setdefault(group, []).append(found)
                found = replace(found, value=OutputOf(symbols[group], found.name))
            outer.append(found)
        return inner, outer

    def _groups_of(self, output: DraftOutput) -> list[str]:
        found: dict[str, None] = {}
        for ref in (p for text in texts(output.value) for p in text.parts if isinstance(p, Ref)):
            resource = self.plan.by_address.get(ref.target)
            if resource is not None and resource.type != GROUP_TYPE:
                found[self.world.places.group(resource)] = None
        return list(found)

    def _output(self, output: DraftOutput, group: str) -> OutputDecl | None:
        """Return an output; a secret is none, whoever may read a deployment reads its outputs."""
        try:
            value = Values(self.world, group).of(output.value)
        except Untranslatable as reason:
            self.missing.append(f"output.{output.name}: {reason}")
            return None
        if output.sensitive:
            self.missing.append(f"output.{output.name}: outputs are shown to every reader")
            return None
        kind = self._output_type(output.value, value)
        return OutputDecl(output.name, kind, value, output.description)

    def _output_type(self, written: Any, value: Any) -> str:
        parts = written.parts if isinstance(written, Text) else ()
        if len(parts) != 1 or not isinstance(parts[0], Ref):
            return _type_of(value)
        ref = parts[0]
        resource = self.plan.by_address.get(ref.target)
        kind = self.catalog.find(resource.type) if resource is not None else None
        steps = tuple(int(s) if s.isdigit() else s for s in ref.attribute.split("."))
        fact = kind.attribute(steps) if kind is not None else None
        if isinstance(value, ParameterOf):
            return self.parameters[value.name].type
        return _TYPES.get((fact.type if fact else "string").split("(")[0], "string")

    def _with_parameters(self, template: Template) -> Template:
        """Return the template with the parameters that it or its modules use."""
        values: list[Any] = [(r.names, r.body, r.group) for r in template.resources]
        values += [o.value for o in template.outputs] + [m.group_name for m in template.modules]
        used = {n.name for n in nodes(values) if isinstance(n, ParameterOf)}
        used |= {p.name for m in template.modules for p in m.template.parameters}
        found: tuple[Parameter, ...] = tuple(p for n, p in self.parameters.items() if n in used)
        return replace(template, parameters=found)


_TYPES = {"string": "string", "number": "int", "bool": "bool", "list": "array", "set": "array",
          "map": "object", "object": "object"}  # fmt: skip


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, (list, tuple)):
        return "array"
    return "object" if isinstance(value, Mapping) else "string"


def _group_name(world: World, group: str) -> Any:
    resource = world.draft.plan.by_address.get(group)
    return Values(world, "").names(resource)[0] if resource else group.removeprefix("=")
