"""What a program registered with the engine, and how its outputs are marked under mocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["EVERY", "INPUT", "MARK", "Program", "Registered", "mark"]

EVERY = "*"
"""The last step of the mark that ends a list: whoever has it has the whole list."""

INPUT = "var"
"""The token in the mark of an input that the configuration has to tell."""

MARK = re.compile("\ue000([^\ue000\ue001]*)\ue001")
"""Finds a mark in a text; its group is ``token|name|property.path``."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One resource as the engine was told of it.

    Parameters
    ----------
    token, name : str
        Its class and its name within the class.
    inputs : mapping
        JSON values by the names they travel under; an output of another resource is a mark.
    depends_on : tuple of str
        ``token|name`` of each resource named explicitly or read.
    timeouts : mapping of str to str
    protect : bool
        Whether destroying it is refused.
    ignored : tuple of str
        Paths whose changes are ignored, in the engine's names; ``*`` for all.
    """

    token: str
    name: str
    inputs: Mapping[str, Any]
    depends_on: tuple[str, ...] = ()
    timeouts: Mapping[str, str] = field(default_factory=dict)
    protect: bool = False
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """What one run of a program told: its resources in order, and what it exports."""

    resources: tuple[Registered, ...]
    outputs: Mapping[str, Any] = field(default_factory=dict)


def mark(token: str, name: str, path: str) -> str:
    """Return what stands for an output under mocks.

    Examples
    --------
    >>> MARK.findall("arn of " + mark("aws:sqs/queue:Queue", "jobs", "arn"))
    ['aws:sqs/queue:Queue|jobs|arn']
    """
    return f"\ue000{token}|{name}|{path}\ue001"
