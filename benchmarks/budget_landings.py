"""How well budgets land: month ends foreseen from four days of each month of the sample bill.

    python benchmarks/budget_landings.py

For the whole, each account and each service: how often the 90 % interval held the month, the
median error and the mean error (below zero: foreseen too low), and the processor time.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, median

import polars as pl

from dharma_core.finops.analytics import Bill, as_bill
from dharma_core.finops.budgets import (
    Budget,
    DailySpend,
    Span,
    WeekdayForecaster,
    land,
    parse_period,
    parse_scope,
)
from dharma_core.finops.budgets.spending import daily_spend
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters

SEEDS = (5, 11)
DAYS = (1, 8, 15, 22)
FIRST_JUDGED = 3
MONTH = parse_period("month")


def main() -> None:
    """Print a table for each seed."""
    for seed in SEEDS:
        began = time.process_time()
        made = sample_bill(load_sample_parameters(), rows=55_000, months=12, seed=seed)
        rows = pl.concat(frame for month in made.months for frame in made.frames(month))
        months = sorted(made.months)
        ready = time.process_time()
        found = judged(as_bill(rows.lazy()), scopes(rows), months)
        spent = time.process_time() - ready
        print(f"seed {seed}: bill {ready - began:.1f} s, {spent:.1f} s processor time")
        print(f"{'scope':<9}{'day':>4}{'cases':>7}{'held':>7}{'median error':>14}{'bias':>8}")
        for (kind, day), cases in sorted(found.items()):
            held = fmean(inside for inside, _ in cases)
            off = median(abs(error) for _, error in cases)
            bias = fmean(error for _, error in cases)
            print(f"{kind:<9}{day:>4}{len(cases):>7}{held:>7.0%}{off:>14.1%}{bias:>+8.1%}")


def scopes(rows: pl.DataFrame) -> list[str]:
    """Return the whole, every account and every service."""
    named = {"account": "SubAccountId", "service": "ServiceName"}
    found = ((kind, rows[column].drop_nulls().unique().sort()) for kind, column in named.items())
    return ["whole", *(f"{kind}:{value}" for kind, values in found for value in values)]


def judged(
    bill: Bill, wanted: list[str], months: list[date]
) -> dict[tuple[str, int], list[tuple[bool, float]]]:
    """Return, by kind of scope and day, whether each month was held and how far it was off."""
    cases = defaultdict(list)
    days = Span(months[0], MONTH.at(months[-1]).last)
    for scope in wanted:
        spend = daily_spend(bill, Budget("judged", Decimal(1), scope=parse_scope(scope)), days)
        for month in months[FIRST_JUDGED:]:
            for day, case in landings(spend, MONTH.at(month)):
                cases[(scope.partition(":")[0], day)].append(case)
    return cases


def landings(spend: DailySpend, span: Span) -> Iterator[tuple[int, tuple[bool, float]]]:
    """Yield what each day's landing came to; where there is no interval, nothing is judged."""
    actual = float(sum(spend.cost(day) for day in span))
    for day in DAYS:
        through = span.first + timedelta(days=day - 1)
        landing = land(known(spend, through), span, through, WeekdayForecaster())
        if landing is not None and landing.interval is not None and actual:
            low, high = landing.interval
            yield day, (float(low) <= actual <= float(high), (landing.mean - actual) / actual)


def known(spend: DailySpend, through: date) -> DailySpend:
    """Return what was known in the evening of a day."""
    kinds = {name: getattr(spend, name) for name in ("usage", "recurring", "other")}
    cut = {name: {d: c for d, c in days.items() if d <= through} for name, days in kinds.items()}
    return replace(spend, **cut)


if __name__ == "__main__":
    main()
