"""Build the declared resources of one resource group from the drafts that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.arm.language import Companion, Fold, Section
from dharma_core.generation.arm.naming import GROUP_TYPE, Names
from dharma_core.generation.arm.properties import Translation, put, translate
from dharma_core.generation.arm.template import Declared, PartOf
from dharma_core.generation.arm.values import HERE, Untranslatable, Values, World
from dharma_core.generation.drafts import DraftResource
from dharma_core.plan import Resource, thaw

__all__ = ["Building", "build_group"]

Json = dict[Any, Any]


@dataclass(slots=True)
class Building:
    """The resources of one group as they grow, and what could not be said.

    Parameters
    ----------
    waits : mapping of symbol to addresses
        What has to be made before a resource that does not speak of it.
    """

    world: World
    group: str
    names: Names
    declared: dict[str, Declared] = field(default_factory=dict)
    waits: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def build_group(building: Building, drafts: Iterable[DraftResource]) -> None:
    """Add the resources of ``drafts`` to the building; folded ones join their owners."""
    later: list[DraftResource] = []
    for draft in drafts:
        section = building.world.places.section(draft.resource)
        if section is None:
            building.missing.append(f"{draft.address}: ARM has no form for {draft.resource.type}")
        elif section.fold is not None:
            later.append(draft)
        else:
            _guarded(building, draft, _add, section)
    for draft in later:
        section = building.world.places.section(draft.resource)
        if section is not None:
            _guarded(building, draft, _fold, section)


def _guarded(building: Building, draft: DraftResource, step: Any, section: Section) -> None:
    try:
        step(building, draft, section)
    except Untranslatable as reason:
        building.missing.append(f"{draft.address}: {reason} is not known before it is made")


def _add(building: Building, draft: DraftResource, section: Section) -> None:
    symbol = building.world.places.symbols[draft.address]
    values = Values(building.world, building.group, inside=symbol)
    names = values.names(draft.resource)
    work = Translation(draft, values, PartOf(symbol, section.type, names))
    body: Json = {}
    aside = section.aside.union(section.companions)
    plain = {k: v for k, v in draft.attributes.items() if k not in aside}
    translate(work, plain, section.properties, body)
    _finish(work, section, body)
    parent, scope = _above(building, draft.resource, work)
    building.declared[symbol] = Declared(
        symbol, section.type, section.api, names, body, parent, scope, (), (draft.address,)
    )
    building.waits[symbol] = [*draft.depends_on, *work.waits]
    for attribute, companion in section.companions.items():
        _accompany(building, work, (attribute, companion), section)
    building.missing += work.missing
    building.left += work.left


def _finish(work: Translation, section: Section, body: Json) -> None:
    """Join what several attributes say together, add tags and what ARM asks for."""
    for steps, parts in work.shares.items():
        ordered = [parts[number] for number in sorted(parts)]
        put(body, steps, ordered[0][1].join(str(value) for value, _ in ordered))
    tags = work.draft.attributes.get("tags")
    if section.tags and tags:
        try:
            body["tags"] = work.values.of(tags)
        except Untranslatable:
            work.miss(("tags",))
    for steps, value in section.fill.items():
        if not _has(body, steps):
            put(body, steps, _filled(value, work.within.names))


def _has(body: Any, steps: tuple[str, ...]) -> bool:
    for step in steps:
        if not isinstance(body, Mapping) or step not in body:
            return False
        body = body[step]
    return True


def _filled(value: Any, names: tuple[Any, ...]) -> Any:
    if value == "$name":
        return names[-1]
    return HERE if value == "$location" else thaw(value)


def _above(building: Building, resource: Resource, work: Translation) -> tuple[str, str]:
    """Return the symbols of the parent and of the resource that this one extends."""
    places = building.world.places
    parent, extended = places.parent(resource), places.extended(resource)
    section = places.section(resource)
    if section is not None and section.scope and extended is None:
        work.miss((section.scope,))
    if extended is not None and extended.type == GROUP_TYPE:
        extended = None
    found = [places.symbols.get(str(r.address), "") if r else "" for r in (parent, extended)]
    return found[0], found[1]


def _accompany(
    building: Building, work: Translation, named: tuple[str, Companion], section: Section
) -> None:
    """Add the child resources that one attribute turns into."""
    attribute, companion = named
    line, value = companion.line, work.draft.attributes.get(attribute)
    if value is None or (line.unless and value in line.unless):
        return
    owner = work.within
    for row in [[block] for block in value] if line.flat else [value]:
        body: Json = {}
        translate(work, {attribute: _unnamed(companion, row)}, {attribute: line}, body)
        if not body:
            continue
        name = _row_name(companion, row)
        symbol = building.names.take(owner.symbol, attribute)
        building.declared[symbol] = Declared(
            symbol, companion.type, section.api, (*owner.names, work.values.of(name)), body,
            owner.symbol, addresses=(work.draft.address,),
        )  # fmt: skip


def _unnamed(companion: Companion, row: Any) -> Any:
    """Return a block without the member that only names its resource."""
    if not companion.line.flat or companion.name in companion.line.flat:
        return row
    return [{key: value for key, value in row[0].items() if key != companion.name}]


def _row_name(companion: Companion, row: Any) -> Any:
    if companion.name.startswith("="):
        return companion.name[1:]
    name = row[0].get(companion.name)
    if name is None:
        raise Untranslatable("its name")
    return name


def _fold(building: Building, draft: DraftResource, section: Section) -> None:
    """Write a folded resource into its owner's body."""
    places, fold = building.world.places, section.fold
    owner = places.owner(draft.resource)
    symbol = places.symbols.get(str(owner.address), "") if owner is not None else ""
    there = building.declared.get(symbol)
    if fold is None or owner is None or there is None:
        building.missing.append(f"{draft.address}: what it belongs to is not in the design")
        return
    values = Values(building.world, building.group, inside=symbol)
    work = Translation(draft, values, PartOf(symbol, there.type, there.names))
    entry: Json = {}
    plain = {k: v for k, v in draft.attributes.items() if k not in section.aside}
    translate(work, plain, section.properties, entry)
    for target in _targets(there.body, fold, draft):
        put(target, fold.into, [entry] if fold.list else entry)
    building.declared[symbol] = Declared(
        symbol, there.type, there.api, there.names, there.body, there.parent, there.scope,
        there.depends_on, (*there.addresses, draft.address),
    )  # fmt: skip
    building.waits[symbol] += [*draft.depends_on, *work.waits]
    building.missing += work.missing
    building.left += work.left


def _targets(body: Any, fold: Fold, draft: DraftResource) -> Iterator[Json]:
    """Yield the part of the owner's body that an entry joins."""
    if not fold.within:
        yield body
        return
    for step in fold.within:
        body = body.get(step, {})
    wanted = draft.attributes.get(fold.item) if fold.item else None
    found = [item for item in body if not fold.item or item.get("name") == wanted]
    if not found:
        raise Untranslatable(f"{fold.item} {wanted!r}")
    yield from found
