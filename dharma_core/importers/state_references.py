"""A state holds values only: which of them is another resource's id is told by the catalogue.

``subnet_id`` is ``aws_subnet.id``; when a resource depends on a subnet whose id it holds there,
that is the reference its author wrote. Only what the state itself names as a dependency counts, so
no circle can come up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.plan import Catalog, Expression, Path, Ref, Resource

__all__ = ["with_references"]


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
        for resource in resources:
            self._by_type.setdefault(resource.type, []).append(resource)

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


def _expressions(resource: Resource, index: _Index, catalog: Catalog) -> Iterator[Expression]:
    known = catalog.find(resource.type) if resource.depends_on else None
    if known is None:
        return
    needs = set(resource.depends_on)
    for name, targets in known.relations.items():
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
