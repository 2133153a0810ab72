"""Read the ``arm`` sections of the catalogue; a wrong one is told with its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.errors import FactError
from dharma_core.generation.arm.language.section import (
    FORMS,
    Companion,
    Fold,
    Line,
    Parent,
    Section,
    Steps,
)
from dharma_core.plan import AttributeFact, Catalog, ResourceType

__all__ = ["Sections", "parse_section"]

_LINE_KEYS = {
    "to", "as", "values", "unless", "wrap", "also", "text", "child", "split", "part", "by",
    "setting", "reads", "members", "flat", "list", "single", "number",
    "left",
}  # fmt: skip
_SECTION_KEYS = {
    "type", "api", "name", "parent", "scope", "fold", "serial", "properties", "companions", "fill",
    "match", "attributes", "ignored", "tags",
}  # fmt: skip


class Sections:
    """The sections of a catalogue, each parsed at its first use."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: dict[str, Section | None] = {}

    def get(self, type_: str) -> Section | None:
        """Return a type's section, None when it has none.

        Raises
        ------
        FactError
            If the section is wrong in itself.
        """
        if type_ not in self._kept:
            kind = self._catalog.find(type_)
            raw = kind.sections.get("arm") if kind is not None else None
            self._kept[type_] = parse_section(raw, kind) if raw and kind else None
        return self._kept[type_]

    def of_provider(self) -> Iterator[tuple[str, Section]]:
        """Yield every azurerm type that has a section, in the catalogue's order."""
        for name in self._catalog.types:
            section = self.get(name) if name.startswith("azurerm_") else None
            if section is not None:
                yield name, section


def parse_section(raw: Mapping[str, Any], kind: ResourceType) -> Section:
    """Return the section as values; the type's facts tell which blocks stand once.

    Raises
    ------
    FactError
        If a key or a form is not one of ours, or a line names no attribute; the type is named.
    """
    _known(raw, _SECTION_KEYS, kind.name)
    fold, parent = raw.get("fold"), raw.get("parent")
    return Section(
        type=raw.get("type", ""),
        api=raw.get("api", ""),
        name=raw.get("name", "name"),
        parent=_parent(parent) if parent else None,
        scope=raw.get("scope", ""),
        fold=_fold(fold) if fold else None,
        serial=bool(raw.get("serial")),
        properties=_lines(raw.get("properties", {}), kind.attributes, kind.name, top=True),
        companions={
            name: _companion(companion, kind, name)
            for name, companion in raw.get("companions", {}).items()
        },
        fill=_places(raw.get("fill", {}), top=True),
        match=_places(raw.get("match", {}), top=True),
        attributes=raw.get("attributes", {}),
        ignored=tuple(raw.get("ignored", ())),
        tags=bool(raw.get("tags", True)) and "tags" in kind.attributes,
    )


def _parent(raw: Mapping[str, Any]) -> Parent:
    return Parent(
        raw["type"], _listed(raw["by"]), tuple(raw.get("via", ())), tuple(raw.get("outer", ()))
    )


def _fold(raw: Mapping[str, Any]) -> Fold:
    return Fold(
        owners=_listed(raw["owner"]),
        by=raw["by"],
        into=_steps(raw["into"], top="within" not in raw),
        list=bool(raw.get("list")),
        type=raw.get("type", ""),
        within=_steps(raw["within"], top=True) if "within" in raw else (),
        item=raw.get("item", ""),
    )


def _companion(raw: Mapping[str, Any], kind: ResourceType, attribute: str) -> Companion:
    rest = {k: v for k, v in raw.items() if k not in ("type", "name", "properties")}
    if "properties" in raw:
        rest["flat"] = raw["properties"]
    line = _lines({attribute: rest}, kind.attributes, kind.name, top=True)[attribute]
    return Companion(raw["type"], raw["name"], line)


def _lines(
    raw: Mapping[str, Any], facts: Mapping[str, AttributeFact], type_: str, *, top: bool
) -> Mapping[str, Line]:
    found = {}
    for name, line in raw.items():
        if name not in facts:
            raise FactError(f"{type_}: section 'arm' speaks of {name!r}, which is no attribute.")
        found[name] = _line(line, facts[name], type_, top=top)
    return found


def _line(raw: Any, fact: AttributeFact, type_: str, *, top: bool) -> Line:
    if isinstance(raw, str):
        return Line(to=(_steps(raw, top=top),))
    _known(raw, _LINE_KEYS, type_)
    if raw.get("as", "") not in FORMS:
        raise FactError(f"{type_}: section 'arm' has the unknown form {raw['as']!r}.")
    within = top and "members" not in raw and "wrap" not in raw
    return Line(
        to=tuple(_steps(path, top=top) for path in _listed(raw.get("to", ()))),
        form=raw.get("as", ""),
        values=raw.get("values", {}),
        unless=tuple(raw.get("unless", ())),
        wrap=_steps(raw["wrap"], top=False) if "wrap" in raw else (),
        also=_places(raw.get("also", {}), top=within),
        text=raw.get("text", ""),
        child=raw.get("child", ""),
        split=raw.get("split", ""),
        part=raw.get("part"),
        by=raw.get("by", ""),
        setting=raw.get("setting", ""),
        reads=_places(raw.get("reads", {}), top=top),
        members=_lines(raw.get("members", {}), fact.members, type_, top=False),
        flat=_lines(raw.get("flat", {}), fact.members, type_, top=top),
        single=bool(raw.get("single", fact.max_items == 1)) and not raw.get("list"),
        number=raw.get("number", ""),
        left=raw.get("left", ""),
    )


def _places(raw: Mapping[str, Any], *, top: bool) -> Mapping[Steps, Any]:
    return {_steps(path, top=top): value for path, value in raw.items()}


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _steps(path: str, *, top: bool) -> Steps:
    """Return a path's steps; at the top they start below ``properties`` unless they say ``/``."""
    words = [word.replace("~", ".") for word in path.lstrip("/").split(".") if word]
    return (*(("properties",) if top and not path.startswith("/") else ()), *words)


def _known(raw: Mapping[str, Any], keys: set[str], type_: str) -> None:
    if extra := set(raw) - keys:
        raise FactError(f"{type_}: section 'arm' has unknown keys {sorted(extra)}.")
