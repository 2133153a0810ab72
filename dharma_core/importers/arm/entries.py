"""Rows as resources of Terraform's types: attributes still in ARM's values, and their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.arm.language import Companion, Fold, Section
from dharma_core.importers.arm.inverting import (
    ABSENT,
    attributes_of,
    copied,
    leftovers,
    opened,
    peek,
    take,
)
from dharma_core.importers.arm.rows import Row
from dharma_core.importers.arm.types import KnownTypes
from dharma_core.importers.arm.values import IdValue, known
from dharma_core.plan import Address, Catalog

__all__ = ["Addresses", "Entry", "Maker"]


@dataclass(slots=True)
class Entry:
    """One resource on its way into the Plan.

    Parameters
    ----------
    ids : tuple of IdValue
        By which others speak of it.
    lost : list of str
        Properties that no attribute holds.
    """

    address: Address
    row: Row
    attributes: dict[str, Any]
    section: Section | None = None
    ids: tuple[IdValue, ...] = ()
    lost: list[str] = field(default_factory=list)


class Addresses:
    """Hands out addresses that nobody else has."""

    def __init__(self) -> None:
        self._taken: set[Address] = set()

    def take(self, type_: str, name: str, row: Row) -> Address:
        """Return the address that the template's own words ask for, else one of its name."""
        own = _slug(name)
        for wanted in (*_said(row.described, type_), Address(type_, own)):
            if wanted not in self._taken:
                return self._give(wanted)
        number = 2
        while Address(type_, f"{own}_{number}") in self._taken:
            number += 1
        return self._give(Address(type_, f"{own}_{number}"))

    def _give(self, address: Address) -> Address:
        self._taken.add(address)
        return address


def _said(described: str, type_: str) -> list[Address]:
    """Return the addresses that a description gives to resources of a type."""
    found: dict[Address, None] = {}
    for name, index in re.findall(
        rf"(?:^|[ .]){type_}\.([A-Za-z_][\w-]*)(\[[^\]]*\])?(?=,|$)", described
    ):
        inner = index[1:-1].strip('"')
        number: int | str | None = int(inner) if inner.isdigit() else inner or None
        found[Address(type_, name, index=number)] = None
    return list(found)


def _slug(name: str) -> str:
    word = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_").lower()
    return word if re.match(r"[a-z_]", word) else f"_{word}"


class Maker:
    """Makes the entries of a template's rows."""

    def __init__(self, catalog: Catalog, types: KnownTypes) -> None:
        self.catalog, self.types = catalog, types
        self.addresses = Addresses()

    def entries(self, rows: list[Row]) -> list[Entry]:
        """Return the entries in the order of the template, folded ones after their owners."""
        apart = [row for row in rows if self.types.companion(row) and not self.types.of(row)]
        children, found = list(apart), list[Entry]()
        for row in rows:
            if not any(row is child for child in apart):
                found += self._made(row, children)
        return [*found, *(self._unknown(child) for child in children)]

    def _made(self, row: Row, children: list[Row]) -> Iterator[Entry]:
        type_ = self.types.of(row)
        section = self.types.sections.get(type_) if type_ else None
        kind = self.catalog.find(type_) if type_ else None
        if section is None or kind is None:
            yield self._unknown(row)
            return
        address = self.addresses.take(type_, row.names[-1], row)
        entry = Entry(address, row, {}, section, (IdValue(section.type, row.names),))
        _drop_own_name(section, row)
        folded = list(self._folded(type_, entry))
        entry.attributes = attributes_of(section.properties, kind.attributes, row.body)
        for attribute, companion in section.companions.items():
            self._accompany(entry, (attribute, companion), children)
        if section.tags and (tags := row.body.pop("tags", None)) is not None:
            entry.attributes["tags"] = tags
        for steps, value in section.fill.items():
            there = peek(row.body, steps)
            if there is not ABSENT and (value in ("$name", "$location") or known(there) == value):
                take(row.body, steps)
        entry.lost = leftovers(row.body)
        yield entry
        yield from folded

    def _unknown(self, row: Row) -> Entry:
        type_ = re.sub(r"[^A-Za-z0-9]+", "_", row.type)
        address = self.addresses.take(type_, row.names[-1], row)
        attributes = {str(key): value for key, value in row.body.items()}
        return Entry(
            address, row, {"name": row.name, **attributes}, ids=(IdValue(row.type, row.names),)
        )

    def _accompany(self, entry: Entry, named: tuple[str, Companion], children: list[Row]) -> None:
        """Read the child resources that one attribute turns into."""
        attribute, companion = named
        kind = self.catalog.find(entry.address.type)
        for child in list(children):
            same = child.type.lower() == companion.type.lower()
            fixed = companion.name[1:] if companion.name.startswith("=") else child.names[-1]
            if not same or child.names != (*entry.row.names, fixed) or kind is None:
                continue
            facts = kind.attributes
            found = attributes_of({attribute: companion.line}, facts, child.body)
            if attribute not in found:
                continue
            children[:] = [row for row in children if row is not child]
            value = found[attribute]
            if not companion.name.startswith("=") and isinstance(value, list):
                value[0].setdefault(companion.name, child.name)
            there = entry.attributes.setdefault(attribute, value)
            if there is not value and isinstance(there, list):
                there.extend(value)
            entry.lost += leftovers(child.body)

    def _folded(self, owner: str, entry: Entry) -> Iterator[Entry]:
        """Take out of a body what Terraform has as resources of their own."""
        for type_, section in self.types.folds(owner):
            fold = section.fold
            if fold is None:
                continue
            seen: list[Any] = []
            for holder in _holders(entry.row.body, fold):
                for body in _parts(holder, fold):
                    if not fold.item and body in seen:
                        _remove(holder, fold, body)
                        continue
                    seen.append(copied(body))
                    yield from self._one_folded(type_, section, entry, (holder, body))

    def _one_folded(
        self, type_: str, section: Section, owner: Entry, held: tuple[Any, Any]
    ) -> Iterator[Entry]:
        holder, body = held
        kind, fold = self.catalog.find(type_), section.fold
        if kind is None or fold is None:
            return
        draft = copied(body)
        attributes = attributes_of(section.properties, kind.attributes, draft)
        if not attributes or leftovers(draft):
            return
        _remove(holder, fold, body)
        attributes[fold.by] = IdValue(owner.row.type, owner.row.names)
        if fold.item:
            attributes[fold.item] = holder.get("name")
        name = known(attributes.get("name"))
        title = name if isinstance(name, str) else owner.row.names[-1]
        address = self.addresses.take(type_, title, owner.row)
        ids = (IdValue(fold.type, (*owner.row.names, title)),) if fold.type else ()
        yield Entry(address, owner.row, attributes, section, ids)


def _drop_own_name(section: Section, row: Row) -> None:
    """Take away where a resource only says its own name once more."""
    name = known(row.name)
    for steps, value in section.fill.items():
        there = peek(row.body, steps)
        if value == "$name" and isinstance(name, str) and known(there) == name:
            take(row.body, steps)


def _holders(body: Any, fold: Fold) -> list[Any]:
    """Return the bodies that may hold a folded part: the owner's own, or items of its list."""
    if not fold.within:
        return [body]
    there = opened(peek(body, fold.within))
    return [item for item in there if isinstance(item, dict)] if isinstance(there, list) else []


def _parts(holder: Any, fold: Fold) -> list[Any]:
    there = opened(peek(holder, fold.into))
    if fold.list:
        return [p for p in there if isinstance(p, dict)] if isinstance(there, list) else []
    return [there] if isinstance(there, dict) else []


def _remove(holder: Any, fold: Fold, body: Any) -> None:
    there = opened(peek(holder, fold.into))
    if isinstance(there, list):
        there[:] = [item for item in there if item is not body]
        if there:
            return
    take(holder, fold.into)
