"""Inputs of a Plan as parameters of a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.generation.arm.template import Parameter
from dharma_core.plan import UNKNOWN, Variable, thaw

__all__ = ["is_fraction", "parameter_of", "parameter_values"]

_TYPES = {"string": "string", "number": "int", "bool": "bool"}


def parameter_of(variable: Variable, name: str) -> Parameter:
    """Return the parameter of an input; a secret has no default and is never shown.

    Examples
    --------
    >>> parameter_of(Variable("size", type="number", default=2), "size")
    Parameter(name='size', type='int', default=2, secure=False, description='')
    >>> parameter_of(Variable("key", value="s", sensitive=True), "key").default is None
    True
    """
    value = variable.default if variable.value in (None, UNKNOWN) else variable.value
    kind = _type_of(variable.type, value)
    secure = variable.sensitive and kind in ("string", "object")
    default = None if variable.sensitive or value is None or value is UNKNOWN else thaw(value)
    default = int(default) if isinstance(default, float) and default.is_integer() else default
    if is_fraction(variable):
        return Parameter(name, "string", repr(value), description=variable.description)
    return Parameter(name, kind, default, secure, variable.description)


def is_fraction(variable: Variable) -> bool:
    """Whether an input is a number that templates only know as text.

    Examples
    --------
    >>> is_fraction(Variable("cpu", value=0.5)), is_fraction(Variable("cpu", value=2))
    (True, False)
    """
    value = variable.default if variable.value in (None, UNKNOWN) else variable.value
    return isinstance(value, float) and not value.is_integer() and not variable.sensitive


def parameter_values(parameters: tuple[Parameter, ...]) -> Mapping[str, Any]:
    """Return the known value of each parameter that is no secret."""
    return {p.name: p.default for p in parameters if not p.secure and p.default is not None}


def _type_of(kind: str, value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "int"
    if isinstance(value, Mapping) or kind.startswith(("map", "object")):
        return "object"
    if isinstance(value, (list, tuple)) or kind.startswith(("list", "set", "tuple")):
        return "array"
    return _TYPES.get(kind, "string")
