"""How well the review lands: month ends foreseen from four days of each month of the sample bill.

    python benchmarks/month_landings.py

By the forecast of the whole bill, by account, as the review does it, and beside it by the average
of each weekday so far: the median error, the mean error (below zero: foreseen too low), how often
the 95 % interval held the month and how wide it is, and the processor time.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, median

import polars as pl

from dharma_core.finops.analytics import Bill, as_bill
from dharma_core.finops.cost_outlook import CostOutlook
from dharma_core.finops.daily_series import By, DailySeries, daily_series
from dharma_core.finops.landing import Landing, land, last_day, with_forecast
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.forecasting.outlook import Ask, look_ahead
from dharma_core.money import exact_sum
from dharma_core.storage.sample_billing import load_sample_parameters
from dharma_core.workbench.costs_ahead import frugal_models

SEEDS = (5, 11)
DAYS = (4, 11, 18, 25)
FIRST_JUDGED = 3
HORIZON = 30

Costs = dict[date, Decimal]


def main() -> None:
    """Print a table for each seed."""
    for seed in SEEDS:
        made = sample_bill(load_sample_parameters(), rows=15_000, months=12, seed=seed)
        rows = pl.concat(frame for month in made.months for frame in made.frames(month))
        began = time.process_time()
        cases = judged(as_bill(rows.lazy()), sorted(made.months))
        spent = time.process_time() - began
        print(
            f"seed {seed}: {spent / sum(map(len, cases.values())):.1f} s processor time a landing"
        )
        print(
            f"{'day':>4}{'cases':>7}{'error':>8}{'weekdays':>10}{'bias':>8}{'held':>7}{'width':>8}"
        )
        for day, found in sorted(cases.items()):
            error, plain, held, width = zip(*found, strict=True)
            print(
                f"{day:>4}{len(found):>7}{median(map(abs, error)):>8.2%}"
                f"{median(map(abs, plain)):>10.2%}{fmean(error):>+8.2%}{fmean(held):>7.0%}"
                f"{median(width):>8.1%}"
            )


def judged(bill: Bill, months: list[date]) -> dict[int, list[tuple[float, float, bool, float]]]:
    """Return, by day: both errors, whether the interval held the month, and its width."""
    daily = daily_series(bill, By.ACCOUNT)
    cost = summed(daily)
    usage = summed(daily_series(bill.where(ChargeCategory="Usage"), By.TOTAL))
    cases = defaultdict(list)
    for month in months[FIRST_JUDGED:]:
        actual = float(exact_sum(c for day, c in cost.items() if month <= day <= last_day(month)))
        for day, plain, found in landings(daily, cost, usage, month):
            low, high = map(float, found.interval or ("nan", "nan"))
            cases[day].append(
                (
                    float(found.amount) / actual - 1,
                    float(plain.amount) / actual - 1,
                    low <= actual <= high,
                    (high - low) / actual,
                )
            )
    return cases


def landings(
    daily: DailySeries, cost: Costs, usage: Costs, month: date
) -> Iterator[tuple[int, Landing, Landing]]:
    """Yield what each day's landing came to, by weekdays and by the forecast."""
    for day in DAYS:
        through = month + timedelta(days=day - 1)
        known = {
            key: past
            for key, points in daily.points.items()
            if (past := tuple(point for point in points if point[0] <= through))
        }
        ask = Ask(HORIZON, groups=daily.groups, models=frugal_models())
        found = CostOutlook(look_ahead(known, ask), daily.currency, By.ACCOUNT, {})
        plain = land(month, within(cost, month, through), within(usage, month, through))
        yield day, plain, with_forecast(plain, month, found)


def summed(daily: DailySeries) -> Costs:
    """Return the cost of each day over all series."""
    found: Costs = defaultdict(Decimal)
    for points in daily.points.values():
        for day, cost in points:
            found[day] += cost
    return found


def within(costs: Costs, first: date, last: date) -> Costs:
    """Return the costs of some days."""
    return {day: cost for day, cost in costs.items() if first <= day <= last}


if __name__ == "__main__":
    main()
