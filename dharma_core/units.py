"""Units of time and size that prices and quantities are counted in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

__all__ = ["DAYS_PER_MONTH", "HOURS_PER_MONTH", "SECONDS_PER_MONTH", "to_decimal"]

# A billing month is 730 hours (8,760 hours a year / 12), as all three clouds' calculators count it.
HOURS_PER_MONTH = Decimal(730)
DAYS_PER_MONTH = HOURS_PER_MONTH / 24
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600


def to_decimal(value: Any) -> Decimal | None:
    """Return ``value`` as an exact Decimal, or None when it is not a finite number.

    A float goes through its shortest text, so that 0.1 is exactly 0.1. Booleans are not numbers.

    Examples
    --------
    >>> to_decimal(0.1), to_decimal("20"), to_decimal(True), to_decimal("abc")
    (Decimal('0.1'), Decimal('20'), None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
