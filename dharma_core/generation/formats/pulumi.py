"""Pulumi in Python: a project whose program makes what the Plan says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from dharma_core.generation.drafting import draft_plan
from dharma_core.generation.drafts import DraftResource, texts
from dharma_core.generation.formats.terraform import block_addresses
from dharma_core.generation.needs import shuts_out_the_provider, wants_entra
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.provider_regions import elsewhere
from dharma_core.generation.pulumi.identifiers import Identifiers, resource_names
from dharma_core.generation.pulumi.inputs import declaration, known_value
from dharma_core.generation.pulumi.lifecycle import lifecycle_options
from dharma_core.generation.pulumi.naming import PACKAGES
from dharma_core.generation.pulumi.python import Call, Code, Items, Node, quoted, statement
from dharma_core.generation.pulumi.references import Names, Untranslatable
from dharma_core.generation.pulumi.table import TypeNames, read_names
from dharma_core.generation.pulumi.values import Values
from dharma_core.generation.resource_drafting import Keep
from dharma_core.plan import Catalog, Path, Plan, Ref

__all__ = ["logical_names", "render"]

STACK = "dev"
REQUIREMENTS = {
    "pulumi": ">=3.200,<4",
    "pulumi_aws": ">=6.83,<7",
    "pulumi_azure": ">=6.30,<7",
    "pulumi_gcp": ">=8.41,<9",
}
"""The versions whose names the table holds."""

_REGION_KEYS = {"aws": "aws:region", "azurerm": "azure:location", "google": "gcp:region"}


def render(plan: Plan, catalog: Catalog) -> Generation:
    """Return the Pulumi project that makes ``plan``.

    Counted instances become resources of their own and modules are flattened. Secrets are
    required from the stack's configuration; Terraform's ``timeouts`` become custom timeouts.
    Types without a class in Pulumi's packages are listed in ``untranslated``.
    """
    writer = _Writer(plan, catalog)
    files = {
        "Pulumi.yaml": _project(plan),
        f"Pulumi.{STACK}.yaml": _stack(plan),
        "__main__.py": writer.program(),
        "requirements.txt": _requirements(writer.packages),
    }
    return Generation(
        format="pulumi",
        files=tuple(GeneratedFile(name, text) for name, text in files.items() if text),
        untranslated=tuple(dict.fromkeys((*writer.untranslated, *elsewhere(plan, "a stack")))),
        notes=(*_notes(plan), *writer.draft.asked),
        region=plan.region,
    )


def logical_names(plan: Plan) -> Mapping[str, str]:
    """Return the name each resource has within its class, by its address in the Plan.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> zone = make_resource(Address("aws_subnet", "a", index=0), {})
    >>> dict(logical_names(Plan((zone,))))
    {'aws_subnet.a[0]': 'a_0'}
    """
    return {
        address: block.removeprefix("data.").partition(".")[2]
        for address, block in block_addresses(plan).items()
    }


class _Writer:
    """Writes the program of one Plan."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self.draft = draft_plan(plan, catalog, keep=_differs(catalog))
        self.logical = logical_names(plan)
        self.untranslated = list(self.draft.untranslated)
        self.types = dict(self._types(catalog))
        self.drafts = {r.address: r for r in self.draft.resources if r.address in self.types}
        names = Identifiers()
        inputs = {v.name: (names.take(v.name), v) for v in self.draft.inputs}
        known = [(a, self.logical[a], self.types[a].class_) for a in self.drafts]
        self.names = Names(resource_names(known, names), self.types, inputs)
        self.values = Values(self.names, self.untranslated)

    @property
    def packages(self) -> tuple[str, ...]:
        """The provider packages the program imports, sorted."""
        return tuple(sorted({PACKAGES[t.provider] for t in self.types.values()}))

    def program(self) -> str:
        """Return the text of ``__main__.py``."""
        body = [
            *self._inputs(),
            *(self._resource(self.drafts[a]) for a in _build_order(self.drafts)),
            *self._outputs(),
        ]
        uses_json = any("json.dumps(" in text.replace("Output.json_dumps(", "") for text in body)
        head = [f'"""{_words(self.draft.plan.name)}, written for Pulumi."""']
        imports = ["import json\n"] if uses_json else []
        imports += ["import pulumi", *(f"import {p} as {_alias(p)}" for p in self.packages)]
        return "\n\n".join([*head, "\n".join(imports), *body]) + "\n"

    def _types(self, catalog: Catalog) -> Iterator[tuple[str, TypeNames]]:
        for draft in self.draft.resources:
            found = read_names(catalog, draft.resource.type)
            if draft.resource.address.mode == "data":
                self.untranslated.append(f"{draft.address}: data sources read at apply")
            elif found is None:
                self.untranslated.append(f"{draft.address}: Pulumi's packages have no class for it")
            else:
                yield draft.address, found

    def _inputs(self) -> list[str]:
        lines = [declaration(variable, name) for name, variable in self.names.inputs.values()]
        return ["\n".join(["config = pulumi.Config()", *lines])] if lines else []

    def _resource(self, draft: DraftResource) -> str:
        type_ = self.types[draft.address]
        named = list(self.values.arguments(draft, type_))
        options = self._options(draft)
        if options:
            named.append(("opts", Call("pulumi.ResourceOptions", named=tuple(options))))
        function = f"{type_.alias}.{type_.module}.{type_.class_}"
        call = Call(function, (quoted(self.logical[draft.address]),), tuple(named))
        return statement(call, target=self.names.resources[draft.address])

    def _options(self, draft: DraftResource) -> Iterable[tuple[str, Node]]:
        options: list[tuple[str, Node]] = []
        known = [a for a in draft.depends_on if a in self.drafts]
        if known:
            nodes = tuple(Code(self.names.resources[a]) for a in known)
            options.append(("depends_on", Items(nodes)))
        said, missing = draft.resource.lifecycle, list[str]()
        options += lifecycle_options(said, self.types[draft.address], missing)
        self.untranslated += [f"{draft.address}: {reason}" for reason in missing]
        timeouts = self.values.timeouts(draft)
        return [*options, ("custom_timeouts", timeouts)] if timeouts else options

    def _outputs(self) -> list[str]:
        lines = []
        for output in self.draft.outputs:
            try:
                value = self.values.value(output.value)
            except Untranslatable as error:
                self.untranslated.append(f"output.{output.name}: {error}")
                continue
            if output.sensitive:
                value = Call("pulumi.Output.secret", (value,))
            lines.append(statement(Call("pulumi.export", (quoted(output.name), value))))
        return ["\n".join(lines)] if lines else []


def _differs(catalog: Catalog) -> Keep:
    """Return whether Pulumi's packages default to something else than Terraform's provider."""

    def keep(type_: str, path: Path) -> bool:
        kind = catalog.find(type_)
        fact = kind.attribute(path) if kind else None
        return fact is not None and fact.default == "Managed by Terraform"

    return keep


def _build_order(drafts: Mapping[str, DraftResource]) -> list[str]:
    """Return the addresses in the source's order, each after what it reads."""
    result: dict[str, None] = {}
    for start in drafts:
        stack = [(start, iter(_needs(drafts[start], drafts)))]
        entered = {start}
        while stack:
            address, needs = stack[-1]
            following = next((n for n in needs if n not in result and n not in entered), None)
            if following is None:
                result[address] = None
                stack.pop()
            else:
                entered.add(following)
                stack.append((following, iter(_needs(drafts[following], drafts))))
    return list(result)


def _needs(draft: DraftResource, drafts: Mapping[str, DraftResource]) -> list[str]:
    refs = (p.target for t in texts(draft.attributes) for p in t.parts if isinstance(p, Ref))
    return [target for target in (*refs, *draft.depends_on) if target in drafts]


def _alias(package: str) -> str:
    return package.removeprefix("pulumi_")


def _words(text: str) -> str:
    return re.sub(r"[^\w .,:()-]+", " ", text).strip() or "A plan"


def _project(plan: Plan) -> str:
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", plan.name).strip("-")[:100] or "plan"
    return (
        f"name: {json.dumps(name)}\n"
        f"description: {json.dumps(_words(plan.name))}\n"
        "runtime:\n"
        "  name: python\n"
        "  options:\n"
        "    virtualenv: venv\n"
    )


def _stack(plan: Plan) -> str:
    """Return the stack's settings: where the provider works, as far as the Plan tells."""
    lines = []
    if plan.region and plan.provider in _REGION_KEYS:
        lines.append(f"  {_REGION_KEYS[plan.provider]}: {json.dumps(plan.region)}\n")
    named = {v.name: known_value(v) for v in plan.variables if not v.sensitive}
    project = named.get("project") or named.get("project_id")
    if plan.provider == "google" and isinstance(project, str):
        lines.insert(0, f"  gcp:project: {json.dumps(project)}\n")
    if wants_entra(plan):
        lines.append("  azure:storageUseAzuread: true\n")
    if shuts_out_the_provider(plan):
        lines.append("  azure:features:\n    storage:\n      dataPlaneAvailable: false\n")
    return "config:\n" + "".join(lines) if lines else ""


def _requirements(packages: Iterable[str]) -> str:
    lines = (f"{name.replace('_', '-')}{REQUIREMENTS[name]}" for name in ("pulumi", *packages))
    return "\n".join(lines) + "\n"


def _notes(plan: Plan) -> tuple[str, ...]:
    renamed = sum(old != new for old, new in block_addresses(plan).items())
    if not renamed:
        return ()
    return (
        f"{renamed} instances of counted blocks or modules are written as resources of their own.",
    )
