"""What a mention in a blueprint stands for: a variable's value, another resource's attribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.expansion import Expansion
from dharma_core.blueprints.filling import Filler, Resolved
from dharma_core.blueprints.kinds.settled import Inputs
from dharma_core.blueprints.model import Blueprint, ResourceSpec, VariableSpec
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention
from dharma_core.blueprints.scalars import TypeMismatchError, coerce, parse_setting
from dharma_core.errors import nearest
from dharma_core.plan import (
    UNKNOWN,
    Address,
    AttributeFact,
    Catalog,
    Path,
    Ref,
    Resource,
    Variable,
    get_path,
)
from dharma_core.plan.masking import is_sensitive

__all__ = ["Resolver", "read_variables"]


def read_variables(
    blueprint: Blueprint, given: Mapping[str, str], problems: Problems, *, need_all: bool
) -> tuple[Variable, ...]:
    """Return every variable with its value: given, else default, else UNKNOWN with a problem."""
    for name in given:
        if name not in blueprint.variables:
            message = f"there is no variable {name!r} to set."
            problems.add(("variables",), message, nearest(name, blueprint.variables))
    found = []
    for name, spec in blueprint.variables.items():
        value = _variable_value(name, spec, given, problems)
        if value is None and need_all:
            hint = f"Give it a default, or a value: --set {name}=..."
            problems.add(("variables", name), f"the variable {name!r} has no value.", hint)
        default = coerce_or_none(spec.type, spec.default)
        found.append(
            Variable(
                name,
                spec.type,
                default=default,
                value=UNKNOWN if value is None else value,
                sensitive=spec.sensitive,
                description=spec.description,
            )
        )
    return tuple(found)


def coerce_or_none(type_: str, value: Any) -> Any:
    """Return a default in its type; None when it does not fit, which is told elsewhere."""
    try:
        return coerce(type_, value)
    except TypeMismatchError:
        return None


def _variable_value(
    name: str, spec: VariableSpec, given: Mapping[str, str], problems: Problems
) -> Any:
    if name not in given:
        return coerce_or_none(spec.type, spec.default)
    try:
        return parse_setting(spec.type, given[name])
    except TypeMismatchError as error:
        shown = "" if spec.sensitive else f" (given: {given[name]!r})"
        reason = "does not fit its type" if spec.sensitive else str(error)
        message = f"the value of variable {name!r} {reason}{shown}."
        problems.add(("variables", name), message, f"Its type is {spec.type}.")
        return UNKNOWN


class Resolver:
    """Answers for mentions while resources are lowered one after the other.

    Attributes
    ----------
    lowered : dict of (name, index) to Resource
        What has been lowered so far; the caller adds to it in dependency order.
    """

    def __init__(
        self,
        expansion: Expansion,
        catalog: Catalog,
        variables: tuple[Variable, ...],
        problems: Problems,
    ) -> None:
        self.expansion = expansion
        self.blueprint = blueprint = expansion.blueprint
        self.problems = problems
        self.lowered: dict[tuple[str, int | None], Resource] = {}
        self._catalog = catalog
        self._variables = {v.name: v for v in variables}
        self.inputs = Inputs({v.name: v.value for v in variables})
        self._specs = {r.name: r for r in blueprint.resources}

    def filler(self, spec: ResourceSpec | None, number: int | None) -> Filler:
        """Return a Filler for one resource, or for an output when ``spec`` is None."""

        def resolve(mention: Mention, source: Path) -> Resolved:
            if mention.is_count_index:
                return Resolved(number if number is not None else UNKNOWN, None)
            if mention.is_own_number:
                mention = Mention(mention.name, mention.attribute, number)
            return self.resolve(mention, source)

        noun = self.expansion.noun(spec) if spec else "the output"
        return Filler(resolve, self.expand, self.problems, noun)

    def address(self, spec: ResourceSpec, number: int | None) -> Address:
        """Return the Terraform address of one instance."""
        found = self._catalog.find(spec.type)
        return Address(found.name if found else spec.type, spec.name, index=number)

    def block_address(self, name: str) -> str:
        """Return the address of a resource by its name in the blueprint, without index."""
        spec = self._specs.get(name)
        return str(self.address(spec, None)) if spec else name

    def expand(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the single mentions that ``name[*].attribute`` stands for."""
        spec = self._specs.get(mention.name)
        numbers = spec.numbers if spec and spec.count is not None else ()
        return tuple(Mention(mention.name, mention.attribute, i) for i in numbers)

    def resolve(self, mention: Mention, source: Path) -> Resolved:
        """Return what a mention stands for; UNKNOWN where only apply will tell."""
        if mention.is_variable:
            return self._variable(mention)
        spec = self._specs.get(mention.name)
        if spec is None or mention.index == "*":
            return Resolved(UNKNOWN, None)
        steps = self._steps(spec, mention, source)
        number = mention.index if isinstance(mention.index, int) else None
        attribute = ".".join(map(str, steps))
        ref = Ref(str(self.address(spec, number)), attribute)
        target = self.lowered.get((spec.name, number))
        if target is None or not steps:
            return Resolved(UNKNOWN, ref)
        value = get_path(target.attributes, steps, default=self._absent(spec, steps))
        return Resolved(value, ref, is_sensitive(target.sensitive, steps))

    def _variable(self, mention: Mention) -> Resolved:
        variable = self._variables.get(mention.variable)
        if variable is None:
            return Resolved(UNKNOWN, None)
        steps = _path(mention.attribute)[1:]
        value = get_path(variable.value, steps) if steps else variable.value
        return Resolved(value, Ref(f"var.{mention.attribute}"), variable.sensitive)

    def _absent(self, spec: ResourceSpec, steps: Path) -> Any:
        """Return what an attribute without a value reads as: null, or UNKNOWN when computed."""
        type_ = self._catalog.find(spec.type)
        fact = type_.attribute(steps) if type_ else None
        return None if fact is not None and not fact.computed else UNKNOWN

    def _steps(self, spec: ResourceSpec, mention: Mention, source: Path) -> Path:
        """Return the attribute's path, with ``0`` put in where a block stands only once."""
        type_ = self._catalog.find(spec.type)
        steps = _path(mention.attribute)
        if type_ is None or not steps:
            return steps
        level: Mapping[str, AttributeFact] = type_.attributes
        found: list[str | int] = []
        for step in steps:
            if isinstance(step, str) and level and step not in level:
                message = f"${{{mention}}}: {spec.type} has no attribute {step!r}."
                self.problems.add(source, message, nearest(step, level))
                return ()
            if isinstance(step, str) and found and isinstance(found[-1], str) and level:
                found.append(0)
            found.append(step)
            level = level[step].members if isinstance(step, str) and level else level
        return tuple(found)


def _path(attribute: str) -> Path:
    return tuple(int(s) if s.isdigit() else s for s in attribute.split(".") if s)
