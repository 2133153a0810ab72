"""Daily costs of a bill by total, account or service: what a forecast is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import polars as pl

from dharma_core.errors import InputError, nearest
from dharma_core.finops.analytics.bill import Bill, Grain, collected
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.attribution_scopes import written_scope

__all__ = ["By", "DailySeries", "account_names", "daily_series", "parse_by"]

NO_ACCOUNT = "(no account)"
_WHOLE = "total"
_NOTHING = Decimal(0)


class By(StrEnum):
    """How far a bill is taken apart."""

    TOTAL = "total"
    ACCOUNT = "account"
    SERVICE = "service"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the billing frame that make a scope."""
        return ("SubAccountId", "ServiceName")[: tuple(By).index(self)]


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Amortised costs, one series a scope.

    Parameters
    ----------
    by : By
    currency : str
    points : mapping of key to tuple of (date, Decimal)
        In order of days.
    scopes : mapping of key to tuple of str
        The account, or the account and service, behind a key; empty for the total.
    """

    by: By
    currency: str
    points: Mapping[str, tuple[tuple[date, Decimal], ...]]
    scopes: Mapping[str, tuple[str, ...]]

    def groups(self, key: str) -> tuple[str, ...]:
        """Return what a key is part of, below the total: the account of a service."""
        return self.scopes[key][:-1]


def parse_by(text: str) -> By:
    """Return how a person wants a bill taken apart.

    Raises
    ------
    InputError
        If it is none of total, account and service.

    Examples
    --------
    >>> parse_by("Account").columns
    ('SubAccountId',)
    """
    try:
        return By(text.strip().lower())
    except ValueError:
        raise InputError(
            f"A bill is not taken apart by {text!r}.",
            next_step=nearest(text.lower(), [by.value for by in By]),
        ) from None


def daily_series(bill: Bill, by: By) -> DailySeries:
    """Return what each scope cost a day, every charge included.

    A day on which the bill charges somebody, but not this scope, cost it nothing; a day without
    any charge is a gap and left out.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> found = daily_series(small_bill(), By.TOTAL)
    >>> sum(cost for _, cost in found.points["total"])
    Decimal('42.50')
    """
    summed = spend(bill, by.columns, grain=Grain.DAY)
    days = summed["period"].unique().sort().to_list()
    costs: dict[tuple[str, ...], dict[date, Decimal]] = {}
    for day, *scope, cost in summed.iter_rows():
        known = tuple(part or NO_ACCOUNT for part in scope)
        held = costs.setdefault(known, {})
        held[day] = held.get(day, _NOTHING) + cost
    scopes = {written_scope(scope) or _WHOLE: scope for scope in costs}
    points = {
        key: tuple(
            (day, costs[scope].get(day, _NOTHING)) for day in days if day >= min(costs[scope])
        )
        for key, scope in scopes.items()
    }
    return DailySeries(by, bill.currency, points, scopes)


def account_names(bill: Bill) -> Mapping[str, str]:
    """Return what accounts are called, by their id; those without a name are left out."""
    columns = ("SubAccountId", "SubAccountName")
    if "SubAccountName" not in bill.frame.collect_schema().names():
        return {}
    found = collected(bill.frame.select(*columns).unique()).filter(
        pl.all_horizontal(pl.col(*columns).is_not_null())
    )
    return dict(found.sort(*columns).iter_rows())
