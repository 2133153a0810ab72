"""What scopes cost day by day, read from a bill once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Bill, Dimension, Grain, Measure, Period, Tag
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.budgets.budget import Budget, Measured
from dharma_core.finops.budgets.completeness import whole_through
from dharma_core.finops.budgets.daily import DailySpend
from dharma_core.finops.budgets.periods import Span
from dharma_core.finops.budgets.scopes import Scope, ScopeKind

__all__ = ["daily_spend", "daily_spends"]

_COLUMNS = {ScopeKind.ACCOUNT: "SubAccountId", ScopeKind.SERVICE: "ServiceName"}
_MEASURES = {Measured.AMORTISED: Measure.AMORTISED, Measured.BILLED: Measure.BILLED}
_ABSENT = {"ChargeFrequency": None, "ProviderName": "all"}
_COSTS = frozenset(measure.value for measure in _MEASURES.values())
_DAY = "period"
_UNKNOWN = "unknown"
_STILL_COMING = timedelta(days=10)

Wanted = tuple[Budget, Span]
"""A budget, and the days wanted of it: longer than its period, for a forecast to learn from."""


def daily_spend(bill: Bill, budget: Budget, span: Span) -> DailySpend:
    """Return what a budget's scope cost on each day of a span.

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
    return daily_spends(bill, [(budget, span)])[0]


def daily_spends(bill: Bill, wanted: Sequence[Wanted]) -> tuple[DailySpend, ...]:
    """Return what the scopes of many budgets cost, in their order; the bill is read once.

    It is summed by day and by what any of the scopes looks at; each scope is a part of these sums.

    Raises
    ------
    InputError
        If bill and one of the budgets are in different currencies.
    """
    for budget, _ in wanted:
        _same_currency(bill, budget)
    if not wanted:
        return ()
    sums = _sums(bill, wanted)
    whole = _whole(sums)
    return tuple(_of(sums, whole, budget, span) for budget, span in wanted)


def _same_currency(bill: Bill, budget: Budget) -> None:
    if bill.currency == budget.currency:
        return
    raise InputError(
        f"The budget {budget.name!r} is in {budget.currency} and the bill in {bill.currency}.",
        next_step="Convert the bill first (exchange-rates.csv), or set the budget in "
        f"{bill.currency}.",
        details={"budget": budget.currency, "bill": bill.currency},
    )


def _sums(bill: Bill, wanted: Sequence[Wanted]) -> pl.DataFrame:
    """Return the costs by day, kind of charge, provider, and whatever any scope looks at."""
    begin = min(span.first for _, span in wanted)
    end = max(span.last for _, span in wanted) + timedelta(days=1)
    present = bill.frame.collect_schema().names()
    by: list[Dimension] = ["ChargeCategory", *(name for name in _ABSENT if name in present)]
    for budget, _ in wanted:
        by += _looked_at(budget.scope)
    measures = dict.fromkeys(_MEASURES[budget.measure].value for budget, _ in wanted)
    sums = summed(bill.during(Period(begin, end)), by, [*measures], grain=Grain.DAY)
    absent = {name: value for name, value in _ABSENT.items() if name not in present}
    return sums.with_columns(pl.lit(value, pl.String).alias(name) for name, value in absent.items())


def _looked_at(scope: Scope) -> list[Dimension]:
    tag, column = scope.tag, _COLUMNS.get(scope.kind)
    return [*([Tag(tag[0])] if tag else []), *([column] if column else [])]


def _whole(sums: pl.DataFrame) -> Mapping[str, date]:
    """Return up to which day the usage of each provider is whole."""
    measure = next(name for name in sums.columns if name in _COSTS)
    usage = sums.filter(pl.col("ChargeCategory") == "Usage")
    return {
        name or _UNKNOWN: whole_through(_by_day(rows, measure))
        for (name,), rows in usage.group_by("ProviderName")
    }


def _of(sums: pl.DataFrame, whole: Mapping[str, date], budget: Budget, span: Span) -> DailySpend:
    scope, cost = budget.scope, _MEASURES[budget.measure].value
    everything = sums.filter(pl.col(_DAY).is_between(span.first, span.last))
    column = _COLUMNS.get(scope.kind)
    within = everything.filter(pl.col(column) == scope.value) if column else everything
    rows = within
    if scope.tag is not None:
        key, value = scope.tag
        rows = within.filter(pl.col(Tag(key).name) == value)
    usage = pl.col("ChargeCategory") == "Usage"
    recurring = ~usage & (pl.col("ChargeFrequency").fill_null("") == "Recurring")
    arrived = _arrived(within) or _arrived(everything)
    coming = _coming(arrived)
    return DailySpend(
        currency=budget.currency,
        usage=_by_day(rows.filter(usage), cost),
        recurring=_by_day(rows.filter(recurring), cost),
        other=_by_day(rows.filter(~usage & ~recurring), cost),
        through=min(coming.values(), default=None),
        whole=min((min(day, whole.get(name, day)) for name, day in coming.items()), default=None),
        arrived=arrived,
        instead=tuple(everything[column].drop_nulls().unique().sort())
        if column and rows.is_empty()
        else (),
    )


def _by_day(rows: pl.DataFrame, cost: str) -> Mapping[date, Decimal]:
    sums = rows.group_by(_DAY).agg(pl.col(cost).sum()).sort(_DAY)
    return dict(sums.iter_rows())


def _arrived(rows: pl.DataFrame) -> Mapping[str, date]:
    """Return the last day with usage of each provider; of all charges where none is usage."""
    usage = rows.filter(pl.col("ChargeCategory") == "Usage")
    told = rows if usage.is_empty() else usage
    last = told.group_by("ProviderName").agg(pl.col(_DAY).max()).sort("ProviderName")
    return {name or _UNKNOWN: day for name, day in last.iter_rows()}


def _coming(arrived: Mapping[str, date]) -> Mapping[str, date]:
    """Return the providers that still tell; the days known are those of the last one behind."""
    newest = max(arrived.values(), default=date.min)
    return {name: day for name, day in arrived.items() if newest - day <= _STILL_COMING}
