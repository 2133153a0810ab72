"""Terraform's conversions: what a function does to its arguments before it looks at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.values import (
    FunctionError,
    TfMap,
    TfSet,
    is_number,
    make_number,
    make_set,
    number_text,
    parse_number,
)
from dharma_core.plan.frozen import UNKNOWN, FrozenMap

__all__ = [
    "CONVERSIONS",
    "kind_name",
    "to_bool",
    "to_list",
    "to_map",
    "to_number",
    "to_set",
    "to_text",
    "unify",
]


def to_text(value: Any) -> Any:
    """Return a primitive as text; null and unknown stay.

    Raises
    ------
    FunctionError
        If it is no primitive.

    Examples
    --------
    >>> to_text(True), to_text(1), to_text(None)
    ('true', '1', None)
    """
    if isinstance(value, str) or value is None or value is UNKNOWN:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    raise FunctionError(f"cannot convert {kind_name(value)} to string")


def to_number(value: Any) -> Any:
    """Return a number, or the number a text writes; null and unknown stay.

    Raises
    ------
    FunctionError
        If it is neither.
    """
    if value is None or value is UNKNOWN:
        return value
    if is_number(value):
        return make_number(value)
    if isinstance(value, str):
        found = parse_number(value)
        if found is None:
            raise FunctionError(
                f'cannot convert "{value}" to number; given string must be a decimal '
                "representation of a number"
            )
        return found
    raise FunctionError(f"cannot convert {kind_name(value)} to number")


def to_bool(value: Any) -> Any:
    """Return a bool, or the one that "true" or "false" writes ("1" and "0" too)."""
    if value is None or value is UNKNOWN or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value in ("true", "1"):
            return True
        if value in ("false", "0"):
            return False
        raise FunctionError(
            f'cannot convert "{value}" to bool; only the strings "true" or "false" are allowed'
        )
    raise FunctionError(f"cannot convert {kind_name(value)} to bool")


def to_list(value: Any, element: Conversion | None = None) -> Any:
    """Return a list whose elements have one type, from a list, tuple or set."""
    if value is None or value is UNKNOWN:
        return value
    if not isinstance(value, tuple):
        raise FunctionError(f"cannot convert {kind_name(value)} to list of any single type")
    if element:
        return tuple(element(v) for v in value)
    return _unified(tuple(value), "cannot convert tuple to list of any single type")


def to_set(value: Any, element: Conversion | None = None) -> Any:
    """Return a set whose members have one type, from a list, tuple or set."""
    if value is None or value is UNKNOWN or (isinstance(value, TfSet) and element is None):
        return value
    if not isinstance(value, tuple):
        raise FunctionError(f"cannot convert {kind_name(value)} to set of any single type")
    if element:
        return make_set(element(v) for v in value)
    return make_set(_unified(tuple(value), "cannot convert tuple to set of any single type"))


def to_map(value: Any, element: Conversion | None = None) -> Any:
    """Return a map whose values have one type, sorted by key."""
    if value is None or value is UNKNOWN:
        return value
    if not isinstance(value, Mapping):
        raise FunctionError(f"cannot convert {kind_name(value)} to map of any single type")
    keys = sorted(value)
    values = tuple(value[key] for key in keys)
    if element:
        return TfMap(zip(keys, map(element, values), strict=True))
    problem = "cannot convert object to map of any single type"
    return TfMap(zip(keys, _unified(values, problem), strict=True))


Conversion = Callable[[Any], Any]
CONVERSIONS: Mapping[str, Conversion] = {
    "any": lambda value: value,
    "string": to_text,
    "number": to_number,
    "bool": to_bool,
    "list(any)": to_list,
    "list(string)": lambda value: to_list(value, to_text),
    "list(bool)": lambda value: to_list(value, to_bool),
    "list(number)": lambda value: to_list(value, to_number),
    "list(list(string))": lambda value: to_list(value, lambda v: to_list(v, to_text)),
    "set(any)": to_set,
    "map(any)": to_map,
    "map(list(string))": lambda value: to_map(value, lambda v: to_list(v, to_text)),
}


def kind_name(value: Any) -> str:
    """Return what Terraform calls the type of a value: string, number, bool, tuple, object."""
    if isinstance(value, Mapping):
        return "object"
    if isinstance(value, TfSet):
        return "set"
    if isinstance(value, tuple):
        return "tuple"
    if isinstance(value, bool):
        return "bool"
    return "string" if isinstance(value, str) else "number"


@dataclass(frozen=True, slots=True)
class _Type:
    """A type as far as unification needs it; ``any`` fits everything."""

    kind: str
    element: _Type | None = None
    members: Mapping[str | int, _Type] = field(default_factory=dict)


_ANY = _Type("any")
_TEXT = _Type("string")


def unify(values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the values brought to one type, None when there is none for all of them.

    Examples
    --------
    >>> unify((1, "a")), unify((1, (2,)))
    (('1', 'a'), None)
    """
    first = type(values[0]) if values else str
    if first in (str, int, bool, Decimal) and all(type(v) is first for v in values):
        return values
    wanted = _join([_type_of(value) for value in values])
    return None if wanted is None else tuple(_convert(value, wanted) for value in values)


def _unified(values: tuple[Any, ...], problem: str) -> tuple[Any, ...]:
    """Return values of one type; a primitive beside an unknown one becomes text.

    Nearly everything that only apply can tell is text: ids, ARNs, names.
    """
    types = [_type_of(value) for value in values]
    is_plain = all(t.kind in ("any", "string", "number", "bool") for t in types)
    if is_plain and any(value is UNKNOWN for value in values):
        return tuple(map(to_text, values))
    found = unify(values)
    if found is None:
        raise FunctionError(problem)
    return found


def _type_of(value: Any) -> _Type:
    if value is None or value is UNKNOWN:
        return _ANY
    if isinstance(value, Mapping):
        return _Type("object", members={k: _type_of(v) for k, v in value.items()})
    if isinstance(value, TfSet):
        return _Type("set", _type_of(value[0]) if value else _ANY)
    if isinstance(value, tuple):
        return _Type("tuple", members={i: _type_of(v) for i, v in enumerate(value)})
    return _Type(kind_name(value))


def _join(types: list[_Type]) -> _Type | None:
    known = [t for t in types if t is not _ANY]
    kinds = {t.kind for t in known}
    if not kinds:
        return _ANY
    if kinds <= {"string", "number", "bool"}:
        if len(kinds) == 1:
            return known[0]
        return _TEXT if "string" in kinds else None
    if kinds in ({"object"}, {"tuple"}):
        return _join_members(known)
    return _join_sets(known) if kinds <= {"tuple", "set"} else None


def _join_sets(types: list[_Type]) -> _Type | None:
    """Join sets with sets and lists: all become sets."""
    inner = [member for t in types for member in t.members.values()]
    element = _join([*inner, *(t.element for t in types if t.element is not None)])
    return element and _Type("set", element)


def _join_members(types: list[_Type]) -> _Type | None:
    """Join member by member where all have the same ones, else to one type for all."""
    names = types[0].members.keys()
    if all(t.members.keys() == names for t in types):
        joined = {name: _join([t.members[name] for t in types]) for name in names}
        if all(j is not None for j in joined.values()):
            return _Type(types[0].kind, members={k: j for k, j in joined.items() if j is not None})
    element = _join([member for t in types for member in t.members.values()])
    return element and _Type("map" if types[0].kind == "object" else "list", element)


def _convert(value: Any, wanted: _Type) -> Any:
    if value is None or value is UNKNOWN or wanted is _ANY:
        return value
    if wanted is _TEXT or wanted.kind == "string":
        return to_text(value)
    if isinstance(value, Mapping):
        made = TfMap if wanted.kind == "map" or isinstance(value, TfMap) else FrozenMap
        return made({k: _convert(v, _member(wanted, k)) for k, v in value.items()})
    if isinstance(value, tuple):
        inner = tuple(_convert(v, _member(wanted, i)) for i, v in enumerate(value))
        return make_set(inner) if wanted.kind == "set" else inner
    return value


def _member(wanted: _Type, name: str | int) -> _Type:
    return wanted.element or wanted.members.get(name, _ANY)
