"""Permissions and the patterns that grant them: ``blueprint:read``, ``blueprint:*``, ``*:*``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dharma_core.errors import InputError

__all__ = [
    "ANYTHING",
    "any_matches",
    "checked_pattern",
    "checked_permission",
    "matches",
    "missing",
    "overlap",
]

ANYTHING = "*:*"
_PERMISSION = re.compile(r"[a-z_]+:[a-z_]+", re.ASCII)
_PATTERN = re.compile(r"[a-z_]+:(?:[a-z_]+|\*)|\*:\*", re.ASCII)
_LONGEST = 64


def checked_permission(permission: str) -> str:
    """Return a permission as it is.

    Raises
    ------
    InputError
        If it is not one noun and one verb: a wildcard is for roles and rules only.
    """
    if len(permission) > _LONGEST or _PERMISSION.fullmatch(permission) is None:
        raise InputError(
            f"{permission[:_LONGEST]!r} is not a permission.",
            next_step="Write one as blueprint:read.",
        )
    return permission


def checked_pattern(pattern: str) -> str:
    """Return a pattern as it is.

    Raises
    ------
    InputError
        If it is neither a permission, nor a noun with ``*``, nor ``*:*``.

    Examples
    --------
    >>> checked_pattern("blueprint:*")
    'blueprint:*'
    """
    if len(pattern) > _LONGEST or _PATTERN.fullmatch(pattern) is None:
        raise InputError(
            f"{pattern[:_LONGEST]!r} is no pattern of permissions.",
            next_step="Write blueprint:read, blueprint:* or *:*.",
        )
    return pattern


def matches(pattern: str, permission: str) -> bool:
    """Return whether a pattern grants a permission, or a narrower pattern.

    Examples
    --------
    >>> matches("blueprint:*", "blueprint:read"), matches("blueprint:read", "blueprint:*")
    (True, False)
    """
    return pattern in _granting(permission)


def any_matches(patterns: Iterable[str], permission: str) -> bool:
    """Return whether one of the patterns grants a permission.

    Examples
    --------
    >>> any_matches(("user:*", "blueprint:*"), "blueprint:read"), any_matches((), "blueprint:read")
    (True, False)
    """
    return not _granting(permission).isdisjoint(patterns)


def overlap(one: str, other: str) -> bool:
    """Return whether there is a permission that both patterns grant.

    Examples
    --------
    >>> overlap("blueprint:*", "blueprint:read"), overlap("blueprint:*", "user:*")
    (True, False)
    """
    return matches(one, other) or matches(other, one)


def missing(held: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the wanted patterns that the held ones do not grant; empty when all are covered.

    Examples
    --------
    >>> missing(("blueprint:*",), ("blueprint:read", "user:read"))
    ('user:read',)
    """
    mine = tuple(held)
    return tuple(want for want in wanted if not any(matches(have, want) for have in mine))


def _granting(permission: str) -> frozenset[str]:
    noun = permission.partition(":")[0]
    return frozenset((permission, f"{noun}:*", ANYTHING))
