"""The resources of a template one by one: children, loops and inner templates unfolded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.arm.language import name_segments
from dharma_core.importers.arm.evaluating import Evaluator, canonical
from dharma_core.importers.arm.values import Given, known
from dharma_core.plan import UNKNOWN

__all__ = ["Gathering", "Row", "given_parameters"]

DEPLOYMENTS = "microsoft.resources/deployments"
MAX_COPIES = 500
MAX_ROWS = 20_000
MAX_DEPTH = 5
_OUTSIDE = frozenset({
    "type", "name", "apiVersion", "dependsOn", "scope", "resources", "copy", "condition",
    "comments", "metadata",
})  # fmt: skip

Place = tuple[str | int, ...]


@dataclass(slots=True)
class Row:
    """One resource, its expressions evaluated.

    Parameters
    ----------
    names : tuple of str
        The segments of its name as they are compared; ``name`` is the last one's value.
    group : Any
        The name of its resource group; None for the one the template is deployed to.
    described : str
        What its metadata says of it.
    """

    type: str
    names: tuple[str, ...]
    name: Any
    body: dict[Any, Any]
    scope: Any = None
    depends: tuple[Any, ...] = ()
    group: Any = None
    line: int = 0
    described: str = ""
    index: int | None = None


@dataclass(slots=True)
class Gathering:
    """What a template and those within it hold.

    Parameters
    ----------
    outputs : mapping of deployment name to its outputs
    """

    lines: Mapping[Place, int]
    rows: list[Row] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[tuple[str, int]] = field(default_factory=list)

    def template(
        self, template: Mapping[str, Any], scope: Evaluator, group: Any, place: Place = ()
    ) -> None:
        """Add the resources of a template."""
        listed = template.get("resources") or []
        if isinstance(listed, Mapping):
            listed = list(listed.values())
        for number, raw in enumerate(listed if isinstance(listed, list) else []):
            self._resource(raw, _Around(scope, group, (*place, "resources", number)))

    def _resource(self, raw: Any, around: _Around) -> None:
        line = self.lines.get(around.place, 0)
        if not isinstance(raw, Mapping) or not isinstance(raw.get("type"), str):
            self.problems.append(("A resource without a type is left out.", line))
            return
        for index in self._loop(raw, around.scope, line):
            if known(around.scope.of(raw.get("condition", True))) is False:
                continue
            if len(self.rows) >= MAX_ROWS:
                raise InputError(f"The template has more than {MAX_ROWS} resources.")
            self._instance(raw, around, line, index)
        around.scope.indexes.clear()

    def _loop(self, raw: Mapping[str, Any], scope: Evaluator, line: int) -> Iterator[int | None]:
        copy = raw.get("copy")
        if not isinstance(copy, Mapping):
            yield None
            return
        count = known(scope.of(copy.get("count")))
        if not isinstance(count, int) or not 0 <= count <= MAX_COPIES:
            self.problems.append(("A loop of unknown length is read as one resource.", line))
            yield None
            return
        for index in range(count):
            scope.indexes |= {"": index, str(copy.get("name", "")): index}
            yield index

    def _instance(
        self, raw: Mapping[str, Any], around: _Around, line: int, index: int | None
    ) -> None:
        row = self._row(raw, around, line)
        row.index = index
        if row.type.lower() == DEPLOYMENTS:
            self._deployment(raw, row, around)
            return
        self.rows.append(row)
        inner = raw.get("resources") or []
        for number, child in enumerate(inner if isinstance(inner, list) else []):
            place = (*around.place, "resources", number)
            self._resource(child, replace(around, place=place, above=row))

    def _row(self, raw: Mapping[str, Any], around: _Around, line: int) -> Row:
        scope, type_ = around.scope, raw["type"]
        names, name = _names(raw.get("name"), scope)
        if around.above is not None and "." not in type_.split("/", 1)[0]:
            type_, names = f"{around.above.type}/{type_}", (*around.above.names, *names)
        body = {key: scope.of(value) for key, value in raw.items() if key not in _OUTSIDE}
        metadata = raw.get("metadata")
        described = metadata.get("description", "") if isinstance(metadata, Mapping) else ""
        waits = raw.get("dependsOn") or []
        return Row(
            type=type_,
            names=names,
            name=name,
            body=body,
            scope=scope.of(raw.get("scope")),
            depends=tuple(scope.of(w) for w in waits) if isinstance(waits, list) else (),
            group=around.group,
            line=line,
            described=described if isinstance(described, str) else "",
        )

    def _deployment(self, raw: Mapping[str, Any], row: Row, around: _Around) -> None:
        """Read an inner template; one that lies elsewhere is told."""
        written = raw.get("properties")
        properties: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
        inner = properties.get("template")
        if not isinstance(inner, Mapping) or around.place.count("template") >= MAX_DEPTH:
            self.problems.append((f"The deployment {row.names[-1]!r} is not read.", row.line))
            return
        options = properties.get("expressionEvaluationOptions", {})
        own = known(around.scope.of(options.get("scope", "outer"))) == "inner"
        scope = around.scope
        if own:
            given = {
                name: scope.of(entry.get("value")) if isinstance(entry, Mapping) else UNKNOWN
                for name, entry in (properties.get("parameters") or {}).items()
            }
            scope = Evaluator({}, inner.get("variables") or {}, problems=scope.problems)
            scope.parameters = given_parameters(inner, given, scope)
        group = around.scope.of(raw["resourceGroup"]) if "resourceGroup" in raw else around.group
        self.template(inner, scope, group, (*around.place, "properties", "template"))
        self.outputs[row.names[-1].lower()] = {
            name: scope.of(entry.get("value"))
            for name, entry in (inner.get("outputs") or {}).items()
            if isinstance(entry, Mapping)
        }


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a resource."""

    scope: Evaluator
    group: Any
    place: Place
    above: Row | None = None


def given_parameters(
    template: Mapping[str, Any], given: Mapping[str, Any], scope: Evaluator, *, named: bool = False
) -> dict[str, Any]:
    """Return the value of each parameter: what is given, else its default, else UNKNOWN.

    Parameters
    ----------
    named : bool
        Whether each is an input of the Plan, told apart from its value.
    """
    found: dict[str, Any] = {}
    declared = template.get("parameters")
    for name, entry in (declared if isinstance(declared, Mapping) else {}).items():
        written = entry.get("defaultValue", UNKNOWN) if isinstance(entry, Mapping) else UNKNOWN
        value = given[name] if name in given else scope.of(written)
        found[name] = Given(name, known(value)) if named else value
        scope.parameters = found
    return found


def _names(raw: Any, scope: Evaluator) -> tuple[tuple[str, ...], Any]:
    """Return the segments of a name as they are compared, and the last one's value."""
    if not isinstance(raw, str):
        return ("?",), UNKNOWN
    try:
        segments = name_segments(raw)
    except InputError as error:
        scope.problems.append(error.message)
        return (raw,), UNKNOWN
    values = [scope.expression(segment) for segment in segments]
    names = [canonical(v, s) for v, s in zip(values, segments, strict=True)]
    return tuple(part for name in names for part in name.split("/")), _last(values[-1])


def _last(value: Any) -> Any:
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else value
