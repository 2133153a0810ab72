"""One text for one JSON value, so that the same event always has the same hash."""

from __future__ import annotations

import json
import json.encoder
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from dharma_core.errors import InputError

__all__ = ["canonical_json", "ordered_json"]

_ENCODER = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=True,
    allow_nan=False,
    # A value that holds itself is caught by its depth.
    check_circular=False,
)
_ORDERED = json.JSONEncoder(allow_nan=False)
_SCALARS = frozenset((str, int, float, bool, type(None)))


def canonical_json(value: Any) -> str:
    r"""Return the only JSON text of ``value``: sorted keys, no spaces, ASCII, finite numbers.

    Reading the text back and writing it again gives the same text, which is what lets a stored
    event be hashed again years later.

    Parameters
    ----------
    value : JSON value
        Mappings with text keys, lists, tuples, text, int, finite float, bool, None.

    Raises
    ------
    InputError
        If anything in it is not a JSON value; the message names its place.

    Examples
    --------
    >>> canonical_json({"b": (1, 2.5), "a": "é"})
    '{"a":"\\u00e9","b":[1,2.5]}'
    >>> canonical_json({"cost": {1, 2}})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    dharma_core.errors.InputError: The value at 'cost' is a set: JSON has none. Use text, ...
    """
    try:
        return _write(value if _is_plain(value) else _plain(value, ()))
    except ValueError:
        # NaN and infinity: say where.
        return _write(_plain(value, ()))
    except RecursionError as error:
        raise InputError(
            "The value is nested too deeply to be written as JSON.",
            next_step="Flatten it: a hundred levels are plenty.",
        ) from error


def ordered_json(value: Any) -> str:
    """Return the JSON text of ``value`` with its keys in the order they have.

    Raises
    ------
    InputError
        As `canonical_json` does.

    Examples
    --------
    >>> ordered_json({"b": (1,), "a": None})
    '{"b": [1], "a": null}'
    """
    if _is_plain(value):
        try:
            return _ORDERED.encode(value)
        except ValueError:
            pass  # NaN or infinity: say where.
    return _ORDERED.encode(_plain(value, ()))


def _write(value: Any) -> str:
    return "".join(_chunks(value, 0))


def _chunk_maker() -> Callable[[Any, int], Iterable[str]]:
    # What JSONEncoder.encode makes anew at each call, where the C speed-up is there.
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return lambda value, _level: _ENCODER.iterencode(value)
    quoted = json.encoder.encode_basestring_ascii
    return cast(
        "Callable[[Any, int], Iterable[str]]",
        make(None, _ENCODER.default, quoted, None, ":", ",", True, False, False),
    )


_chunks = _chunk_maker()


def _is_plain(value: Any) -> bool:
    """Return whether the encoder writes ``value`` right as it is, which most values are."""
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():
            if type(key) is not str or not (type(inner) in _SCALARS or _is_plain(inner)):
                return False
        return True
    if kind is list or kind is tuple:
        return all(type(inner) in _SCALARS or _is_plain(inner) for inner in value)
    return kind in _SCALARS


def _plain(value: Any, path: tuple[str, ...]) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else _refuse(value, path)
    if isinstance(value, Mapping):
        return {_key(k, path): _plain(v, (*path, str(k))) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v, (*path, str(i))) for i, v in enumerate(value)]
    return _refuse(value, path)


def _key(key: object, path: tuple[str, ...]) -> str:
    # A number as a key sorts as a number before it is stored and as text after.
    if not isinstance(key, str):
        _refuse(key, (*path, repr(key)))
    return str(key)


def _refuse(value: object, path: tuple[str, ...]) -> Any:
    kind = repr(value) if isinstance(value, float) else f"a {type(value).__name__}"
    raise InputError(
        f"The value at {'.'.join(path) or 'the top'!r} is {kind}: JSON has none.",
        next_step="Use text, numbers, lists and mappings with text keys.",
    )
