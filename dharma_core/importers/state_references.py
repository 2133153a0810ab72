"""A state holds values only: which of them is another resource's id is told by the catalogue.

``subnet_id`` is ``aws_subnet.id``; when a resource depends on a subnet whose id it holds there,
that is the reference its author wrote. Where the catalogue knows no relation, a value that only a
cloud gives (an ARN, a path, ``vol-0123abcd``) says whose id it is by itself. Only what the state
itself names as a dependency counts, so no circle can come up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.plan import AttributeFact, Catalog, Expression, Path, Ref, Resource, walk

__all__ = ["with_references"]

_IDENTITIES = ("id", "arn", "self_link")
_GIVEN_BY_CLOUD = re.compile(r".*(?:[:/]|-[0-9a-f]{8,}\Z).*", re.DOTALL)


def with_references(resources: tuple[Resource, ...], catalog: Catalog) -> tuple[Resource, ...]:
    """Return the resources with an expression wherever a value is known to be a reference.

    Parameters
    ----------
    resources : tuple of Resource
        With their ``depends_on``.
    catalog : Catalog
        Its types' ``relations`` say which attribute names what.
    """
    index = _Index(resources)
    return tuple(
        replace(resource, expressions=tuple(_expressions(resource, index, catalog)))
        for resource in resources
    )


class _Index:
    """Who holds which value in which attribute; made where it is asked for."""

    def __init__(self, resources: tuple[Resource, ...]) -> None:
        self._by_type: dict[str, list[Resource]] = {}
        self._holders: dict[str, dict[str, list[Resource]]] = {}
        self._by_block: dict[str, list[Resource]] = {}
        for resource in resources:
            self._by_type.setdefault(resource.type, []).append(resource)
            self._by_block.setdefault(resource.address.config_address, []).append(resource)

    def holders(self, target: str, value: str) -> list[Resource]:
        """Return the resources of ``type.attribute`` that hold a value there."""
        if target not in self._holders:
            type_, _, attribute = target.partition(".")
            found = self._holders[target] = {}
            for resource in self._by_type.get(type_, ()):
                held = resource.attributes.get(attribute)
                if isinstance(held, str) and held:
                    found.setdefault(held, []).append(resource)
        return self._holders[target].get(value, [])

    def identities(self, blocks: tuple[str, ...]) -> dict[str, Ref]:
        """Return what the instances of some blocks are called by the cloud, each once."""
        found: dict[str, Ref] = {}
        for block in blocks:
            for resource in self._by_block.get(block, ()):
                for attribute in _IDENTITIES:
                    value = resource.attributes.get(attribute)
                    if isinstance(value, str) and _GIVEN_BY_CLOUD.fullmatch(value):
                        found.setdefault(value, Ref(str(resource.address), attribute))
        return found


def _expressions(resource: Resource, index: _Index, catalog: Catalog) -> Iterator[Expression]:
    if not resource.depends_on:
        return
    known = catalog.find(resource.type)
    told = tuple(_by_relations(resource, index, known.relations)) if known else ()
    yield from told
    yield from _by_identity(
        resource, index, known.attributes if known else {}, {e.path for e in told}
    )


def _by_relations(
    resource: Resource, index: _Index, relations: Mapping[str, tuple[str, ...]]
) -> Iterator[Expression]:
    needs = set(resource.depends_on)
    for name, targets in relations.items():
        for path, value in _values(resource.attributes, tuple(name.split(".")), ()):
            for target in targets:
                near = [
                    holder
                    for holder in index.holders(target, value)
                    if holder.address.config_address in needs
                ]
                if near:
                    attribute = target.partition(".")[2]
                    yield Expression.of(path, Ref(str(near[0].address), attribute))
                    break


def _by_identity(
    resource: Resource,
    index: _Index,
    facts: Mapping[str, AttributeFact],
    told: set[Path],
) -> Iterator[Expression]:
    """Yield a reference for each value that is the id of a dependency and of nothing else."""
    ids = index.identities(resource.depends_on)
    for path, value in walk(resource.attributes) if ids else ():
        fact = facts.get(str(path[0]))
        is_written = path != ("id",) and not (fact and fact.read_only)
        if type(value) is str and value in ids and is_written and path not in told:
            yield Expression.of(path, ids[value])


def _values(value: Any, names: tuple[str, ...], path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text at a dotted path, through lists and blocks."""
    if isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _values(inner, names, (*path, place))
    elif names and isinstance(value, Mapping):
        if names[0] in value:
            yield from _values(value[names[0]], names[1:], (*path, names[0]))
    elif not names and isinstance(value, str):
        yield path, value
