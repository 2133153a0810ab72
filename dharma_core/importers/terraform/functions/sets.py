"""Terraform's functions on sets, and those that bring a value to a type."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Any

from dharma_core.importers.terraform.functions.conversion import (
    to_bool,
    to_list,
    to_map,
    to_number,
    to_set,
    to_text,
    unify,
)
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    FunctionError,
    TfSet,
    identity,
    make_set,
)
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["SETS", "TYPES"]


def _intersection(*sets: Any) -> Any:
    first, *others = _same_type(sets)
    names = [{identity(member) for member in values} for values in others]
    return make_set(member for member in first if all(identity(member) in n for n in names))


def _difference(left: tuple[Any, ...], right: tuple[Any, ...]) -> Any:
    first, other = _same_type((left, right))
    names = {identity(member) for member in other}
    return make_set(member for member in first if identity(member) not in names)


def _same_type(sets: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    members = tuple(member for values in sets for member in values)
    if len(members) > MAX_ELEMENTS:
        raise FunctionError(f"more than {MAX_ELEMENTS} members")
    unified = unify(members)
    if unified is None:
        raise FunctionError("given sets must all have compatible element types")
    found, at = [], 0
    for values in sets:
        found.append(unified[at : at + len(values)])
        at += len(values)
    return found


def _union(*sets: Any) -> Any:
    if any(values is UNKNOWN for values in sets):
        return UNKNOWN
    return make_set(member for values in _same_type(sets) for member in values)


def _product(*sets: Any) -> Any:
    if len(sets) < 2:
        raise FunctionError("at least two arguments are required")
    if any(values is UNKNOWN for values in sets):
        return UNKNOWN
    if not all(isinstance(values, tuple) for values in sets):
        raise FunctionError("every argument must be a list or a set")
    if prod(map(len, sets)) > MAX_ELEMENTS:
        raise FunctionError(f"more than {MAX_ELEMENTS} combinations")
    rows = tuple(product(*sets))
    return make_set(rows) if all(isinstance(values, TfSet) for values in sets) else rows


SETS: Mapping[str, Body] = {
    "setintersection": typed(_intersection, "first_set: set(any)", rest="other_sets: set(any)"),
    "setproduct": typed(_product, rest="sets: any"),
    "setsubtract": typed(_difference, "a: set(any)", "b: set(any)"),
    "setunion": typed(_union, "first_set: set(any)", rest="other_sets: set(any)"),
}

TYPES: Mapping[str, Body] = {
    "ephemeralasnull": typed(lambda value: value, "value: any?"),
    "nonsensitive": typed(lambda value: value, "value: any?"),
    "sensitive": typed(lambda value: value, "value: any?"),
    "tobool": typed(to_bool, "v: any?"),
    "tolist": typed(to_list, "v: any?"),
    "tomap": typed(to_map, "v: any?"),
    "tonumber": typed(to_number, "v: any?"),
    "toset": typed(to_set, "v: any?"),
    "tostring": typed(to_text, "v: any?"),
}
