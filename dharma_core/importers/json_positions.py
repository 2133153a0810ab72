"""Where things stand in a JSON text: the standard parser tells values, not lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

__all__ = ["lines_of_addresses", "lines_of_elements"]

_ADDRESS = re.compile(r'"address"\s*:\s*("(?:[^"\\]|\\.)*")')
_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\r\n]*")


def lines_of_elements(text: str, key: str, inner: str) -> list[list[int]]:
    r"""Return the lines that the objects of a list within a list's objects start on.

    Parameters
    ----------
    text : str
        A JSON object that parses.
    key : str
        Of a list of objects at the top level.
    inner : str
        Of a list of objects in each of them.

    Returns
    -------
    list of lists of int
        One list an object of the outer one; empty where it has no inner list.

    Examples
    --------
    >>> lines_of_elements('{"a": 1,\n"b": [{"c": [\n{},\n{}]},\n{}]}', "b", "c")
    [[3, 4], []]
    """
    lines: list[list[int]] = []
    line, counted = 1, 0
    for start in _starts(text, _value_of_key(text, key, text.index("{"))):
        lines.append([])
        for place in _starts(text, _value_of_key(text, inner, start)):
            line += text.count("\n", counted, place)
            counted = place
            lines[-1].append(line)
    return lines


def lines_of_addresses(text: str) -> dict[str, int]:
    """Return the first line on which a value of a key ``address`` stands, by that value."""
    lines: dict[str, int] = {}
    line, counted = 1, 0
    for match in _ADDRESS.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        lines.setdefault(json.loads(match[1]), line)
    return lines


def _starts(text: str, start: int | None) -> Iterator[int]:
    """Yield where the objects of the list that starts at ``start`` start, up to another value."""
    while start is not None:
        start = _skip(text, start + 1)
        if text[start : start + 1] != "{":
            return
        yield start
        _, end = _DECODER.raw_decode(text, start)
        start = _skip(text, end)
        if text[start : start + 1] != ",":
            return


def _value_of_key(text: str, wanted: str, start: int) -> int | None:
    """Return where the value of a key of the object at ``start`` starts, if it is a list."""
    at = start + 1
    while True:
        at = _skip(text, at)
        if text[at : at + 1] != '"':
            return None
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == wanted:
            return at if text[at : at + 1] == "[" else None
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at) + 1


def _skip(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at
