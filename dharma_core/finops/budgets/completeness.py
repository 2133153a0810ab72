"""Up to which day a bill is whole: its last days arrive in parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

__all__ = ["whole_through"]

_MOST_DAYS = 3
_WHOLE = Decimal("0.6")  # of the usual cost of that weekday
_WEEKS = 4


def whole_through(usage: Mapping[date, Decimal]) -> date:
    """Return the last day whose usage is whole: three at most of the last ones may be in part.

    A day is in part when it cost less than 60 % of the median of the same weekday in the four
    weeks before; with fewer than two such weeks nobody can tell, so it is whole. A provider that
    really fell so far looks three days younger than it is, until the weeks before are low too.

    Parameters
    ----------
    usage : mapping of day to Decimal
        Of everything that one provider bills, one day at least.

    Examples
    --------
    >>> days = {date(2026, 3, day): Decimal(10) for day in range(1, 30)}
    >>> str(whole_through(days | {date(2026, 3, 29): Decimal(4)}))
    '2026-03-28'
    """
    last = max(usage)
    for partial in range(_MOST_DAYS, 0, -1):
        days = [last - timedelta(days=ago) for ago in range(partial)]
        if all(_in_part(usage, day, days[-1]) for day in days):
            return last - timedelta(days=partial)
    return last


def _in_part(usage: Mapping[date, Decimal], day: date, first: date) -> bool:
    before = [day - timedelta(weeks=ago) for ago in range(1, _WEEKS + 2)]
    usual = [usage[one] for one in before if one < first and one in usage][:_WEEKS]
    bound = _WHOLE * median(usual) if len(usual) > 1 else Decimal(0)
    return bound > 0 and usage.get(day, Decimal(0)) < bound
