"""Text with values in it, as a list of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

__all__ = ["merged_texts"]

T = TypeVar("T")


def merged_texts(parts: Iterable[str | T]) -> list[str | T]:
    """Return the parts with neighbouring texts joined and empty ones left out.

    Examples
    --------
    >>> merged_texts(["a", "", "b", 8, "c"])
    ['ab', 8, 'c']
    """
    result: list[str | T] = []
    for part in parts:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        elif part != "":
            result.append(part)
    return result
