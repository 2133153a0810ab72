"""Apply a section's lines to one draft: attributes in, properties out, what is left is named."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.cloudformation.section import PropertySpec
from dharma_core.generation.cloudformation.values import Untranslatable, Values
from dharma_core.generation.drafts import DraftResource, Text
from dharma_core.generation.scalars import words_of
from dharma_core.plan import UNKNOWN, Path, get_path, thaw

__all__ = ["Translation", "append", "form_of", "merge", "translate"]

Specs = Mapping[str, PropertySpec]

_PAIRS = {"pairs": ("Key", "Value"), "named": ("Name", "Value")}


@dataclass(slots=True)
class Translation:
    """The properties of one resource as they grow, and the attributes that found no place.

    Parameters
    ----------
    kept : dict of dotted path to value
        Attributes without a property, for ``Metadata``: a reader of the template finds them.
    """

    draft: DraftResource
    values: Values
    properties: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def miss(self, path: Path) -> None:
        """Note an attribute that cannot be said."""
        self.missing.append(f"{self.draft.address}: {'.'.join(str(step) for step in path)}")
        self.keep(path)

    def keep(self, path: Path) -> None:
        """Keep an attribute's value, unless it is secret or only the stack will know it."""
        value = thaw(get_path(self.draft.attributes, path))
        if value in (None, "", [], {}):
            return
        with suppress(Untranslatable):
            self.kept[".".join(str(step) for step in path)] = self.values.open(value)


def translate(
    work: Translation, attributes: Mapping[str, Any], specs: Specs, path: Path = ()
) -> dict[str, Any]:
    """Return the properties that ``specs`` make of ``attributes``.

    An attribute without a line is noted, unless it is empty, false or zero; it is kept then.
    """
    result: dict[str, Any] = {}
    for name, value in attributes.items():
        here = (*path, name)
        spec = specs.get(name)
        if spec is None:
            (work.miss if isinstance(value, Text) or value else work.keep)(here)
            continue
        if value == "" or (not isinstance(value, Text) and value in spec.unless):
            continue
        try:
            _place(work, result, spec, value, here)
        except Untranslatable:
            work.miss(here)
    return result


def append(result: dict[str, Any], to: str, entry: Any) -> None:
    """Add an entry to the list at a dotted name."""
    *parents, name = to.split(".")
    for parent in parents:
        result = result.setdefault(parent, {})
    result.setdefault(name, []).append(entry)


def merge(result: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Lay properties into others: objects and lists grow together, the rest is replaced."""
    for key, value in more.items():
        there = result.get(key)
        if isinstance(there, dict) and isinstance(value, Mapping):
            merge(there, value)
        elif isinstance(there, list) and isinstance(value, list):
            there.extend(value)
        else:
            result[key] = value


def _place(
    work: Translation, result: dict[str, Any], spec: PropertySpec, value: Any, path: Path
) -> None:
    if spec.by:
        _set(result, spec.to, _keyed(work, spec, value, path))
    elif spec.flat:
        for index, item in enumerate(_blocks(value)):
            merge(result, translate(work, item, spec.flat, (*path, index)))
    elif spec.members:
        items = [
            translate(work, item, spec.members, (*path, index))
            for index, item in enumerate(_blocks(value))
        ]
        items = [item for item in items if item]
        if items:
            _set(result, spec.to, items[0] if spec.single else items)
    elif spec.key:
        entry = {"Key": spec.key, "Value": form_of(work.values, value, "text")}
        append(result, spec.to, entry)
    elif spec.append is not None:
        for one in _parts(spec.append, value):
            append(result, spec.to, _filled(work, spec.append, one))
    elif spec.values:
        _set(result, spec.to, _translated(work, spec, value, path))
    else:
        _set(result, spec.to, form_of(work.values, value, spec.form))


def form_of(values: Values, value: Any, form: str) -> Any:
    """Return a value in the form a section's line asks for: text, flag, document, pairs, ...

    Raises
    ------
    Untranslatable
        If the value reads what CloudFormation does not return.
    """
    if form == "document":
        return values.document(value)
    plain = values.of(value, words=form == "text")
    if form == "base64":
        return {"Fn::Base64": plain}
    if form in _PAIRS and isinstance(value, Mapping):
        key, to = _PAIRS[form]
        return [{key: name, to: inner} for name, inner in plain.items()]
    if form == "text" and not isinstance(plain, (str, Mapping, list)):
        return words_of(plain)
    if form == "flag" and plain in ("true", "false"):
        return plain == "true"
    return plain


def _keyed(work: Translation, spec: PropertySpec, value: Any, path: Path) -> dict[str, Any]:
    """Return blocks as one object: the member ``by`` names each entry."""
    result = {}
    for index, item in enumerate(_blocks(value)):
        key = work.values.of(item.get(spec.by), words=True)
        if not isinstance(key, str):
            raise Untranslatable(spec.by)
        if spec.value:
            result[key] = form_of(work.values, item.get(spec.value), "text")
        else:
            rest = {name: inner for name, inner in item.items() if name != spec.by}
            result[key] = translate(work, rest, spec.members, (*path, index))
    return result


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    items = [value] if isinstance(value, Mapping) else value
    return [item for item in items if isinstance(item, Mapping)]


def _translated(work: Translation, spec: PropertySpec, value: Any, path: Path) -> str:
    """Return the other word for a value; a reference is replaced by what it is known to be."""
    plain = work.values.known(work.draft.address, path) if isinstance(value, Text) else value
    word = "" if plain is UNKNOWN else words_of(plain)
    if word not in spec.values:
        raise Untranslatable(word)
    return spec.values[word]


def _parts(template: Any, value: Any) -> list[Any]:
    inner = template.values() if isinstance(template, Mapping) else (template,)
    each = "$each" in inner and isinstance(value, (list, tuple))
    return list(value) if each else [value]


def _filled(work: Translation, template: Any, value: Any) -> Any:
    """Return an entry from its template: ``$value`` is the attribute, ``$port`` a sibling.

    ``$each`` is one item of a list, which then has an entry for each of them.
    """
    if isinstance(template, Mapping):
        found = {key: _filled(work, inner, value) for key, inner in template.items()}
        return {key: inner for key, inner in found.items() if inner is not None}
    if template in ("$value", "$each"):
        return work.values.of(value)
    if isinstance(template, str) and template.startswith("$"):
        return work.values.of(work.draft.attributes.get(template[1:]))
    return template


def _set(result: dict[str, Any], to: str, value: Any) -> None:
    *parents, name = to.split(".")
    for parent in parents:
        result = result.setdefault(parent, {})
    result[name] = value
