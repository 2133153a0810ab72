"""Sensitive values: where they lie, in Terraform's ``after_sensitive`` shape, and their mask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dharma_core.plan.frozen import UNKNOWN, FrozenMap, Path, freeze

__all__ = ["MASKED", "is_sensitive", "marked_paths", "marks_at", "mask", "normal_marks"]

MASKED: Final = "(sensitive value)"


def normal_marks(marks: Any, value: Mapping[str, Any]) -> FrozenMap:
    """Return marks with everything left out that marks nothing; ``true`` alone marks every key.

    Examples
    --------
    >>> normal_marks({"tags": {}, "password": True, "rules": [{}, {"key": True}]}, {})
    {'password': True, 'rules': ({}, {'key': True})}
    """
    if marks is True:
        return FrozenMap(dict.fromkeys(value, True))
    if not marks:
        return _NO_MARKS
    pruned = _prune(marks)
    return pruned if isinstance(pruned, FrozenMap) else FrozenMap()


_NO_MARKS: Final = FrozenMap()


def _prune(marks: Any) -> Any:
    if not marks:
        return () if isinstance(marks, (list, tuple)) else _NO_MARKS
    if marks is True:
        return True
    if isinstance(marks, (dict, Mapping)):
        inner = [(str(key), _prune(mark)) for key, mark in marks.items() if mark]
        found = {key: mark for key, mark in inner if mark is True or _marks_any(mark)}
        return FrozenMap(found) if found else _NO_MARKS
    if isinstance(marks, (list, tuple)):
        return tuple(_prune(mark) for mark in marks)
    return _NO_MARKS


def _marks_any(mark: Any) -> bool:
    if isinstance(mark, tuple):
        return any(_marks_any(m) for m in mark)
    return bool(mark)


def mask(value: Any, marks: Any) -> Any:
    """Return ``value`` with MASKED wherever ``marks`` says true; null and unknown stay.

    Examples
    --------
    >>> mask({"user": "app", "password": "s3cret"}, {"password": True})
    {'user': 'app', 'password': '(sensitive value)'}
    """
    if marks is True:
        return value if value is None or value is UNKNOWN else MASKED
    if isinstance(value, Mapping) and isinstance(marks, Mapping) and marks:
        hidden = {k: mask(value[k], inner) for k, inner in marks.items() if k in value}
        return FrozenMap({**value, **hidden})
    if isinstance(value, (list, tuple)) and isinstance(marks, (list, tuple)):
        padded = (*marks, *[None] * (len(value) - len(marks)))
        return tuple(mask(v, m) for v, m in zip(value, padded, strict=False))
    return value


def is_sensitive(marks: Any, path: Path) -> bool:
    """Whether the value at ``path``, or anything inside it, is marked.

    Examples
    --------
    >>> is_sensitive({"environment": ({"variables": True},)}, ("environment", 0, "variables", "K"))
    True
    """
    for step in path:
        if isinstance(marks, Mapping):
            marks = marks.get(str(step))
        elif isinstance(marks, tuple) and isinstance(step, int) and step < len(marks):
            marks = marks[step]
        else:
            break
    return _marks_any(marks)


def marks_at(paths: Iterable[Path]) -> FrozenMap:
    """Return the marks of these paths, nested as Terraform nests them.

    Examples
    --------
    >>> marks_at([("password",), ("rule", 1, "key")])
    {'password': True, 'rule': ({}, {'key': True})}
    """
    tree: dict[Any, Any] = {}
    for path in sorted(set(paths), key=lambda p: (len(p), str(p))):
        level: Any = tree
        for step in path[:-1]:
            level = level.setdefault(step, {})
            if level is True:
                break
        if level is not True:
            level[path[-1]] = True
    frozen: FrozenMap = freeze(_listed(tree))
    return frozen


def marked_paths(marks: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every mark; ``marks_at`` makes the same marks of them again.

    Examples
    --------
    >>> list(marked_paths({"password": True, "rule": ({}, {"key": True})}))
    [('password',), ('rule', 1, 'key')]
    """
    if marks is True:
        yield path
    elif isinstance(marks, Mapping):
        for key, inner in marks.items():
            yield from marked_paths(inner, (*path, key))
    elif isinstance(marks, tuple):
        for index, inner in enumerate(marks):
            yield from marked_paths(inner, (*path, index))


def _listed(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_listed(tree.get(i, {})) for i in range(max(tree) + 1)]
    return {key: _listed(inner) for key, inner in tree.items()}
