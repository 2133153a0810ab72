"""Evaluate a template's expressions; what Azure alone knows becomes a value of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.arm.language import Access, Call, parse_value, to_text
from dharma_core.importers.arm.functions import PLAIN, format_pieces
from dharma_core.importers.arm.values import Given, Here, IdValue, Mixed, Read, is_plain, known
from dharma_core.plan import UNKNOWN
from dharma_core.plan.text_parts import merged_texts

__all__ = ["Evaluator", "canonical"]

MAX_DEPTH = 200
MAX_TEXT = 1_000_000
MAX_STEPS = 400_000
"""Values evaluated for one template: variables that hold each other grow fast."""
SUFFIXES: Mapping[str, str] = {
    "storage": "core.windows.net",
    "keyvaultDns": ".vault.azure.net",
    "sqlServerHostname": ".database.windows.net",
}
"""Of the public cloud; learn.microsoft.com/azure/azure-resource-manager, November 2025."""


@dataclass(slots=True)
class Evaluator:
    """Evaluates the expressions of one template.

    Parameters
    ----------
    parameters : mapping of name to value
    variables : mapping of name to what is written
    indexes : mapping of loop name to number
        The loops around what is evaluated; the empty name is the innermost.
    problems : list of str
        Expressions that could not be read.
    nodes : mapping of text to expression
        What was read already: a variable is asked for many times.
    """

    parameters: Mapping[str, Any]
    variables: Mapping[str, Any]
    indexes: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    depth: int = 0
    steps: int = 0
    open: set[str] = field(default_factory=set)
    nodes: dict[str, Any] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        """Return a written value with every expression in it evaluated."""
        return self._deeper(self._value, value)

    def expression(self, node: Any) -> Any:
        """Return what an expression gives."""
        return self._deeper(self._node, node)

    def _deeper(self, work: Callable[[Any], Any], value: Any) -> Any:
        """Evaluate within bounds: UNKNOWN stands for what lies beyond them."""
        self.steps += 1
        if self.depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return UNKNOWN
        self.depth += 1
        try:
            return work(value)
        finally:
            self.depth -= 1

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {self._key(key): self.of(inner) for key, inner in value.items()}
        return [self.of(inner) for inner in value] if isinstance(value, list) else value

    def _node(self, node: Any) -> Any:
        if isinstance(node, Access):
            return self._access(node)
        return self._call(node) if isinstance(node, Call) else node

    def _key(self, key: str) -> Any:
        found = self._text(key)
        return found if isinstance(found, (str, IdValue)) else key

    def _text(self, text: str) -> Any:
        try:
            if text not in self.nodes:
                self.nodes[text] = parse_value(text)
            return self.expression(self.nodes[text])
        except InputError as error:
            self.problems.append(error.message)
            return UNKNOWN

    def _access(self, node: Access) -> Any:
        value = self.expression(node.target)
        for step in node.path:
            value = _member(value, known(self.expression(step)))
        return value

    def _call(self, node: Call) -> Any:
        name = node.name.lower()
        own = _OWN.get(name)
        if own is not None:
            return own(self, node)
        args = [self.expression(arg) for arg in node.args]
        if name == "reference" or name.startswith("list"):
            return _reading(name, node, args)
        if name == "replace" and args and isinstance(args[0], Read):
            return _host(args[0])
        return _SURROUNDINGS[name] if name in _SURROUNDINGS else _plain_call(name, args)

    def _parameter(self, node: Call) -> Any:
        return self.parameters.get(self._named(node), UNKNOWN)

    def _named(self, node: Call) -> str:
        return str(known(self.expression(node.args[0]))) if node.args else ""

    def _variable(self, node: Call) -> Any:
        name = self._named(node)
        if name in self.open or name not in self.variables:
            return UNKNOWN
        self.open.add(name)
        try:
            return self.of(self.variables[name])
        finally:
            self.open.discard(name)

    def _choice(self, node: Call) -> Any:
        condition = known(self.expression(node.args[0])) if len(node.args) == 3 else UNKNOWN
        if not isinstance(condition, bool):
            return UNKNOWN
        return self.expression(node.args[1 if condition else 2])

    def _copy_index(self, node: Call) -> Any:
        args = [self.expression(arg) for arg in node.args]
        names = [arg for arg in args if isinstance(arg, str)]
        offset = next((arg for arg in args if isinstance(arg, int)), 0)
        index = self.indexes.get(names[0] if names else "")
        return UNKNOWN if index is None else index + offset

    def _id(self, node: Call) -> Any:
        """Return the id that names a type and the segments of a name."""
        values = [self.expression(arg) for arg in node.args]
        at = next((i for i, v in enumerate(values) if isinstance(v, str) and _is_type(v)), None)
        if at is None:
            return UNKNOWN
        written = node.args[at + 1 :]
        names = [canonical(v, w) for v, w in zip(values[at + 1 :], written, strict=True)]
        return IdValue(str(values[at]), tuple(part for name in names for part in name.split("/")))


def canonical(value: Any, written: Any) -> str:
    """Return a name as it is compared: its text, or its expression while nobody knows it."""
    plain = known(value)
    return plain if isinstance(plain, str) else to_text(written)


def _is_type(text: str) -> bool:
    return "/" in text and "." in text.split("/", 1)[0]


def _member(value: Any, step: Any) -> Any:
    if isinstance(value, Given):
        return _member(value.value, step)
    if isinstance(value, Read) and isinstance(step, (str, int)):
        return Read(value.target, (*value.path, step))
    if isinstance(value, Here) and not value.attribute:
        return Here(str(step))
    if isinstance(value, list):
        inside = isinstance(step, int) and -len(value) <= step < len(value)
        return value[step] if inside else UNKNOWN
    folded = {str(k).lower(): v for k, v in value.items()} if isinstance(value, Mapping) else {}
    return folded.get(str(step).lower(), UNKNOWN)


def _reading(name: str, node: Call, args: list[Any]) -> Any:
    """Return a reading of a resource: ``reference`` starts at its properties, unless in full."""
    target = args[0] if args else UNKNOWN
    if isinstance(known(target), str):
        target = IdValue("", (str(known(target)),))
    if not isinstance(target, IdValue):
        return UNKNOWN
    if name != "reference":
        return Read(target, (node.name,))
    full = len(args) > 2 and str(known(args[2])).lower() == "full"
    return Read(target, () if full else ("properties",))


def _host(value: Read) -> Read:
    """Return an address with parts of it replaced: what people do to get its host name."""
    done = value.path[-1:] == ("|host",)
    return value if done else Read(value.target, (*value.path, "|host"))


def _plain_call(name: str, args: list[Any]) -> Any:
    plain = [known(arg) for arg in args]
    work = PLAIN.get(name)
    if work is None:
        return UNKNOWN
    if any(arg is UNKNOWN for arg in plain):
        if name in ("concat", "format"):
            return _mixed(name, args)
        return args[0] if name in ("string", "tolower") and isinstance(args[0], Given) else UNKNOWN
    if name == "json" and isinstance(args[0], Given) and _is_number(plain[0]):
        return Given(args[0].name, float(plain[0]))
    try:
        found = work(*plain)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, ZeroDivisionError):
        return UNKNOWN
    too_long = isinstance(found, str) and len(found) > MAX_TEXT
    return UNKNOWN if too_long or not is_plain(found) else found


def _is_number(text: Any) -> bool:
    return isinstance(text, str) and re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _mixed(name: str, args: list[Any]) -> Any:
    """Return text with values in it that nobody knows yet."""
    if any(isinstance(known(arg), list) for arg in args):
        return UNKNOWN
    if name == "concat":
        return _joined(args)
    pattern = known(args[0])
    if not isinstance(pattern, str):
        return UNKNOWN
    parts: list[Any] = []
    for number, piece in enumerate(format_pieces(pattern)):
        if number % 2 == 0:
            parts.append(piece)
        elif piece.isdigit() and int(piece) + 1 < len(args):
            parts.append(args[int(piece) + 1])
        else:
            return UNKNOWN
    return _joined(parts)


def _joined(args: list[Any]) -> Any:
    parts: list[Any] = []
    for arg in args:
        for part in arg.parts if isinstance(arg, Mixed) else (arg,):
            plain = known(part)
            parts.append(part if plain is UNKNOWN else PLAIN["string"](plain))
    return Mixed(tuple(merged_texts(parts)))


_OWN: Mapping[str, Callable[[Evaluator, Call], Any]] = {
    "parameters": Evaluator._parameter,
    "variables": Evaluator._variable,
    "if": Evaluator._choice,
    "copyindex": Evaluator._copy_index,
    "resourceid": Evaluator._id,
    "extensionresourceid": Evaluator._id,
    "subscriptionresourceid": Evaluator._id,
    "tenantresourceid": Evaluator._id,
}
_SURROUNDINGS: Mapping[str, Any] = {
    "resourcegroup": Here(""),
    "environment": {"suffixes": SUFFIXES, "name": "AzureCloud"},
}
