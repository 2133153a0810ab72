"""The way back: what a program registered, as Terraform types, attributes and references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.generation.drafts import Text
from dharma_core.generation.pulumi.lifecycle import read_lifecycle
from dharma_core.generation.pulumi.naming import wire_name
from dharma_core.generation.pulumi.registered import EVERY, INPUT, MARK, Program, Registered
from dharma_core.generation.pulumi.scalars import as_scalar
from dharma_core.generation.pulumi.table import TypeNames, read_names, row_token
from dharma_core.plan import (
    UNKNOWN,
    Address,
    AttributeFact,
    Catalog,
    Expression,
    Output,
    Path,
    Plan,
    Ref,
    Resource,
    freeze,
    make_resource,
)

__all__ = ["read_program"]

_SCALARS = {"string": "str", "number": "number", "bool": "bool"}
_ESCAPED = (("\\ue000", "\ue000"), ("\\ue001", "\ue001"))
"""Marks inside a JSON document, as its writer escapes them."""


def read_program(program: Program, catalog: Catalog, *, name: str = "plan") -> Plan:
    """Return the Plan of what a program registers and exports, as Terraform says it.

    Its references are known exactly; values that only apply tells are UNKNOWN. Resources of
    unknown classes are left out; inputs that no attribute stands for keep their own names.

    Examples
    --------
    >>> from dharma_core.storage.facts import load_catalog
    >>> jobs = Registered("aws:sqs/queue:Queue", "jobs", {"name": "jobs", "delaySeconds": 3})
    >>> dict(read_program(Program((jobs,)), load_catalog()).resources[0].attributes)
    {'name': 'jobs', 'delay_seconds': 3}
    """
    reader = _Reader(catalog)
    found = (reader.resource(one) for one in program.resources)
    resources = tuple(resource for resource in found if resource is not None)
    outputs = (reader.output(told, value) for told, value in program.outputs.items())
    provider = resources[0].provider if resources else "aws"
    return Plan(resources, name, "pulumi", provider, outputs=tuple(outputs))


class _Reader:
    """Reads with one catalogue; a class is looked up once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        rows = catalog.tables.get("pulumi", {})
        self.types = {row_token(type_, row): type_ for type_, row in rows.items()}
        self.found: dict[str, TypeNames | None] = {}

    def resource(self, one: Registered) -> Resource | None:
        type_ = self._type(one.token)
        if type_ is None:
            return None
        attributes = dict(self._members(one.inputs, type_.facts, type_, ()))
        if one.timeouts:
            attributes["timeouts"] = dict(one.timeouts)
        needs = tuple(address for mark in one.depends_on if (address := self._address(mark)))
        made = make_resource(
            Address(type_.type, one.name),
            _hidden(attributes),
            expressions=tuple(_expressions(attributes, ())),
            depends_on=needs,
        )
        return replace(made, lifecycle=read_lifecycle(one.protect, one.ignored, type_))

    def output(self, name: str, value: Any) -> Output:
        """Return one export: a text with references, or a known value."""
        plain = self._plain(value)
        told = tuple(_expressions(plain, ()))
        return Output(
            name,
            plain.parts if isinstance(plain, Text) else (),
            freeze(_hidden(plain)),
            mentions=tuple(dict.fromkeys(ref for e in told for ref in e.mentions)),
            expressions=tuple(e for e in told if e.path),
        )

    def _type(self, token: str) -> TypeNames | None:
        if token not in self.found:
            type_ = self.types.get(token)
            self.found[token] = read_names(self.catalog, type_) if type_ else None
        return self.found[token]

    def _address(self, mark: str) -> str:
        token, name, *_ = mark.split("|")
        type_ = self._type(token)
        return f"{type_.type}.{name}" if type_ else ""

    def _members(
        self,
        inputs: Mapping[str, Any],
        facts: Mapping[str, AttributeFact],
        type_: TypeNames,
        path: tuple[str, ...],
    ) -> Iterator[tuple[str, Any]]:
        names = {
            wire_name(type_.argument(".".join((*path, name)), fact)): fact
            for name, fact in facts.items()
            if not type_.is_absent(".".join((*path, name)))
        }
        for wire, value in inputs.items():
            fact = names.get(wire)
            if fact is None:
                yield wire, self._plain(value)
            elif value is not None:
                yield fact.name, self._value(value, fact, type_, (*path, fact.name))

    def _value(
        self, value: Any, fact: AttributeFact, type_: TypeNames, path: tuple[str, ...]
    ) -> Any:
        listed = fact.type.startswith(("list(", "set("))
        single = listed and not type_.is_many(".".join(path), fact)
        if isinstance(value, str) or not (fact.members or fact.block):
            plain = self._plain(as_scalar(value, _SCALARS.get(fact.type, "")))
            return [plain] if single and not _is_reference(plain) else plain
        if fact.type.startswith("map("):
            return {k: dict(self._members(v, fact.members, type_, path)) for k, v in value.items()}
        if isinstance(value, Mapping):
            block = dict(self._members(value, fact.members, type_, path))
            return [block] if listed else block
        return [dict(self._members(item, fact.members, type_, path)) for item in value]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self._plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            items = [self._plain(item) for item in value]
            return _whole(items[-1]) or items if items else items
        return value

    def _text(self, text: str) -> Any:
        for escaped, character in _ESCAPED:
            text = text.replace(escaped, character)
        pieces = MARK.split(text)
        if len(pieces) == 1:
            return text
        parts = (self._ref(p) if i % 2 else p for i, p in enumerate(pieces))
        return Text(tuple(part for part in parts if part != ""))

    def _ref(self, mark: str) -> Ref | str:
        token, name, path = mark.split("|", 2)
        if token == INPUT:
            return Ref(f"var.{name}")
        type_ = self._type(token)
        if type_ is None:
            return mark
        return Ref(self._address(mark), ".".join(_attribute(path.split("."), type_)))


def _attribute(steps: list[str], type_: TypeNames) -> Iterator[str]:
    """Yield Terraform's steps for a property path; a single item stands in a list there."""
    facts: Mapping[str, AttributeFact] = type_.facts
    path: tuple[str, ...] = ()
    for number, step in enumerate(steps):
        fact = _fact(step, facts, type_, path) if not step.isdigit() else None
        if fact is None:
            yield step
            continue
        path = (*path, fact.name)
        facts = fact.members
        yield fact.name
        listed = fact.type.startswith(("list(", "set("))
        if listed and number + 1 < len(steps) and not type_.is_many(".".join(path), fact):
            yield "0"


def _fact(
    step: str, facts: Mapping[str, AttributeFact], type_: TypeNames, path: tuple[str, ...]
) -> AttributeFact | None:
    named = ((".".join((*path, name)), fact) for name, fact in facts.items())
    return next((fact for dotted, fact in named if type_.argument(dotted, fact) == step), None)


def _whole(last: Any) -> Text | None:
    """Return the reference to a whole list, when this item ends one."""
    ref = last.parts[0] if _is_reference(last) else None
    if not isinstance(ref, Ref) or not ref.attribute.endswith(f".{EVERY}"):
        return None
    return Text((Ref(ref.target, ref.attribute.removesuffix(f".{EVERY}")),))


def _is_reference(value: Any) -> bool:
    return isinstance(value, Text) and len(value.parts) == 1


def _hidden(value: Any) -> Any:
    """Return the value with UNKNOWN where only apply can tell."""
    if isinstance(value, Text):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _hidden(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    return value


def _expressions(value: Any, path: Path) -> Iterator[Expression]:
    if isinstance(value, Text):
        yield Expression.of(path, *value.parts)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _expressions(inner, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _expressions(item, (*path, index))
