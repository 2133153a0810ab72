"""What is known of each resource type; contexts above read their own section of a type's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dharma_core.errors import FactError, NotFoundError, nearest
from dharma_core.plan.earlier_names import EarlierName
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
    open : bool
        Whether more may stand inside than ``members`` tells: the schema we have ends here.
    partly_unknown : bool
        Whether a collection's known members stay known beside one that is not; otherwise the
        provider plans the whole as unknown.
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
    open: bool = False
    partly_unknown: bool = False


@dataclass(frozen=True)
class ResourceType:
    """One resource type: its attributes, and a section per context.

    ``curated`` types have a file of ``data/catalog``: defaults, replacements, relations, names in
    other formats. The others are known by the provider's schema alone: names, types, what is
    required and what the provider fills in.
    """

    name: str
    provider: str
    title: str
    service: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeFact] = field(default_factory=dict)
    sections: Mapping[str, Any] = field(default_factory=FrozenMap)
    source: str = ""
    curated: bool = True

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

    @property
    def relations(self) -> Mapping[str, tuple[str, ...]]:
        """Which attribute path names what: ``subnet_id`` -> ``("aws_subnet.id",)``."""
        return {path: _listed(to) for path, to in self.sections.get("relations", {}).items()}

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
    """Every known resource type, by Terraform name and by friendly alias.

    Parameters
    ----------
    types : mapping of name to ResourceType
        The curated ones; may read each at its first use.
    aliases : mapping of alias to name
    schemas : mapping of name to ResourceType
        Every type of the providers' schemas; may read each at its first use.
    tables : mapping of subject to mapping of type to facts
        ``cdk``, ``cloudformation``, ``pulumi``, ``sam``: names in other formats, known for many
        more types than are curated; their writer or reader parses them. ``choices``: values that a
        service lists for an attribute, by its dotted path. May be read at their first use.
    earlier : mapping of name to tuple of EarlierName
        What earlier versions of a type's provider called otherwise, the oldest change first.
    costs : mapping of name to mapping
        How each type that costs something is metered; may be read at its first use.
    """

    types: Mapping[str, ResourceType]
    aliases: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, ResourceType] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    earlier: Mapping[str, tuple[EarlierName, ...]] = field(default_factory=dict)
    costs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def find(self, name: str) -> ResourceType | None:
        """Return the type for a Terraform name or an alias, None when not known.

        A curated type comes first, then the provider's schema.
        """
        wanted = self.aliases.get(name, name)
        return self.types.get(wanted) or self.schemas.get(wanted)

    def knows(self, name: str) -> bool:
        """Whether there is such a type, without reading it."""
        return name in self.aliases or name in self.types or name in self.schemas

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every name and alias, curated ones first, to suggest the nearest from."""
        return tuple(dict.fromkeys((*self.types, *self.aliases, *self.schemas)))

    def get(self, name: str) -> ResourceType:
        """Return the type; raise NotFoundError naming the nearest known one."""
        found = self.find(name)
        if found is None:
            raise NotFoundError(
                f"Unknown resource type {name!r}.",
                next_step=nearest(name, self.words),
            )
        return found

    def forces_replace(self, type_: str, path: Path) -> bool:
        """Whether a change at ``path`` of this type is known to make a new resource."""
        found = self.types.get(type_)
        return found is not None and found.forces_replace(path)


_KNOWN_KEYS = {"type", "provider", "title", "service", "aliases", "attributes", "source"}


def parse_resource_type(raw: Mapping[str, Any], *, file: str, curated: bool = True) -> ResourceType:
    """Return the type described by one catalogue file, or by a provider's schema alone.

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
        curated=curated,
    )


_ATTRIBUTE_KEYS = {
    "type", "block", "max_items", "required", "computed", "sensitive", "read_only", "default",
    "forces_replace", "members", "open", "partly_unknown",
}  # fmt: skip


def _attributes(raw: Mapping[str, Any], file: str) -> Mapping[str, AttributeFact]:
    return {name: _attribute(name, facts or {}, file) for name, facts in raw.items()}


def _listed(to: Any) -> tuple[str, ...]:
    return (to,) if isinstance(to, str) else tuple(to)


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
        open=bool(raw.get("open")),
        partly_unknown=bool(raw.get("partly_unknown")),
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
    aliases = {word: name for word, name in words.items() if word != name}
    return Catalog(by_name, aliases)
