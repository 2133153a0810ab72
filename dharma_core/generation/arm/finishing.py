"""Give a group's resources their order: who waits for whom, what stands elsewhere, shared tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from dharma_core.generation.arm.building import Building
from dharma_core.generation.arm.naming import GROUP_TYPE
from dharma_core.generation.arm.template import (
    BODY_ORDER,
    Declared,
    ListOf,
    PartOf,
    Template,
    VariableOf,
    nodes,
    symbols_in,
)
from dharma_core.generation.arm.values import Untranslatable, Values
from dharma_core.plan import Resource

__all__ = ["Finished", "finish"]

TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Finished:
    """The template of one group, and the groups that have to be made before."""

    template: Template
    groups: tuple[str, ...]


def finish(building: Building) -> Finished:
    """Return the template of a group whose resources are built."""
    rows = {s: _waiting(building, row) for s, row in building.declared.items()}
    elsewhere, groups = _elsewhere(building, rows)
    rows = _one_after_another(building, rows)
    variables, resources = _shared_tags(tuple(rows.values()))
    template = Template("resourceGroup", (), variables, (*elsewhere, *resources))
    return Finished(template, groups)


def _waiting(building: Building, row: Declared) -> Declared:
    """Return the resource with the symbols it waits for and does not speak of."""
    found: dict[str, None] = {}
    for address in building.waits.get(row.symbol, ()):
        symbol = _symbol_of(building, address)
        if symbol in building.declared:
            found[symbol] = None
    for node in nodes((row.names, row.body)):
        if getattr(node, "symbol", "") in building.declared and not _speaks(node):
            found[node.symbol] = None
    said = {n.symbol for n in nodes((row.names, row.body)) if _speaks(n)}
    said |= {row.symbol, row.parent, row.scope}
    body = {key: row.body[key] for key in (*BODY_ORDER, *row.body) if key in row.body}
    return replace(row, body=body, depends_on=tuple(s for s in found if s not in said))


def _speaks(node: Any) -> bool:
    """Whether a node alone makes Bicep wait for its resource: one that names it by its symbol."""
    part = isinstance(node, PartOf) or (isinstance(node, ListOf) and node.part is not None)
    return hasattr(node, "symbol") and not part


def _symbol_of(building: Building, address: str) -> str:
    """Return the symbol of a resource, or of the one it is folded into."""
    places = building.world.places
    resource = places.plan.by_address.get(address)
    owner = places.owner(resource) if resource is not None else None
    return places.symbols.get(str(owner.address) if owner else address, "")


def _elsewhere(
    building: Building, rows: Mapping[str, Declared]
) -> tuple[tuple[Declared, ...], tuple[str, ...]]:
    """Return what other groups hold and this one speaks of, and those groups."""
    by_symbol = {symbol: a for a, symbol in building.world.places.symbols.items()}
    spoken = symbols_in([(row.names, row.body) for row in rows.values()])
    found: list[Declared] = []
    groups: dict[str, None] = {}
    for symbol in (*spoken, *(row.scope for row in rows.values())):
        resource = building.world.draft.plan.by_address.get(by_symbol.get(symbol, ""))
        if symbol in rows or resource is None or resource.type == GROUP_TYPE:
            continue
        group = building.world.places.group(resource)
        if group in groups and any(row.symbol == symbol for row in found):
            continue
        groups[group] = None
        try:
            found.append(_existing(building, resource, symbol, group))
        except Untranslatable as reason:
            building.missing.append(f"{resource.address}: {reason} is not known elsewhere")
    for address in (a for waits in building.waits.values() for a in waits):
        resource = building.world.draft.plan.by_address.get(address)
        if resource is not None and resource.type != GROUP_TYPE:
            groups[building.world.places.group(resource)] = None
    return tuple(found), tuple(g for g in groups if g != building.group)


def _existing(building: Building, resource: Resource, symbol: str, group: str) -> Declared:
    values = Values(building.world, building.group)
    section = building.world.places.section(resource)
    holder = building.world.draft.plan.by_address.get(group)
    name = Values(building.world, "").names(holder)[0] if holder else group.removeprefix("=")
    if section is None:
        raise Untranslatable(resource.type)
    return Declared(
        symbol, section.type, section.api, values.names(resource), {}, existing=True, group=name
    )


def _one_after_another(building: Building, rows: Mapping[str, Declared]) -> dict[str, Declared]:
    """Let siblings wait for each other where Azure changes their parent with each of them."""
    order = _order(rows)
    result, last = dict(rows), dict[Any, str]()
    for symbol in order:
        row = result[symbol]
        resource = building.world.draft.plan.by_address.get(row.addresses[0])
        section = building.world.places.section(resource) if resource is not None else None
        if section is None or not section.serial or row.type != section.type:
            continue
        key = (row.type, row.parent or row.names[:-1])
        before = last.get(key)
        if before is not None and before not in _waits_for(row):
            result[symbol] = replace(row, depends_on=(*row.depends_on, before))
        last[key] = symbol
    return result


def _order(rows: Mapping[str, Declared]) -> tuple[str, ...]:
    graph = {s: [w for w in _waits_for(row) if w in rows and w != s] for s, row in rows.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError:
        return ()


def _waits_for(row: Declared) -> tuple[str, ...]:
    said = (*symbols_in((row.names, row.body)), row.parent, row.scope, *row.depends_on)
    return tuple(s for s in said if s)


def _shared_tags(
    resources: tuple[Declared, ...],
) -> tuple[Mapping[str, Any] | None, tuple[Declared, ...]]:
    """Make a variable of the tags that most resources have in common."""
    counted: list[tuple[Any, int]] = []
    for tags in _plain_tags(resources):
        for number, (known, count) in enumerate(counted):
            if known == tags:
                counted[number] = (known, count + 1)
                break
        else:
            counted.append((tags, 1))
    if not counted:
        return None, resources
    tags, count = max(counted, key=lambda entry: entry[1])
    if count < 2:
        return None, resources
    shared = tuple(
        replace(row, body={**row.body, TAGS: VariableOf(TAGS)})
        if row.body.get(TAGS) == tags
        else row
        for row in resources
    )
    return {TAGS: tags}, shared


def _plain_tags(resources: tuple[Declared, ...]) -> Iterator[Any]:
    for row in resources:
        tags = row.body.get(TAGS)
        if tags and not any(True for _ in nodes(tags)):
            yield tags
