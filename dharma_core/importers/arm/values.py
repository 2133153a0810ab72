"""What an expression of a template gives when only deployment will tell the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.plan import UNKNOWN

__all__ = ["Given", "Here", "IdValue", "Mixed", "Read", "is_plain", "known"]


@dataclass(frozen=True, slots=True)
class Given:
    """The value of a parameter, UNKNOWN without a default."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class IdValue:
    """The id of a resource.

    Parameters
    ----------
    type : str
        Empty when only the name is told.
    names : tuple of str
        A segment that nobody knows yet is its expression.
    """

    type: str
    names: tuple[str, ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """How Azure compares ids: without case."""
        return self.type.lower(), tuple(name.lower() for name in self.names)


@dataclass(frozen=True, slots=True)
class Read:
    """What is read of a resource once it is made; ``path`` starts at the resource itself."""

    target: IdValue
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """What the resource group that is deployed to tells of itself."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """Text with such values in it."""

    parts: tuple[Any, ...]


def known(value: Any) -> Any:
    """Return the plain value, UNKNOWN when there is none."""
    if isinstance(value, Given):
        return known(value.value)
    return value if is_plain(value) else UNKNOWN


def is_plain(value: Any) -> bool:
    """Whether nothing in a value waits for deployment.

    Examples
    --------
    >>> is_plain({"a": [1]}), is_plain([Here("location")])
    (True, False)
    """
    if isinstance(value, Mapping):
        return all(is_plain(inner) for inner in value.values())
    if isinstance(value, list):
        return all(is_plain(inner) for inner in value)
    return value is None or isinstance(value, (str, int, float))
