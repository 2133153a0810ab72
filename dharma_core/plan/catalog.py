"""What is known of each resource type; contexts above read their own section of a type's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dharma_core.errors import FactError, NotFoundError, nearest
from dharma_core.plan.frozen import FrozenMap, Path, freeze

__all__ = ["AttributeFact", "Catalog", "ResourceType", "make_catalog", "parse_resource_type"]


@dataclass(frozen=True, slots=True)
class AttributeFact:
    """One attribute or block of a resource type, as the provider's schema states it.

    Parameters
    ----------
    name : str
        Terraform's name.
    type : str
        ``string``, ``number``, ``bool``, ``list(string)``, ``map(string)``, ``object`` ...
    block : bool
        Whether it is written as a block.
    max_items : int or None
        1 for a block that may stand once.
    required, computed, sensitive : bool
    read_only : bool
        Only the provider fills it in; a design may not set it.
    default : Any
        What the provider plans when the attribute is left out; ``has_default`` tells None from
        absent.
    forces_replace : bool or None
        None: not known ("update, may replace").
    members : mapping of AttributeFact
        What a block or object holds.
    """

    name: str
    type: str = "string"
    block: bool = False
    max_items: int | None = None
    required: bool = False
    computed: bool = False
    sensitive: bool = False
    read_only: bool = False
    has_default: bool = False
    default: Any = None
    forces_replace: bool | None = None
    members: Mapping[str, AttributeFact] = field(default_factory=dict)


@dataclass(frozen=True)
class ResourceType:
    """One file of ``data/catalog``: a type, its attributes, and a section per context."""

    name: str
    provider: str
    title: str
    service: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeFact] = field(default_factory=dict)
    sections: Mapping[str, Any] = field(default_factory=FrozenMap)
    source: str = ""

    def attribute(self, path: Path) -> AttributeFact | None:
        """Return the fact for an attribute path (list positions skipped), None when not known."""
        level: Mapping[str, AttributeFact] = self.attributes
        found: AttributeFact | None = None
        for step in path:
            if isinstance(step, int):
                continue
            found = level.get(step)
            if found is None:
                return None
            level = found.members
        return found

    def forces_replace(self, path: Path) -> bool:
        """Whether a change at ``path`` is known to make a new resource."""
        steps = [s for s in path if isinstance(s, str)]
        for end in range(1, len(steps) + 1):
            fact = self.attribute(tuple(steps[:end]))
            if fact is not None and fact.forces_replace:
                return True
        return False


@dataclass(frozen=True)
class Catalog:
    """Every known resource type, by Terraform name and by friendly alias."""

    types: Mapping[str, ResourceType]

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        return {alias: t.name for t in self.types.values() for alias in t.aliases}

    def find(self, name: str) -> ResourceType | None:
        """Return the type for a Terraform name or an alias, None when not known."""
        return self.types.get(self._aliases.get(name, name))

    def get(self, name: str) -> ResourceType:
        """Return the type; raise NotFoundError naming the nearest known one."""
        found = self.find(name)
        if found is None:
            raise NotFoundError(
                f"Unknown resource type {name!r}.",
                next_step=nearest(name, (*self.types, *self._aliases)),
            )
        return found

    def forces_replace(self, type_: str, path: Path) -> bool:
        """Whether a change at ``path`` of this type is known to make a new resource."""
        found = self.types.get(type_)
        return found is not None and found.forces_replace(path)


_KNOWN_KEYS = {"type", "provider", "title", "service", "aliases", "attributes", "source"}


def parse_resource_type(raw: Mapping[str, Any], *, file: str) -> ResourceType:
    """Return the type described by one catalogue file.

    Raises
    ------
    FactError
        If a needed key is missing; the message names the file and the key.
    """
    for key in ("type", "provider", "title", "service", "attributes"):
        if key not in raw:
            raise FactError(f"{file}: the key {key!r} is missing.")
    sections = {k: v for k, v in raw.items() if k not in _KNOWN_KEYS}
    return ResourceType(
        name=raw["type"],
        provider=raw["provider"],
        title=raw["title"],
        service=raw["service"],
        aliases=tuple(raw.get("aliases", ())),
        attributes=_attributes(raw["attributes"], file),
        sections=freeze(sections),
        source=raw.get("source", ""),
    )


_ATTRIBUTE_KEYS = {
    "type", "block", "max_items", "required", "computed", "sensitive", "read_only", "default",
    "forces_replace", "members",
}  # fmt: skip


def _attributes(raw: Mapping[str, Any], file: str) -> Mapping[str, AttributeFact]:
    return {name: _attribute(name, facts or {}, file) for name, facts in raw.items()}


def _attribute(name: str, raw: Mapping[str, Any], file: str) -> AttributeFact:
    if extra := set(raw) - _ATTRIBUTE_KEYS:
        raise FactError(f"{file}: attribute {name!r} has unknown keys {sorted(extra)}.")
    return AttributeFact(
        name=name,
        type=raw.get("type", "object" if raw.get("block") else "string"),
        block=bool(raw.get("block")),
        max_items=raw.get("max_items"),
        required=bool(raw.get("required")),
        computed=bool(raw.get("computed")),
        sensitive=bool(raw.get("sensitive")),
        read_only=bool(raw.get("read_only")),
        has_default="default" in raw,
        default=freeze(raw.get("default")),
        forces_replace=raw.get("forces_replace"),
        members=_attributes(raw.get("members", {}), file),
    )


def make_catalog(types: Iterable[ResourceType]) -> Catalog:
    """Return a catalogue; raise FactError when two files claim one name or alias."""
    by_name: dict[str, ResourceType] = {}
    words: dict[str, str] = {}
    for entry in types:
        for word in (entry.name, *entry.aliases):
            if word in words:
                raise FactError(f"Both {words[word]} and {entry.name} claim the name {word!r}.")
            words[word] = entry.name
        by_name[entry.name] = entry
    return Catalog(by_name)
