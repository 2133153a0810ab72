"""The ``cloudformation`` section of a catalogue file, as values.

One line an attribute: ``cidr_block: CidrBlock``. A mapping says more: ``to`` (dots make nested
objects), ``key`` (an entry of a Key/Value list), ``append`` (an entry of any other list), ``as``
(text, flag, document, base64), ``values`` (a translation), ``unless`` (values that say nothing),
``members`` (a block's own lines, ``single`` when it stands once), ``flat`` (a block whose members
are the parent's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import FactError
from dharma_core.plan import Catalog, Path

__all__ = ["Companion", "PropertySpec", "Section", "parse_section", "read_sections"]

_SPEC_KEYS = {"to", "key", "as", "values", "unless", "append", "members", "single", "flat"}
_COMPANION_KEYS = {"suffix", "type", "owner", "owner_list", "to", "as", "members", "awaited"}
_SECTION_KEYS = {
    "type", "ref", "attributes", "properties", "companions", "keep", "ignored", "fill", "tags",
    "deletion",
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
        Attributes that only steer Terraform.
    fill : mapping
        Properties CloudFormation asks for, where the Plan has none.
    tags : str
        ``list``, ``map`` or ``none``.
    deletion : mapping or None
        None: no DeletionPolicy. ``snapshot_when`` and ``snapshot_unless`` name an attribute.
    """

    type: str = ""
    ref: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, PropertySpec] = field(default_factory=dict)
    companions: Mapping[str, Companion] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    tags: str = "list"
    deletion: Mapping[str, str] | None = None

    def keeps(self, path: Path) -> bool:
        """Whether the attribute at ``path`` is written even at Terraform's default."""
        return ".".join(step for step in path if isinstance(step, str)) in self.keep


def read_sections(catalog: Catalog) -> Mapping[str, Section]:
    """Return the section of every type that has one."""
    return {
        name: parse_section(kind.sections["cloudformation"], type_=name)
        for name, kind in catalog.types.items()
        if "cloudformation" in kind.sections
    }


def parse_section(raw: Mapping[str, Any], *, type_: str) -> Section:
    """Return the section as values.

    Raises
    ------
    FactError
        If a key is not one of ours; the type and the key are named.
    """
    _known(raw, _SECTION_KEYS, type_)
    return Section(
        type=raw.get("type", ""),
        ref=tuple(raw.get("ref", ())),
        attributes=raw.get("attributes", {}),
        properties=_specs(raw.get("properties", {}), type_),
        companions={n: _companion(c, type_) for n, c in raw.get("companions", {}).items()},
        keep=tuple(raw.get("keep", ())),
        ignored=tuple(raw.get("ignored", ())),
        fill=raw.get("fill", {}),
        tags=raw.get("tags", "list"),
        deletion=raw.get("deletion"),
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
