"""A scope as people read it: the account by its name."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["readable"]

_BETWEEN = " / "


def readable(key: str, names: Mapping[str, str]) -> str:
    """Return a written scope with the account's name where it is known.

    Examples
    --------
    >>> readable("2100 / Amazon S3", {"2100": "shop"}), readable("2100", {}), readable("total", {})
    ('shop / Amazon S3', '2100', 'total')
    """
    account, between, rest = key.partition(_BETWEEN)
    return names.get(account, account) + between + rest
