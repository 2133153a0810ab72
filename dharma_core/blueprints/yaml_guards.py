"""What every reader of YAML asks before it builds values: whether it is YAML and stays small."""

from __future__ import annotations

from typing import Literal

import yaml

from dharma_core.errors import InputError
from dharma_core.provenance import Position

__all__ = ["not_yaml", "outgrown"]


def outgrown(text: str, *, depth: int, values: int) -> Literal["", "depth", "values"]:
    """Return which limit a text breaks, read no further than that; aliases count once here.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML; see `not_yaml`.

    Examples
    --------
    >>> outgrown("a: [[[1]]]", depth=3, values=10), outgrown("[1, 2, 3]", depth=9, values=2)
    ('depth', 'values')
    """
    level = 0
    for count, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            level += 1
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            level -= 1
        if level > depth:
            return "depth"
        if count > 2 * values:  # a list or mapping has two events
            return "values"
    return ""


def not_yaml(error: yaml.YAMLError, file: str) -> InputError:
    """Return what to tell about a text that is no YAML, with its line where there is one."""
    mark = getattr(error, "problem_mark", None)
    place = Position(file, mark.line + 1 if mark else None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be read")
    return InputError(
        f"{place}: not valid YAML: {reason}.",
        next_step="Check the indentation and the quotes at that line.",
        details={"file": file, "line": place.line},
    )
