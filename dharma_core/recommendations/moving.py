"""A Plan and a blueprint in another region: what moves along, and what somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.blueprints import Blueprint
from dharma_core.blueprints.edits import changed
from dharma_core.blueprints.inner_values import spelt
from dharma_core.blueprints.model import ResourceSpec
from dharma_core.blueprints.relocation import Relocation
from dharma_core.plan import FrozenMap, Path, Plan, Ref, Resource, Variable
from dharma_core.plan.values import Expression, Output

__all__ = ["move_blueprint", "move_plan", "names_in", "zones_in"]

_PREFIXES = {"aws": "aws", "azure": "azurerm", "gcp": "google"}
_ZONED = frozenset({"zone", "zones", "availability_zone", "availability_zones"})


def move_plan(plan: Plan, way: Relocation) -> tuple[Plan, tuple[str, ...]]:
    """Return a Plan whose resources of one region stand in another, and what is to be looked at.

    Parameters
    ----------
    way : Relocation
        Resources of other clouds and of other regions stay as they are.
    """
    mover = _Mover(way)
    moved = replace(
        plan,
        region=mover.region(plan.region) or way.new,
        resources=tuple(mover.resource(r) for r in plan.resources),
        variables=tuple(mover.variable(v) for v in plan.variables),
        outputs=tuple(mover.output(o) for o in plan.outputs),
    )
    return moved, tuple(mover.looks)


def move_blueprint(blueprint: Blueprint, way: Relocation) -> tuple[Blueprint, tuple[str, ...]]:
    """Return a design in another region, and what in it is to be looked at."""
    mover = _Mover(way)
    variables = {
        name: spec.model_copy(update={"default": mover.value(spec.default, f"var.{name}", (name,))})
        for name, spec in blueprint.variables.items()
    }
    outputs = {
        name: spec.model_copy(update={"value": mover.value(spec.value, f"output.{name}", ())})
        for name, spec in blueprint.outputs.items()
    }
    moved = changed(
        blueprint,
        region=way.new,
        resources=tuple(mover.spec(r) for r in blueprint.resources),
        variables=variables,
        outputs=outputs,
    )
    return moved, tuple(mover.looks)


def names_in(plan: Plan) -> frozenset[str]:
    """Return what the resources of a Plan are called, as far as their source says it."""
    return frozenset(
        value
        for resource in plan.managed
        for name, value in resource.attributes.items()
        if isinstance(value, str) and value and _is_name(name)
    )


def _is_name(attribute: str) -> bool:
    whole = ("id", "name", "bucket", "family", "identifier")
    return attribute in whole or attribute.endswith(("_name", "_identifier"))


def zones_in(plan: Plan, way: Relocation) -> frozenset[str]:
    """Return the marks of the zones of the old region that a Plan's resources name."""
    texts = (text for r in plan.managed for text in _texts(r.attributes))
    if way.cloud == "azure":
        zoned = (r.attributes.get(n) for r in plan.managed for n in _ZONED)
        texts = (text for value in zoned for text in _texts(value))
        return frozenset(text for text in texts if text.isdigit())
    return frozenset(mark for text in texts if (mark := way.zone_of(text.lower())))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, Mapping)):
        inside: Iterable[Any] = value.values() if isinstance(value, Mapping) else value
        for inner in inside:
            yield from _texts(inner)


class _Mover:
    """Moves values one way, and remembers what is not certain."""

    def __init__(self, way: Relocation) -> None:
        self._way = way
        self.looks: dict[str, None] = {}

    def region(self, region: str) -> str:
        """Return the region that follows a region; another one stays."""
        return self._way.text("region", region)[0] if region else ""

    def resource(self, resource: Resource) -> Resource:
        """Return a resource as it is in the new region."""
        if resource.type.partition("_")[0] != _PREFIXES[self._way.cloud]:
            return resource
        where = str(resource.address)
        attributes = self.value(resource.attributes, where, ())
        expressions = tuple(self._expression(e, where) for e in resource.expressions)
        region = self.region(resource.region)
        unmoved = (resource.attributes, resource.expressions, resource.region)
        if (attributes, expressions, region) == unmoved:
            return resource
        return replace(resource, attributes=attributes, expressions=expressions, region=region)

    def spec(self, spec: ResourceSpec) -> ResourceSpec:
        """Return a resource of a design as it is in the new region."""
        provider = self._way.cloud
        own = self.value(spec.overrides.get(provider), spec.name, ("overrides",))
        overrides = {**spec.overrides, provider: own} if own else spec.overrides
        properties = self.value(spec.properties, spec.name, ())
        return spec.model_copy(update={"properties": properties, "overrides": FrozenMap(overrides)})

    def variable(self, variable: Variable) -> Variable:
        """Return an input with the values that it has in the new region."""
        where, path = f"var.{variable.name}", (variable.name,)
        return replace(
            variable,
            default=self.value(variable.default, where, path),
            value=self.value(variable.value, where, path),
        )

    def output(self, output: Output) -> Output:
        """Return a result as it is in the new region."""
        where = f"output.{output.name}"
        return replace(
            output,
            parts=self._parts(output.parts, where, ()),
            value=self.value(output.value, where, ()),
            expressions=tuple(self._expression(e, where) for e in output.expressions),
        )

    def value(self, value: Any, where: str, path: Path) -> Any:
        """Return a value as it is in the new region; one that stays is the same object."""
        if isinstance(value, str):
            return self._text(value, where, path) if value else value
        if isinstance(value, Mapping):
            rows = {k: self.value(v, where, (*path, k)) for k, v in value.items()}
            same = all(rows[k] is v for k, v in value.items())
            return value if same else FrozenMap(rows)
        if isinstance(value, tuple):
            items = tuple(self.value(v, where, (*path, i)) for i, v in enumerate(value))
            return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        return value

    def _text(self, text: str, where: str, path: Path) -> str:
        name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        moved, reason = self._way.text(name.removesuffix("s"), text)
        if reason:
            at = f": {spelt(path)}" if path and not where.startswith("var.") else ""
            self.looks[f"{where}{at} = {text} {reason}"] = None
        return text if moved == text else moved

    def _expression(self, expression: Expression, where: str) -> Expression:
        parts = self._parts(expression.parts, where, expression.path)
        return replace(expression, parts=parts) if parts != expression.parts else expression

    def _parts(self, parts: tuple[str | Ref, ...], where: str, path: Path) -> tuple[str | Ref, ...]:
        return tuple(self._text(p, where, path) if isinstance(p, str) else p for p in parts)
