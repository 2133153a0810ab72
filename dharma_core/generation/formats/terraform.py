"""Terraform in HCL: main, variables, outputs, provider and version files from one Plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.generation.documents import encode, open_document
from dharma_core.generation.drafting import draft_plan
from dharma_core.generation.drafts import Draft, DraftResource, Text
from dharma_core.generation.hcl import Attribute, Block, Call, Raw, quote, template, write
from dharma_core.generation.needs import shuts_out_the_provider, wants_entra
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.provider_regions import alias_of, aliases
from dharma_core.generation.resource_drafting import Keep, keep_none
from dharma_core.generation.terraform_json import write_json
from dharma_core.plan import AttributeFact, Catalog, Plan, Ref, Resource, Variable, walk
from dharma_core.plan.frozen import UNKNOWN
from dharma_core.plan.provider_sources import provider_source

__all__ = ["block_addresses", "render", "render_json"]

TERRAFORM_VERSIONS = ">= 1.3"
PROVIDER_VERSIONS = {
    "aws": ">= 5.0, < 6.0",
    "azurerm": ">= 4.55, < 5.0",
    "google": ">= 6.50, < 7.0",
}
"""What the catalogue's facts were read from; other providers are left open."""

BUILT_IN = "terraform"
"""The provider of ``terraform_data``: a part of Terraform itself, of no version and no place."""

Item = Attribute | Block


def render(plan: Plan, catalog: Catalog, *, keep: Keep = keep_none) -> Generation:
    """Return the Terraform folder that plans to ``plan``.

    Counted and ``for_each`` instances become resources of their own and modules are flattened;
    ``moved`` blocks keep an existing state theirs. Sensitive values become sensitive variables.

    Parameters
    ----------
    keep : callable (type, path) -> bool
        Whether to write this attribute even when it is what the provider defaults to: for a
        reader that takes what is left out for something else.
    """
    draft = draft_plan(plan, catalog, keep=keep)
    files = _blocks(draft, catalog)
    texts = (GeneratedFile(name, write(blocks)) for name, blocks in files.items() if blocks)
    return _generation(draft, catalog, texts)


def render_json(plan: Plan, catalog: Catalog) -> Generation:
    """Return the same configuration in Terraform's JSON syntax, as one file."""
    draft = draft_plan(plan, catalog)
    blocks = (block for file in _blocks(draft, catalog).values() for block in file)
    return _generation(draft, catalog, [GeneratedFile("main.tf.json", write_json(blocks))])


def _blocks(draft: Draft, catalog: Catalog) -> Mapping[str, list[Block]]:
    """Return the blocks of each file."""
    plan = draft.plan
    writer = _Writer(plan, catalog)
    return {
        "versions.tf": [_versions(plan)],
        "backend.tf": list(_backend(plan)),
        "providers.tf": _providers(plan),
        "variables.tf": [_variable(v) for v in _inputs(draft)],
        "main.tf": [writer.resource(r) for r in draft.resources],
        "moved.tf": list(_moved(plan)),
        "outputs.tf": [writer.output(o.name, o.value, o) for o in draft.outputs],
    }


def _generation(draft: Draft, catalog: Catalog, files: Iterable[GeneratedFile]) -> Generation:
    return Generation(
        format="terraform",
        files=tuple(files),
        untranslated=draft.untranslated,
        notes=(*_notes(draft, catalog), *draft.asked),
        region=draft.plan.region,
    )


def block_addresses(plan: Plan) -> Mapping[str, str]:
    """Return the address each resource has in the generated folder, by its address in the Plan.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> zones = [make_resource(Address("aws_subnet", "a", index=i), {}) for i in (0, 1)]
    >>> dict(block_addresses(Plan(tuple(zones))))
    {'aws_subnet.a[0]': 'aws_subnet.a_0', 'aws_subnet.a[1]': 'aws_subnet.a_1'}
    """
    plain = {str(r.address) for r in plan.resources if not r.address.module and r.index is None}
    result: dict[str, str] = {address: address for address in plain}
    taken = set(plain)
    for resource in plan.resources:
        address = str(resource.address)
        if address not in plain:
            result[address] = _free_address(resource, taken)
            taken.add(result[address])
    return {str(r.address): result[str(r.address)] for r in plan.resources}


def _free_address(resource: Resource, taken: set[str]) -> str:
    address = resource.address
    module = re.sub(r"(^|\.)module\.", r"\1", address.module)
    index = "" if address.index is None else str(address.index)
    words = (module, address.name, index)
    name = "_".join(w for w in (re.sub(r"[^A-Za-z0-9_-]+", "_", t).strip("_") for t in words) if w)
    if not re.match(r"[A-Za-z_]", name):
        name = f"_{name}"
    prefix = "data." if address.mode == "data" else ""
    candidate, number = f"{prefix}{address.type}.{name}", 2
    while candidate in taken:
        candidate, number = f"{prefix}{address.type}.{name}_{number}", number + 1
    return candidate


def _notes(draft: Draft, catalog: Catalog) -> tuple[str, ...]:
    renamed = [a for a, b in block_addresses(draft.plan).items() if a != b]
    foreign = sorted({r.type for r in draft.plan.managed if catalog.find(r.type) is None})
    notes = []
    if renamed:
        notes.append(
            f"{len(renamed)} instances of counted blocks or modules are written as resources of "
            "their own; moved.tf maps their old addresses."
        )
    if foreign:
        notes.append(
            "Written whole, without facts about their attributes: " + ", ".join(foreign) + "."
        )
    return tuple(notes)


def _moved(plan: Plan) -> Iterator[Block]:
    for old, new in block_addresses(plan).items():
        if old != new and not new.startswith("data."):
            yield Block("moved", (), (Attribute("from", Raw(old)), Attribute("to", Raw(new))))


def _versions(plan: Plan) -> Block:
    said = Attribute("required_version", TERRAFORM_VERSIONS)
    providers = []
    for name in _provider_names(plan):
        wanted = dict(provider_source(plan, name))
        if name in PROVIDER_VERSIONS:
            wanted["version"] = PROVIDER_VERSIONS[name]
        providers.append(Attribute(name, wanted))
    required = [Block("required_providers", (), tuple(providers))] if providers else []
    return Block("terraform", (), (said, *required))


def _backend(plan: Plan) -> Iterator[Block]:
    """Yield where the source keeps its state; without it Terraform keeps it beside the files."""
    said = plan.origin.get("backend")
    if isinstance(said, Mapping) and isinstance(said.get("type"), str):
        settings = ((n, v) for n, v in said.items() if n != "type" and _is_literal(v))
        body = tuple(Attribute(name, value) for name, value in settings)
        yield Block("terraform", (), (Block("backend", (said["type"],), body),))


def _is_literal(value: Any) -> bool:
    return all(leaf is None or isinstance(leaf, (str, bool, int, float)) for _, leaf in walk(value))


def _provider_names(plan: Plan) -> list[str]:
    """Return the providers that Terraform has to fetch."""
    named = {r.provider.rsplit("/", 1)[-1] for r in plan.resources} or {plan.provider}
    return sorted(named - {BUILT_IN})


def _providers(plan: Plan) -> list[Block]:
    azure = [_azure(plan)] if "azurerm" in _provider_names(plan) else []
    main = azure if plan.provider == "azurerm" else [*_main_provider(plan), *azure]
    return [*main, *_further_regions(plan)]


def _further_regions(plan: Plan) -> Iterator[Block]:
    for provider, alias, region in aliases(plan):
        yield Block(
            "provider", (provider,), (Attribute("alias", alias), Attribute("region", region))
        )


def _azure(plan: Plan) -> Block:
    """Return Azure's provider: its features, be there any or none, and how it signs in to storage.

    The region is each resource's.
    """
    outside = Block("storage", (), (Attribute("data_plane_available", False),))
    features = Block("features", (), (outside,) if shuts_out_the_provider(plan) else ())
    entra = (Attribute("storage_use_azuread", True),) if wants_entra(plan) else ()
    return Block("provider", ("azurerm",), (features, *entra))


def _main_provider(plan: Plan) -> list[Block]:
    body = [Attribute("region", plan.region)] if plan.region else []
    project = _project(plan)
    if project is not None:
        body.insert(0, Attribute("project", Raw(f"var.{project.name}")))
    if plan.provider == BUILT_IN:
        return []
    return [Block("provider", (plan.provider,), tuple(body))] if body else []


def _inputs(draft: Draft) -> tuple[Variable, ...]:
    """Return the draft's inputs, and the one that the provider block reads."""
    project = _project(draft.plan)
    if project is None or project in draft.inputs:
        return draft.inputs
    return (*draft.inputs, project)


def _project(plan: Plan) -> Variable | None:
    """Return the input that names the Google Cloud project; without it the environment does."""
    named = {v.name: v for v in plan.variables} if plan.provider == "google" else {}
    return named.get("project") or named.get("project_id")


def _variable(variable: Variable) -> Block:
    body: list[Item] = [Attribute("type", Raw(_variable_type(variable)))]
    if variable.description:
        body.append(Attribute("description", variable.description))
    if variable.sensitive:
        body.append(Attribute("sensitive", True))
    else:
        value = variable.default if variable.value in (None, UNKNOWN) else variable.value
        if value is not None:
            body.append(Attribute("default", value))
    return Block("variable", (variable.name,), tuple(body))


def _variable_type(variable: Variable) -> str:
    value = variable.default if variable.value in (None, UNKNOWN) else variable.value
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (Mapping, tuple)) and variable.type == "string":
        return "any"
    return variable.type


class _Writer:
    """Writes the resources and outputs of one Plan."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self.catalog = catalog
        self.addresses = block_addresses(plan)

    def resource(self, draft: DraftResource) -> Block:
        address = self.addresses[draft.address]
        kind = "data" if address.startswith("data.") else "resource"
        type_, name = address.removeprefix("data.").split(".", 1)
        known = self.catalog.find(type_) if kind == "resource" else None
        body = self._body(draft.attributes, known.attributes if known else None)
        made_by = draft.resource
        if made_by.region:
            provider = Raw(f"{made_by.provider}.{alias_of(made_by)}", name=True)
            body.insert(0, Attribute("provider", provider))
        if draft.depends_on:
            names = [Raw(self.addresses[a]) for a in draft.depends_on]
            body.append(Attribute("depends_on", names))
        if draft.resource.lifecycle and kind == "resource":
            body.append(_lifecycle(draft.resource.lifecycle))
        return Block(kind, (type_, name), tuple(body))

    def output(self, name: str, value: Any, facts: Any) -> Block:
        body: list[Item] = [Attribute("value", self._value(value))]
        if facts.description:
            body.append(Attribute("description", facts.description))
        if facts.sensitive:
            body.append(Attribute("sensitive", True))
        return Block("output", (name,), tuple(body))

    def _body(
        self, values: Mapping[str, Any], facts: Mapping[str, AttributeFact] | None
    ) -> list[Item]:
        """Return one-line attributes, then longer ones, then blocks, each in the source's order."""
        plain: list[Item] = []
        blocks: list[Item] = []
        for name, value in values.items():
            fact = facts.get(name) if facts else None
            if _is_block(value, fact):
                blocks.extend(self._blocks(name, value, fact))
            else:
                plain.append(Attribute(name, self._attribute(name, value)))
        plain.sort(key=lambda item: isinstance(item, Attribute) and _is_long(item.value))
        return [*plain, *blocks]

    def _attribute(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and name.endswith("policy"):
            # The provider compares policies as JSON, so that their spacing may change.
            return self._document(Text((value,))) or value
        return self._value(value)

    def _blocks(self, name: str, value: Any, fact: AttributeFact | None) -> Iterator[Block]:
        members = fact.members if fact is not None else None
        for item in [value] if isinstance(value, Mapping) else value:
            body = tuple(self._body(item, members))
            is_object = fact is not None and not fact.block
            yield Block(name, (), body, tuple(members or ()) if is_object else ())

    def _value(self, value: Any) -> Any:
        if isinstance(value, Text):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self._value(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._value(inner) for inner in value]
        return self._literal(value) if isinstance(value, str) else value

    def _text(self, text: Text) -> Any:
        if len(text.parts) == 1 and isinstance(text.parts[0], Ref):
            return self._reference(text.parts[0])
        return self._document(text) or template([self._part(part) for part in text.parts])

    def _literal(self, text: str) -> Any:
        """Return ``jsonencode(...)`` when that gives back exactly this text, else the text."""
        document = open_document(text)
        same = document is not None and encode(document) == text
        return self._document(Text((text,))) if same else text

    def _document(self, text: Text) -> Call | None:
        document = open_document(text)
        if document is None or _has_float(document):
            return None
        return Call("jsonencode", self._plain(document))

    def _plain(self, value: Any) -> Any:
        """Return a document's values; its strings are not opened a second time."""
        if isinstance(value, Mapping):
            return {key: self._plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._plain(inner) for inner in value]
        return self._text(value) if isinstance(value, Text) else value

    def _part(self, part: str | Ref) -> str | Raw:
        return self._reference(part) if isinstance(part, Ref) else part

    def _reference(self, ref: Ref) -> Raw:
        target = self.addresses.get(ref.target, ref.target)
        steps = ref.attribute.split(".") if ref.attribute else []
        return Raw(target + "".join(map(_step, steps)))


def _lifecycle(said: Mapping[str, Any]) -> Block:
    """Return the block that steers changes; what it ignores are names, not values."""
    body: list[Item] = [Attribute(n, True) for n, value in said.items() if value is True]
    ignored = said.get("ignore_changes", ())
    if ignored:
        every = "all" in ignored
        names: Any = Raw("all") if every else [Raw(name) for name in ignored]
        body.append(Attribute("ignore_changes", names))
    return Block("lifecycle", (), tuple(body))


def _step(step: str) -> str:
    """Return one step of a reference: an index, an attribute, or a key in quotes."""
    if step.isdigit():
        return f"[{step}]"
    return f".{step}" if re.fullmatch(r"[A-Za-z_][\w-]*", step) else f"[{quote(step)}]"


def _is_block(value: Any, fact: AttributeFact | None) -> bool:
    """Whether to write it as blocks: those of the schema, and objects that may be either."""
    if isinstance(value, Mapping):
        return fact is not None and fact.block
    if not isinstance(value, (list, tuple)) or not value:
        return False
    return all(isinstance(item, Mapping) for item in value)


def _is_long(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    if isinstance(value, (list, tuple)):
        return any(_is_long(item) for item in value)
    return isinstance(value, Call)


def _has_float(value: Any) -> bool:
    inner: Iterable[Any] = ()
    if isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    return isinstance(value, float) or any(_has_float(item) for item in inner)
