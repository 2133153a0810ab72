"""An ARM template into a Plan: what is not computable is unknown, what is not known is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.arm.language import Sections
from dharma_core.importers.arm.entries import Entry, Maker
from dharma_core.importers.arm.evaluating import Evaluator
from dharma_core.importers.arm.positions import lines_of_resources
from dharma_core.importers.arm.rows import Gathering, given_parameters
from dharma_core.importers.arm.settling import NameOf, Settler
from dharma_core.importers.arm.types import KnownTypes, hoisted
from dharma_core.importers.arm.values import Here, IdValue, Read, known
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Catalog,
    Expression,
    FrozenMap,
    Output,
    Path,
    Plan,
    Problem,
    Resource,
    Variable,
    freeze,
)
from dharma_core.plan.filling import fill
from dharma_core.provenance import Position

__all__ = ["is_template", "read_template"]

GROUP = "azurerm_resource_group"
TARGET = Address(GROUP, "target", mode="data")
"""The resource group that a template is deployed to."""
MAX_CHARACTERS = 20_000_000


def is_template(document: Mapping[str, Any] | None) -> bool:
    """Whether a JSON object is a deployment template.

    Examples
    --------
    >>> schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    >>> is_template({"$schema": schema}), is_template({"resources": []})
    (True, False)
    """
    schema = (document or {}).get("$schema")
    return isinstance(schema, str) and bool(re.search(r"deploymentTemplate\.json", schema, re.I))


def read_template(
    text: str,
    *,
    file: str,
    catalog: Catalog,
    variables: Mapping[str, str] | None = None,
) -> Plan:
    """Return the Plan of an ARM template.

    Parameters
    ----------
    text : str
        JSON.
    file : str
        Named in positions and errors; its stem is the Plan's name.
    catalog : Catalog
        Its ``arm`` sections tell the Terraform type and attributes.
    variables : mapping of name to text, optional
        Values of parameters.

    Returns
    -------
    Plan
        Resources in the order of the template, those that Terraform has apart after the one they
        are written in. A type without a counterpart is kept whole, named after itself
        (``Microsoft_Foo_bars``); properties that no attribute holds are listed in ``problems``.

    Raises
    ------
    InputError
        If the text is no JSON object, or larger than any template.

    Examples
    --------
    >>> schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    >>> text = json.dumps(
    ...     {"$schema": schema, "resources": [{"type": "My.Own/things", "name": "a"}]}
    ... )
    >>> from dharma_core.plan import make_catalog
    >>> plan = read_template(text, file="a.json", catalog=make_catalog(()))
    >>> [str(r.address) for r in plan], plan.problems[0].position.line
    (['My_Own_things.a'], 1)
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{file} is larger than 20 MB.", next_step="A template is at most 4 MB.")
    return _Reader(_document(text, file), text, file, catalog).plan(variables or {})


def _document(text: str, file: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(f"{file}{f':{line}' if line else ''}: not valid JSON.") from None
    if not isinstance(document, dict):
        raise InputError(f"{file}: a template is an object.")
    return document


class _Reader:
    """Reads one template."""

    def __init__(self, document: Mapping[str, Any], text: str, file: str, catalog: Catalog) -> None:
        self.document, self.file, self.catalog = document, file, catalog
        self.gathering = Gathering(lines_of_resources(text))
        self.problems: list[Problem] = []

    def plan(self, variables: Mapping[str, str]) -> Plan:
        scope = Evaluator({}, _mapping(self.document.get("variables")))
        given = {name: _typed(self.document, name, text) for name, text in variables.items()}
        parameters = given_parameters(self.document, given, scope, named=True)
        self.gathering.template(self.document, scope, None)
        rows = [row for found in self.gathering.rows for row in hoisted(found)]
        types = KnownTypes(Sections(self.catalog))
        entries = Maker(self.catalog, types).entries(rows)
        self._tell(entries, scope)
        groups = {
            str(known(e.row.name)).lower(): str(e.address)
            for e in entries
            if e.address.type == GROUP
        }
        sole = next(iter(groups.values()), "") if len(groups) == 1 else ""
        self.settler = Settler(entries, groups, sole or str(TARGET), self.gathering.outputs)
        self.inside = self._spoken_inside(entries)
        resources = tuple(self._resource(entry) for entry in entries)
        outputs = tuple(self._outputs(scope))
        return Plan(
            (*self._target(resources, outputs), *resources),
            name=re.split(r"[/\\]", self.file)[-1].split(".", 1)[0] or "template",
            kind="arm",
            provider="azurerm",
            region=self._region(resources),
            variables=tuple(_variable(self.document, n, v.value) for n, v in parameters.items()),
            outputs=outputs,
            origin=FrozenMap({"file": self.file}),
            problems=tuple(self.problems),
        )

    def _spoken_inside(self, entries: list[Entry]) -> Mapping[int, set[str]]:
        """Return whom the parts of each row speak of that are resources of their own."""
        found: dict[int, set[str]] = {}
        for entry in entries:
            if entry.section is not None and entry.section.fold is not None:
                settled = self.settler.settle(entry.attributes, "")
                spoken = {ref.target for e in settled.expressions for ref in e.mentions}
                found.setdefault(id(entry.row), set()).update(spoken)
        return found

    def _tell(self, entries: list[Entry], scope: Evaluator) -> None:
        """Note what could not be read."""
        for message, line in self.gathering.problems:
            self._problem(message, line)
        for message in dict.fromkeys(scope.problems):
            self._problem(message, 0)
        for entry in entries:
            if entry.section is None:
                self._problem(f"{entry.row.type} is not known; kept as it is.", entry.row.line)
            for path in dict.fromkeys(entry.lost):
                self._problem(f"{entry.address}: {path} has no attribute.", entry.row.line)

    def _problem(self, message: str, line: int) -> None:
        self.problems.append(Problem(message, Position(self.file, line or None)))

    def _resource(self, entry: Entry) -> Resource:
        group = self.settler.group_of(entry.row.group) or str(TARGET)
        settled = self.settler.settle(
            {**self._surroundings(entry, group), **entry.attributes}, group
        )
        kind = self.catalog.find(entry.address.type) if entry.section is not None else None
        values = freeze({k: v for k, v in settled.values.items() if v is not None})
        expressions = tuple(settled.expressions)
        return Resource(
            entry.address,
            "azurerm",
            fill(kind, values),
            expressions,
            sensitive=FrozenMap(dict(_secrets(expressions, self.secrets))),
            depends_on=self._depends_on(entry, expressions),
            position=Position(self.file, entry.row.line or None),
        )

    @property
    def secrets(self) -> frozenset[str]:
        """The names of the parameters that are secret."""
        declared = _mapping(self.document.get("parameters"))
        return frozenset(n for n, e in declared.items() if _is_secure(e))

    def _surroundings(self, entry: Entry, group: str) -> dict[str, Any]:
        """Return the attributes that say where and under which name a resource stands."""
        section, row = entry.section, entry.row
        kind = self.catalog.find(entry.address.type)
        if section is None or kind is None:
            return {}
        found: dict[str, Any] = {}
        if section.fold is None and not section.name.startswith("="):
            name = "name" if section.name == "guid" else section.name
            if section.name != "guid" or isinstance(known(row.name), str):
                found[name] = row.name
        fact = kind.attributes.get("resource_group_name")
        if fact is not None and not fact.read_only and entry.address.type != GROUP:
            found["resource_group_name"] = Here("name") if group else known(row.group)
        if section.parent is not None and section.fold is None:
            found |= self._parents(entry)
        for name, line in section.properties.items():
            if line.steers_only and kind.attributes[name].required:
                types = {to.split(".", 1)[0] for to in kind.relations.get(name, ())}
                found[name] = [d for d in row.depends if self._is_of(d, types)]
        if section.scope:
            found[section.scope] = row.scope if row.scope is not None else Here("id")
        return found

    def _is_of(self, value: Any, types: set[str]) -> bool:
        there = self.settler.entry(value) if isinstance(value, IdValue) else None
        return there is not None and there.address.type in types

    def _parents(self, entry: Entry) -> dict[str, Any]:
        rule = entry.section.parent if entry.section is not None else None
        if rule is None:
            return {}
        names = entry.row.names[: -1 - len(rule.via)]
        above = self.settler_type(rule.type)
        target = IdValue(above, names)
        attribute = rule.by[0]
        found: dict[str, Any] = {attribute: target if attribute.endswith("_id") else NameOf(target)}
        for number, outer in enumerate(rule.outer):
            types = above.split("/")
            upper = IdValue("/".join(types[: number + 2]), names[: number + 1])
            found[outer] = NameOf(upper)
        return found

    def settler_type(self, type_: str) -> str:
        """Return the ARM type of a Terraform type."""
        section = Sections(self.catalog).get(type_)
        return section.type if section is not None else ""

    def _depends_on(self, entry: Entry, expressions: tuple[Expression, ...]) -> tuple[str, ...]:
        if entry.section is not None and entry.section.fold is not None:
            return ()
        said = {ref.target for e in expressions for ref in e.mentions} | {str(entry.address)}
        said |= self.inside.get(id(entry.row), set())
        said |= {self.settler.holder_of(address) for address in said}
        found: dict[str, None] = {}
        for value in entry.row.depends:
            plain = known(value)
            target = IdValue("", (plain.split("/")[-1],)) if isinstance(plain, str) else value
            there = self.settler.entry(target) if isinstance(target, IdValue) else None
            if there is None or str(there.address) in said or _are_siblings(entry, there):
                continue
            found[str(there.address)] = None
        return tuple(found)

    def _outputs(self, scope: Evaluator) -> Iterator[Output]:
        for name, raw in _mapping(self.document.get("outputs")).items():
            entry = _mapping(raw)
            value = self._through_modules(scope.of(entry.get("value")))
            settled = self.settler.settle({"value": value}, self.settler.here)
            sole = next(iter(settled.expressions), Expression(()))
            described = _mapping(entry.get("metadata")).get("description", "")
            plain = freeze(settled.values["value"])
            yield Output(
                name, sole.parts, plain, _is_secure(entry), str(described), mentions=sole.mentions
            )

    def _through_modules(self, value: Any) -> Any:
        """Return what an inner template's output is, for what reads it."""
        if not isinstance(value, Read) or not value.target.type.lower().endswith("/deployments"):
            return value
        outputs = self.gathering.outputs.get(value.target.names[-1].lower(), {})
        steps = [step for step in value.path if step not in ("properties", "outputs", "value")]
        return outputs.get(str(steps[0]), UNKNOWN) if len(steps) == 1 else UNKNOWN

    def _target(
        self, resources: tuple[Resource, ...], outputs: tuple[Output, ...]
    ) -> Iterator[Resource]:
        """Yield the resource group that is deployed to, when somebody speaks of it."""
        spoken = {ref.target for r in resources for ref in r.references}
        spoken |= {ref.target for output in outputs for ref in output.mentions}
        if str(TARGET) in spoken:
            values = {"name": UNKNOWN, "location": UNKNOWN, "id": UNKNOWN}
            yield Resource(TARGET, "azurerm", FrozenMap(values))

    def _region(self, resources: tuple[Resource, ...]) -> str:
        for resource in resources:
            place = resource.attributes.get("location")
            if isinstance(place, str) and place not in ("", "global"):
                return place
        return ""


def _are_siblings(entry: Entry, other: Entry) -> bool:
    """Whether one waits for the other only because Azure makes them one after another."""
    section = entry.section
    same = section is not None and section.serial and other.section is section
    return same and entry.row.names[:-1] == other.row.names[:-1]


_TYPES = {"int": "number", "bool": "bool", "array": "any", "object": "any", "secureobject": "any"}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_secure(entry: Any) -> bool:
    return str(_mapping(entry).get("type", "")).lower().startswith("secure")


def _variable(document: Mapping[str, Any], name: str, value: Any) -> Variable:
    entry = _mapping(_mapping(document.get("parameters")).get(name))
    described = _mapping(entry.get("metadata")).get("description", "")
    secret = _is_secure(entry)
    return Variable(
        name,
        type=_TYPES.get(str(entry.get("type", "")).lower(), "string"),
        value=None if secret or value is UNKNOWN else freeze(value),
        sensitive=secret,
        description=str(described),
    )


def _typed(document: Mapping[str, Any], name: str, text: str) -> Any:
    """Return a value from the command line as its parameter's type wants it."""
    entry = _mapping(_mapping(document.get("parameters")).get(name))
    if str(entry.get("type", "string")).lower() in ("string", "securestring"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise InputError(f"The parameter {name} takes JSON, not {text[:40]!r}.") from None


def _secrets(
    expressions: tuple[Expression, ...], secrets: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    """Yield the attributes that hold a secret parameter, in the shape of ``sensitive``."""
    for expression in expressions:
        if any(ref.target.removeprefix("var.") in secrets for ref in expression.mentions):
            yield _mark(expression.path)


def _mark(path: Path) -> tuple[str, Any]:
    value: Any = True
    for step in reversed(path[1:]):
        value = (
            FrozenMap({step: value}) if isinstance(step, str) else (*(FrozenMap(),) * step, value)
        )
    return str(path[0]), value
