"""Values inside a resource's properties, through blocks and lists: read, put, taken out, moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.errors import NotFoundError
from dharma_core.plan import UNKNOWN, FrozenMap, Path, freeze

__all__ = ["items_of", "put_at", "spelt", "value_at", "without_unknown"]


def value_at(value: Any, path: Path) -> Any:
    """Return what stands at a path, None when nothing does.

    Examples
    --------
    >>> value_at({"ingress": ({"port": 80},)}, ("ingress", 0, "port"))
    80
    >>> value_at({"ingress": ()}, ("ingress", 0, "port")) is None
    True
    """
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def put_at(value: Any, path: Path, new: Any) -> Any:
    """Return a value with ``new`` at a path; None takes away what stands there.

    Raises
    ------
    NotFoundError
        If the path leads through an item that is not there, as after somebody else's edit.

    Examples
    --------
    >>> put_at({"rule": ({"port": 80},)}, ("rule", 0, "port"), 443)
    {'rule': ({'port': 443},)}
    >>> put_at({"rule": ({"port": 80},), "name": "a"}, ("rule",), None)
    {'name': 'a'}
    >>> put_at({"rule": {"port": 80}}, ("rule", 0, "port"), 443)
    {'rule': {'port': 443}}
    """
    if not path:
        return freeze(new)
    step, rest = path[0], path[1:]
    if step == 0 and isinstance(value, Mapping):  # a block without a list around it
        return put_at(value, rest, new)
    if isinstance(step, int):
        return _with_item(value, step, rest, new)
    level = value if isinstance(value, Mapping) else {}
    inner = put_at(level.get(step), rest, new)
    if inner is None:
        return FrozenMap({k: v for k, v in level.items() if k != step})
    return FrozenMap({**level, step: inner})


def _with_item(value: Any, step: int, rest: Path, new: Any) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or not 0 <= step < len(value):
        raise NotFoundError(
            f"There is no item {step + 1} any more.", next_step="The form shows what there is now."
        )
    if not rest and new is None:
        return (*value[:step], *value[step + 1 :])
    return (*value[:step], put_at(value[step], rest, new), *value[step + 1 :])


def items_of(path: Path, value: Any) -> tuple[tuple[Path, Mapping[str, Any]], ...]:
    """Return the blocks at a path with the path of each: one without a list around it is its own.

    Examples
    --------
    >>> items_of(("rule",), ({"a": 1}, {"a": 2}))
    ((('rule', 0), {'a': 1}), (('rule', 1), {'a': 2}))
    >>> items_of(("check",), {"path": "/"})
    ((('check',), {'path': '/'}),)
    """
    if isinstance(value, Mapping):
        return ((path, value),)
    if not isinstance(value, tuple):
        return ()
    return tuple(((*path, i), v) for i, v in enumerate(value) if isinstance(v, Mapping))


def spelt(path: Path) -> str:
    """Return a path for people.

    Examples
    --------
    >>> spelt(("ingress", 0, "from_port")), spelt(("tags", "Owner"))
    ('ingress 1 from_port', 'tags Owner')
    """
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def without_unknown(value: Any) -> Any:
    """Return a value without what is unknown, null or empty inside it; None when nothing is left.

    Examples
    --------
    >>> without_unknown({"rule": ({"days": 30, "prefix": "", "id": UNKNOWN},), "tags": None})
    {'rule': ({'days': 30},)}
    """
    if isinstance(value, Mapping):
        inside = {k: without_unknown(v) for k, v in value.items()}
        return FrozenMap({k: v for k, v in inside.items() if v is not None}) or None
    if isinstance(value, tuple):
        return tuple(v for v in map(without_unknown, value) if v is not None) or None
    return None if value is UNKNOWN or value == "" else value
