"""Whole cents for many parts, so that they add up to the rounded whole."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Context, Decimal
from typing import TypeVar

from dharma_core.money import Money, exact_sum

__all__ = ["in_cents"]

Key = TypeVar("Key")

_CENT = Decimal("0.01")
_WIDE = Context(prec=60, rounding=ROUND_FLOOR)


def in_cents(parts: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Return every part in whole cents; their sum is the exact sum, rounded once.

    Each is rounded down, then the cents left over go to the parts that lost most (Hamilton's
    method), equal ones in their order of ``str``. No part moves by a whole cent.

    Examples
    --------
    >>> third = Decimal(1) / 3
    >>> {k: str(v) for k, v in in_cents({"a": third, "b": third, "c": third}).items()}
    {'a': '0.34', 'b': '0.33', 'c': '0.33'}
    """
    down = {key: part.quantize(_CENT, context=_WIDE) for key, part in parts.items()}
    whole = Money(exact_sum(parts.values())).rounded()
    left = int((whole - exact_sum(down.values())) / _CENT)
    lost = sorted(parts, key=lambda key: (down[key] - parts[key], str(key)))
    for key in lost[:left]:
        down[key] += _CENT
    return down
