"""Terraform's functions on maps and objects; their keys are always walked in sorted order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.importers.terraform.functions.conversion import CONVERSIONS, kind_name
from dharma_core.importers.terraform.functions.lists import bounded_list
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import FunctionError, TfMap
from dharma_core.plan.frozen import UNKNOWN, FrozenMap

__all__ = ["MAPS"]


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise FunctionError(f"must have map or object type; got {kind_name(value)}")
    return value


def _keys(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else tuple(sorted(_mapping(value)))


def _values(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    found = _mapping(value)
    return tuple(found[key] for key in sorted(found))


def _lookup(value: Any, key: Any, *default: Any) -> Any:
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if len(default) > 1:
        raise FunctionError("lookup() takes two or three arguments")
    found = _mapping(value)
    if key in found:
        return found[key]
    if not default:
        raise FunctionError(f'the given object has no attribute "{key}"')
    return _of_its_type(found, default[0])


def _of_its_type(found: Mapping[str, Any], default: Any) -> Any:
    """Return a default in the type of a map's values; an object's have none in common."""
    first = next((v for v in found.values() if v is not None and v is not UNKNOWN), None)
    if not isinstance(found, TfMap) or first is None:
        return default
    kind = kind_name(first)
    return CONVERSIONS[kind](default) if kind in ("string", "number", "bool") else default


def _merge(*values: Any) -> Any:
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    merged: dict[str, Any] = {}
    for value in values:
        if value is not None:
            merged.update(_mapping(value))
    bounded_list(tuple(merged))
    given = [value for value in values if value is not None]
    made = TfMap if given and all(isinstance(value, TfMap) for value in given) else FrozenMap
    return made({key: merged[key] for key in sorted(merged)})


def _transpose(value: Mapping[str, tuple[str, ...]]) -> FrozenMap:
    found: dict[str, list[str]] = {}
    for key in sorted(value):
        for name in value[key]:
            found.setdefault(name, []).append(key)
    return FrozenMap({name: tuple(found[name]) for name in sorted(found)})


def _zip(keys: Any, values: Any) -> Any:
    if keys is UNKNOWN or values is UNKNOWN or any(key is UNKNOWN for key in keys):
        return UNKNOWN
    if not isinstance(values, tuple):
        raise FunctionError(f"the values must be a list; got {kind_name(values)}")
    if len(keys) != len(values):
        raise FunctionError(
            f"number of keys ({len(keys)}) does not match number of values ({len(values)})"
        )
    if None in keys:
        raise FunctionError("the list of keys has a null value")
    found = dict(zip(keys, values, strict=True))
    return FrozenMap({key: found[key] for key in sorted(found)})


def _gone(*_given: Any) -> Any:
    raise FunctionError("the function is no longer available; use tomap({ ... })")


MAPS: Mapping[str, Body] = {
    "keys": typed(_keys, "inputMap: any"),
    "lookup": typed(_lookup, "inputMap: any", "key: string", rest="default: any?"),
    "map": typed(_gone, rest="vals: any?"),
    "merge": typed(_merge, rest="maps: any?"),
    "transpose": typed(_transpose, "values: map(list(string))"),
    "values": typed(_values, "mapping: any"),
    "zipmap": typed(_zip, "keys: list(string)", "values: any"),
}
