"""Values into the types Terraform wants: what converts by itself, and what is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.json_text import MAX_DIGITS, read_json
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["FLAGS", "TypeMismatchError", "as_text", "coerce", "parse_setting", "setting_text"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_EXACT = 2**53
"""Up to here every whole number is a float of its own."""

FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class TypeMismatchError(ValueError):
    """A value of the wrong type; the text reads on after the property's name."""


def as_text(value: Any) -> str:
    """Return a scalar as Terraform writes it inside a string.

    Examples
    --------
    >>> as_text(True), as_text(80), as_text(None)
    ('true', '80', '')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def coerce(type_: str, value: Any) -> Any:
    """Return ``value`` in the Terraform type ``type_``; unknown and null pass.

    Raises
    ------
    TypeMismatchError
        If it does not convert.

    Examples
    --------
    >>> coerce("number", "80"), coerce("string", 80), coerce("list(string)", [1, "b"])
    (80, '80', ('1', 'b'))
    """
    if value is UNKNOWN or value is None:
        return value
    kind, _, inner = type_.partition("(")
    if kind in ("list", "set"):
        return _sequence(inner[:-1], value)
    if kind == "map":
        return _map(inner[:-1], value)
    return _SCALARS[kind](value) if kind in _SCALARS else value


def _sequence(inner: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeMismatchError(f"must be a list, such as [{_shown(value)}]")
    return tuple(_member(inner, v, f"at position {i}") for i, v in enumerate(value, 1))


def _map(inner: str, value: Any) -> FrozenMap:
    if not isinstance(value, Mapping):
        raise TypeMismatchError("must hold 'name: value' lines")
    return FrozenMap({str(k): _member(inner, v, f"at {k!r}") for k, v in value.items()})


def _member(inner: str, value: Any, where: str) -> Any:
    try:
        return coerce(inner, value)
    except TypeMismatchError as error:
        raise TypeMismatchError(f"{where} {error}") from None


def _string(value: Any) -> str:
    if isinstance(value, (Mapping, list, tuple)):
        raise TypeMismatchError("must be text")
    return as_text(value)


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise TypeMismatchError(f"must be a number, not {as_text(value)}")
    if isinstance(value, str) and len(value) <= MAX_DIGITS and _NUMBER.fullmatch(value.strip()):
        value = _parsed(value.strip())
    if isinstance(value, (int, float)) and math.isfinite(value):
        return value
    raise TypeMismatchError(f"must be a number, not {_shown(value)}")


def _parsed(text: str) -> int | float:
    if text.lstrip("+-").isdigit():
        return int(text)
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= _EXACT else number


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    found = FLAGS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise TypeMismatchError(f"must be true or false, not {_shown(value)}")
    return found


_SCALARS: Mapping[str, Callable[[Any], Any]] = {
    "string": _string,
    "number": _number,
    "bool": _bool,
}


def _shown(value: Any) -> str:
    if isinstance(value, (Mapping, list, tuple)):
        return "a list" if not isinstance(value, Mapping) else "a group of properties"
    text = as_text(value) or "empty"
    return text if len(text) <= 40 else text[:37] + "..."


def parse_setting(type_: str, text: str) -> Any:
    """Return the value that a text from the command line means for a variable of this type.

    A list is JSON or parts between commas; a map is JSON or ``a=1,b=2``.

    Examples
    --------
    >>> parse_setting("list(string)", "a,b"), parse_setting("map(string)", "a=1")
    (('a', 'b'), {'a': '1'})
    """
    if type_.startswith(("list(", "map(")):
        return coerce(type_, _structured(type_, text))
    return coerce(type_, text)


def setting_text(value: Any) -> str:
    """Return a value as the text that ``parse_setting`` reads as the same value.

    Examples
    --------
    >>> setting_text(True), setting_text(("a", "b")), setting_text({"a": "1"})
    ('true', 'a,b', 'a=1')
    >>> setting_text(("a,b",))
    '["a,b"]'
    """
    if isinstance(value, Mapping):
        parts = [(str(key), as_text(inner)) for key, inner in value.items()]
        plain = all(_is_plain(word) for pair in parts for word in pair)
        text = ",".join("=".join(pair) for pair in parts)
    elif isinstance(value, (list, tuple)):
        plain, text = all(_is_plain(as_text(v)) for v in value), ",".join(map(as_text, value))
    else:
        return as_text(value)
    return text if plain else json.dumps(value, ensure_ascii=False)


def _is_plain(word: str) -> bool:
    """Whether a word between commas is read as it stands."""
    return bool(word) and word == word.strip() and not set(word) & set(",=[]{}")


def _structured(type_: str, text: str) -> Any:
    if text.lstrip()[:1] in ("[", "{"):
        try:
            return read_json(text, file="the value", next_step="")
        except InputError as error:
            reason = error.message.partition("JSON: ")[2].rstrip(".")
            raise TypeMismatchError(f"is not valid JSON: {reason}") from None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if type_.startswith("list("):
        return parts
    pairs = [part.partition("=") for part in parts]
    if any(not found for _, found, _ in pairs):
        raise TypeMismatchError("must be written as name=value,name=value")
    return {key.strip(): value.strip() for key, _, value in pairs}
