"""What can be said of an ARM template without Azure: its shape, names, references and order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.generation.arm.language import (
    FUNCTIONS,
    Call,
    calls_in,
    is_expression,
    name_segments,
    parse_value,
    spelt,
    to_text,
)
from dharma_core.generation.arm.template import DEPLOYMENTS

__all__ = ["check_template"]

_API = re.compile(r"\d{4}-\d{2}-\d{2}(-preview|-alpha|-beta|-privatepreview)?\Z")
_TYPE = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9.]+)+\Z")
_SCHEMA = re.compile(
    r"https://schema\.management\.azure\.com/schemas/[^/]+/\w*[dD]eploymentTemplate"
)
_SECTIONS = {
    "$schema", "contentVersion", "apiProfile", "parameters", "variables", "functions", "resources",
    "outputs", "languageVersion", "definitions", "metadata",
}  # fmt: skip
_KINDS = {"string", "securestring", "int", "bool", "object", "secureobject", "array"}
_VALUES: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "securestring": str, "int": int, "bool": bool, "array": list,
    "object": dict, "secureobject": dict,
}  # fmt: skip
MAX_DEPTH = 5
"""How deep templates may stand in templates."""


def check_template(template: Any) -> tuple[str, ...]:
    """Return what is wrong with a template, a sentence each; none when its structure holds.

    Checked: sections and their shapes, parameter and output types, every expression's syntax,
    functions and number of arguments, that each parameter and variable is declared and used,
    that types, versions and names fit each other, that ids with known names lead to a resource
    of the template or are told whole, that ``dependsOn`` names resources, and that nothing waits
    for itself.

    Examples
    --------
    >>> check_template({"$schema": "x", "resources": []})[0]
    "$schema: 'x' is no deployment template's."
    """
    return tuple(_check(template, "", 0))


def _check(template: Any, where: str, depth: int) -> Iterator[str]:
    if not isinstance(template, dict):
        yield f"{where or 'template'}: not an object."
        return
    if depth > MAX_DEPTH:
        yield f"{where}: templates stand in each other more than {MAX_DEPTH} deep."
        return
    found = _Checker(template, where)
    yield from found.findings()
    for place, inner in found.nested():
        yield from _check(inner, place, depth + 1)


class _Checker:
    """Checks one template, those in it left to their own checks."""

    def __init__(self, template: Mapping[str, Any], where: str) -> None:
        self.template, self.where = template, where
        self.used: dict[str, set[str]] = {"parameters": set(), "variables": set()}
        listed = template.get("resources") or ()
        self.symbols = tuple(listed) if isinstance(listed, dict) else ()
        rows = listed.values() if isinstance(listed, dict) else listed
        rows = rows if isinstance(listed, (list, dict)) else ()
        self.resources = [r for r in rows if isinstance(r, dict)]

    def findings(self) -> Iterator[str]:
        for part in (self._shape, self._inputs, self._values, self._resources, self._order):
            for finding in part():
                yield f"{self.where}{finding}"

    def nested(self) -> Iterator[tuple[str, Any]]:
        for number, resource in enumerate(self.resources):
            if str(resource.get("type", "")).lower() == DEPLOYMENTS.lower():
                inner = resource.get("properties", {}).get("template")
                if inner is not None:
                    yield f"{self.where}resources[{number}].properties.template.", inner

    def _shape(self) -> Iterator[str]:
        schema = self.template.get("$schema", "")
        if not _SCHEMA.match(str(schema)):
            yield f"$schema: {schema!r} is no deployment template's."
        if not re.match(r"\d+\.\d+\.\d+\.\d+\Z", str(self.template.get("contentVersion", ""))):
            yield "contentVersion: four numbers are wanted."
        for name in self.template:
            if name not in _SECTIONS:
                yield f"{name}: no section of a template; {nearest(name, _SECTIONS)}"
        if not isinstance(self.template.get("resources"), (list, dict)):
            yield "resources: a list is wanted."

    def _inputs(self) -> Iterator[str]:
        for section in ("parameters", "outputs"):
            for name, entry in self._section(section).items():
                kind = str(entry.get("type", "")).lower() if isinstance(entry, dict) else ""
                if kind not in _KINDS:
                    yield f"{section}.{name}: {kind!r} is no type."
                elif section == "outputs" and "value" not in entry:
                    yield f"outputs.{name}: has no value."
                elif section == "parameters":
                    yield from _default(name, kind, entry.get("defaultValue"))

    def _section(self, name: str) -> Mapping[str, Any]:
        found = self.template.get(name, {})
        return found if isinstance(found, dict) else {}

    def _values(self) -> Iterator[str]:
        for name in ("parameters", "variables", "outputs"):
            yield from self._walk(self.template.get(name), name)
        for number, resource in enumerate(self.resources):
            yield from self._walk(_without_template(resource), f"resources[{number}]")
        for section, used in self.used.items():
            declared = self._section(section)
            for name in sorted(used - set(declared)):
                yield f"{section}: {name!r} is read and not declared; {nearest(name, declared)}"
            for name in sorted(set(declared) - used):
                yield f"{section}.{name}: nobody reads it."

    def _walk(self, value: Any, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from self._walk(key, f"{path}.{key}")
                yield from self._walk(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self._walk(inner, f"{path}[{number}]")
        elif isinstance(value, str) and is_expression(value):
            yield from self._expression(value, path)

    def _expression(self, text: str, path: str) -> Iterator[str]:
        try:
            value = parse_value(text)
        except InputError as error:
            yield f"{path}: {error.message}"
            return
        for call in calls_in(value):
            yield from self._call(call, path)

    def _call(self, call: Call, path: str) -> Iterator[str]:
        name = spelt(call.name)
        if name is None:
            yield f"{path}: {call.name!r} is no function; {nearest(call.name, FUNCTIONS)}"
            return
        least, most = FUNCTIONS.get(name, (1, 3))
        if not least <= len(call.args) <= most:
            yield f"{path}: {name} takes {least} to {most} arguments, not {len(call.args)}."
        elif name in self.used and isinstance(call.args[0], str):
            self.used[name].add(call.args[0])
        elif name in _ID_FUNCTIONS:
            yield from _id_call(name, call, path)

    def _resources(self) -> Iterator[str]:
        seen: dict[str, int] = {}
        for number, resource in enumerate(self.resources):
            where = f"resources[{number}]"
            yield from _identity(resource, where)
            key = self._key(resource)
            if key in seen:
                yield f"{where}: the same type and name as resources[{seen[key]}]."
            seen.setdefault(key, number)

    def _key(self, resource: Mapping[str, Any]) -> str:
        place = resource.get("resourceGroup", "")
        parts = (resource.get("type"), resource.get("name"), resource.get("scope", ""), place)
        return "|".join(str(part).lower() for part in parts)

    def _order(self) -> Iterator[str]:
        names = self._targets()
        graph: dict[int, set[int]] = {}
        for number, resource in enumerate(self.resources):
            graph[number] = set()
            for index, text in enumerate(resource.get("dependsOn", ())):
                target = names.get(_plain(str(text)))
                if target is None:
                    yield f"resources[{number}].dependsOn[{index}]: {text} is not in the template."
                else:
                    graph[number].add(target)
        for number in _circle(graph):
            yield f"resources[{number}]: it waits for itself through others."

    def _targets(self) -> Mapping[str, int]:
        """Return every text that means a resource of this template."""
        found = {_plain(symbol): number for number, symbol in enumerate(self.symbols)}
        for number, resource in enumerate(self.resources):
            for text in _ways_to_say(resource):
                found.setdefault(_plain(text), number)
        return found


def _without_template(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a resource, an inner template left to its own check."""
    properties = resource.get("properties")
    inner = str(resource.get("type", "")).lower() == DEPLOYMENTS.lower()
    if not inner or not isinstance(properties, dict):
        return resource
    return {**resource, "properties": {k: v for k, v in properties.items() if k != "template"}}


def _default(name: str, kind: str, default: Any) -> Iterator[str]:
    if default is None:
        return
    expression = isinstance(default, str) and is_expression(default)
    fits = isinstance(default, _VALUES[kind])
    flag = kind == "int" and isinstance(default, bool)
    if not expression and (not fits or flag):
        yield f"parameters.{name}: its default is no {kind}."
    if kind.startswith("secure") and default and not expression:
        yield f"parameters.{name}: a secret's value stands in the template."


def _identity(resource: Mapping[str, Any], where: str) -> Iterator[str]:
    """Check type, version and name, and that the name has a segment for each of the type's."""
    type_, name = str(resource.get("type", "")), resource.get("name")
    if not _TYPE.match(type_):
        yield f"{where}.type: {type_!r} is not 'Provider/type'."
    if not _API.match(str(resource.get("apiVersion", ""))):
        yield f"{where}.apiVersion: {resource.get('apiVersion')!r} is no date."
    if not isinstance(name, str) or not name:
        yield f"{where}.name: there is none."
        return
    wanted, found = type_.count("/"), _segments(name)
    if found is not None and found != wanted:
        yield f"{where}.name: {name!r} has {found} segments, {type_} needs {wanted}."


def _segments(name: str) -> int | None:
    """Return how many segments a name has, None when only deployment will tell."""
    try:
        found = name_segments(name)
    except InputError:
        return None
    return None if len(found) == 1 and not isinstance(found[0], str) else len(found)


def _id_call(name: str, call: Call, path: str) -> Iterator[str]:
    """Check that an id has a name for each part of its type."""
    skipped = 1 if name == "extensionResourceId" else 0
    args = call.args[skipped:]
    at = next((i for i, arg in enumerate(args) if isinstance(arg, str) and _TYPE.match(arg)), None)
    if at is None:
        if all(isinstance(arg, str) for arg in args):
            yield f"{path}: {name} names no type."
        return
    wanted, found = str(args[at]).count("/"), len(args) - at - 1
    if wanted != found:
        yield f"{path}: {name} of {args[at]} needs {wanted} names, not {found}."


_ID_FUNCTIONS = ("resourceId", "extensionResourceId", "subscriptionResourceId", "tenantResourceId")


def _ways_to_say(resource: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids and names by which ``dependsOn`` may mean a resource."""
    type_, name = str(resource.get("type", "")), str(resource.get("name", ""))
    yield name
    args = ", ".join(_name_args(name))
    yield f"[resourceId('{type_}', {args})]"
    yield f"[subscriptionResourceId('{type_}', {args})]"
    scope = str(resource.get("scope", ""))
    if scope:
        inner = scope[1:-1] if is_expression(scope) else f"'{scope}'"
        yield f"[extensionResourceId({inner}, '{type_}', {args})]"
    group = resource.get("resourceGroup")
    if group:
        written = str(group)[1:-1] if is_expression(str(group)) else str(group)
        place = "format('/subscriptions/{0}/resourceGroups/%s', subscription().subscriptionId)"
        if is_expression(str(group)):
            place = (
                "format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, %s)"
            )
        yield f"[extensionResourceId({place % written}, '{type_}', {args})]"


def _name_args(name: str) -> Iterator[str]:
    """Yield the segments of a name as arguments of ``resourceId``."""
    try:
        segments = name_segments(name)
    except InputError:
        return
    for segment in segments:
        yield f"'{segment}'" if isinstance(segment, str) else to_text(segment)[1:-1]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _circle(graph: Mapping[int, set[int]]) -> Iterator[int]:
    left = {number: set(waits) for number, waits in graph.items()}
    while ready := [n for n, waits in left.items() if not waits & set(left)]:
        for number in ready:
            del left[number]
    yield from left
