"""Patterns of permissions: ``noun:verb`` for one, ``noun:*`` for all of a noun."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["covers"]


def covers(patterns: Collection[str], wanted: str) -> bool:
    """Return whether patterns grant all of a permission or of another pattern.

    Examples
    --------
    >>> covers(("blueprint:*",), "blueprint:read"), covers(("blueprint:read",), "blueprint:*")
    (True, False)
    """
    return wanted in patterns or f"{wanted.partition(':')[0]}:*" in patterns
