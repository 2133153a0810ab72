"""Terraform's numeric functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import (
    EXACT,
    FunctionError,
    make_number,
)

__all__ = ["NUMERIC"]

_LARGEST_DIGITS = 400
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _absolute(num: int | Decimal) -> int | Decimal:
    return num if num >= 0 else make_number(-num)


def _ceiling(num: int | Decimal) -> int:
    return math.ceil(num)


def _floor(num: int | Decimal) -> int:
    return math.floor(num)


def _log(num: int | Decimal, base: int | Decimal) -> int | Decimal:
    if num <= 0 or base <= 0 or base == 1:
        raise FunctionError("the logarithm is not a finite number")
    return make_number(math.log(float(num)) / math.log(float(base)))


def _power(num: int | Decimal, power: int | Decimal) -> int | Decimal:
    try:
        return make_number(math.pow(float(num), float(power)))
    except OverflowError:
        raise FunctionError("the power is not a finite number") from None
    except ValueError:
        raise FunctionError("can't use NaN as a number") from None


def _sign(num: int | Decimal) -> int:
    if not isinstance(num, int):
        raise FunctionError("value must be a whole number")
    return (num > 0) - (num < 0)


def _largest(*numbers: int | Decimal) -> int | Decimal:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers)


def _smallest(*numbers: int | Decimal) -> int | Decimal:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers)


def _parse_integer(text: Any, base: int | Decimal) -> int:
    if not isinstance(text, str):
        raise FunctionError("first argument must be a string")
    if not isinstance(base, int) or not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive")
    digits = text[1:] if text[:1] in ("+", "-") else text
    folded = digits.lower() if base <= 36 else digits
    places = [_DIGITS.find(digit) for digit in folded]
    if not places or len(places) > _LARGEST_DIGITS or not all(0 <= p < base for p in places):
        raise FunctionError(f'cannot parse "{text}" as a base {base} integer')
    total = 0
    for place in places:
        total = total * base + place
    return -total if text.startswith("-") else total


def _sum(numbers: tuple[int | Decimal | None, ...]) -> int | Decimal:
    if not numbers:
        raise FunctionError("cannot sum an empty list")
    total = Decimal(0)
    for number in numbers:
        if number is None:
            raise FunctionError("argument must be list, set, or tuple of number values")
        total = EXACT.add(Decimal(total), Decimal(number))
    return make_number(total)


NUMERIC: Mapping[str, Body] = {
    "abs": typed(_absolute, "num: number"),
    "ceil": typed(_ceiling, "num: number"),
    "floor": typed(_floor, "num: number"),
    "log": typed(_log, "num: number", "base: number"),
    "max": typed(_largest, rest="numbers: number"),
    "min": typed(_smallest, rest="numbers: number"),
    "parseint": typed(_parse_integer, "number: any", "base: number"),
    "pow": typed(_power, "num: number", "power: number"),
    "signum": typed(_sign, "num: number"),
    "sum": typed(_sum, "list: list(number)"),
}
