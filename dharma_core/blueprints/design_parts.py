"""Edits of what belongs to a design as a whole: its variables and outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from dharma_core.blueprints.edits import Edited, changed
from dharma_core.blueprints.mending import renamed_in
from dharma_core.blueprints.model import VARIABLE_TYPES, Blueprint, OutputSpec, VariableSpec
from dharma_core.blueprints.references import TemplateError, mentions_in, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, coerce
from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.plan import freeze

__all__ = [
    "VARIABLE_TYPES",
    "add_output",
    "add_variable",
    "remove_output",
    "remove_variable",
    "rename_output",
    "rename_variable",
    "set_output",
    "set_variable",
    "uses_of",
]

_PLACES_TOLD = 5
Part = TypeVar("Part")


def uses_of(blueprint: Blueprint, variable: str) -> tuple[str, ...]:
    """Return the places that read a variable, in words.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> text = '''
    ... name: net
    ... version: 1.0.0
    ... provider: aws
    ... region: us-east-1
    ... variables: {range: {}}
    ... tags: {Range: "${var.range}"}
    ... resources: [{name: main, type: vpc, properties: {cidr_block: "${var.range}"}}]
    ... '''
    >>> uses_of(parse_blueprint(text, file="net.yaml"), "range")
    ('main.cidr_block', 'tag Range')
    """
    places = (p for p, value in _values(blueprint) if _reads(value, variable))
    return tuple(dict.fromkeys(places))


def add_variable(blueprint: Blueprint, name: str) -> Edited:
    """Add a variable of type string without a default.

    Raises
    ------
    InputError
        If the name is taken or not allowed.
    """
    _check_free("variable", name, blueprint.variables)
    variables = {**blueprint.variables, name: VariableSpec()}
    return Edited(changed(blueprint, variables=variables), f"Added the variable {name}.")


def rename_variable(blueprint: Blueprint, old: str, new: str) -> Edited:
    """Give a variable another name; everything that reads it follows.

    Raises
    ------
    InputError
        If the new name is taken or not allowed.
    """
    _get("variable", old, blueprint.variables)
    if new == old:
        return Edited(blueprint, f"{old} keeps its name.")
    _check_free("variable", new, blueprint.variables)
    mended = changed(blueprint, variables=_renamed(blueprint.variables, old, new))
    one, other = f"var.{old}", f"var.{new}"
    specs = tuple(
        r.model_copy(update={k: renamed_in(getattr(r, k), one, other) for k in _READING})
        for r in blueprint.resources
    )
    outputs = {
        n: o.model_copy(update={"value": renamed_in(o.value, one, other)})
        for n, o in blueprint.outputs.items()
    }
    tags = dict(renamed_in(blueprint.tags, one, other))
    whole = changed(mended, resources=specs, outputs=outputs, tags=tags)
    return Edited(whole, f"The variable {old} is now called {new}.")


def set_variable(blueprint: Blueprint, name: str, **parts: Any) -> Edited:
    """Change type, default, description or sensitive of a variable.

    A default follows another type where it converts.

    Raises
    ------
    InputError
        If the default is not of the type, or reads something.
    """
    present = _get("variable", name, blueprint.variables)
    given = {"type": present.type, "default": present.default, **parts}
    if any(True for _ in mentions_in(given["default"])):
        raise InputError(
            "A default cannot read anything.",
            next_step="Write the value itself, or read it where the variable is used.",
        )
    try:
        given["default"] = coerce(given["type"], freeze(given["default"]))
    except TypeMismatchError as error:
        step = "Empty the default first." if "type" in parts else f"The type is {present.type}."
        raise InputError(f"The default of {name} {error}.", next_step=step) from None
    variables = {**blueprint.variables, name: present.model_copy(update=given)}
    said = ", ".join(parts)
    return Edited(changed(blueprint, variables=variables), f"The variable {name}: {said} is set.")


def remove_variable(blueprint: Blueprint, name: str) -> Edited:
    """Take a variable away.

    Raises
    ------
    InputError
        If something reads it; the places are named.
    """
    _get("variable", name, blueprint.variables)
    uses = uses_of(blueprint, name)
    if uses:
        more = len(uses) - _PLACES_TOLD
        told = ", ".join(uses[:_PLACES_TOLD]) + (f" and {more} more" if more > 0 else "")
        raise InputError(
            f"The variable {name} is read by {told}.",
            next_step="Write another value there first.",
            details={"uses": list(uses)},
        )
    variables = {n: v for n, v in blueprint.variables.items() if n != name}
    return Edited(changed(blueprint, variables=variables), f"Removed the variable {name}.")


def add_output(blueprint: Blueprint, name: str, value: str) -> Edited:
    """Add an output that shows a value.

    Raises
    ------
    InputError
        If the name is taken or not allowed, or the value is empty or no reference.
    """
    _check_free("output", name, blueprint.outputs)
    _check_value(value)
    outputs = {**blueprint.outputs, name: OutputSpec(value=value)}
    return Edited(changed(blueprint, outputs=outputs), f"Added the output {name}.")


def rename_output(blueprint: Blueprint, old: str, new: str) -> Edited:
    """Give an output another name.

    Raises
    ------
    InputError
        If the new name is taken or not allowed.
    """
    _get("output", old, blueprint.outputs)
    if new == old:
        return Edited(blueprint, f"{old} keeps its name.")
    _check_free("output", new, blueprint.outputs)
    whole = changed(blueprint, outputs=_renamed(blueprint.outputs, old, new))
    return Edited(whole, f"The output {old} is now called {new}.")


def set_output(blueprint: Blueprint, name: str, **parts: Any) -> Edited:
    """Change value, description or sensitive of an output.

    Raises
    ------
    InputError
        If the value is empty or holds a reference that cannot be read.
    """
    present = _get("output", name, blueprint.outputs)
    if "value" in parts:
        _check_value(parts["value"])
    outputs = {**blueprint.outputs, name: present.model_copy(update=freeze(parts))}
    said = ", ".join(parts)
    return Edited(changed(blueprint, outputs=outputs), f"The output {name}: {said} is set.")


def remove_output(blueprint: Blueprint, name: str) -> Edited:
    """Take an output away."""
    _get("output", name, blueprint.outputs)
    outputs = {n: o for n, o in blueprint.outputs.items() if n != name}
    return Edited(changed(blueprint, outputs=outputs), f"Removed the output {name}.")


_READING = ("properties", "overrides", "count")


def _values(blueprint: Blueprint) -> Iterator[tuple[str, Any]]:
    """Yield every place that may read a variable, in words, with what stands there."""
    for spec in blueprint.resources:
        yield f"{spec.name} (how many)", spec.count
        yield from ((f"{spec.name}.{key}", value) for key, value in spec.properties.items())
        for provider, value in spec.overrides.items():
            yield f"{spec.name} (override on {provider})", value
    yield from ((f"output {name}", output.value) for name, output in blueprint.outputs.items())
    yield from ((f"tag {name}", value) for name, value in blueprint.tags.items())


def _reads(value: Any, variable: str) -> bool:
    return any(m.is_variable and m.variable == variable for _, m in mentions_in(value))


def _get(noun: str, name: str, parts: Mapping[str, Part]) -> Part:
    if name not in parts:
        raise NotFoundError(
            f"No {noun} is called {name!r}.",
            next_step=nearest(name, parts) or f"The design has no {noun} so far.",
        )
    return parts[name]


def _check_free(noun: str, name: str, parts: Mapping[str, Any]) -> None:
    if not name:
        raise InputError(f"The {noun} needs a name.", next_step="Write one.")
    if name in parts:
        raise InputError(f"There is a {noun} {name!r} already.", next_step="Choose another name.")


def _renamed(parts: Mapping[str, Part], old: str, new: str) -> dict[str, Part]:
    return {new if name == old else name: part for name, part in parts.items()}


def _check_value(value: Any) -> None:
    if value is None or value == "":
        raise InputError("An output needs a value.", next_step="Write it, such as ${web.id}.")
    _check_text(value)


def _check_text(value: Any) -> None:
    try:
        parse_template(str(value))
    except TemplateError as error:
        raise InputError(f"{error}.", next_step="Write ${name.attribute} or ${var.name}.") from None
