"""Whether the arguments of a Pulumi resource have the types its class asks for."""

from __future__ import annotations

import typing
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

__all__ = ["Problem", "faults", "hints_of"]

Problem = tuple[int, str]
"""A line of the program and what is wrong there."""

_SCALARS = (str, int, float, bool)


@cache
def hints_of(class_: type) -> Mapping[str, Any]:
    """Return the type of each argument that a class of arguments takes."""
    import pulumi

    constructor = class_.__init__  # type: ignore[misc]
    # Pulumi's own annotation of an input mentions these two by name alone.
    own = {"Output": pulumi.Output, "T": Any}
    names = {**getattr(constructor, "__globals__", {}), **own}
    # A second mapping keeps Python from remembering a class of the same name elsewhere.
    return typing.get_type_hints(constructor, names, {})


def faults(values: Mapping[str, Any], hints: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the path and the fault of each value that is not of its type.

    Examples
    --------
    >>> list(faults({"size": "big", "name": None}, {"size": int, "name": str}))
    [('size', "int expected, got 'big'")]
    """
    for name, value in values.items():
        if name in hints and value is not None:
            yield from ((f"{name}{path}", text) for path, text in _faults(value, hints[name]))


def _faults(value: Any, hint: Any) -> list[tuple[str, str]]:
    if hint is Any or _is_later(value):
        return []
    origin = typing.get_origin(hint)
    if origin is typing.Union:
        return _of_any(value, typing.get_args(hint))
    if hint in _SCALARS:
        return [] if _is_scalar(value, hint) else [("", _expected(hint.__name__, value))]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _of_mapping(value, typing.get_args(hint))
    if isinstance(origin, type) and issubclass(origin, (Sequence, list)):
        return _of_sequence(value, typing.get_args(hint))
    return _of_class(value, hint) if isinstance(hint, type) else []


def _is_later(value: Any) -> bool:
    return isinstance(value, Awaitable) or hasattr(value, "apply")


def _is_scalar(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) or (kind is float and isinstance(value, int))


def _of_any(value: Any, kinds: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Return the faults of the alternative that fits best: none, or the deepest."""
    found = [_faults(value, kind) for kind in kinds if not _is_waiting(kind)]
    if not found or any(not one for one in found):
        return []
    return max(found, key=lambda one: max(len(path) for path, _ in one))


def _is_waiting(kind: Any) -> bool:
    name = getattr(typing.get_origin(kind), "__name__", "")
    return kind is type(None) or name in ("Output", "Awaitable")


def _of_mapping(value: Any, kinds: tuple[Any, ...]) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [("", _expected("a mapping", value))]
    inner = kinds[1] if kinds else Any
    return [(f".{k}{path}", text) for k, v in value.items() for path, text in _faults(v, inner)]


def _of_sequence(value: Any, kinds: tuple[Any, ...]) -> list[tuple[str, str]]:
    if not isinstance(value, (list, tuple)):
        return [("", _expected("a list", value))]
    inner = kinds[0] if kinds else Any
    return [(f"[{i}]{path}", t) for i, v in enumerate(value) for path, t in _faults(v, inner)]


def _of_class(value: Any, class_: type) -> list[tuple[str, str]]:
    """Return the faults of a nested class of arguments, an enumeration or a file."""
    if not isinstance(value, class_):
        is_dict = isinstance(value, Mapping) and class_.__name__.endswith(("Args", "ArgsDict"))
        return [] if is_dict else [("", _expected(class_.__name__, value))]
    if not class_.__name__.endswith("Args"):
        return []
    members = {name: getattr(value, name, None) for name in hints_of(class_) if name != "return"}
    return [(f".{path}", text) for path, text in faults(members, hints_of(class_))]


def _expected(what: str, value: Any) -> str:
    shown = repr(value)
    return f"{what} expected, got {shown if len(shown) <= 60 else type(value).__name__}"
