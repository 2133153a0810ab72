"""CloudFormation, in YAML or JSON: one template from one Plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.generation.cloudformation.around import LOOKED_UP, foreign_kind, is_stack_name
from dharma_core.generation.cloudformation.building import Built, build, build_whole, fold
from dharma_core.generation.cloudformation.naming import (
    FOLDED,
    Names,
    logical_ids,
    name_of,
    name_resources,
)
from dharma_core.generation.cloudformation.outputs import output_text
from dharma_core.generation.cloudformation.section import Section, read_sections
from dharma_core.generation.cloudformation.special import ROOT_DEVICE
from dharma_core.generation.cloudformation.text import to_json, to_yaml
from dharma_core.generation.cloudformation.values import Untranslatable, Values
from dharma_core.generation.drafting import draft_plan, input_values
from dharma_core.generation.drafts import DraftResource
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.provider_regions import elsewhere
from dharma_core.generation.scalars import words_of
from dharma_core.plan import UNKNOWN, Catalog, Path, Plan, Variable

__all__ = ["inputs", "logical_ids", "parameter_names", "parameter_values", "render", "render_json"]

Json = dict[str, Any]

_TAGS = ": tags"


def render(plan: Plan, catalog: Catalog) -> Generation:
    """Return the YAML template that makes ``plan``.

    What CloudFormation writes inside another resource is folded into it. Each resource carries
    its address in ``Metadata``; secrets become ``NoEcho`` parameters. Types and attributes
    without a counterpart are listed in ``untranslated``.
    """
    return _generation(plan, catalog, "template.yaml", to_yaml)


def render_json(plan: Plan, catalog: Catalog) -> Generation:
    """Return the same template as JSON."""
    return _generation(plan, catalog, "template.json", to_json)


def parameter_names(plan: Plan, catalog: Catalog) -> Mapping[str, str]:
    """Return the template's parameter for each of :func:`inputs`, by the input's name."""
    writer = _Writer(plan, catalog)
    writer.template()
    return writer.parameters | {name: name for name in writer.told}


def inputs(plan: Plan, catalog: Catalog) -> tuple[Variable, ...]:
    """Return what the template's parameters stand for, with the values that are known."""
    writer = _Writer(plan, catalog)
    writer.template()
    told = (Variable(name, description=text) for name, text in writer.told.items())
    return (*writer.inputs, *told)


def parameter_values(plan: Plan, catalog: Catalog) -> Mapping[str, str]:
    """Return the known value of each secret parameter; the others have theirs in the template.

    Never write these anywhere: they are for the call that makes the stack.
    """
    names = _Writer(plan, catalog).parameters
    known = input_values(plan, catalog)
    return {names[name]: words_of(value) for name, value in known.items() if name in names}


def _generation(
    plan: Plan, catalog: Catalog, name: str, write: Callable[[Mapping[str, Any]], str]
) -> Generation:
    writer = _Writer(plan, catalog)
    text = write(writer.template())
    lost = dict.fromkeys((*writer.untranslated, *elsewhere(plan, "a stack")))
    untagged = [item.removesuffix(_TAGS) for item in lost if item.endswith(_TAGS)]
    notes = list(writer.draft.asked)
    if untagged:
        notes.append(f"CloudFormation has no tags for {', '.join(untagged)}; they stay untagged.")
    if writer.kept:
        shown = (f"{address} ({', '.join(names)})" for address, names in writer.kept.items())
        notes.append(
            "CloudFormation has no property for these; Metadata keeps them for whoever reads the "
            f"template: {', '.join(shown)}."
        )
    if writer.guessed_devices:
        notes.append(
            f"The root disk of {', '.join(writer.guessed_devices)} is written as {ROOT_DEVICE}; "
            "other images than Amazon's may name it differently."
        )
    return Generation(
        format="cloudformation",
        files=(GeneratedFile(name, text),),
        untranslated=tuple(item for item in lost if not item.endswith(_TAGS)),
        notes=tuple(notes),
        region=plan.region,
    )


class _Writer:
    """Builds one template."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self.plan, self.catalog = plan, catalog
        self.sections = read_sections(catalog)
        self.draft = draft_plan(plan, catalog, keep=self._keeps)
        self.names = Names()
        ids = name_resources(plan, self.names)
        by_address = plan.by_address
        self.ids = {a: i for a, i in ids.items() if self._is_said(by_address[a].type)}
        self.inputs = [
            v
            for v in self.draft.inputs
            if _parameter_type(v) is not None and not is_stack_name(plan, v)
        ]
        self.parameters = {v.name: self.names.take(v.name) for v in self.inputs}
        self.flags = {
            self.parameters[v.name]: self.names.take(f"{v.name} on")
            for v in self.inputs
            if _is_flag(v)
        }
        self.values = Values(self.draft, self.sections, self.ids, self.parameters, flags=self.flags)
        self.resources: dict[str, Json] = {}
        self.companions: dict[str, list[str]] = {}
        self.told: dict[str, str] = {}
        self.awaited: dict[str, str] = {}
        self.untranslated = list(self.draft.untranslated)
        self.guessed_devices: list[str] = []
        self.kept: dict[str, tuple[str, ...]] = {}

    def template(self) -> Json:
        """Return the template; sections without entries are left out."""
        for draft in self.draft.resources:
            if draft.address not in self.ids:
                self.untranslated += self._unsaid(draft)
            elif draft.resource.type not in FOLDED:
                self._add(draft)
        for draft in self.draft.resources:
            if draft.resource.type in FOLDED and draft.address in self.ids:
                self._fold(draft)
        for draft in self.draft.resources:
            self._depend(draft)
        sections = {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": f"{self.plan.name}, written by Dharma",
            "Parameters": self._parameters(),
            "Conditions": self._conditions(),
            "Resources": {name: _ordered(body) for name, body in self.resources.items()},
            "Outputs": dict(self._outputs()),
        }
        return {name: section for name, section in sections.items() if section}

    def _keeps(self, type_: str, path: Path) -> bool:
        section = self.sections.get(type_)
        return section is not None and section.keeps(path)

    def _is_said(self, type_: str) -> bool:
        section = self.sections.get(type_)
        return bool(foreign_kind(type_)) or (section is not None and not section.none)

    def _unsaid(self, draft: DraftResource) -> Iterator[str]:
        """Say why a resource is not in the template, unless functions stand for it."""
        type_ = draft.resource.type
        if draft.resource.address.mode == "data":
            if type_ not in LOOKED_UP:
                yield f"{draft.address}: CloudFormation looks up no {type_}"
            return
        section = self.sections.get(type_)
        if section is None:
            why = f"what CloudFormation calls {type_} is not known"
        elif section.none:
            why = section.none
        else:
            why = f"CloudFormation writes it inside what {FOLDED[type_]} names, which is not here"
        yield f"{draft.address}: {why}"

    def _add(self, draft: DraftResource) -> None:
        logical_id, kind = self.ids[draft.address], foreign_kind(draft.resource.type)
        section = Section(type=kind) if kind else self.sections[draft.resource.type]
        made = build_whole if kind else build
        built = made(draft, section, self.values, logical_id)
        self.resources[logical_id] = built.body
        for suffix, body in built.companions.items():
            name = self.names.take(logical_id, suffix)
            self.resources[name] = body
            self.companions.setdefault(logical_id, []).append(name)
            if suffix == built.awaited:
                self.awaited[logical_id] = name
        self._report(draft, built)

    def _report(self, draft: DraftResource, built: Built) -> None:
        self._report_missing(draft, built)
        self.told |= {self.ids[draft.address] + k: t for k, t in built.extra.parameters.items()}
        if built.extra.guessed_device:
            self.guessed_devices.append(draft.address)

    def _fold(self, draft: DraftResource) -> None:
        section = self.sections[draft.resource.type]
        owner = self.resources[self.ids[draft.address]]
        built = fold(draft, section, self.values, owner, name=name_of(draft.resource))
        self._report_missing(draft, built)

    def _report_missing(self, draft: DraftResource, built: Built) -> None:
        """Say what is not written, and what nobody but a reader of the template will see."""
        self.untranslated += built.missing
        said = {item.removeprefix(f"{draft.address}: ") for item in built.missing}
        if only := tuple(name for name in built.kept if name not in said):
            self.kept[draft.address] = only

    def _depend(self, draft: DraftResource) -> None:
        """Say what has to wait: explicit dependencies, and companions of what is referred to."""
        logical_id = self.ids.get(draft.address)
        if logical_id is None:
            return
        wanted = {self.awaited.get(i, i) for i in map(self.ids.get, draft.depends_on) if i}
        for name in (logical_id, *self.companions.get(logical_id, ())):
            body = self.resources[name]
            waits = {self.awaited[i] for i in _referred(body) if i in self.awaited}
            waits |= wanted if name == logical_id else set()
            waits -= {name, logical_id}
            if waits:
                body["DependsOn"] = sorted(waits.union(body.get("DependsOn", ())))

    def _parameters(self) -> Json:
        found = {self.parameters[v.name]: _parameter(v) for v in self.inputs}
        told = {n: {"Type": "String", "Description": text} for n, text in self.told.items()}
        return found | told

    def _conditions(self) -> Json:
        used = {c for p, c in self.flags.items() if _uses(self.resources, c)}
        return {c: {"Fn::Equals": [{"Ref": p}, "true"]} for p, c in self.flags.items() if c in used}

    def _outputs(self) -> Iterator[tuple[str, Json]]:
        names = Names()
        for output in self.draft.outputs:
            try:
                text = output_text(output.value, self.values, self.plan, self.catalog)
            except Untranslatable:
                self.untranslated.append(f"output.{output.name}")
                continue
            if output.sensitive:
                # CloudFormation shows every output to whoever may see the stack, as plain text.
                self.untranslated.append(f"output.{output.name}")
                continue
            body = {"Description": output.description} if output.description else {}
            yield names.take(output.name), body | {"Value": text}


_ORDER = ("Type", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Properties")


def _ordered(body: Json) -> Json:
    return {key: body[key] for key in _ORDER if key in body}


def _uses(value: Any, condition: str) -> bool:
    """Whether a condition decides anything inside a value."""
    if isinstance(value, Mapping):
        chosen = value.get("Fn::If")
        return bool(chosen and chosen[0] == condition) or any(
            _uses(inner, condition) for inner in value.values()
        )
    return isinstance(value, list) and any(_uses(inner, condition) for inner in value)


_SUB_NAME = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def _referred(value: Any) -> set[str]:
    """Return the logical ids that a body reads."""
    if isinstance(value, Mapping):
        if "Ref" in value:
            return {value["Ref"]}
        if "Fn::GetAtt" in value:
            return {value["Fn::GetAtt"][0]}
        if "Fn::Sub" in value:
            return set(_SUB_NAME.findall(value["Fn::Sub"]))
        return set().union(*map(_referred, value.values()))
    return set().union(*map(_referred, value)) if isinstance(value, list) else set()


_TYPES = {
    "string": "String",
    "bool": "String",
    "number": "Number",
    "list(string)": "CommaDelimitedList",
    "set(string)": "CommaDelimitedList",
}
"""Maps and objects have no parameter type."""


def _is_flag(variable: Variable) -> bool:
    return variable.type == "bool" or isinstance(_default(variable), bool)


def _parameter_type(variable: Variable) -> str | None:
    default = _default(variable)
    if isinstance(default, bool):
        return "String"
    if isinstance(default, (int, float)):
        return "Number"
    if isinstance(default, Mapping):
        return None
    return _TYPES.get(variable.type)


def _parameter(variable: Variable) -> Json:
    default = _default(variable)
    body: Json = {"Type": _parameter_type(variable)}
    if variable.description:
        body["Description"] = variable.description
    if _is_flag(variable):
        body["AllowedValues"] = ["true", "false"]
    if variable.sensitive:
        body["NoEcho"] = True
    elif default is not None:
        body["Default"] = _parameter_text(default)
    return body


def _default(variable: Variable) -> Any:
    return variable.default if variable.value in (None, UNKNOWN) else variable.value


def _parameter_text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(words_of(item) for item in value)
    return words_of(value)
