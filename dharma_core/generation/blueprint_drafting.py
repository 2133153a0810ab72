"""A Plan of any source as a blueprint, so that what was imported can be edited and kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.lowering import PROVIDERS
from dharma_core.blueprints.model import (
    RESERVED_NAMES,
    USUAL_REGIONS,
    VARIABLE_TYPES,
    Blueprint,
    OutputSpec,
    ResourceSpec,
    VariableSpec,
)
from dharma_core.blueprints.references import Mention, template_of
from dharma_core.errors import InputError
from dharma_core.generation.drafting import draft_plan
from dharma_core.generation.drafts import Draft, DraftResource, Text, texts
from dharma_core.plan import UNKNOWN, Catalog, Plan, Ref, Resource, Variable

__all__ = ["DraftedBlueprint", "draft_blueprint"]

_WORD = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class DraftedBlueprint:
    """A blueprint with what it could not take over.

    Parameters
    ----------
    left_out : tuple of str
        ``address: reason`` or ``address: attribute: reason``.
    notes : tuple of str
        What was assumed or renamed.
    """

    blueprint: Blueprint
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def draft_blueprint(
    plan: Plan, catalog: Catalog, *, name: str, region: str = ""
) -> DraftedBlueprint:
    """Return a blueprint of native resources that lowers to the same Plan.

    Resources keep their names; where two types share one, or a module or an index stands before
    it, these go into the name. Provider defaults and computed values are left out, secrets and
    what only apply can tell become variables, references stay references.

    Parameters
    ----------
    name : str
        Of the blueprint.
    region : str
        Where the source does not tell it.

    Raises
    ------
    InputError
        If the Plan holds no resource that a blueprint can hold, or the name cannot be taken.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> queue = make_resource(Address("aws_sqs_queue", "jobs"), {"name": "jobs"})
    >>> draft_blueprint(Plan((queue,)), make_catalog(()), name="all-jobs").blueprint.resources[0]
    ResourceSpec(name='jobs', type='aws_sqs_queue', properties={'name': 'jobs'}, depends_on=(), \
native=True, overrides={}, count=None, region='')
    """
    return _Drafting(plan, catalog, name, region).result()


class _Drafting:
    def __init__(self, plan: Plan, catalog: Catalog, name: str, region: str) -> None:
        self.catalog, self.name = catalog, name
        self.draft: Draft = draft_plan(plan, catalog)
        self.provider = _main_provider(plan)
        self.region = region or plan.region
        self.left_out: list[str] = [
            item if item.startswith("output.") else f"{item}: not known before apply"
            for item in self.draft.untranslated
        ]
        self.kept = tuple(d for d in self.draft.resources if self._is_kept(d))
        self.names = _names([d.resource for d in self.kept])
        self.asked: dict[str, VariableSpec] = {}

    def result(self) -> DraftedBlueprint:
        if not self.kept:
            raise InputError(
                f"Nothing in {self.draft.plan.name} can stand in a blueprint.",
                next_step="A blueprint holds managed resources of aws, azurerm or google.",
            )
        home = USUAL_REGIONS[self.provider]
        notes = [] if self.region else [f"The source names no region; {home} was taken."]
        blueprint = Blueprint(
            name=self.name,
            version="1.0.0",
            provider=self.provider,
            region=self.region or home,
            resources=tuple(self._resource(d) for d in self.kept),
            outputs=dict(self._outputs()),
            variables={v.name: self._variable(v) for v in self.draft.inputs} | self.asked,
        )
        notes += [f"Give var.{name}: {spec.description}." for name, spec in self.asked.items()]
        return DraftedBlueprint(blueprint, tuple(dict.fromkeys(self.left_out)), tuple(notes))

    def _is_kept(self, draft: DraftResource) -> bool:
        if draft.resource.address.mode == "data":
            self.left_out.append(f"{draft.address}: a blueprint holds no data sources")
            return False
        wanted = PROVIDERS[self.provider]
        known = self.catalog.find(draft.resource.type)
        owner = known.provider if known else draft.resource.provider
        if owner in PROVIDERS.values() and owner != wanted:
            self.left_out.append(f"{draft.address}: belongs to {owner}, this design to {wanted}")
            return False
        return True

    def _resource(self, draft: DraftResource) -> ResourceSpec:
        known = self.catalog.find(draft.resource.type)
        properties = {
            key: self._written(value, f"{draft.address}: {key}")
            for key, value in draft.attributes.items()
        }
        return ResourceSpec(
            name=self.names[draft.address],
            type=draft.resource.type,
            properties=properties,
            depends_on=tuple(self.names[a] for a in draft.depends_on if a in self.names),
            native=known is None,
            region=draft.resource.region,
        )

    def _written(self, value: Any, where: str) -> Any:
        if value is UNKNOWN:
            return self._asked(where)
        if isinstance(value, Text):
            return self._text(value, where)
        if isinstance(value, str):
            return template_of((value,))
        if isinstance(value, Mapping):
            return {k: self._written(v, where) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._written(v, where) for v in value]
        return value

    def _text(self, text: Text, where: str) -> str:
        parts = [self._part(part) for part in text.parts]
        known = [part for part in parts if part is not None]
        return template_of(known) if len(known) == len(parts) else self._asked(where)

    def _asked(self, where: str) -> str:
        """Ask for a value that the source reads from what a blueprint cannot hold."""
        name = _word(where).lower()
        self.asked[name] = VariableSpec(description=f"Value of {where}")
        return f"${{var.{name}}}"

    def _part(self, part: str | Ref) -> str | Mention | None:
        if isinstance(part, str):
            return part
        if part.target.startswith("var."):
            return Mention("var", str(part).removeprefix("var."))
        name = self.names.get(part.target)
        return Mention(name, part.attribute) if name and part.attribute else None

    def _variable(self, variable: Variable) -> VariableSpec:
        return VariableSpec(
            type=variable.type if variable.type in VARIABLE_TYPES else "string",
            default=None if variable.sensitive else variable.default,
            sensitive=variable.sensitive,
            description=variable.description,
        )

    def _outputs(self) -> Iterator[tuple[str, OutputSpec]]:
        for output in self.draft.outputs:
            read = [part for text in texts(output.value) for part in text.parts]
            if any(self._part(part) is None for part in read):
                self.left_out.append(f"output.{output.name}: reads what a blueprint cannot hold")
                continue
            value = self._written(output.value, f"output.{output.name}")
            spec = OutputSpec(
                value=value, sensitive=output.sensitive, description=output.description
            )
            yield output.name, spec


def _main_provider(plan: Plan) -> str:
    """Return the blueprint's word for the provider that most resources belong to."""
    words = {terraform: word for word, terraform in PROVIDERS.items()}
    counted = Counter(r.provider for r in plan.managed if r.provider in words)
    return words[counted.most_common(1)[0][0]] if counted else words.get(plan.provider, "aws")


def _names(resources: list[Resource]) -> dict[str, str]:
    """Return a name of its own for each address, as short as the others leave it."""
    short = {str(r.address): _word(_local_name(r)) for r in resources}
    counted = Counter(short.values())
    names: dict[str, str] = {}
    taken: set[str] = set()
    for resource in resources:
        address = str(resource.address)
        name = short[address]
        if counted[name] > 1 or name in RESERVED_NAMES:
            name = _word(f"{resource.type.split('_', 1)[-1]}_{_local_name(resource)}")
        base, number = name, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        names[address] = name
    return names


def _local_name(resource: Resource) -> str:
    module = re.sub(r"(^|\.)module\.", r"\1", resource.module_path)
    index = "" if resource.index is None else str(resource.index)
    return "_".join(part for part in (module, resource.name, index) if part)


def _word(text: str) -> str:
    word = _WORD.sub("_", text).strip("_")[:90] or "resource"
    return word if word[0].isalpha() else f"r_{word}"
