"""Apply a section's lines backwards: properties in, Terraform's attributes out.

What a line takes is taken away from the properties, so that the rest is what nobody read.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dharma_core.blueprints.scalars import TypeMismatchError, as_text, coerce
from dharma_core.generation.cloudformation.section import PropertySpec
from dharma_core.importers.cloudformation.values import Encoded, Made, document, opaque, text_of
from dharma_core.plan import UNKNOWN, AttributeFact, Path, walk

__all__ = ["ABSENT", "attributes_of", "converted", "leftovers", "shaped"]

Facts = Mapping[str, AttributeFact]
Specs = Mapping[str, PropertySpec]
ABSENT: Final = object()

_PAIRS = {"pairs": ("Key", "Value"), "named": ("Name", "Value")}


def attributes_of(properties: dict[str, Any], specs: Specs, facts: Facts) -> dict[str, Any]:
    """Return the attributes that ``specs`` make of ``properties``, which lose what was taken.

    Examples
    --------
    >>> specs = {"port": PropertySpec(to="Endpoint.Port", form="text")}
    >>> given = {"Endpoint": {"Port": "80"}, "Other": 1}
    >>> attributes_of(given, specs, {"port": AttributeFact("port", "number")}), given
    ({'port': 80}, {'Other': 1})
    """
    result: dict[str, Any] = {}
    for name, spec in specs.items():
        value = _taken(properties, spec, facts.get(name))
        if isinstance(value, _Captured):
            beside = {n: v for n, v in value.beside.items() if v is not None}
            result = shaped(beside, facts) | result
            value = value.value
        if value is not ABSENT and name not in result:
            result[name] = value
    return result


def leftovers(properties: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the path of every property that no line has taken, lists as a whole."""
    for name, value in properties.items():
        if isinstance(value, Mapping) and value:
            for path in leftovers(value):
                yield (name, *path)
        elif isinstance(value, list) and any(isinstance(v, Mapping) for v in value):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    for path in leftovers(item):
                        yield (name, index, *path)
        elif value not in (None, [], {}) and not _says_nothing(value):
            yield (name,)


def _says_nothing(value: Any) -> bool:
    return isinstance(value, (dict, list)) and all(v in (None, {}, []) for _, v in walk(value))


def take(properties: dict[str, Any], to: str) -> Any:
    """Take what lies at a dotted name, and the objects around it that are empty then."""
    name, _, rest = to.partition(".")
    if not rest:
        return properties.pop(name, ABSENT)
    inner = properties.get(name)
    if isinstance(inner, Made):
        return opaque(inner)
    if not isinstance(inner, dict):
        return ABSENT
    value = take(inner, rest)
    if not inner:
        properties.pop(name)
    return value


def put(properties: dict[str, Any], to: str, value: Any) -> None:
    """Lay a value back where :func:`take` found it."""
    *parents, name = to.split(".")
    for parent in parents:
        properties = properties.setdefault(parent, {})
    properties[name] = value


def _taken(properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None) -> Any:
    for said, read in (
        (spec.by, _keyed_blocks),
        (spec.flat, _flat),
        (spec.members, _blocks),
        (spec.key, _keyed),
        (spec.append is not None, _appended),
    ):
        if said:
            return read(properties, spec, fact)
    value = take(properties, spec.to)
    if value is ABSENT or value is None:
        return ABSENT
    found = converted(value, spec, fact)
    if found is ABSENT:
        put(properties, spec.to, value)
        plain = not spec.values and not spec.form and fact is not None
        return UNKNOWN if plain else ABSENT  # never the default: the template says something else
    return found


def _flat(properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None) -> Any:
    members = fact.members if fact is not None else {}
    inner = attributes_of(properties, spec.flat, members)
    if not inner:
        return ABSENT
    return inner if fact is not None and fact.type == "object" else [inner]


def _blocks(properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None) -> Any:
    raw = take(properties, spec.to)
    if raw is ABSENT or raw is None:
        return ABSENT
    if isinstance(raw, Made):
        return opaque(raw)
    items = raw if isinstance(raw, list) else [raw]
    members = fact.members if fact is not None else {}
    found: list[Any] = []
    rest: list[Any] = []
    for item in items:
        if isinstance(item, dict):
            found.append(attributes_of(item, spec.members, members))
            rest.append(item)
        elif isinstance(item, Made):
            found.append(opaque(item))
    if any(rest):
        put(properties, spec.to, rest if isinstance(raw, list) else rest[0])
    return found[0] if fact is not None and fact.type == "object" and found else found


def _keyed_blocks(
    properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None
) -> Any:
    """Return the entries of an object as blocks: each one's key is the member ``by``."""
    raw = take(properties, spec.to)
    if not isinstance(raw, dict) or fact is None:
        _restore(properties, spec.to, raw)
        return ABSENT
    found = []
    for key, entry in list(raw.items()):
        if spec.value:
            found.append({spec.by: key, spec.value: raw.pop(key)})
        elif isinstance(entry, dict):
            found.append({spec.by: key} | attributes_of(entry, spec.members, fact.members))
            if not entry:
                raw.pop(key)
    _restore(properties, spec.to, raw or ABSENT)
    return [shaped(block, fact.members) for block in found] or ABSENT


def _keyed(properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None) -> Any:
    entries = take(properties, spec.to)
    if not isinstance(entries, list):
        _restore(properties, spec.to, entries)
        return ABSENT
    found: Any = ABSENT
    rest = []
    for entry in entries:
        is_it = found is ABSENT and isinstance(entry, dict) and entry.get("Key") == spec.key
        value = converted(entry.get("Value"), spec, fact) if is_it else ABSENT
        if value is ABSENT:
            rest.append(entry)
        else:
            found = value
    _restore(properties, spec.to, rest or ABSENT)
    return found


@dataclass(frozen=True, slots=True)
class _Captured:
    """What stands in an entry of a list for an attribute, and for those beside it."""

    value: Any
    beside: Mapping[str, Any]


def _appended(properties: dict[str, Any], spec: PropertySpec, fact: AttributeFact | None) -> Any:
    entries = take(properties, spec.to)
    if isinstance(entries, Made) and spec.append == "$value":
        return opaque(entries)
    if not isinstance(entries, list):
        _restore(properties, spec.to, entries)
        return ABSENT
    several = not _holds_list(spec.append) and (
        fact is not None and fact.type.startswith(("list(", "set("))
    )
    found: list[_Captured] = []
    rest = []
    for entry in entries:
        captured = _capture(entry, spec.append)
        if captured is not None and (several or not found):
            found.append(captured)
        else:
            rest.append(entry)
    _restore(properties, spec.to, rest or ABSENT)
    if not found:
        return ABSENT
    single = PropertySpec(to=spec.to, form=spec.form, values=spec.values)
    value = [c.value for c in found] if several else found[0].value
    return _Captured(converted(value, single, fact), found[0].beside)


def _holds_list(template: Any) -> bool:
    """Whether one entry holds the attribute's whole list."""
    return isinstance(template, Mapping) and "$value" in template.values()


def _capture(entry: Any, template: Any) -> _Captured | None:
    """Return what stands in the places of ``$value`` and ``$port``; None for another form."""
    found: dict[str, Any] = {}
    if not _matches(entry, template, found) or "value" not in found:
        return None
    return _Captured(found.pop("value"), found)


def _matches(entry: Any, template: Any, found: dict[str, Any]) -> bool:
    if isinstance(template, str) and template.startswith("$"):
        if entry is not None:
            found["value" if template == "$each" else template[1:]] = entry
        return True
    if isinstance(template, Mapping):
        if not isinstance(entry, Mapping) or set(entry) - set(template):
            return False
        return all(_matches(entry.get(key), inner, found) for key, inner in template.items())
    return bool(entry == template)


def _restore(properties: dict[str, Any], to: str, value: Any) -> None:
    if value is not ABSENT:
        put(properties, to, value)


def converted(value: Any, spec: PropertySpec, fact: AttributeFact | None) -> Any:
    """Return a property's value in the attribute's type; ABSENT when it cannot be said so."""
    if isinstance(value, Encoded) or spec.form == "base64":
        return _decoded(value, spec, fact)
    if spec.form == "document":
        value = document(value) if isinstance(value, (dict, list)) else value
    if spec.form in _PAIRS and isinstance(value, list):
        value = _unpaired(value, *_PAIRS[spec.form])
    if spec.values:
        return _word(value, spec, fact)
    if isinstance(value, Made):
        return _made(value, fact)
    if fact is None:
        return value
    return _typed(value, fact)


def _unpaired(entries: list[Any], key: str, value: str) -> Any:
    """Return a list of keys and values as the mapping it stands for."""
    whole = all(
        isinstance(entry, dict)
        and {key, value} >= set(entry)
        and isinstance(entry.get(key), (str, int))
        for entry in entries
    )
    return {entry.get(key): entry.get(value) for entry in entries} if whole else entries


def _decoded(value: Any, spec: PropertySpec, fact: AttributeFact | None) -> Any:
    """Return the text behind ``Fn::Base64`` where the attribute takes it plain."""
    if spec.form == "base64":
        if isinstance(value, Encoded):
            return text_of(value.text)
        return value if isinstance(value, Made) else ABSENT
    text = value.text
    if isinstance(text, Made) or not isinstance(text, str):
        known = text.value if isinstance(text, Made) else UNKNOWN
        return opaque(text) if not isinstance(known, str) else _base64(known)
    return _typed(_base64(text), fact) if fact is not None else _base64(text)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _word(value: Any, spec: PropertySpec, fact: AttributeFact | None) -> Any:
    if isinstance(value, Made):
        return opaque(value)
    words = {as_text(to): word for word, to in reversed(list(spec.values.items()))}
    word = words.get(as_text(value)) if not isinstance(value, (dict, list)) else None
    if word is None:
        return ABSENT
    return _typed(word, fact) if fact is not None else word


def _made(made: Made, fact: AttributeFact | None) -> Any:
    """Return a made value whose known value has the attribute's type."""
    if fact is None or made.value is UNKNOWN:
        return _spread(made, fact)
    value = _typed(made.value, fact)
    if value is ABSENT:
        return opaque(made)
    if isinstance(value, list):
        value = tuple(value)
    return Made(made.parts, value, made.mentions, made.secret)


def _spread(made: Made, fact: AttributeFact | None) -> Any:
    if fact is not None and fact.type.startswith(("list(", "set(")) and fact.block:
        return opaque(made)
    return made


def _typed(value: Any, fact: AttributeFact) -> Any:
    kind = fact.type
    if isinstance(value, (dict, list)) and kind == "string":
        return document(value)
    if kind.startswith(("list(", "set(")):
        return _listed(value, kind)
    if kind.startswith("map(") and isinstance(value, dict):
        inner = AttributeFact(fact.name, kind[4:-1])
        return {key: _item(item, inner) for key, item in value.items()}
    try:
        return coerce(kind, value)
    except TypeMismatchError:
        return ABSENT


def _listed(value: Any, kind: str) -> Any:
    inner = AttributeFact("item", kind.partition("(")[2][:-1])
    items = value if isinstance(value, (list, tuple)) else [value]
    found = [_item(item, inner) for item in items]
    return ABSENT if ABSENT in found else found


def _item(value: Any, fact: AttributeFact) -> Any:
    if isinstance(value, Encoded):
        return opaque(value)
    return _made(value, fact) if isinstance(value, Made) else _typed(value, fact)


def shaped(values: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return attributes in the types the catalogue gives them; what does not fit stays."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        fact = facts.get(name)
        if fact is not None and fact.members and isinstance(value, list):
            items = (shaped(v, fact.members) if isinstance(v, dict) else v for v in value)
            result[name] = list(items)
        else:
            found = converted(value, PropertySpec(), fact)
            result[name] = value if found is ABSENT else found
    return result
