"""What a scope cost day by day, read from a bill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import narwhals as nw
import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Bill, Dimension, Grain, Measure, Period, Tag, spend
from dharma_core.finops.analytics.bill import collected
from dharma_core.finops.budgets.budget import Budget, Measured
from dharma_core.finops.budgets.daily import DailySpend
from dharma_core.finops.budgets.periods import Span
from dharma_core.finops.budgets.scopes import Scope, ScopeKind

__all__ = ["daily_spend"]

_COLUMNS = {ScopeKind.ACCOUNT: "SubAccountId", ScopeKind.SERVICE: "ServiceName"}
_MEASURES = {Measured.AMORTISED: Measure.AMORTISED, Measured.BILLED: Measure.BILLED}
_KINDS = ("ChargeCategory", "ChargeFrequency")
_STILL_COMING = timedelta(days=10)


def daily_spend(bill: Bill, budget: Budget, span: Span) -> DailySpend:
    """Return what a budget's scope cost on each day of a span.

    Parameters
    ----------
    span : Span
        Longer than the budget's period: what came before is what a forecast learns from.

    Raises
    ------
    InputError
        If bill and budget are in different currencies: one has to be converted first.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> winter = Span(date(2025, 1, 1), date(2025, 2, 28))
    >>> found = daily_spend(small_bill(), Budget("all", Decimal(100)), winter)
    >>> str(found.through), found.cost(date(2025, 2, 1))
    ('2025-02-01', Decimal('27.50'))
    """
    if bill.currency != budget.currency:
        raise InputError(
            f"The budget {budget.name!r} is in {budget.currency} and the bill in {bill.currency}.",
            next_step="Convert the bill first (exchange-rates.csv), or set the budget in "
            f"{bill.currency}.",
            details={"budget": budget.currency, "bill": bill.currency},
        )
    whole = bill.during(Period(span.first, span.last + timedelta(days=1)))
    within = _columned(whole, budget.scope)
    rows = _rows(within, budget)
    arrived = _arrived(within) or _arrived(whole)
    return DailySpend(
        currency=bill.currency,
        usage=_by_day(rows.filter(pl.col("ChargeCategory") == "Usage")),
        recurring=_by_day(rows.filter(_recurs())),
        other=_by_day(rows.filter((pl.col("ChargeCategory") != "Usage") & ~_recurs())),
        through=_through(arrived),
        arrived=arrived,
        instead=() if len(rows) else _names(whole, budget.scope),
    )


def _names(bill: Bill, scope: Scope) -> tuple[str, ...]:
    column = _COLUMNS.get(scope.kind)
    if column is None:
        return ()
    found = collected(bill.frame.select(column).unique())[column]
    return tuple(sorted(found.drop_nulls()))


def _columned(bill: Bill, scope: Scope) -> Bill:
    column = _COLUMNS.get(scope.kind)
    return bill if column is None else bill.where(**{column: scope.value})


def _rows(bill: Bill, budget: Budget) -> pl.DataFrame:
    """Return cost by day, category and frequency of the scope."""
    present = bill.frame.collect_schema().names()
    kinds: list[Dimension] = [name for name in _KINDS if name in present]
    tag = budget.scope.tag
    by = kinds if tag is None else [*kinds, Tag(tag[0])]
    rows = spend(bill, by, grain=Grain.DAY, measure=_MEASURES[budget.measure])
    if tag is not None:
        rows = rows.filter(pl.col(Tag(tag[0]).name) == tag[1])
    if "ChargeFrequency" not in present:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("ChargeFrequency"))
    return rows


def _recurs() -> pl.Expr:
    """Return which charges come again on the same day of the next month."""
    known = pl.col("ChargeFrequency").fill_null("") == "Recurring"
    return (pl.col("ChargeCategory") != "Usage") & known


def _by_day(rows: pl.DataFrame) -> Mapping[date, Decimal]:
    sums = rows.group_by("period").agg(pl.col("cost").sum()).sort("period")
    return dict(sums.iter_rows())


def _arrived(bill: Bill) -> Mapping[str, date]:
    """Return the last day with usage of each provider; of all charges where none is usage."""
    frame = bill.frame
    named = "ProviderName" in frame.collect_schema().names()
    key = nw.col("ProviderName") if named else nw.lit("all")
    frame = frame.with_columns(key.alias("ProviderName"))
    newest = nw.col("ChargePeriodStart").max().alias("last")
    for rows in (frame.filter(nw.col("ChargeCategory") == "Usage"), frame):
        found = collected(rows.group_by("ProviderName").agg(newest))
        if len(found):
            return {str(name or "unknown"): at.date() for name, at in found.rows()}
    return {}


def _through(arrived: Mapping[str, date]) -> date | None:
    """Return up to when every provider has told; one that ended long ago tells no more."""
    if not arrived:
        return None
    newest = max(arrived.values())
    return min(day for day in arrived.values() if newest - day <= _STILL_COMING)
