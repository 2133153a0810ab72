"""What code adds where a section's table cannot say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.cloudformation.properties import Translation

__all__ = ["Extra", "Json", "Special"]

Json = dict[str, Any]


@dataclass(slots=True)
class Extra:
    """What a special form adds beside the resource's own properties.

    Parameters
    ----------
    type : str
        The CloudFormation type, where an attribute decides it.
    companions : mapping of name suffix to resource body
    parameters : mapping
        Parameter name suffix to description: what has to be told when the stack is made.
    guessed_device : bool
        Whether the root device's name is not known.
    """

    type: str = ""
    companions: dict[str, Json] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    guessed_device: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """Code for what the table cannot say of a type.

    Parameters
    ----------
    apply : callable (work, logical id) -> Extra
        Runs after the table and may change the properties.
    handles : frozenset of str
        Attributes that need no line of the table.
    """

    apply: Callable[[Translation, str], Extra]
    handles: frozenset[str] = frozenset()
