"""Names of resources, segment by segment: ``store/default/box`` and ``format('{0}/box', ...)``."""

from __future__ import annotations

import re
from typing import Any

from dharma_core.generation.arm.language.expressions import Call, parse_value

__all__ = ["name_segments"]


def name_segments(name: str) -> tuple[Any, ...]:
    """Return the segments of a written name: texts, or expressions.

    Raises
    ------
    InputError
        If the name stands in brackets and is no expression.

    Examples
    --------
    >>> name_segments("store/default/box")
    ('store', 'default', 'box')
    >>> name_segments("[format('{0}/a-{1}', parameters('x'), 2)]")[1]
    Call(name='format', args=('a-{0}', 2))
    """
    value = parse_value(name)
    if isinstance(value, str):
        return tuple(value.split("/"))
    name = value.name.lower() if isinstance(value, Call) else ""
    if name == "format" and value.args and isinstance(value.args[0], str):
        return tuple(_formatted(p, value.args[1:]) for p in value.args[0].split("/"))
    return _concatenated(value.args) if name == "concat" else (value,)


def _formatted(pattern: str, args: tuple[Any, ...]) -> Any:
    """Return one segment of a formatted name as a value of its own."""
    numbers = [int(n) for n in re.findall(r"\{(\d+)\}", pattern)]
    if not numbers or max(numbers) >= len(args):
        return pattern
    if re.fullmatch(r"\{\d+\}", pattern):
        return args[numbers[0]]
    for new, old in enumerate(numbers):
        pattern = pattern.replace(f"{{{old}}}", f"{{{new}}}", 1)
    return Call("format", (pattern, *(args[n] for n in numbers)))


def _concatenated(args: tuple[Any, ...]) -> tuple[Any, ...]:
    segments: list[list[Any]] = [[]]
    for arg in args:
        pieces = arg.split("/") if isinstance(arg, str) else [arg]
        for number, piece in enumerate(pieces):
            if number:
                segments.append([])
            if piece != "":
                segments[-1].append(piece)
    return tuple(s[0] if len(s) == 1 else Call("concat", tuple(s)) for s in segments)
