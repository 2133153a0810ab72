"""JSON as Terraform writes it: sorted keys, no spaces, ``<``, ``>`` and ``&`` escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.text_units import composed
from dharma_core.importers.terraform.functions.values import (
    MAX_TEXT,
    FunctionError,
    make_number,
    number_text,
)
from dharma_core.plan.frozen import FrozenMap

__all__ = ["read_json", "write_json"]

_TABLE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
_MAX_DEPTH = 200


def write_json(value: Any) -> str:
    r"""Return the text ``jsonencode`` gives.

    Examples
    --------
    >>> print(write_json({"b": (1, None), "a": "<b>"}))
    {"a":"\u003cb\u003e","b":[1,null]}
    """
    text = _write(value, 0)
    if len(text) > MAX_TEXT:
        raise FunctionError("the JSON is too long")
    return text


def _write(value: Any, depth: int) -> str:
    if depth > _MAX_DEPTH:
        raise FunctionError("the value is nested too deeply")
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).translate(_TABLE)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        pairs = (f"{_write(key, depth)}:{_write(value[key], depth + 1)}" for key in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, tuple):
        return "[" + ",".join(_write(inner, depth + 1) for inner in value) + "]"
    return number_text(value)


def read_json(text: str) -> Any:
    """Return the value that a JSON text holds, with sorted keys.

    Raises
    ------
    FunctionError
        If it is no JSON.

    Examples
    --------
    >>> read_json('{"b": 1.50, "a": [null]}')
    {'a': (None,), 'b': Decimal('1.5')}
    """
    if len(text) > MAX_TEXT:
        raise FunctionError("the JSON is too long")
    try:
        return _freeze(json.loads(text, parse_float=Decimal, parse_constant=_refuse))
    except RecursionError:
        raise FunctionError("the JSON is nested too deeply") from None
    except ValueError as error:
        raise FunctionError(str(error)) from None


def _refuse(word: str) -> Any:
    raise ValueError(f"invalid character in {word}")


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return FrozenMap({composed(key): _freeze(value[key]) for key in sorted(value)})
    if isinstance(value, list):
        return tuple(_freeze(inner) for inner in value)
    if isinstance(value, str):
        return composed(value)
    return make_number(value) if isinstance(value, Decimal) else value
