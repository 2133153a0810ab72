"""A blueprint into a Plan: aliases resolved, references followed, provider defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.checking import check_references, needs_of
from dharma_core.blueprints.counting import settle_counts
from dharma_core.blueprints.expansion import Expansion, expand
from dharma_core.blueprints.filling import Where
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.labels import as_labels, tag_attribute
from dharma_core.blueprints.model import Blueprint, OutputSpec, ResourceSpec
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.regions import check_regions, region_beside
from dharma_core.blueprints.resolving import Resolver, read_variables
from dharma_core.errors import InputError, nearest
from dharma_core.plan import (
    UNKNOWN,
    Catalog,
    FrozenMap,
    Graph,
    Output,
    Plan,
    Ref,
    Resource,
    ResourceType,
    Variable,
    freeze,
)
from dharma_core.plan.masking import marks_at

__all__ = ["check_types", "lower", "lower_draft"]

PROVIDERS = {"aws": "aws", "azure": "azurerm", "gcp": "google"}


def lower(
    blueprint: Blueprint,
    catalog: Catalog,
    *,
    variables: Mapping[str, str] | None = None,
    partial: bool = False,
    sizes: SizeCatalogue | None = None,
) -> Plan:
    r"""Return the Plan of a blueprint.

    Parameters
    ----------
    blueprint : Blueprint
    catalog : Catalog
        Tells types, aliases, attributes and provider defaults.
    variables : mapping of name to text, optional
        Values that replace the defaults, as the command line gives them.
    partial : bool
        Let a variable without a value be UNKNOWN instead of an error.
    sizes : SizeCatalogue, optional
        Finds the size of a portable resource that says what it needs; without one such a resource
        is an error.

    Returns
    -------
    Plan
        Resources in the order of the file. Attributes that only apply will tell are UNKNOWN.

    Raises
    ------
    InputError
        If anything does not fit the catalogue or a variable; all errors are told together.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> from dharma_core.plan import make_catalog, parse_resource_type
    >>> facts = {"type": "aws_vpc", "provider": "aws", "title": "VPC", "service": "VPC"}
    >>> attributes = {"cidr_block": {}, "id": {"computed": True, "read_only": True}}
    >>> vpc = parse_resource_type(
    ...     {**facts, "aliases": ["vpc"], "attributes": attributes}, file="aws_vpc.yaml"
    ... )
    >>> head = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    >>> text = head + "resources: [{name: v, type: vpc, properties: {cidr_block: 10.0.0.0/16}}]"
    >>> plan = lower(parse_blueprint(text, file="net.yaml"), make_catalog([vpc]))
    >>> plan.by_address["aws_vpc.v"].attributes
    {'cidr_block': '10.0.0.0/16', 'id': UNKNOWN}
    """
    plan, problems = lower_draft(
        blueprint, catalog, variables=variables, partial=partial, sizes=sizes
    )
    problems.raise_any()
    return plan


def lower_draft(
    blueprint: Blueprint,
    catalog: Catalog,
    *,
    variables: Mapping[str, str] | None = None,
    partial: bool = True,
    sizes: SizeCatalogue | None = None,
) -> tuple[Plan, Problems]:
    """Return the Plan of a design under work, as far as it goes, and what is wrong with it so far.

    What cannot be resolved is UNKNOWN or left out, so that the rest can be judged already.
    """
    problems = Problems(blueprint.source)
    names = {
        "resources": {r.name for r in blueprint.resources},
        "variables": set(blueprint.variables),
    }
    values = read_variables(blueprint, variables or {}, problems, need_all=not partial)
    blueprint = settle_counts(blueprint, values, problems)
    check_references(blueprint, names, problems)
    check_regions(blueprint, sizes, problems)
    plan = _lower(expand(blueprint, catalog, values, problems, sizes), catalog, values, problems)
    return plan, problems


def check_types(
    blueprint: Blueprint,
    catalog: Catalog,
    problems: Problems,
    *,
    sizes: SizeCatalogue | None = None,
) -> None:
    """Note every type, property and value of a blueprint that the catalogue does not know."""
    values = read_variables(blueprint, {}, problems, need_all=False)
    blueprint = settle_counts(blueprint, values, problems)
    check_regions(blueprint, sizes, problems)
    _lower(expand(blueprint, catalog, values, problems, sizes), catalog, values, problems)


def _lower(
    expansion: Expansion, catalog: Catalog, variables: tuple[Variable, ...], problems: Problems
) -> Plan:
    blueprint = expansion.blueprint
    variables = (*variables, *expansion.inputs())
    problems = expansion.at_home(problems)
    resolver = Resolver(expansion, catalog, variables, problems)
    for index in _build_order(blueprint):
        spec = blueprint.resources[index]
        type_ = _type(spec, index, blueprint, catalog, problems)
        for number in spec.numbers:
            resolver.lowered[spec.name, number] = _resource(
                spec, Where((), ("resources", index)), type_, number, resolver
            )
    resources = tuple(
        resolver.lowered[spec.name, number]
        for spec in {r.name: r for r in blueprint.resources}.values()
        for number in spec.numbers
    )
    return Plan(
        resources,
        name=blueprint.name,
        kind="blueprint",
        provider=PROVIDERS[blueprint.provider],
        region=blueprint.region,
        variables=variables,
        outputs=tuple(_output(n, o, resolver) for n, o in blueprint.outputs.items()),
        origin=FrozenMap({
            "file": blueprint.source.file,
            "blueprint": blueprint.name,
            "version": blueprint.version,
        }),
    )  # fmt: skip


def _build_order(blueprint: Blueprint) -> list[int]:
    index = {r.name: i for i, r in enumerate(blueprint.resources)}
    needs = {r.name: tuple(n for n in needs_of(r) if n in index) for r in blueprint.resources}
    try:
        return [index[name] for name in Graph(needs).order()]
    except InputError:
        return list(range(len(blueprint.resources)))  # the circle is told by the reference check


def _type(
    spec: ResourceSpec, index: int, blueprint: Blueprint, catalog: Catalog, problems: Problems
) -> ResourceType | None:
    found = catalog.find(spec.type)
    if spec.native and found is not None and not found.curated:
        return None
    if found is None and not spec.native:
        known = KINDS if "." in spec.type else catalog.words
        hint = nearest(spec.type, known) if known else ""
        problems.add(
            ("resources", index, "type"),
            f"resource {spec.name!r} has the unknown type {spec.type!r}.",
            f"{hint} Or add 'native: true' to keep it as it is.".strip(),
        )
    if found is not None and found.provider != PROVIDERS[blueprint.provider]:
        message = f"{spec.type!r} belongs to {found.provider}, this blueprint to "
        problems.add(("resources", index, "type"), f"{message}{blueprint.provider}.")
    return found


def _resource(
    spec: ResourceSpec,
    where: Where,
    type_: ResourceType | None,
    number: int | None,
    resolver: Resolver,
) -> Resource:
    filler = resolver.filler(spec, number)
    place = Where((), (*where.source, "properties"))
    raw = _properties(spec, where, resolver)
    if type_ is None:
        attributes = {"id": UNKNOWN, **filler.free(raw, place)}
    else:
        attributes = filler.level(type_.attributes, _tagged(raw, type_, place, resolver), place)
        if "tags_all" in type_.attributes and attributes.get("tags"):
            attributes["tags_all"] = attributes["tags"]
    origin = resolver.expansion.origin(where.source)
    return Resource(
        resolver.address(spec, number),
        type_.provider if type_ else spec.type.split("_", 1)[0],
        freeze(attributes),
        expressions=tuple(filler.expressions),
        sensitive=marks_at(filler.sensitive),
        depends_on=tuple(resolver.block_address(name) for name in spec.depends_on),
        position=resolver.blueprint.source.at(resolver.expansion.written_at(where.source)),
        design=origin.design,
        lifecycle=_lifecycle(attributes) if origin.portable else FrozenMap(),
        region=region_beside(resolver.blueprint, spec),
    )


def _lifecycle(attributes: Mapping[str, Any]) -> FrozenMap:
    """Return how a piece of a kind is replaced: one whose name the cloud completes comes first.

    Machines go on using the old one until the new one is there; it could not be deleted before.
    """
    open_ended = isinstance(attributes.get("name_prefix"), str)
    return FrozenMap({"create_before_destroy": True} if open_ended else {})


def _properties(spec: ResourceSpec, where: Where, resolver: Resolver) -> Mapping[str, Any]:
    """Lay the provider's overrides over the properties."""
    for provider in spec.overrides:
        if provider not in PROVIDERS:
            path = (*where.source, "overrides", provider)
            message = f"{provider!r} is no provider to override for."
            resolver.problems.add(path, message, nearest(provider, PROVIDERS))
    over = spec.overrides.get(resolver.blueprint.provider) or {}
    if not isinstance(over, Mapping):
        path = (*where.source, "overrides", resolver.blueprint.provider)
        resolver.problems.add(path, "overrides must hold 'property: value' lines.")
        over = {}
    return {**spec.properties, **over}


def _tagged(
    raw: Mapping[str, Any], type_: ResourceType, where: Where, resolver: Resolver
) -> Mapping[str, Any]:
    """Add the blueprint's tags to a type that takes tags; the resource's own come first."""
    google = type_.provider == "google"
    name = tag_attribute(type_.attributes, google=google)
    fact = type_.attributes.get(name)
    if fact is None or fact.type != "map(string)":
        return raw
    common: Mapping[str, Any] = resolver.blueprint.tags
    own = raw.get(name) or {}
    if isinstance(own, str) and not common:
        return raw  # a variable that holds them all
    if not isinstance(own, Mapping):
        hint = "Write them out: beside the blueprint's own they cannot come from one variable."
        message = f"{name!r} must hold 'name: value' lines."
        resolver.problems.add((*where.source, name), message, hint if common else "")
        return {k: v for k, v in raw.items() if k != name}
    if google:
        common = as_labels(resolver.inputs.settle(common))
    merged = {**common, **own}
    return {**raw, name: merged} if merged else raw


def _output(name: str, spec: OutputSpec, resolver: Resolver) -> Output:
    filler = resolver.filler(None, None)
    value = filler.free(spec.value, Where((), ("outputs", name)))
    mentions = dict.fromkeys(ref for e in filler.expressions for ref in e.mentions)
    whole = next((e for e in filler.expressions if e.path == ()), None)
    parts: tuple[str | Ref, ...] = whole.parts if whole else ()
    if not mentions and isinstance(value, str):
        parts = (value,)
    return Output(
        name,
        parts,
        value=value,
        sensitive=spec.sensitive or bool(filler.sensitive),
        description=spec.description,
        mentions=tuple(mentions),
        expressions=tuple(e for e in filler.expressions if e.path),
    )
