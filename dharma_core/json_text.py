"""JSON text into values that every writer can write again, and back; what none holds is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring as quoted
from typing import Any

from dharma_core.errors import InputError
from dharma_core.provenance import Position

__all__ = ["LONG_LIST", "indented_json", "looks_like_json", "read_json"]

MAX_DIGITS = 310
"""Of a whole number: the largest float has 309, and a sign."""

_OBJECT = re.compile(r'\s*\{\s*(?:["}/]|\Z)')
_LARGE = 1_000_000  # characters from which the quick reader is worth its import
# Numbers that the quick reader takes and `read_json` refuses: it leaves such texts alone. A number
# never stands right behind a quotation mark or a letter, as the digits of a hash do.
_DOUBTFUL = r"(?:^|[\s:,\[\-])(?:[0-9.]+[eE]\+?[0-9]{3}|[0-9.]{40})"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")

Pairs = Callable[[list[tuple[str, Any]]], dict[str, Any]]


def looks_like_json(text: str) -> bool:
    """Whether a text starts like a JSON object; YAML may start with a brace too.

    Examples
    --------
    >>> looks_like_json('{"name": "web"}'), looks_like_json("{name: web}")
    (True, False)
    """
    return _OBJECT.match(text) is not None


def read_json(
    text: str, *, file: str, next_step: str, pairs: Pairs | None = None, fraction: Any = None
) -> Any:
    """Return the value of a JSON text.

    Parameters
    ----------
    next_step : str
        Told when it is no JSON.
    pairs : callable, optional
        Makes an object of its keys and values; for a caller that wants to see doubled keys.
    fraction : callable, optional
        Makes a value of a number with a fraction, from its text.

    Raises
    ------
    InputError
        If it is no JSON, nested too deeply, or holds what JSON itself cannot write: NaN, a number
        too large, half of a character.

    Examples
    --------
    >>> read_json('{"a": [1, 2.5]}', file="a.json", next_step="")
    {'a': [1, 2.5]}
    """
    quickly = len(text) > _LARGE and pairs is None and fraction is None
    if quickly and (value := _read_quickly(text)) is not None:
        return value
    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_constant=_refuse,
            parse_int=_whole,
            parse_float=fraction or _fraction,
        )
        if _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise _no_json(file, None, "it is nested too deeply", next_step) from None
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])[1:-1]
        raise _no_json(file, None, f"{half} is half of a character", next_step) from None
    except ValueError as error:
        reason = str(getattr(error, "msg", error))
        raise _no_json(file, getattr(error, "lineno", None), reason, next_step) from None
    return value


LONG_LIST = 2_000


def indented_json(value: Any) -> str:
    """Return what ``json.dumps(value, indent=2, ensure_ascii=False)`` does, in a third of the time.

    Python's own writer of indented text hands every mark through a chain of generators. Nobody
    reads a list of more than ``LONG_LIST`` elements as it stands: each is one close line of it,
    which a writer of its own makes; null may stand there for NaN, which is no JSON.

    Examples
    --------
    >>> print(indented_json({"a": [1, {"b": None}], "c": {}}))
    {
      "a": [
        1,
        {
          "b": null
        }
      ],
      "c": {}
    }
    """
    return _indented(value, "\n", _Names())


class _Names(dict[str, str]):
    """The text of each key, with what stands before its value."""

    def __missing__(self, key: Any) -> str:
        text = json.dumps({key: None}, ensure_ascii=False)[1 : -len("null}")]
        if type(key) is str:
            self[key] = text
        return text


def _indented(value: Any, line: str, names: _Names) -> str:
    """Return the text of a value; ``line`` breaks the line and indents to where it stands."""
    inner = f"{line}  "
    if isinstance(value, dict):
        members = [
            names[k]
            + (quoted(v) if type(v) is str else "null" if v is None else _indented(v, inner, names))
            for k, v in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}" if members else "{}"
    if isinstance(value, (list, tuple)):
        if len(value) > LONG_LIST:
            return f"[{inner}{f',{inner}'.join(_close_lines(value))}{line}]"
        members = [quoted(v) if type(v) is str else _indented(v, inner, names) for v in value]
        return f"[{inner}{f',{inner}'.join(members)}{line}]" if members else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _leaf(value)


_leaf = json.JSONEncoder(ensure_ascii=False).encode
_close = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _close_lines(values: Iterable[Any]) -> Iterator[str]:
    """Yield the text of each value without a blank in it, in a sixth of Python's own time."""
    import orjson

    plainly = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
    for value in values:
        try:
            yield orjson.dumps(value, option=plainly).decode()
        except TypeError:  # a large number, half of a character, a key that is no text
            yield _close(value)


def _no_json(file: str, line: int | None, reason: str, next_step: str) -> InputError:
    return InputError(
        f"{Position(file, line)}: not valid JSON: {reason}.",
        next_step=next_step,
        details={"file": file, "line": line},
    )


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number that can be kept")


def _read_quickly(text: str) -> Any | None:
    """Return the value of a large text in two thirds of the time and of the memory.

    None when `read_json` must look itself: to say what is wrong, or to refuse a number.
    """
    from pydantic_core import SchemaValidator, core_schema, from_json

    doubtful = SchemaValidator(core_schema.str_schema(pattern=_DOUBTFUL))
    try:
        if not doubtful.isinstance_python(text):
            return from_json(text, cache_strings="all", allow_inf_nan=False)
    except (ValueError, TypeError):  # no JSON, or half of a character
        pass
    return None


def _whole(text: str) -> int:
    return int(text) if len(text) <= MAX_DIGITS else _refuse(f"{text[:20]}... with more digits")


def _fraction(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else float(_refuse(text))
