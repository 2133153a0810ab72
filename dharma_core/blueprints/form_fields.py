"""A resource's properties as the fields of a form: typed by its kind or by the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from dharma_core.blueprints.connecting import references_by_property
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.references import TemplateError, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, coerce
from dharma_core.errors import InputError
from dharma_core.plan import AttributeFact, Catalog, freeze, thaw

__all__ = ["Entry", "FormField", "form_fields", "read_entry", "written"]

_MOST_TEXT = 100_000


class Entry(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    REFERENCE = "reference"
    REFERENCES = "references"
    LIST = "list"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class FormField:
    """One property of a resource.

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
        The only values it takes, or the references that fit.
    unit, meaning : str
        For people; empty where only the provider's schema is known.
    replaces : bool
        Whether a change is known to make a new resource.
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

    @property
    def missing(self) -> bool:
        """Whether it is needed and not there."""
        return self.required and self.value is None


def form_fields(blueprint: Blueprint, name: str, catalog: Catalog) -> tuple[FormField, ...]:
    """Return the fields of a resource: needed ones first, then those set, then the rest by name.

    A property that the design sets and nobody knows is a field too, so that it can be taken away.

    Raises
    ------
    NotFoundError
        If there is no such resource.
    """
    spec = get_spec(blueprint, name)
    kind = find_kind(spec.type)
    fitting = references_by_property(blueprint, name, catalog)
    type_ = None if kind else catalog.find(spec.type)
    if kind is not None:
        fields = [_of_kind(p, spec, fitting.get(p.name, ())) for p in kind.properties]
    elif type_ is not None:
        facts = {k: f for k, f in type_.attributes.items() if not f.read_only and k != "tags_all"}
        fields = [_of_type(f, spec, fitting.get(f.name, ())) for f in facts.values()]
    else:
        fields = []
    known = {f.name for f in fields}
    fields += [
        FormField(k, "any", Entry.YAML, v) for k, v in spec.properties.items() if k not in known
    ]
    return tuple(sorted(fields, key=_order))


def read_entry(field: FormField, entered: Any) -> Any:
    """Return the value that an entry means, None for an empty one.

    Raises
    ------
    InputError
        If it does not fit the field's type; the message says what would.

    Examples
    --------
    >>> read_entry(FormField("port", "number", Entry.NUMBER), " 80 ")
    80
    >>> read_entry(FormField("tags", "map(string)", Entry.YAML), "{Owner: ann}")
    {'Owner': 'ann'}
    """
    value = _from_yaml(field, entered) if field.entry is Entry.YAML else entered
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or (field.entry is not Entry.YAML and value in ([], ())):
        return None  # an empty list written out as [] is a statement of its own
    _check_references(field, value)
    if isinstance(value, str) and "${" in value:
        return value
    try:
        checked = coerce(field.type, value) if _is_plain(field) else value
    except TypeMismatchError as error:
        raise InputError(f"{field.name} {error}.", next_step="Correct it, or empty it.") from None
    return freeze(checked)


def written(field: FormField, value: Any) -> str:
    """Return a value as the text of its field.

    Examples
    --------
    >>> written(FormField("tags", "map(string)", Entry.YAML), {"Owner": "ann"})
    'Owner: ann'
    """
    if value is None:
        return ""
    if field.entry is not Entry.YAML:
        return "true" if value is True else "false" if value is False else str(value)
    text: str = yaml.dump(thaw(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return text.removesuffix("...\n").strip()


def _order(field: FormField) -> tuple[bool, bool, str]:
    return (not field.required, field.value is None, field.name)


def _of_kind(fact: Property, spec: ResourceSpec, fitting: tuple[str, ...]) -> FormField:
    allowed = fitting if fact.is_reference else tuple(fact.allowed)
    return FormField(
        fact.name,
        "list(string)" if fact.type == "list(reference)" else fact.type,
        _entry(fact.type, choices=bool(fact.allowed)),
        spec.properties.get(fact.name),
        fact.default,
        fact.required,
        allowed,
        fact.unit,
        fact.meaning,
        fact.sensitive,
    )


def _of_type(fact: AttributeFact, spec: ResourceSpec, allowed: tuple[str, ...]) -> FormField:
    entry = _entry(fact.type, choices=False)
    if allowed:
        entry = {Entry.TEXT: Entry.REFERENCE, Entry.LIST: Entry.REFERENCES}.get(entry, entry)
    return FormField(
        fact.name,
        fact.type,
        entry,
        spec.properties.get(fact.name),
        fact.default if fact.has_default else None,
        fact.required,
        allowed,
        sensitive=fact.sensitive,
        replaces=bool(fact.forces_replace),
    )


_ENTRIES = {
    "string": Entry.TEXT,
    "number": Entry.NUMBER,
    "bool": Entry.SWITCH,
    "reference": Entry.REFERENCE,
    "list(reference)": Entry.REFERENCES,
    "list(string)": Entry.LIST,
    "set(string)": Entry.LIST,
}


def _entry(type_: str, *, choices: bool) -> Entry:
    if choices:
        return Entry.CHOICE
    return _ENTRIES.get(type_, Entry.YAML)


def _is_plain(field: FormField) -> bool:
    return field.type.partition("(")[2] != "object)" and field.type not in (
        "object", "any", "reference",
    )  # fmt: skip


def _from_yaml(field: FormField, text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if len(text) > _MOST_TEXT:
        raise InputError(f"{field.name} is too long.", next_step="Use a file for it.")
    if "&" in text and any(t in text for t in ("*", "<<")):
        _refuse_aliases(field, text)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or "it cannot be read"
        raise InputError(
            f"{field.name} is not YAML{where}: {reason}.",
            next_step="Write 'name: value' lines, or '- ' items.",
        ) from None


def _refuse_aliases(field: FormField, text: str) -> None:
    """Refuse anchors that are used again: a short text could stand for a huge value."""
    try:
        events = list(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return
    if any(isinstance(e, yaml.AliasEvent) for e in events):
        raise InputError(f"{field.name} uses a YAML alias.", next_step="Write the value out.")


def _check_references(field: FormField, value: Any) -> None:
    if isinstance(value, str):
        try:
            parse_template(value)
        except TemplateError as error:
            raise InputError(
                f"{field.name}: {error}.", next_step="Write ${name.attribute} or ${var.name}."
            ) from None
    elif isinstance(value, Mapping):
        for inner in value.values():
            _check_references(field, inner)
    elif isinstance(value, Sequence):
        for inner in value:
            _check_references(field, inner)
