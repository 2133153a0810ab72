"""Operators and steps into values, with Terraform's conversions and with unknown values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dharma_core.errors import nearest
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.functions.conversion import kind_name, to_bool, to_number
from dharma_core.importers.terraform.functions.values import (
    EXACT,
    FunctionError,
    TfSet,
    divide,
    equal,
    is_number,
    make_number,
)
from dharma_core.importers.terraform.marks import OpenMap
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["attribute_of", "binary", "index_of", "truth", "unary"]


def truth(value: Any, what: str) -> Any:
    """Return a condition as a bool or UNKNOWN; raise EvaluationError for anything else."""
    if value is True or value is False or value is UNKNOWN:
        return value
    if value is None:
        raise EvaluationError(f"{what} is null; it must be true or false.")
    return _converted(to_bool, value, what)


def unary(operator: str, value: Any) -> Any:
    """Return ``!value`` or ``-value``."""
    if value is UNKNOWN:
        return UNKNOWN
    if operator == "!":
        return not truth(value, "What stands after '!'")
    return make_number(-_number(value, "-"))


def binary(operator: str, left: Any, right: Any) -> Any:
    """Return the result of a binary operator on values without marks."""
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if operator == "==":
        return equal(left, right)
    if operator == "!=":
        return not equal(left, right)
    if operator in ("&&", "||"):
        sides = [truth(v, f"One side of '{operator}'") for v in (left, right)]
        return all(sides) if operator == "&&" else any(sides)
    try:
        return _ARITHMETIC[operator](_number(left, operator), _number(right, operator))
    except ArithmeticError:
        raise EvaluationError(f"The numbers beside '{operator}' are too far apart.") from None


def attribute_of(value: Any, name: str) -> Any:
    """Return the attribute of an object or map without marks; unknown stays unknown."""
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, FrozenMap):
        if name in value:
            return value[name]
        if isinstance(value, OpenMap):
            return UNKNOWN
        raise EvaluationError(f"This object has no attribute {name!r}. {nearest(name, value)}")
    if value is None:
        raise EvaluationError(f"The attribute {name!r} is asked of null.")
    if isinstance(value, tuple) and name.isdigit():
        return index_of(value, int(name))
    raise EvaluationError(f"A {kind_name(value)} has no attribute {name!r}.")


def index_of(value: Any, key: Any) -> Any:
    """Return what stands at a key of a map or an object, or at a position of a list."""
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if value is None or key is None:
        raise EvaluationError("Neither a value nor its index may be null.")
    if isinstance(value, FrozenMap):
        name = _text(key)
        if name in value:
            return value[name]
        raise EvaluationError(f"There is no element {name!r} in this map. {nearest(name, value)}")
    if isinstance(value, TfSet):
        raise EvaluationError("A set has no positions; turn it into a list with tolist().")
    if not isinstance(value, tuple):
        raise EvaluationError(f"A {kind_name(value)} has no elements.")
    position = _converted(to_number, key, "The index")
    if not isinstance(position, int) or not 0 <= position < len(value):
        raise EvaluationError(f"There is no element {position} in a list of {len(value)}.")
    return value[position]


def _text(key: Any) -> str:
    if isinstance(key, str):
        return key
    if is_number(key):
        return str(key)
    raise EvaluationError("The index of a map must be text.")


def _number(value: Any, operator: str) -> Any:
    if value is None:
        raise EvaluationError(f"One side of '{operator}' is null; it must be a number.")
    return _converted(to_number, value, f"One side of '{operator}'")


def _converted(convert: Callable[[Any], Any], value: Any, what: str) -> Any:
    try:
        return convert(value)
    except FunctionError as error:
        raise EvaluationError(f"{what}: {error}.") from None


def _divide(left: Any, right: Any) -> Any:
    try:
        return divide(left, right)
    except FunctionError as error:
        raise EvaluationError(str(error)) from None


def _remainder(left: Any, right: Any) -> Any:
    if right == 0:
        raise EvaluationError("Division by zero.")
    return make_number(EXACT.remainder(_exact(left), _exact(right)))


def _exact(value: Any) -> Any:
    return EXACT.create_decimal(value)


def _counted(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return whole numbers by Python's own, others by exact decimals."""

    def count(left: Any, right: Any) -> Any:
        if isinstance(left, int) and isinstance(right, int):
            return _bounded(work(left, right))
        return make_number(work(_exact(left), _exact(right)))

    return count


def _bounded(number: int) -> int:
    if number.bit_length() > 4_096:
        raise EvaluationError("The number is too large.")
    return number


_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": _counted(lambda a, b: a + b),
    "-": _counted(lambda a, b: a - b),
    "*": _counted(lambda a, b: a * b),
    "/": _divide,
    "%": _remainder,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
