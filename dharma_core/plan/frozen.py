"""JSON values that cannot change, and the one value JSON does not have: unknown."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

__all__ = [
    "LEAVES",
    "UNKNOWN",
    "FrozenMap",
    "Path",
    "Unknown",
    "freeze",
    "get_path",
    "thaw",
    "walk",
]

Path = tuple[str | int, ...]


class Unknown(enum.Enum):
    """A value that will be known only after apply."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> NoReturn:
        raise TypeError("UNKNOWN is neither true nor false: compare with 'is UNKNOWN' first")


UNKNOWN: Final = Unknown.UNKNOWN

# A plan of 100 MB holds ten million of these: told by type, before anything is asked of an ABC.
LEAVES: Final = frozenset({str, int, float, bool, type(None), Unknown})
_KEYS: Final = frozenset({str})


class FrozenMap(dict[str, Any]):
    """A dict that refuses to change: it prints, pickles and dumps to JSON like any other."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_named: object) -> NoReturn:
        raise TypeError("a Plan's values are frozen: build a new resource instead")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (FrozenMap, (dict(self),))


def freeze(value: Any) -> Any:
    """Return ``value`` with every mapping a FrozenMap and every list a tuple.

    Examples
    --------
    >>> freeze({"a": [1, {"b": 2}]})
    {'a': (1, {'b': 2})}
    """
    if type(value) in LEAVES:
        return value
    if type(value) is list:
        return tuple([v if type(v) in LEAVES else freeze(v) for v in value]) if value else ()
    if isinstance(value, (dict, Mapping)):  # the quick one first
        if not _KEYS.issuperset(map(type, value)):
            value = {str(k): v for k, v in value.items()}
        frozen = FrozenMap(value)
        for k, v in value.items():
            if type(v) not in LEAVES:
                dict.__setitem__(frozen, k, freeze(v))
        return frozen
    if isinstance(value, (list, tuple)):
        return tuple([freeze(v) for v in value])
    return value


def thaw(value: Any) -> Any:
    """Return ``value`` with plain dicts and lists again; UNKNOWN stays UNKNOWN."""
    if type(value) in LEAVES:
        return value
    if isinstance(value, Mapping):
        return {k: thaw(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [thaw(v) for v in value]
    return value


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every leaf of a nested value with its path; empty containers are leaves.

    Examples
    --------
    >>> list(walk({"a": [1, {"b": 2}], "c": {}}))
    [(('a', 0), 1), (('a', 1, 'b'), 2), (('c',), {})]
    """
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, (list, tuple)) and value:
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))
    else:
        yield path, value


def get_path(value: Any, path: Path, default: Any = None) -> Any:
    """Return what lies at ``path``, UNKNOWN when a parent is unknown, ``default`` when absent.

    Examples
    --------
    >>> get_path({"a": ({"b": 2},)}, ("a", 0, "b")), get_path({"a": UNKNOWN}, ("a", "x"))
    (2, UNKNOWN)
    """
    for step in path:
        if value is UNKNOWN:
            return UNKNOWN
        value = _child(value, step)
        if value is _ABSENT:
            return default
    return value


_ABSENT: Final = object()


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(str(step), _ABSENT)
    if isinstance(value, (list, tuple)) and isinstance(step, int) and step < len(value):
        return value[step]
    return _ABSENT
