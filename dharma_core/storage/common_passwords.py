"""The words that everybody tries first, from the file of facts."""

from __future__ import annotations

from functools import cache

from dharma_core.storage.facts import data_root

__all__ = ["load_common_passwords"]


@cache
def load_common_passwords() -> frozenset[str]:
    """Return the common words and rows of keys, in small letters.

    Examples
    --------
    >>> {"password", "qwertyuiop"} <= load_common_passwords()
    True
    """
    text = (data_root() / "identity" / "common_passwords.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
