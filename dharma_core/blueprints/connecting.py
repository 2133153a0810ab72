"""A line on the canvas into a property: which one of the user names the needed resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.checking import needs_of
from dharma_core.blueprints.edits import Edited, changed, get_spec, with_specs
from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.references import mentions_in
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog, FrozenMap, ResourceType

__all__ = ["ORDER", "Fit", "connect", "find_fits", "fit_named", "needing", "references_by_path"]

# The name of the choice that only says who comes first.
ORDER = "depends_on"
_SUFFIXES = ("_ids", "_id", "_arns", "_arn", "_names", "_name", "_links", "_link", "s")


@dataclass(frozen=True, slots=True)
class Fit:
    """One way in which a resource can refer to another.

    Parameters
    ----------
    user, needed : str
        Names in the design; the user's property is set.
    path : tuple of str
        The property, through blocks: ``("vpc_config", "subnet_ids")``.
    attribute : str
        What is read of the needed resource.
    many : bool
        Whether the property holds a list, to which the reference is added.
    taken : bool
        Whether a single value stands there already and would be replaced.
    """

    user: str
    needed: str
    path: tuple[str, ...]
    attribute: str
    many: bool = False
    taken: bool = False

    @property
    def key(self) -> str:
        """The path as one word: ``vpc_config.subnet_ids``."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class _Way:
    """A property that may name another resource, the attribute it reads, whether it is a list."""

    path: tuple[str, ...]
    attribute: str
    many: bool


def find_fits(blueprint: Blueprint, user: str, needed: str, catalog: Catalog) -> tuple[Fit, ...]:
    """Return every property of ``user`` that may refer to ``needed``, free and plain ones first.

    Those that refer to it already are left out. A kind's declared references and the catalogue's
    relations decide; for a type without any, properties whose names say the other's type.
    """
    if user == needed:
        raise InputError(f"{user} cannot refer to itself.", next_step="Choose another resource.")
    own, other = get_spec(blueprint, user), get_spec(blueprint, needed)
    plain = find_kind(own.type) is not None  # a line never guesses which item of a list it means
    ways = (w for w in _ways(own, other, blueprint, catalog) if len(w.path) == 1 or not plain)
    wanted = [fit for way in ways if (fit := _fit(own, other, way)) is not None]
    fits = tuple(sorted(wanted, key=lambda fit: (fit.taken, len(fit.path))))
    in_use = tuple(fit for fit in fits if fit.many and _names_alike(blueprint, own, other, fit))
    return in_use or fits


def references_by_path(
    blueprint: Blueprint, name: str, catalog: Catalog
) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return for each property of a resource, through blocks, the references that it may hold.

    What needs the resource itself is left out: a reference to it would close a circle.
    """
    own = get_spec(blueprint, name)
    found: dict[tuple[str, ...], dict[str, None]] = {}
    circular = {name, *needing(blueprint, name)}
    ways: dict[str, tuple[_Way, ...]] = {}
    for other in blueprint.resources:
        if other.name in circular:
            continue
        if other.type not in ways:
            ways[other.type] = tuple(_ways(own, other, blueprint, catalog))
        for way in ways[other.type]:
            fit = Fit(name, other.name, way.path, way.attribute, way.many)
            found.setdefault(way.path, {})[_reference(other, fit)] = None
    return {path: tuple(texts) for path, texts in found.items()}


def connect(blueprint: Blueprint, fit: Fit) -> Edited:
    """Set the property of a fit; ``depends_on`` when the fit has no path.

    Raises
    ------
    InputError
        If the two are connected in this way already.
    """
    spec, needed = get_spec(blueprint, fit.user), get_spec(blueprint, fit.needed)
    if not fit.path:
        return _order(blueprint, spec, fit.needed)
    value = _reference(needed, fit)
    properties = _put(spec.properties, fit.path, value, many=fit.many)
    if properties == spec.properties:
        raise _already(fit.user, fit.needed)
    mended = spec.model_copy(update={"properties": properties})
    words = f"{fit.user} now refers to {fit.needed} by {fit.key}."
    return Edited(with_specs(blueprint, {fit.user: mended}), words, fit.user)


def fit_named(fits: Iterable[Fit], key: str) -> Fit:
    """Return the fit of that path; raise InputError naming the nearest."""
    known = {fit.key or ORDER: fit for fit in fits}
    if key not in known:
        raise InputError(f"No property {key!r} fits here.", next_step=nearest(key, known))
    return known[key]


def needing(blueprint: Blueprint, name: str) -> set[str]:
    """Return every resource that needs this one, at first or at second hand."""
    needs = {r.name: needs_of(r) for r in blueprint.resources}
    found: set[str] = set()
    fresh = {name}
    while fresh:
        fresh = {n for n, needed in needs.items() if fresh.intersection(needed)} - found
        found |= fresh
    return found


def _order(blueprint: Blueprint, spec: ResourceSpec, needed: str) -> Edited:
    if needed in spec.depends_on:
        raise _already(spec.name, needed)
    mended = spec.model_copy(update={"depends_on": (*spec.depends_on, needed)})
    whole = changed(with_specs(blueprint, {spec.name: mended}))
    return Edited(whole, f"{spec.name} now comes after {needed} (depends_on).", spec.name)


def _already(user: str, needed: str) -> InputError:
    return InputError(f"{user} refers to {needed} already.", next_step="Choose another pair.")


def _reference(needed: ResourceSpec, fit: Fit) -> str:
    index = "" if needed.count is None else "[*]" if fit.many else "[0]"
    return f"${{{needed.name}{index}.{fit.attribute}}}"


def _ways(
    own: ResourceSpec, other: ResourceSpec, blueprint: Blueprint, catalog: Catalog
) -> Iterator[_Way]:
    """Yield each property of one resource that may name another, and what it reads of it."""
    kind = find_kind(own.type)
    if kind is None:
        yield from _native_ways(own, other, catalog)
        return
    found = None if find_kind(other.type) else catalog.find(other.type)
    for path, fact in _references_of(kind.properties):
        natives = {k.clouds[blueprint.provider].primary for k in map(find_kind, fact.kinds) if k}
        fits = not fact.kinds or other.type in fact.kinds
        if fits or (found is not None and found.name in natives):
            yield _Way(path, "id", fact.type == "list(reference)")


def _references_of(
    facts: Iterable[Property], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Property]]:
    for fact in facts:
        path = (*above, fact.name)
        if fact.is_reference:
            yield path, fact
        yield from _references_of(fact.members, path)


def _native_ways(own: ResourceSpec, other: ResourceSpec, catalog: Catalog) -> Iterator[_Way]:
    type_, other_kind = catalog.find(own.type), find_kind(other.type)
    if type_ is None:
        return
    target = None if other_kind else catalog.find(other.type)
    names = {target.name} if target else set()
    if other_kind is not None:
        names = {cloud.primary for cloud in other_kind.clouds.values()}
    for path, attribute in list(_related(type_, names)) or list(_alike(type_, names)):
        fact = type_.attribute(path)
        if fact is not None and not fact.read_only:
            yield _Way(path, attribute, fact.type.startswith(("list(", "set(")))


def _related(type_: ResourceType, names: set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for path, targets in type_.relations.items():
        for target in targets:
            name, _, attribute = target.partition(".")
            if name in names:
                steps = tuple(s for s in path.split(".") if not s.isdigit() and s != "*")
                yield steps, attribute or "id"


def _alike(type_: ResourceType, names: set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield top properties whose name says the other's type: ``subnet_id`` for ``aws_subnet``."""
    for name, fact in type_.attributes.items():
        for other in names:
            if not fact.block and not fact.read_only and _says(name, other):
                yield (name,), "arn" if "_arn" in name else "name" if "_name" in name else "id"


def _says(attribute: str, type_: str) -> bool:
    bare = attribute
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and bare != suffix:
            bare = bare.removesuffix(suffix)
            break
    else:
        return False
    words = type_.split("_")[1:]
    tails = {"_".join(words[start:]) for start in range(len(words))} - {"group"}
    return any(bare == tail or bare.endswith(f"_{tail}") for tail in tails)


def _names_alike(blueprint: Blueprint, own: ResourceSpec, other: ResourceSpec, fit: Fit) -> bool:
    """Whether a list names a resource of the same type already: then more of them belong there."""
    alike = {r.name for r in blueprint.resources if r.type == other.type}
    present = _values(own.properties, fit.path)
    return any(m.name in alike for value in present for _, m in mentions_in(value))


def _fit(own: ResourceSpec, other: ResourceSpec, way: _Way) -> Fit | None:
    present = _values(own.properties, way.path)
    if any(m.name == other.name for value in present for _, m in mentions_in(value)):
        return None
    taken = bool(present) and not way.many
    return Fit(own.name, other.name, way.path, way.attribute, way.many, taken)


def _values(value: Any, path: tuple[str, ...]) -> list[Any]:
    """Return what stands at a path, in every one of the blocks on the way."""
    if isinstance(value, (list, tuple)) and path:
        return [found for inner in value for found in _values(inner, path)]
    if not path:
        return [value]
    if not isinstance(value, Mapping) or value.get(path[0]) is None:
        return []
    return _values(value[path[0]], path[1:])


def _put(level: Mapping[str, Any], path: tuple[str, ...], value: str, *, many: bool) -> FrozenMap:
    """Return a level with ``value`` at a path, in the first block where blocks lie on the way."""
    key, present = path[0], level.get(path[0])
    if len(path) == 1:
        if not many:
            return FrozenMap({**level, key: value})
        items = present if isinstance(present, tuple) else () if present is None else (present,)
        return FrozenMap({**level, key: (*items, value)} if value not in items else level)
    if isinstance(present, tuple):
        first = present[0] if present and isinstance(present[0], Mapping) else {}
        inner: Any = (_put(first, path[1:], value, many=many), *present[1:])
    else:
        block = present if isinstance(present, Mapping) else {}
        inner = _put(block, path[1:], value, many=many)
    return FrozenMap({**level, key: inner})
