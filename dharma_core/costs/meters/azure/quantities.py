"""Arithmetic of quantities that may be unknown: unknown in, unknown out."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from functools import reduce
from operator import mul

__all__ = ["over", "round_up", "times"]


def times(*factors: Decimal | int | None) -> Decimal | None:
    """Return the product of all factors, None when one of them is unknown.

    Examples
    --------
    >>> times(Decimal(730), 2), times(Decimal(730), None)
    (Decimal('1460'), None)
    """
    known = [factor for factor in factors if factor is not None]
    return Decimal(reduce(mul, known)) if len(known) == len(factors) else None


def over(quantity: Decimal | None, per: int) -> Decimal | None:
    """Return a quantity in units of ``per``.

    Examples
    --------
    >>> over(Decimal(2500), 1000), over(None, 1000)
    (Decimal('2.5'), None)
    """
    return None if quantity is None else quantity / per


def round_up(quantity: Decimal, step: int) -> Decimal:
    """Return the next whole multiple of a step.

    Examples
    --------
    >>> round_up(Decimal(490), 128)
    Decimal('512')
    """
    return (quantity / step).to_integral_value(ROUND_CEILING) * step
