"""Where each resource of a JSON template stands: the standard parser tells values, not lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["lines_of_resources"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]')

Place = tuple[str | int, ...]


@dataclass(slots=True)
class _Level:
    """An open object or list, with the key or number of what comes next in it."""

    is_list: bool
    step: str | int


def lines_of_resources(text: str) -> Mapping[Place, int]:
    r"""Return the line on which each element of a list ``resources`` starts, by its path.

    Examples
    --------
    >>> lines_of_resources('{"a": [{}],\n"resources": [{},\n{"resources": [{}]}]}')
    {('resources', 0): 2, ('resources', 1): 3, ('resources', 1, 'resources', 0): 3}
    """
    found: dict[Place, int] = {}
    levels: list[_Level] = []
    line, word = 1, ""
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark == "\n":
            line += 1
        elif mark in "{[":
            if mark == "{" and _is_resource(levels):
                found[tuple(level.step for level in levels)] = line
            levels.append(_Level(mark == "[", 0 if mark == "[" else ""))
        elif mark in "}]":
            if levels:
                levels.pop()
        elif mark == ",":
            _next(levels)
        elif mark == ":":
            _name(levels, word)
        else:
            word = mark[1:-1]
    return found


def _is_resource(levels: list[_Level]) -> bool:
    inside = len(levels) >= 2 and levels[-1].is_list
    return inside and levels[-2].step == "resources"


def _next(levels: list[_Level]) -> None:
    if levels and levels[-1].is_list:
        levels[-1].step = int(levels[-1].step) + 1


def _name(levels: list[_Level], word: str) -> None:
    if levels and not levels[-1].is_list:
        levels[-1].step = word
