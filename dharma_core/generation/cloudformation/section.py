"""The ``cloudformation`` section of a catalogue file, as values.

One line an attribute: ``cidr_block: CidrBlock``. A mapping says more: ``to`` (dots make nested
objects), ``key`` (an entry of a Key/Value list), ``append`` (an entry of any other list), ``as``
(text, flag, document, base64; of a map: ``pairs`` of Key and Value, ``named`` Name and Value),
``values`` (a translation), ``unless`` (values that say nothing), ``members`` (a block's own lines,
``single`` when it stands once), ``flat`` (a block whose members are the parent's), ``by`` (blocks
that become an object keyed by one member; ``value`` names the member that is its whole entry).
A type that CloudFormation does not have says ``none`` and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import FactError
from dharma_core.plan import Catalog, Path, thaw

__all__ = ["Companion", "PropertySpec", "Section", "Sections", "parse_section", "read_sections"]

_SPEC_KEYS = {
    "to", "key", "as", "values", "unless", "append", "members", "single", "flat", "by", "value",
}  # fmt: skip
_COMPANION_KEYS = {"suffix", "type", "owner", "owner_list", "to", "as", "members", "awaited"}
_SECTION_KEYS = {
    "type", "ref", "attributes", "properties", "companions", "keep", "ignored", "implied",
    "fill", "tags", "deletion", "entry", "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PropertySpec:
    """Where one attribute goes and in which form."""

    to: str = ""
    key: str = ""
    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[Any, ...] = ()
    append: Any = None
    members: Mapping[str, PropertySpec] = field(default_factory=dict)
    single: bool = False
    flat: Mapping[str, PropertySpec] = field(default_factory=dict)
    by: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """A resource of its own that one attribute turns into.

    Parameters
    ----------
    owner : str
        The property that names the main resource; ``owner_list`` when it takes a list.
    to : str
        The property that holds the attribute; empty when ``members`` of a block are spread.
    awaited : bool
        Whether whoever needs the main resource has to wait for this one too.
    """

    suffix: str
    type: str
    owner: str
    owner_list: bool = False
    to: str = ""
    form: str = ""
    members: Mapping[str, PropertySpec] = field(default_factory=dict)
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """How one Terraform type is written in CloudFormation.

    Parameters
    ----------
    type : str
        ``AWS::EC2::VPC``; empty for a type that is folded into another resource.
    ref : tuple of str
        Terraform attributes that ``Ref`` returns.
    attributes : mapping
        Terraform attribute to ``Fn::GetAtt`` name, or to a ``Fn::Sub`` text about ``${self}``.
    keep : tuple of str
        Attributes to write even at Terraform's default: CloudFormation defaults differently.
    ignored : tuple of str
        Attributes that only steer Terraform; ``Metadata`` keeps them.
    implied : tuple of str
        Attributes that another property, or where a resource stands, says already.
    fill : mapping
        Properties CloudFormation asks for, where the Plan has none.
    tags, tags_to : str
        ``list``, ``map`` or ``none``, and the property that holds them.
    deletion : mapping or None
        None: no DeletionPolicy. ``snapshot_when`` and ``snapshot_unless`` name an attribute.
    entry : str
        The list of its owner that a folded type is one entry of.
    none : str
        Why CloudFormation cannot make such a resource.
    """

    type: str = ""
    ref: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, PropertySpec] = field(default_factory=dict)
    companions: Mapping[str, Companion] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    tags: str = "list"
    tags_to: str = "Tags"
    deletion: Mapping[str, str] | None = None
    entry: str = ""
    none: str = ""

    def keeps(self, path: Path) -> bool:
        """Whether the attribute at ``path`` is written even at Terraform's default."""
        return ".".join(step for step in path if isinstance(step, str)) in self.keep

    def filled(self, logical_id: str) -> dict[str, Any]:
        """Return what ``fill`` stands for in a resource of this name."""
        return {
            name: value.replace("$logical_id", logical_id)
            if isinstance(value, str)
            else thaw(value)
            for name, value in self.fill.items()
        }


class Sections(Mapping[str, Section]):
    """The section of every type that has one, each parsed when it is first asked for.

    A type without a file of its own has its section in the catalogue's table ``cloudformation``.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._types = catalog.types
        self._table = catalog.tables.get("cloudformation", {})
        self._parsed: dict[str, Section | None] = {}

    def __getitem__(self, name: str) -> Section:
        """Return the section of a type."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name)
        found = self._parsed[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the types that have a section; reads every file."""
        return (name for name in dict.fromkeys((*self._types, *self._table)) if name in self)

    def __len__(self) -> int:
        """Return how many types have a section; reads every file."""
        return sum(1 for _ in self)

    def _parse(self, name: str) -> Section | None:
        kind = self._types.get(name)
        own = kind.sections.get("cloudformation") if kind is not None else None
        raw = own if own is not None else self._table.get(name)
        return None if raw is None else parse_section(raw, type_=name)


def read_sections(catalog: Catalog) -> Mapping[str, Section]:
    """Return the section of every type that has one; reads a type's file at its first use."""
    return Sections(catalog)


def parse_section(raw: Mapping[str, Any], *, type_: str) -> Section:
    """Return the section as values.

    Raises
    ------
    FactError
        If a key is not one of ours; the type and the key are named.
    """
    _known(raw, _SECTION_KEYS, type_)
    tags = raw.get("tags", "list")
    said = tags if isinstance(tags, Mapping) else {"as": tags}
    return Section(
        type=raw.get("type", ""),
        ref=tuple(raw.get("ref", ())),
        attributes=raw.get("attributes", {}),
        properties=_specs(raw.get("properties", {}), type_),
        companions={n: _companion(c, type_) for n, c in raw.get("companions", {}).items()},
        keep=tuple(raw.get("keep", ())),
        ignored=tuple(raw.get("ignored", ())),
        implied=tuple(raw.get("implied", ())),
        fill=raw.get("fill", {}),
        tags=said["as"],
        tags_to=said.get("to", "Tags"),
        deletion=raw.get("deletion"),
        entry=raw.get("entry", ""),
        none=raw.get("none", ""),
    )


def _specs(raw: Mapping[str, Any], type_: str) -> Mapping[str, PropertySpec]:
    return {name: _spec(spec, type_) for name, spec in raw.items()}


def _spec(raw: Any, type_: str) -> PropertySpec:
    if isinstance(raw, str):
        return PropertySpec(to=raw)
    _known(raw, _SPEC_KEYS, type_)
    return PropertySpec(
        to=raw.get("to", ""),
        key=raw.get("key", ""),
        form=raw.get("as", ""),
        values=raw.get("values", {}),
        unless=tuple(raw.get("unless", ())),
        append=raw.get("append"),
        members=_specs(raw.get("members", {}), type_),
        single=bool(raw.get("single")),
        flat=_specs(raw.get("flat", {}), type_),
        by=raw.get("by", ""),
        value=raw.get("value", ""),
    )


def _companion(raw: Mapping[str, Any], type_: str) -> Companion:
    _known(raw, _COMPANION_KEYS, type_)
    return Companion(
        suffix=raw["suffix"],
        type=raw["type"],
        owner=raw["owner"],
        owner_list=bool(raw.get("owner_list")),
        to=raw.get("to", ""),
        form=raw.get("as", ""),
        members=_specs(raw.get("members", {}), type_),
        awaited=bool(raw.get("awaited")),
    )


def _known(raw: Mapping[str, Any], keys: set[str], type_: str) -> None:
    if extra := set(raw) - keys:
        raise FactError(f"{type_}: section 'cloudformation' has unknown keys {sorted(extra)}.")
