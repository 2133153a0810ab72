"""Which Terraform type an ARM resource is, and which resources stand in others' attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from dharma_core.generation.arm.language import Section, Sections
from dharma_core.importers.arm.inverting import ABSENT, opened, peek
from dharma_core.importers.arm.rows import Row
from dharma_core.importers.arm.values import known

__all__ = ["KnownTypes", "hoisted"]

INNER: Mapping[str, tuple[str, str]] = {
    "microsoft.network/virtualnetworks": ("subnets", "Microsoft.Network/virtualNetworks/subnets"),
}
"""Lists of a resource that Terraform has as resources of their own."""


class KnownTypes:
    """The catalogue's ``arm`` sections, by ARM type."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections

    def of(self, row: Row) -> str:
        """Return the Terraform type of a row, empty when nobody knows it."""
        found = self._by_type.get(row.type.lower(), [])
        if len(found) == 1:
            return found[0][0]
        return next((name for name, section in found if _matches(section, row.body)), "")

    def companion(self, row: Row) -> bool:
        """Whether the row is the child resource that an attribute of its parent turns into."""
        return row.type.lower() in self._companions

    def folds(self, owner: str) -> list[tuple[str, Section]]:
        """Return the types that ARM writes inside one of type ``owner``."""
        return [(n, s) for n, s in self._folds if s.fold is not None and owner in s.fold.owners]

    @cached_property
    def _all(self) -> list[tuple[str, Section]]:
        return list(self.sections.of_provider())

    @cached_property
    def _by_type(self) -> Mapping[str, list[tuple[str, Section]]]:
        found: dict[str, list[tuple[str, Section]]] = {}
        for name, section in self._all:
            if section.type:
                found.setdefault(section.type.lower(), []).append((name, section))
        return found

    @cached_property
    def _companions(self) -> frozenset[str]:
        return frozenset(c.type.lower() for _, s in self._all for c in s.companions.values())

    @cached_property
    def _folds(self) -> list[tuple[str, Section]]:
        return [(name, section) for name, section in self._all if section.fold is not None]


SINGULAR: Mapping[str, Mapping[str, str]] = {
    "microsoft.network/virtualnetworks/subnets": {"addressPrefix": "addressPrefixes"},
}
"""Properties that say one value where another says a list; people use either."""


def hoisted(row: Row) -> list[Row]:
    """Return a row and, after it, those that it holds and Terraform has apart."""
    rows = _with_inner(row)
    for found in rows:
        properties = opened(found.body.get("properties"))
        for one, many in SINGULAR.get(found.type.lower(), {}).items():
            if isinstance(properties, dict) and one in properties:
                properties.setdefault(many, [properties.pop(one)])
    return rows


def _with_inner(row: Row) -> list[Row]:
    inner = INNER.get(row.type.lower())
    properties = opened(row.body.get("properties"))
    if inner is None or not isinstance(properties, dict):
        return [row]
    listed = opened(properties.get(inner[0]))
    if not isinstance(listed, list):
        return [row]
    del properties[inner[0]]
    rows = [row]
    for entry in listed:
        item = opened(entry)
        if isinstance(item, dict):
            name = item.get("name")
            plain = known(name)
            names = (*row.names, plain if isinstance(plain, str) else str(name))
            body: dict[Any, Any] = {"properties": opened(item.get("properties", {}))}
            rows.append(Row(inner[1], names, name, body, group=row.group, line=row.line))
    return rows


def _matches(section: Section, body: Any) -> bool:
    for steps, wanted in section.match.items():
        there = peek(body, steps)
        if there is ABSENT or (wanted != "..." and known(there) != wanted):
            return False
    return True
