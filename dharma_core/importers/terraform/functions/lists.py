"""Terraform's functions on lists; what is known of a list with unknown elements stays known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.conversion import kind_name, unify
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.text_units import graphemes
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    FunctionError,
    TfSet,
    has_unknown,
    identity,
    make_number,
)
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["LISTS", "bounded_list"]

_MAX_RANGE = 1_024  # Terraform's own
_MAX_DEPTH = 100


def bounded_list(elements: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
    """Return elements as a tuple; raise FunctionError when there are too many."""
    if len(elements) > MAX_ELEMENTS:
        raise FunctionError(f"the result has more than {MAX_ELEMENTS} elements")
    return tuple(elements)


def _listed(value: Any, *, sets: bool = True) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or (isinstance(value, TfSet) and not sets):
        raise FunctionError(f"argument must be a list or tuple; got {kind_name(value)}")
    return value


def _whole(value: int | Decimal) -> int:
    if not isinstance(value, int):
        raise FunctionError("value must be a whole number")
    return value


def _every(wanted: bool) -> Callable[[Any], Any]:
    """Return ``alltrue`` or ``anytrue``: the first element that decides, or is unknown, does."""

    def body(values: Any) -> Any:
        for value in values if values is not UNKNOWN else (UNKNOWN,):
            if value is UNKNOWN:
                return UNKNOWN
            if bool(value) is not wanted:
                return not wanted
        return wanted

    return body


def _chunks(values: Any, size: Any) -> Any:
    if values is UNKNOWN or size is UNKNOWN:
        return UNKNOWN
    step = _whole(size) or max(len(values), 1)
    if step < 0:
        raise FunctionError("the size argument must be positive")
    return tuple(values[start : start + step] for start in range(0, len(values), step))


def _coalesce(*values: Any) -> Any:
    unified = unify(values)
    if not values or unified is None:
        raise FunctionError("all arguments must have the same type")
    for value in unified:
        if value is UNKNOWN or (value is not None and value != ""):
            return value
    raise FunctionError("no non-null, non-empty-string arguments")


def _coalesce_lists(*values: Any) -> Any:
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        if not isinstance(value, tuple) or isinstance(value, TfSet):
            raise FunctionError("coalescelist arguments must be lists or tuples")
        if value:
            return value
    raise FunctionError("no non-null arguments")


def _compact(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in values if value not in (None, ""))


def _concat(*lists: Any) -> Any:
    if not lists:
        raise FunctionError("at least one argument is required")
    if any(values is UNKNOWN for values in lists):
        return UNKNOWN
    return bounded_list([value for values in lists for value in _listed(values, sets=False)])


def _contains(values: Any, wanted: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    elements = _listed(values)
    if has_unknown(wanted):
        return UNKNOWN if elements else False
    known = [value for value in elements if not has_unknown(value)]
    sought = identity(wanted)
    if any(identity(value) == sought for value in known):
        return True
    return UNKNOWN if len(known) < len(elements) else False


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if all(isinstance(value, str) for value in values):
        return tuple(dict.fromkeys(values))
    found: dict[tuple[str, str], Any] = {}
    for value in values:
        found.setdefault(identity(value), value)
    return tuple(found.values())


def _element(values: Any, index: Any) -> Any:
    if values is UNKNOWN or index is UNKNOWN:
        return UNKNOWN
    elements, place = _listed(values, sets=False), _whole(index)
    if not elements:
        raise FunctionError("cannot use element function with an empty list")
    if place < 0:
        raise FunctionError("the index must not be negative")
    return elements[place % len(elements)]


def _flatten(values: Any) -> Any:
    if values is UNKNOWN or (
        isinstance(values, tuple) and any(value is UNKNOWN for value in values)
    ):
        return UNKNOWN
    return bounded_list(list(_flat(_listed(values), 0)))


def _flat(values: tuple[Any, ...], depth: int) -> Iterator[Any]:
    if depth > _MAX_DEPTH:
        raise FunctionError("the list is nested too deeply")
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value, depth + 1)
        else:
            yield value


def _index(values: Any, wanted: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    elements = _listed(values, sets=False)
    if not elements:
        raise FunctionError("cannot search an empty list")
    if has_unknown(wanted):
        return UNKNOWN
    sought = identity(wanted)
    for place, value in enumerate(elements):
        if has_unknown(value):
            return UNKNOWN
        if identity(value) == sought:
            return place
    raise FunctionError("item not found")


def _length(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, str):
        return len(graphemes(value))
    if not isinstance(value, (tuple, Mapping)):
        raise FunctionError("argument must be a string, a collection type, or a structural type")
    if isinstance(value, TfSet) and len(value) > 1 and has_unknown(value):
        return UNKNOWN
    return len(value)


def _match_keys(
    values: tuple[Any, ...], keys: tuple[Any, ...], wanted: tuple[Any, ...]
) -> tuple[Any, ...]:
    if len(values) != len(keys):
        raise FunctionError("length of keys and values should be equal")
    unified = unify((*keys, *wanted)) or (*keys, *wanted)
    sought = {identity(key) for key in unified[len(keys) :]}
    pairs = zip(values, unified[: len(keys)], strict=True)
    return tuple(value for value, key in pairs if identity(key) in sought)


def _one(values: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    if not isinstance(values, tuple) or len(values) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements")
    return values[0] if values else None


def _range(*limits: int | Decimal) -> tuple[int | Decimal, ...]:
    if not 1 <= len(limits) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    start, end = (0, limits[0]) if len(limits) == 1 else limits[:2]
    step = limits[2] if len(limits) == 3 else (1 if end >= start else -1)
    if (step > 0 and end < start) or (step < 0 and end > start):
        raise FunctionError("end must lie where the step goes")
    found: list[int | Decimal] = []
    at = start
    while at < end if step >= 0 else at > end:
        if len(found) == _MAX_RANGE:
            raise FunctionError(f"more than {_MAX_RANGE} values were generated")
        found.append(make_number(at))
        at = at + step
    return tuple(found)


def _reverse(values: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    return tuple(reversed(_listed(values)))


def _slice(values: Any, start: Any, end: Any) -> Any:
    if UNKNOWN in (values, start, end):
        return UNKNOWN
    elements = _listed(values, sets=False)
    first, last = _whole(start), _whole(end)
    if not 0 <= first <= last <= len(elements):
        raise FunctionError(
            f"the range from {first} to {last} does not lie in a list of {len(elements)}"
        )
    return elements[first:last]


def _sort(values: Any) -> Any:
    """Return texts in order; with one unknown among them, the place of none is known."""
    if values is UNKNOWN:
        return UNKNOWN
    if UNKNOWN in values:
        return (UNKNOWN,) * len(values)
    if None in values:
        raise FunctionError("a null string cannot be sorted")
    return tuple(sorted(values, key=str.encode))


def _gone(replacement: str) -> Callable[..., Any]:
    def body(*_given: Any) -> Any:
        raise FunctionError(f"the function is no longer available; use {replacement}")

    return body


LISTS: Mapping[str, Body] = {
    "alltrue": typed(_every(True), "list: list(bool)"),
    "anytrue": typed(_every(False), "list: list(bool)"),
    "chunklist": typed(_chunks, "list: list(any)", "size: number"),
    "coalesce": typed(_coalesce, rest="vals: any?"),
    "coalescelist": typed(_coalesce_lists, rest="vals: any?"),
    "compact": typed(_compact, "list: list(string)"),
    "concat": typed(_concat, rest="seqs: any"),
    "contains": typed(_contains, "list: any", "value: any"),
    "distinct": typed(_distinct, "list: list(any)"),
    "element": typed(_element, "list: any", "index: number"),
    "flatten": typed(_flatten, "list: any"),
    "index": typed(_index, "list: any", "value: any"),
    "length": typed(_length, "value: any"),
    "list": typed(_gone("tolist([ ... ])"), rest="vals: any?"),
    "matchkeys": typed(_match_keys, "values: list(any)", "keys: list(any)", "searchset: list(any)"),
    "one": typed(_one, "list: any"),
    "range": typed(_range, rest="params: number"),
    "reverse": typed(_reverse, "list: any"),
    "slice": typed(_slice, "list: any", "start_index: number", "end_index: number"),
    "sort": typed(_sort, "list: list(string)"),
}
