"""Scalars as the JSON formats write them inside text."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["words_of"]


def words_of(value: Any) -> str:
    """Return a scalar as text: ``true``, ``8080``.

    Examples
    --------
    >>> words_of(True), words_of(80), words_of("x")
    ('true', '80', 'x')
    """
    return value if isinstance(value, str) else json.dumps(value)
