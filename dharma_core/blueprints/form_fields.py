"""One level of a resource as the fields of a form: typed by its kind, the catalogue, the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dharma_core.blueprints.inner_values import value_at
from dharma_core.plan import Path

__all__ = [
    "PROPERTIES",
    "SCALARS",
    "Entry",
    "FormField",
    "Level",
    "Sheet",
    "entry_of",
    "free_field",
    "inner_type",
    "item_field",
    "type_of",
]

PROPERTIES: Path = ("properties",)
_MOST_SUGGESTED = 10
SCALARS = ("string", "number", "bool", "any")


class Entry(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    SUGGESTED = "suggested"
    REFERENCE = "reference"
    REFERENCES = "references"
    LIST = "list"
    MAP = "map"
    BLOCK = "block"
    BLOCKS = "blocks"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is about: properties of a resource, or what it overrides on a cloud.

    Parameters
    ----------
    resource : str
        Empty for the design itself: its ``tags`` and the defaults of its ``variables``.
    root : Path
        Where these properties stand in the resource: ``("properties",)``,
        ``("overrides", "aws")``, ``("overrides", "aws", "aws_lb")``.
    type : str
        The native type or kind whose properties they are; the resource's own when empty.
    """

    resource: str
    root: Path = PROPERTIES
    type: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """One property of a resource, or of a block inside it.

    Parameters
    ----------
    name, type : str
        The property and its type in Terraform's words.
    entry : Entry
    value : Any
        What the design says; None when it is left out.
    default : Any
        What holds when it is left out, where that is known.
    allowed : tuple
        The only values it takes, those a service lists, or the references that fit.
    unit, meaning : str
        For people; empty where only the provider's schema is known.
    replaces : bool
        Whether a change is known to make a new resource.
    path : Path
        Where it stands below the sheet's root; the name alone at the top.
    most : int or None
        How many blocks may stand here; None for any number.
    """

    name: str
    type: str
    entry: Entry
    value: Any = None
    default: Any = None
    required: bool = False
    allowed: tuple[Any, ...] = ()
    unit: str = ""
    meaning: str = ""
    sensitive: bool = False
    replaces: bool = False
    path: Path = ()
    most: int | None = None

    @property
    def missing(self) -> bool:
        """Whether it is needed and not there."""
        return self.required and self.value is None

    @property
    def is_structure(self) -> bool:
        """Whether it holds several values, each with a row or a group of its own."""
        return self.entry in (Entry.LIST, Entry.MAP, Entry.BLOCK, Entry.BLOCKS)

    @property
    def is_block(self) -> bool:
        """Whether it holds properties of its own."""
        return self.entry in (Entry.BLOCK, Entry.BLOCKS)

    @property
    def full(self) -> bool:
        """Whether no further block may stand here."""
        number = len(self.value) if isinstance(self.value, tuple) else int(self.value is not None)
        return self.most is not None and number >= self.most


@dataclass(frozen=True, slots=True)
class Level:
    """The fields of one level, and whether it may hold others than those.

    Parameters
    ----------
    fields : tuple of FormField
        Needed ones first, then those set, then the rest by name.
    is_open : bool
        Whether nobody knows everything that may stand here.
    """

    fields: tuple[FormField, ...]
    is_open: bool = False

    def field(self, name: str) -> FormField | None:
        """Return the field of that name, None when there is none."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def suggested(self) -> tuple[str, ...]:
        """What a new block shows at once: everything plain where that is little."""
        plain = tuple(f.name for f in self.fields if not f.is_block)
        return plain if len(plain) <= _MOST_SUGGESTED else ()


def item_field(field: FormField, key: str | int) -> FormField:
    """Return the field of one row of a list or a map.

    Examples
    --------
    >>> ports = FormField("ports", "list(number)", Entry.LIST, (80, 443), path=("ports",))
    >>> item_field(ports, 1).value, item_field(ports, 1).entry.value
    (443, 'number')
    """
    inner = inner_type(field.type)
    value = value_at(field.value, (key,))
    if inner == "any" and value is not None:
        inner = _scalar_type(value)
    return FormField(
        f"{field.name} {key + 1 if isinstance(key, int) else key}",
        inner,
        Entry.NUMBER if inner == "number" else Entry.TEXT,
        value,
        sensitive=field.sensitive,
        path=(*field.path, key),
    )


def free_field(name: str, value: Any, path: Path) -> FormField:
    """Return the field of a property that nobody knows: its value says what it is."""
    return FormField(name, _free_type(value), _free_entry(value), value, path=path)


def _free_type(value: Any) -> str:
    if isinstance(value, Mapping):
        return "map(any)" if _is_flat(value.values()) else "object"
    if isinstance(value, tuple):
        return "list(any)" if _is_flat(value) else "list(object)"
    return _scalar_type(value)


def _scalar_type(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "any"


def _free_entry(value: Any) -> Entry:
    if isinstance(value, Mapping):
        return Entry.MAP if _is_flat(value.values()) else Entry.BLOCK
    if isinstance(value, tuple):
        if _is_flat(value):
            return Entry.LIST
        return Entry.BLOCKS if all(isinstance(v, Mapping) for v in value) else Entry.YAML
    return _ENTRIES.get(_scalar_type(value), Entry.TEXT)


_ENTRIES = {
    "string": Entry.TEXT,
    "number": Entry.NUMBER,
    "bool": Entry.SWITCH,
    "reference": Entry.REFERENCE,
    "list(reference)": Entry.REFERENCES,
}


def type_of(type_: str, value: Any) -> str:
    """Return the type of what stands here: a document may stand where a text is taken."""
    return _free_type(value) if _is_document(type_, value) else type_


def _is_document(type_: str, value: Any) -> bool:
    return type_ in ("string", "number", "bool") and isinstance(value, (Mapping, tuple))


def entry_of(type_: str, value: Any, *, one: bool = False) -> Entry:
    """Return how a value of a type is filled in; one of another shape is written as it stands."""
    shape, inner = type_.partition("(")[0], inner_type(type_)
    if isinstance(value, str) and shape in ("list", "set", "map", "object"):
        return Entry.TEXT  # a variable or a reference that stands for the whole
    if _is_document(type_, value):
        return _free_entry(value)
    if type_ in _ENTRIES:
        return _ENTRIES[type_]
    if "object" in (inner, type_) and shape != "map":
        return _block_entry(value, one=one or type_ == "object")
    if inner in SCALARS:
        return _rows_entry(shape, value)
    return Entry.YAML if value is None else _free_entry(value)


def _block_entry(value: Any, *, one: bool) -> Entry:
    items = (value,) if isinstance(value, Mapping) else value or ()
    if not (isinstance(items, tuple) and all(isinstance(item, Mapping) for item in items)):
        return Entry.YAML
    return Entry.BLOCK if one and len(items) < 2 else Entry.BLOCKS


def _rows_entry(shape: str, value: Any) -> Entry:
    if shape == "map":
        flat = value is None or (isinstance(value, Mapping) and _is_flat(value.values()))
        return Entry.MAP if flat else Entry.YAML
    flat = value is None or (isinstance(value, tuple) and _is_flat(value))
    return Entry.LIST if flat else Entry.YAML


def _is_flat(values: Iterable[Any]) -> bool:
    return not any(isinstance(v, (Mapping, tuple)) for v in values)


def inner_type(type_: str) -> str:
    """Return the type of what a list, set or map holds, empty for any other type.

    Examples
    --------
    >>> inner_type("list(number)"), inner_type("string")
    ('number', '')
    """
    shape, found, rest = type_.partition("(")
    return rest[:-1] if found and shape in ("list", "set", "map") else ""
