"""Where things stand in a JSON text: the standard parser tells values, not lines."""

from __future__ import annotations

import json
import re

__all__ = ["lines_of_addresses", "lines_of_elements"]

_ADDRESS = re.compile(r'"address"\s*:\s*("(?:[^"\\]|\\.)*")')
_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\r\n]*")


def lines_of_elements(text: str, key: str) -> list[int]:
    r"""Return the line that each object of a list at the top level starts on.

    Parameters
    ----------
    text : str
        A JSON object that parses.
    key : str
        Of the list.

    Examples
    --------
    >>> lines_of_elements('{"a": 1,\n"b": [\n{},\n{}]}', "b")
    [3, 4]
    """
    start = _value_of_key(text, key)
    lines: list[int] = []
    line, counted = 1, 0
    while start is not None:
        start = _skip(text, start + 1)
        if text[start : start + 1] != "{":
            break
        line += text.count("\n", counted, start)
        counted = start
        lines.append(line)
        _, end = _DECODER.raw_decode(text, start)
        start = _skip(text, end)
        if text[start : start + 1] != ",":
            break
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


def _value_of_key(text: str, wanted: str) -> int | None:
    """Return where the value of a key of the outermost object starts."""
    at = text.index("{") + 1
    while True:
        at = _skip(text, at)
        if text[at : at + 1] != '"':
            return None
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == wanted:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at) + 1


def _skip(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at
