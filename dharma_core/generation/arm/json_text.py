"""A template as ARM JSON: symbols become resource ids, nodes become expressions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.generation.arm.language import Access, Call, to_text
from dharma_core.generation.arm.template import (
    DEPLOYMENTS,
    GROUPS,
    Declared,
    IdOf,
    Joined,
    ListOf,
    Module,
    OutputDecl,
    OutputOf,
    Parameter,
    ParameterOf,
    PartOf,
    PropertyOf,
    Template,
    VariableOf,
    symbols_in,
)
from dharma_core.generation.arm.values import joined

__all__ = ["arm_template", "to_json"]

SCHEMAS = {
    "resourceGroup": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "subscription": (
        "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
    ),
}
DEPLOYMENTS_API = "2022-09-01"
Json = dict[str, Any]


def to_json(template: Template) -> str:
    """Return the template as JSON of two spaces."""
    return json.dumps(arm_template(template), indent=2, ensure_ascii=False) + "\n"


def arm_template(template: Template) -> Json:
    """Return the template as the JSON value that ARM takes; sections without entries are left out.

    Examples
    --------
    >>> zone = Declared("zone", "Microsoft.Network/dnsZones", "2018-05-01", ("a.org",), {})
    >>> arm_template(Template("resourceGroup", resources=(zone,)))["resources"]
    [{'type': 'Microsoft.Network/dnsZones', 'apiVersion': '2018-05-01', 'name': 'a.org'}]
    """
    writer = _Writer(template)
    sections = {
        "$schema": SCHEMAS[template.scope],
        "contentVersion": "1.0.0.0",
        "parameters": {p.name: _parameter(p) for p in template.parameters},
        "variables": {n: writer.plain(v) for n, v in (template.variables or {}).items()},
        "resources": writer.resources(),
        "outputs": {o.name: writer.output(o) for o in template.outputs},
    }
    return {name: value for name, value in sections.items() if value or name == "resources"}


def _parameter(parameter: Parameter) -> Json:
    kind = parameter.type
    if parameter.secure:
        kind = "secureString" if kind == "string" else "secureObject"
    body: Json = {"type": kind}
    if parameter.default is not None:
        body["defaultValue"] = _escaped(parameter.default)
    if parameter.description:
        body["metadata"] = {"description": parameter.description}
    return body


def _escaped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _escaped(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_escaped(inner) for inner in value]
    return to_text(value) if isinstance(value, str) else value


class _Writer:
    """Writes the resources of one template."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.rows = {row.symbol: row for row in template.resources}
        self.modules = {module.symbol: module for module in template.modules}

    def resources(self) -> list[Json]:
        rows = [self.resource(row) for row in self.template.resources if not row.existing]
        return rows + [self.module(module) for module in self.template.modules]

    def resource(self, row: Declared) -> Json:
        body: Json = {"type": row.type, "apiVersion": row.api, "name": self.name(row)}
        if row.scope:
            body["scope"] = to_text(self.lowered(IdOf(row.scope)))
        body |= self.plain(row.body)
        waits = [*symbols_in((row.names, row.body)), row.parent, row.scope, *row.depends_on]
        if depends := self._ids(waits, row.symbol):
            body["dependsOn"] = depends
        if row.addresses:
            body["metadata"] = {"description": ", ".join(row.addresses)}
        return body

    def _ids(self, symbols: list[str], own: str) -> list[str]:
        found = dict.fromkeys(s for s in symbols if s and s != own)
        made = (s for s in found if s in self.modules or (s in self.rows and not self._is_there(s)))
        return sorted(to_text(self.lowered(self._reference(s))) for s in made)

    def _is_there(self, symbol: str) -> bool:
        return self.rows[symbol].existing

    def _reference(self, symbol: str) -> Any:
        return _module_id(self.modules[symbol]) if symbol in self.modules else IdOf(symbol)

    def module(self, module: Module) -> Json:
        inner = arm_template(module.template)
        parameters = {
            p.name: {"value": f"[parameters('{p.name}')]"} for p in module.template.parameters
        }
        properties: Json = {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
        }
        if parameters:
            properties["parameters"] = parameters
        body = {
            "type": DEPLOYMENTS,
            "apiVersion": DEPLOYMENTS_API,
            "name": module.name,
            "resourceGroup": self.plain(module.group_name),
            "properties": properties | {"template": inner},
        }
        waits = [*symbols_in(module.group), *module.depends_on]
        if depends := self._ids(waits, module.symbol):
            body["dependsOn"] = depends
        return body

    def output(self, output: OutputDecl) -> Json:
        body: Json = {"type": output.type, "value": self.plain(output.value)}
        if output.description:
            body["metadata"] = {"description": output.description}
        return body

    def name(self, row: Declared) -> str:
        name = joined([part for name in row.names for part in ("/", name)][1:])
        return to_text(name if isinstance(name, str) else self.lowered(name))

    def plain(self, value: Any) -> Any:
        """Return a value of the template as JSON, its nodes as expressions in text."""
        if isinstance(value, Mapping):
            return {self._key(key): self.plain(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.plain(inner) for inner in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return to_text(value if isinstance(value, str) else self.lowered(value))

    def _key(self, key: Any) -> str:
        return key if isinstance(key, str) else to_text(self.lowered(key))

    def lowered(self, node: Any) -> Any:
        """Return a node in ARM's own functions."""
        if isinstance(node, (list, tuple)):
            return Call("createArray", tuple(self.lowered(item) for item in node))
        lower = _LOWER.get(type(node))
        return lower(self, node) if lower is not None else node

    def id_of(self, node: IdOf) -> Any:
        row = self.rows[node.symbol]
        names = tuple(self.lowered(name) for name in row.names)
        if row.existing:
            return Call("resourceId", (self.lowered(row.group), row.type, *names))
        if row.scope:
            return Call("extensionResourceId", (self.id_of(IdOf(row.scope)), row.type, *names))
        name = "subscriptionResourceId" if row.type == GROUPS else "resourceId"
        return Call(name, (row.type, *names))

    def part_of(self, node: PartOf) -> Any:
        row = self.rows.get(node.symbol)
        there = (self.lowered(row.group),) if row is not None and row.existing else ()
        return Call("resourceId", (*there, node.type, *(self.lowered(name) for name in node.names)))

    def property_of(self, node: PropertyOf) -> Any:
        api, id_ = self.rows[node.symbol].api, self.id_of(IdOf(node.symbol))
        if node.path[0] == "properties":
            return Access(Call("reference", (id_, api)), node.path[1:])
        return Access(Call("reference", (id_, api, "full")), node.path)

    def list_of(self, node: ListOf) -> Any:
        id_ = self.part_of(node.part) if node.part else self.id_of(IdOf(node.symbol))
        called = Call(node.function, (id_, self.rows[node.symbol].api))
        return Access(called, node.path) if node.path else called

    def output_of(self, node: OutputOf) -> Any:
        found = Call("reference", (_module_id(self.modules[node.symbol]), DEPLOYMENTS_API))
        return Access(self.lowered(found), ("outputs", node.name, "value"))

    def joined(self, node: Joined) -> Any:
        pattern, args = "", list[Any]()
        for part in node.parts:
            if isinstance(part, str):
                pattern += part.replace("{", "{{").replace("}", "}}")
            else:
                pattern += f"{{{len(args)}}}"
                args.append(self.lowered(part))
        return Call("format", (pattern, *args))

    def call(self, node: Call) -> Any:
        return Call(node.name, tuple(self.lowered(arg) for arg in node.args))

    def access(self, node: Access) -> Any:
        return Access(self.lowered(node.target), node.path)


def _module_id(module: Module) -> Call:
    subscription = Access(Call("subscription"), ("subscriptionId",))
    place = Joined(("/subscriptions/", subscription, "/resourceGroups/", module.group_name))
    return Call("extensionResourceId", (place, DEPLOYMENTS, module.name))


_LOWER: Mapping[type, Callable[[_Writer, Any], Any]] = {
    IdOf: _Writer.id_of,
    PartOf: _Writer.part_of,
    PropertyOf: _Writer.property_of,
    ListOf: _Writer.list_of,
    OutputOf: _Writer.output_of,
    Joined: _Writer.joined,
    Call: _Writer.call,
    Access: _Writer.access,
    ParameterOf: lambda _writer, node: Call("parameters", (node.name,)),
    VariableOf: lambda _writer, node: Call("variables", (node.name,)),
}
