"""ARM's functions over plain values; those that need Azure are the evaluator's."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

__all__ = ["PLAIN", "format_pieces"]

MAX_ITEMS = 10_000


def _concat(*args: Any) -> Any:
    if args and isinstance(args[0], list):
        return [item for arg in args for item in arg]
    return "".join(_text(arg) for arg in args)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def format_pieces(pattern: str) -> list[str]:
    """Return literal text and argument numbers in turn.

    Examples
    --------
    >>> format_pieces("a{0}b{{c}}")
    ['a', '0', 'b{c}']
    """
    first, *rest = pattern.replace("{{", "\0").replace("}}", "\1").split("{")
    pieces = [first]
    for piece in rest:
        pieces += (*piece.split("}", 1), "")[:2]
    return [piece.replace("\0", "{").replace("\1", "}") for piece in pieces]


def _format(pattern: str, *args: Any) -> str:
    pieces = format_pieces(pattern)
    return "".join(_text(args[int(p)]) if n % 2 else p for n, p in enumerate(pieces))


def _union(*args: Any) -> Any:
    if isinstance(args[0], Mapping):
        merged: dict[str, Any] = {}
        for arg in args:
            merged.update(arg)
        return merged
    flat = list(chain.from_iterable(args))
    return [item for number, item in enumerate(flat) if item not in flat[:number]]


def _contains(where: Any, what: Any) -> bool:
    if isinstance(where, Mapping):
        return str(what).lower() in {key.lower() for key in where}
    return what in where


def _split(text: str, marks: Any) -> list[str]:
    for mark in marks if isinstance(marks, list) else [marks]:
        text = text.replace(mark, "\0")
    return text.split("\0")


def _range(start: int, count: int) -> list[int]:
    if not 0 <= count <= MAX_ITEMS:
        raise ValueError(count)
    return list(range(start, start + count))


def _skip(value: Any, count: int) -> Any:
    return value[max(count, 0) :]


def _take(value: Any, count: int) -> Any:
    return value[: max(count, 0)]


def _substring(text: str, start: int, length: int | None = None) -> str:
    return text[start:] if length is None else text[start : start + length]


def _equals(first: Any, second: Any) -> bool:
    return bool(first == second and isinstance(first, bool) == isinstance(second, bool))


def _create_object(*pairs: Any) -> dict[str, Any]:
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _extreme(choose: Callable[[Any], Any], *args: Any) -> Any:
    return choose(args[0] if isinstance(args[0], list) else args)


def _uri(base: str, relative: str) -> str:
    return base.rsplit("/", 1)[0] + "/" + relative.lstrip("/")


def _bool(value: Any) -> bool:
    return value.lower() in ("true", "1") if isinstance(value, str) else bool(value)


PLAIN: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "array": lambda a: a if isinstance(a, list) else [a],
    "base64": lambda a: base64.b64encode(a.encode()).decode(),
    "base64tostring": lambda a: base64.b64decode(a).decode(),
    "bool": _bool,
    "coalesce": lambda *args: next((arg for arg in args if arg is not None), None),
    "concat": _concat,
    "contains": _contains,
    "createarray": lambda *args: list(args),
    "createobject": _create_object,
    "div": lambda a, b: int(a / b),
    "empty": lambda a: a is None or len(a) == 0,
    "endswith": lambda a, b: a.lower().endswith(b.lower()),
    "equals": _equals,
    "false": lambda: False,
    "first": lambda a: a[0],
    "float": float,
    "format": _format,
    "greater": lambda a, b: a > b,
    "greaterorequals": lambda a, b: a >= b,
    "indexof": lambda a, b: a.lower().find(b.lower()),
    "int": int,
    "intersection": lambda a, b: [item for item in a if item in b],
    "join": lambda a, b: b.join(_text(item) for item in a),
    "json": json.loads,
    "last": lambda a: a[-1],
    "length": len,
    "less": lambda a, b: a < b,
    "lessorequals": lambda a, b: a <= b,
    "max": lambda *args: _extreme(max, *args),
    "min": lambda *args: _extreme(min, *args),
    "mod": lambda a, b: a % b,
    "mul": lambda a, b: a * b,
    "not": lambda a: not a,
    "null": lambda: None,
    "padleft": lambda a, n, c=" ": _text(a).rjust(min(n, MAX_ITEMS), c),
    "range": _range,
    "replace": lambda a, b, c: a.replace(b, c),
    "skip": _skip,
    "split": _split,
    "startswith": lambda a, b: a.lower().startswith(b.lower()),
    "string": _text,
    "sub": lambda a, b: a - b,
    "substring": _substring,
    "take": _take,
    "tolower": lambda a: a.lower(),
    "toupper": lambda a: a.upper(),
    "trim": lambda a: a.strip(),
    "true": lambda: True,
    "union": _union,
    "uri": _uri,
}
