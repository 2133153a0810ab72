"""A template as Bicep: symbols stand for resources, values are written in its own syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.generation.arm.language import Access, Call
from dharma_core.generation.arm.template import (
    Declared,
    IdOf,
    Joined,
    ListOf,
    Module,
    OutputOf,
    Parameter,
    ParameterOf,
    PartOf,
    PropertyOf,
    Template,
    VariableOf,
)
from dharma_core.generation.arm.values import joined

__all__ = ["to_bicep"]

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*\Z")
INDENT = "  "
_OPERATORS = {"div": "/", "mul": "*"}


def to_bicep(template: Template) -> str:
    """Return the template as Bicep, its parts in the usual order, a blank line between.

    Examples
    --------
    >>> zone = Declared("zone", "Microsoft.Network/dnsZones", "2018-05-01", ("a.org",), {})
    >>> print(to_bicep(Template("resourceGroup", resources=(zone,))), end="")
    resource zone 'Microsoft.Network/dnsZones@2018-05-01' = {
      name: 'a.org'
    }
    """
    return "\n".join(f"{part}\n" for part in _Writer(template).parts())


class _Writer:
    """Writes one file."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.rows = {row.symbol: row for row in template.resources}

    def parts(self) -> Iterator[str]:
        if self.template.scope != "resourceGroup":
            yield f"targetScope = '{self.template.scope}'"
        for parameter in self.template.parameters:
            yield self._parameter(parameter)
        for name, value in (self.template.variables or {}).items():
            yield f"var {name} = {self.value(value)}"
        for row in self.template.resources:
            yield self._existing(row) if row.existing else self._resource(row)
        for module in self.template.modules:
            yield self._module(module)
        for output in self.template.outputs:
            lines = [f"@description({_quoted(output.description)})"] if output.description else []
            lines.append(f"output {output.name} {output.type} = {self.value(output.value)}")
            yield "\n".join(lines)

    def _parameter(self, parameter: Parameter) -> str:
        lines = [f"@description({_quoted(parameter.description)})"] if parameter.description else []
        if parameter.secure:
            lines.append("@secure()")
        default = "" if parameter.default is None else f" = {self.value(parameter.default)}"
        lines.append(f"param {parameter.name} {parameter.type}{default}")
        return "\n".join(lines)

    def _resource(self, row: Declared) -> str:
        body: dict[str, Any] = {}
        parent = self.rows.get(row.parent)
        direct = parent is not None and len(parent.names) + 1 == len(row.names)
        if direct:
            body["parent"] = Raw(row.parent)
        if row.scope:
            body["scope"] = Raw(row.scope)
        body["name"] = row.names[-1] if direct else _slashed(row.names)
        body |= row.body
        waits = [row.parent] if row.parent and not direct else []
        if waits := [*waits, *row.depends_on]:
            body["dependsOn"] = [Raw(symbol) for symbol in waits]
        head = f"resource {row.symbol} '{row.type}@{row.api}'"
        lines = [f"@description({_quoted(', '.join(row.addresses))})"] if row.addresses else []
        return "\n".join([*lines, f"{head} = {self.value(body)}"])

    def _existing(self, row: Declared) -> str:
        body = {"name": _slashed(row.names), "scope": Call("resourceGroup", (row.group,))}
        return f"resource {row.symbol} '{row.type}@{row.api}' existing = {self.value(body)}"

    def _module(self, module: Module) -> str:
        there = isinstance(module.group, IdOf)
        scope = Raw(module.group.symbol) if there else Call("resourceGroup", (module.group,))
        body: dict[str, Any] = {"name": module.name, "scope": scope}
        if module.template.parameters:
            body["params"] = {p.name: ParameterOf(p.name) for p in module.template.parameters}
        if module.depends_on:
            body["dependsOn"] = [Raw(symbol) for symbol in module.depends_on]
        return f"module {module.symbol} '{module.symbol}.bicep' = {self.value(body)}"

    def value(self, value: Any, depth: int = 0) -> str:
        """Return a value as Bicep writes it; objects and lists one entry a line."""
        if isinstance(value, Mapping):
            entries = [f"{self._key(k)}: {self.value(v, depth + 1)}" for k, v in value.items()]
            return _block("{", entries, "}", depth)
        if isinstance(value, (list, tuple)):
            return _block("[", [self.value(item, depth + 1) for item in value], "]", depth)
        if isinstance(value, str):
            return _quoted(value)
        if value is None:
            return "null"
        if isinstance(value, (bool, int)):
            return str(value).lower()
        write = _WRITE.get(type(value))
        return write(self, value) if write is not None else str(value)

    def _key(self, key: Any) -> str:
        if isinstance(key, str):
            return key if _IDENTIFIER.match(key) else _quoted(key)
        return f"'${{{self.value(key)}}}'"

    def inline(self, value: Any) -> str:
        """Return an argument on one line."""
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(self.inline(item) for item in value) + "]"
        return self.value(value)

    def id_of(self, node: IdOf) -> str:
        return f"{node.symbol}.id"

    def part_of(self, node: PartOf) -> str:
        args = ", ".join(self.inline(arg) for arg in (node.type, *node.names))
        row = self.rows.get(node.symbol)
        group = f"{self.inline(row.group)}, " if row is not None and row.existing else ""
        return f"resourceId({group}{args})"

    def property_of(self, node: PropertyOf) -> str:
        return node.symbol + _steps(node.path)

    def list_of(self, node: ListOf) -> str:
        if node.part is None:
            return f"{node.symbol}.{node.function}(){_steps(node.path)}"
        api = _quoted(self.rows[node.symbol].api)
        return f"{node.function}({self.part_of(node.part)}, {api}){_steps(node.path)}"

    def output_of(self, node: OutputOf) -> str:
        return f"{node.symbol}.outputs.{node.name}"

    def joined(self, node: Joined) -> str:
        parts = [
            _escaped(part) if isinstance(part, str) else f"${{{self.inline(part)}}}"
            for part in node.parts
        ]
        return f"'{''.join(parts)}'"

    def call(self, node: Call) -> str:
        args = [self.inline(arg) for arg in node.args]
        if node.name in _OPERATORS:
            return f"({args[0]} {_OPERATORS[node.name]} {args[1]})"
        if node.name == "not":
            return f"!{args[0]}"
        if node.name == "if":
            return f"({args[0]} ? {args[1]} : {args[2]})"
        return f"{node.name}({', '.join(args)})"

    def access(self, node: Access) -> str:
        return self.value(node.target) + _steps(node.path)


class Raw(str):
    """A symbol as it stands."""

    __slots__ = ()


def _slashed(names: tuple[Any, ...]) -> Any:
    """Return the segments of a name as one text."""
    return joined([part for name in names for part in ("/", name)][1:])


def _block(start: str, entries: list[str], end: str, depth: int) -> str:
    if not entries:
        return start + end
    inner, outer = INDENT * (depth + 1), INDENT * depth
    return "\n".join([start, *(f"{inner}{entry}" for entry in entries), f"{outer}{end}"])


def _steps(path: tuple[Any, ...]) -> str:
    return "".join(_step(step) for step in path)


def _step(step: Any) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _IDENTIFIER.match(step) else f"[{_quoted(step)}]"


def _escaped(text: str) -> str:
    for mark, written in (
        ("\\", "\\\\"), ("'", "\\'"), ("${", "\\${"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")
    ):  # fmt: skip
        text = text.replace(mark, written)
    return text


def _quoted(text: str) -> str:
    return str(text) if isinstance(text, Raw) else f"'{_escaped(text)}'"


_WRITE: Mapping[type, Callable[[_Writer, Any], str]] = {
    IdOf: _Writer.id_of,
    PartOf: _Writer.part_of,
    PropertyOf: _Writer.property_of,
    ListOf: _Writer.list_of,
    OutputOf: _Writer.output_of,
    Joined: _Writer.joined,
    Call: _Writer.call,
    Access: _Writer.access,
    ParameterOf: lambda _writer, node: node.name,
    VariableOf: lambda _writer, node: node.name,
}
