"""Edits of a design as values: each takes a blueprint and returns another, or says what fails."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dharma_core.blueprints.edits import (
    Edited,
    changed,
    free_name,
    get_spec,
    make_spec,
    with_specs,
)
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.lowering import PROVIDERS
from dharma_core.blueprints.mending import GONE, renamed_in, without_mentions
from dharma_core.blueprints.model import Blueprint, ResourceSpec, Spot
from dharma_core.blueprints.references import mentions_in
from dharma_core.blueprints.regions import refusal_of_region
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog, FrozenMap

__all__ = [
    "add_resource",
    "clear_override",
    "describe",
    "disconnect",
    "duplicate_resource",
    "empty_blueprint",
    "move",
    "remove_resources",
    "rename_resource",
    "set_count",
    "set_region",
]

_SHIFT_PX = 32


def empty_blueprint(name: str, *, provider: str, region: str) -> Blueprint:
    """Return a design without any resource, to be filled by edits.

    Raises
    ------
    InputError
        If the name, provider or region is not allowed.

    Examples
    --------
    >>> empty_blueprint("shop", provider="aws", region="us-east-1").resources
    ()
    """
    providers = ("aws", "azure", "gcp")
    if provider not in providers:
        raise InputError(f"{provider!r} is no provider.", next_step=nearest(provider, providers))
    parts: dict[str, Any] = {"provider": provider, "region": "region"}
    bare = Blueprint.model_construct(name="draft", version="1.0.0", resources=(), **parts)
    return changed(bare, name=name, region=region)


def describe(
    blueprint: Blueprint,
    *,
    name: str | None = None,
    region: str | None = None,
    description: str | None = None,
) -> Edited:
    """Change what a design is called, where it stands, what it is for.

    Raises
    ------
    InputError
        If one of them is not allowed.
    """
    given = {"name": name, "region": region, "description": description}
    parts = {k: v for k, v in given.items() if v is not None}
    words = ", ".join(f"{k} is now {v}" for k, v in parts.items())
    return Edited(changed(blueprint, **parts), f"The design's {words}.")


def add_resource(
    blueprint: Blueprint,
    type_: str,
    catalog: Catalog,
    *,
    name: str = "",
    at: Spot | None = None,
) -> Edited:
    """Add a resource of a portable kind or a native type, without properties so far.

    Raises
    ------
    InputError
        If there is no such type, it is another provider's, or the name is taken.
    """
    found = catalog.find(type_)
    if find_kind(type_) is None:
        if found is None:
            raise InputError(
                f"There is no type {type_!r}.", next_step=nearest(type_, catalog.words)
            )
        if found.provider != PROVIDERS[blueprint.provider]:
            raise InputError(
                f"{type_!r} belongs to {found.provider}, this design to {blueprint.provider}.",
                next_step="Choose a portable kind, or a type of this design's provider.",
            )
    if name and blueprint.resource(name):
        raise _taken(name)
    spec = make_spec(name=name or free_name(blueprint, _short_name(type_)), type=type_)
    whole = changed(blueprint, resources=(*blueprint.resources, spec))
    if at is not None:
        whole = move(whole, {spec.name: at}).blueprint
    return Edited(whole, f"Added {spec.name} ({type_}).", spec.name)


def remove_resources(blueprint: Blueprint, *names: str) -> Edited:
    """Remove resources and every reference to them, and say which those were.

    Raises
    ------
    NotFoundError
        If there is no such resource.
    """
    gone = [get_spec(blueprint, name).name for name in names]
    said: list[str] = []
    for name in gone:
        kept = tuple(r for r in blueprint.resources if r.name != name)
        blueprint = changed(blueprint, resources=kept)
        blueprint, words = _forget(blueprint, name)
        said += [w for w in words if not w.startswith(tuple(f"{g}." for g in gone))]
    layout = {n: spot for n, spot in blueprint.layout.items() if n not in gone}
    lost = f" References that went with it: {', '.join(said)}." if said else ""
    return Edited(changed(blueprint, layout=layout), f"Removed {', '.join(gone)}.{lost}")


def rename_resource(blueprint: Blueprint, old: str, new: str) -> Edited:
    """Give a resource another name; everything that refers to it follows.

    Raises
    ------
    InputError
        If the new name is taken or not allowed.
    """
    spec = get_spec(blueprint, old)
    if new == old:
        return Edited(blueprint, f"{old} keeps its name.", old)
    if blueprint.resource(new):
        raise _taken(new)
    make_spec(name=new, type=spec.type)
    specs = tuple(_renamed(r, old, new) for r in blueprint.resources)
    outputs = {
        n: o.model_copy(update={"value": renamed_in(o.value, old, new)})
        for n, o in blueprint.outputs.items()
    }
    layout = {new if n == old else n: spot for n, spot in blueprint.layout.items()}
    whole = changed(blueprint, resources=specs, outputs=outputs, layout=layout)
    return Edited(whole, f"{old} is now called {new}.", new)


def duplicate_resource(blueprint: Blueprint, name: str) -> Edited:
    """Add a copy of a resource, connected as the first one is."""
    spec = get_spec(blueprint, name)
    copy = spec.model_copy(update={"name": free_name(blueprint, name)})
    at = [r.name for r in blueprint.resources].index(name) + 1
    resources = (*blueprint.resources[:at], copy, *blueprint.resources[at:])
    layout = dict(blueprint.layout)
    if name in layout:
        spot = layout[name]
        layout[copy.name] = Spot(x=spot.x + _SHIFT_PX, y=spot.y + _SHIFT_PX)
    whole = changed(blueprint, resources=resources, layout=layout)
    return Edited(whole, f"Added {copy.name}, a copy of {name}.", copy.name)


def move(blueprint: Blueprint, spots: Mapping[str, Spot]) -> Edited:
    """Keep where resources stand on the canvas; what is built stays the same."""
    for name in spots:
        get_spec(blueprint, name)
    whole = changed(blueprint, layout={**blueprint.layout, **spots})
    number = len(spots)
    words = f"Moved {next(iter(spots))}." if number == 1 else f"Moved {number} resources."
    return Edited(whole, words)


def set_count(blueprint: Blueprint, name: str, count: int | str | None) -> Edited:
    """Say how many of a resource there are; None for one without a number.

    Raises
    ------
    InputError
        If the count is neither a whole number within bounds nor a variable.
    """
    spec = get_spec(blueprint, name)
    checked = make_spec(name=name, type=spec.type, count=count).count
    words = f"{name}: a single one." if checked is None else f"{name}: the count is {checked}."
    return Edited(_with_part(blueprint, spec, count=checked), words, name)


def set_region(
    blueprint: Blueprint, name: str, region: str, regions: Collection[str] = ()
) -> Edited:
    """Say in which region a resource is made; empty for the design's own.

    Parameters
    ----------
    regions : collection of str
        Those there are; any name is taken when it is empty.

    Raises
    ------
    InputError
        If there is no such region, or resources of this cloud and type have none of their own.
    """
    spec = get_spec(blueprint, name)
    refused = refusal_of_region(blueprint, spec.type) if region else ""
    if refused:
        raise InputError(f"{name}: {refused}.", next_step="Leave the region empty.")
    if region and regions and region not in regions:
        message = f"{blueprint.provider} has no region {region!r}."
        raise InputError(message, next_step=nearest(region, regions, count=2))
    own = make_spec(name=name, type=spec.type, region=region).region
    own = "" if own == blueprint.region else own
    words = f"{name} is made in {own or blueprint.region}."
    return Edited(_with_part(blueprint, spec, region=own), words, name)


def disconnect(blueprint: Blueprint, user: str, needed: str) -> Edited:
    """Take away every reference of one resource to another.

    Raises
    ------
    InputError
        If there is none.
    """
    spec = get_spec(blueprint, user)
    get_spec(blueprint, needed)
    mended, lost = _mended(spec, needed)
    if not lost:
        raise InputError(
            f"{user} does not refer to {needed}.", next_step="Choose a line of the picture."
        )
    words = f"{user} no longer refers to {needed} ({', '.join(lost)})."
    return Edited(with_specs(blueprint, {user: mended}), words, user)


def clear_override(blueprint: Blueprint, name: str, key: str, *, satellite: str = "") -> Edited:
    """Take an override back, so that the kind decides again.

    Raises
    ------
    InputError
        If there is no such override.
    """
    spec = get_spec(blueprint, name)
    provider = blueprint.provider
    own = dict(spec.overrides.get(provider) or {})
    level = dict(own.get(satellite) or {}) if satellite else own
    if key not in level:
        hint = nearest(key, level) or "There is no override here."
        raise InputError(f"{name} does not override {key!r} on {provider}.", next_step=hint)
    del level[key]
    if satellite:
        own = {**own, satellite: FrozenMap(level)} if level else _without(own, satellite)
    overrides = {**spec.overrides, provider: FrozenMap(own)} if own else None
    kept = overrides or _without(spec.overrides, provider)
    whole = _with_part(blueprint, spec, overrides=FrozenMap(kept))
    return Edited(whole, f"{name}: {key} is no longer overridden.", name)


def _without(level: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in level.items() if k != key}


def _with_part(blueprint: Blueprint, spec: ResourceSpec, **parts: Any) -> Blueprint:
    return with_specs(blueprint, {spec.name: spec.model_copy(update=parts)})


def _taken(name: str) -> InputError:
    return InputError(f"A resource is called {name!r} already.", next_step="Choose another name.")


def _short_name(type_: str) -> str:
    """Return what a new resource of a type is called first: ``subnet`` of ``aws_subnet``."""
    words = type_.rpartition(".")[2]
    for prefix in ("aws_", "azurerm_", "google_"):
        words = words.removeprefix(prefix)
    return words


def _forget(blueprint: Blueprint, name: str) -> tuple[Blueprint, list[str]]:
    """Take every reference to a resource out of the others and the outputs, and name them."""
    said: list[str] = []
    specs = {}
    for spec in blueprint.resources:
        specs[spec.name], lost = _mended(spec, name)
        said += [f"{spec.name}.{part}" for part in lost]
    outputs = {
        n: o
        for n, o in blueprint.outputs.items()
        if not any(m.name == name for _, m in mentions_in(o.value))
    }
    said += [f"output {n}" for n in blueprint.outputs if n not in outputs]
    return changed(with_specs(blueprint, specs), outputs=outputs), said


def _mended(spec: ResourceSpec, name: str) -> tuple[ResourceSpec, list[str]]:
    """Return a resource without its references to another, and which parts lost something."""
    lost = [k for k, v in spec.properties.items() if any(m.name == name for _, m in mentions_in(v))]
    properties = without_mentions(spec.properties, name)
    overrides = without_mentions(spec.overrides, name)
    if overrides != spec.overrides:
        lost.append("overrides")
    depends_on = tuple(n for n in spec.depends_on if n != name)
    if depends_on != spec.depends_on:
        lost.append("depends_on")
    parts = {
        "properties": FrozenMap() if properties is GONE else properties,
        "overrides": FrozenMap() if overrides is GONE else overrides,
        "depends_on": depends_on,
    }
    return (spec.model_copy(update=parts) if lost else spec), lost


def _renamed(spec: ResourceSpec, old: str, new: str) -> ResourceSpec:
    parts = {
        "name": new if spec.name == old else spec.name,
        "properties": renamed_in(spec.properties, old, new),
        "overrides": renamed_in(spec.overrides, old, new),
        "depends_on": tuple(new if n == old else n for n in spec.depends_on),
    }
    return spec.model_copy(update=parts)
