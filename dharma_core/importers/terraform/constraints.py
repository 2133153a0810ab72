"""Type constraints of variables and of attributes: parsed once, values converted to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.functions.conversion import (
    kind_name,
    to_bool,
    to_number,
    to_text,
    unify,
)
from dharma_core.importers.terraform.functions.values import (
    FunctionError,
    TfMap,
    TfSet,
    make_set,
)
from dharma_core.importers.terraform.marks import Sensitive, hide
from dharma_core.importers.terraform.parsing import parse_expression
from dharma_core.importers.terraform.syntax import Call, Expr, Literal, Name, ObjectExpr, TupleExpr
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["ANY", "Constraint", "convert", "parse_constraint", "type_text", "written_constraint"]

_SCALARS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "string": to_text,
    "number": to_number,
    "bool": to_bool,
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One type: ``any``, a scalar, a collection of one element type, an object or a tuple."""

    kind: str
    element: Constraint | None = None
    members: Mapping[str, Constraint] = field(default_factory=dict)
    items: tuple[Constraint, ...] = ()
    optional: bool = False
    default: Expr | None = None


ANY: Final = Constraint("any")


@lru_cache(maxsize=512)
def written_constraint(text: str) -> Constraint:
    """Return the constraint that a catalogue's type text states; ``object`` holds anything.

    Examples
    --------
    >>> convert(written_constraint("list(string)"), (1, True))
    ('1', 'true')
    """
    kind, _, inner = text.partition("(")
    if kind in _SCALARS:
        return Constraint(kind)
    if kind in ("list", "set", "map"):
        return Constraint(kind, written_constraint(inner[:-1]) if inner else ANY)
    return ANY


def parse_constraint(expr: Expr) -> Constraint:
    """Return the constraint of a variable's ``type``; raise EvaluationError when it is none."""
    if isinstance(expr, Literal) and isinstance(expr.value, str):
        return parse_constraint(parse_expression(expr.value))
    if isinstance(expr, Name):
        if expr.name in _SCALARS or expr.name == "any":
            return Constraint(expr.name)
        if expr.name in ("list", "set", "map"):
            return Constraint(expr.name, ANY)
    if isinstance(expr, Call) and expr.arguments:
        return _constructed(expr)
    raise EvaluationError("This is not a type that Terraform knows.")


def _constructed(expr: Call) -> Constraint:
    argument = expr.arguments[0]
    if expr.name in ("list", "set", "map"):
        return Constraint(expr.name, parse_constraint(argument))
    if expr.name == "object" and isinstance(argument, ObjectExpr):
        members = {_word(key): _member(value) for key, value in argument.items}
        return Constraint("object", members=members)
    if expr.name == "tuple" and isinstance(argument, TupleExpr):
        return Constraint("tuple", items=tuple(parse_constraint(i) for i in argument.items))
    raise EvaluationError(f"{expr.name}() is not a type that Terraform knows.")


def _word(key: Expr) -> str:
    return str(key.value) if isinstance(key, Literal) else ""


def _member(expr: Expr) -> Constraint:
    if not isinstance(expr, Call) or expr.name != "optional":
        return parse_constraint(expr)
    inner = parse_constraint(expr.arguments[0])
    default = expr.arguments[1] if len(expr.arguments) > 1 else None
    return Constraint(
        inner.kind, inner.element, inner.members, inner.items, optional=True, default=default
    )


def type_text(constraint: Constraint) -> str:
    """Return a constraint as it is written."""
    if constraint.element is not None:
        return f"{constraint.kind}({type_text(constraint.element)})"
    if constraint.kind == "object":
        members = ", ".join(f"{n} = {_member_text(c)}" for n, c in constraint.members.items())
        return f"object({{{members}}})"
    if constraint.kind == "tuple":
        return f"tuple([{', '.join(type_text(c) for c in constraint.items)}])"
    return constraint.kind


def _member_text(constraint: Constraint) -> str:
    text = type_text(constraint)
    return f"optional({text})" if constraint.optional else text


def convert(
    constraint: Constraint, value: Any, defaults: Callable[[Expr], Any] | None = None
) -> Any:
    """Return a value in the type wanted; unknown, null and marks stay.

    Parameters
    ----------
    defaults : callable, optional
        Returns the value of an ``optional()`` default.

    Raises
    ------
    EvaluationError
        If it does not convert.
    """
    if isinstance(value, Sensitive):
        return hide(convert(constraint, value.value, defaults))
    if value is UNKNOWN or value is None or constraint.kind == "any":
        return value
    if constraint.kind in _SCALARS:
        return _scalar(constraint.kind, value)
    if constraint.kind in ("list", "set"):
        return _sequence(constraint, value, defaults)
    if constraint.kind == "tuple":
        return _tuple(constraint, value, defaults)
    return _mapping(constraint, value, defaults)


def _scalar(kind: str, value: Any) -> Any:
    try:
        return _SCALARS[kind](value)
    except FunctionError as error:
        raise EvaluationError(f"{error}.") from None


def _refuse(constraint: Constraint, value: Any) -> EvaluationError:
    return EvaluationError(f"{type_text(constraint)} is needed, not a {kind_name(value)}.")


def _sequence(constraint: Constraint, value: Any, defaults: Any) -> Any:
    if not isinstance(value, tuple):
        raise _refuse(constraint, value)
    element = constraint.element or ANY
    inner = tuple(convert(element, v, defaults) for v in value)
    if element.kind == "any":
        inner = unify(inner) or inner
    if constraint.kind == "set":
        return inner if any(isinstance(v, Sensitive) for v in inner) else make_set(inner)
    return inner


def _tuple(constraint: Constraint, value: Any, defaults: Any) -> Any:
    if not isinstance(value, tuple) or isinstance(value, TfSet):
        raise _refuse(constraint, value)
    if len(value) != len(constraint.items):
        raise EvaluationError(f"{len(constraint.items)} elements are needed, not {len(value)}.")
    return tuple(convert(c, v, defaults) for c, v in zip(constraint.items, value, strict=True))


def _mapping(constraint: Constraint, value: Any, defaults: Any) -> Any:
    if not isinstance(value, FrozenMap):
        raise _refuse(constraint, value)
    if constraint.kind == "map":
        element = constraint.element or ANY
        inner = {k: convert(element, value[k], defaults) for k in sorted(value)}
        if element.kind == "any":
            inner = dict(zip(inner, unify(tuple(inner.values())) or inner.values(), strict=True))
        return TfMap(inner)
    members = constraint.members.items()
    return FrozenMap({name: _object_member(name, c, value, defaults) for name, c in members})


def _object_member(name: str, constraint: Constraint, value: Any, defaults: Any) -> Any:
    given = value.get(name)
    if given is None and constraint.optional and constraint.default is not None and defaults:
        return convert(constraint, defaults(constraint.default), defaults)
    if name not in value and not constraint.optional:
        raise EvaluationError(f"The attribute {name!r} is required.")
    try:
        return convert(constraint, given, defaults)
    except EvaluationError as error:
        raise EvaluationError(f"At {name!r}: {error}") from None
