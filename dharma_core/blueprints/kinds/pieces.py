"""A native resource that portable ones are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A native resource that a portable one is made of.

    Parameters
    ----------
    name : str
        In the expanded design: the portable resource's own, or with a suffix.
    count : Any
        As the portable resource has it; None for one.
    """

    name: str
    type: str
    properties: Mapping[str, Any]
    depends_on: tuple[str, ...] = ()
    count: Any = None
