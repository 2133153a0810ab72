"""What people enter into a field, read as its value, and a value as the text of its field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import yaml

from dharma_core.blueprints.form_fields import Entry, FormField
from dharma_core.blueprints.references import TemplateError, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, as_text, coerce
from dharma_core.errors import InputError
from dharma_core.plan import freeze, thaw

__all__ = ["brief", "read_entry", "summary", "written"]

_MOST_TEXT = 100_000
_SUMMARY_PARTS, _SUMMARY_LETTERS = 3, 40
# What people call an item by, when it has such a property.
_NAMING = ("name", "id", "Sid", "description", "type", "path", "key", "to", "from")


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
        value = _guessed(field, value.strip())
    if value is None or value == "" or (field.entry is not Entry.YAML and value in ([], ())):
        return None  # an empty list written out as [] is a statement of its own
    if isinstance(value, str):
        value = _document(field, value)
    _check_references(field, value)
    if isinstance(value, str) and "${" in value:
        return value
    try:
        checked = coerce(field.type, value) if _is_plain(field, value) else value
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
    if field.entry is not Entry.YAML and not isinstance(value, (Mapping, tuple)):
        return as_text(value)
    text: str = yaml.dump(thaw(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return text.removesuffix("...\n").strip()


def summary(item: Mapping[str, Any]) -> str:
    """Return an item in a few words: what names it, then its first plain values.

    Examples
    --------
    >>> summary({"protocol": "tcp", "from_port": 80, "description": "HTTP from anywhere"})
    'HTTP from anywhere · tcp · 80'
    """
    plain = {k: _said(k, v) for k, v in item.items()}
    naming = [k for k in _NAMING if plain.get(k)]
    order = dict.fromkeys((*naming[:1], *plain))
    words = [plain[k] for k in order if plain[k]]
    return " · ".join(dict.fromkeys(words[:_SUMMARY_PARTS])) or "nothing is set"


def brief(value: Any) -> str:
    """Return a value in a few letters, references by what they read; empty for a structure.

    Examples
    --------
    >>> brief("${web_lb.dns_name}"), brief(("a", "b", "c")), brief(False)
    ('web_lb.dns_name', 'a and 2 more', 'false')
    """
    if isinstance(value, tuple) and value and not isinstance(value[0], (Mapping, tuple)):
        more = f" and {len(value) - 1} more" if len(value) > 1 else ""
        return brief(value[0]) + more
    if not isinstance(value, (str, int, float)):
        return ""
    text = as_text(value).replace("${", "").replace("}", "")
    return text if len(text) <= _SUMMARY_LETTERS else text[: _SUMMARY_LETTERS - 1] + "…"


def _said(name: str, value: Any) -> str:
    """Return what a property says in a summary; a switch that is on says its name."""
    if isinstance(value, bool):
        return name if value else ""
    return brief(value)


def _guessed(field: FormField, text: str) -> Any:
    """Return what a text means where any value may stand: numbers and switches are no texts."""
    if field.type != "any" or field.entry is Entry.YAML:
        return text
    if text[:1] in ("[", "{"):
        return _from_yaml(field, text)
    for type_ in ("number", "bool"):
        with suppress(TypeMismatchError):
            return coerce(type_, text)
    return text


def _document(field: FormField, text: str) -> Any:
    """Return the document that a text holds where one is taken, such as a policy in JSON."""
    if not (field.type == "string" and field.name.endswith("policy") and text.startswith("{")):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(
            f"{field.name} is not JSON: {error}.", next_step="Correct it, or empty it."
        ) from None


def _is_plain(field: FormField, value: Any) -> bool:
    """Whether the type alone decides: objects are checked by what they hold."""
    if field.type == "string" and isinstance(value, Mapping):
        return False
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
