"""How well budgets land: month ends foreseen from four days of each month of the sample bill.

    python benchmarks/budget_landings.py [--models] [--seeds 5,11] [--each N] [--history DAYS]

For the whole, accounts and services, by the mean of weekdays and, with --models, beside it in the
same run by the models of the page Forecast: the median error and the mean error (below zero:
foreseen too low), how often the 90 % interval of the sum held the month, the Brier score of the
chance of an overrun (a budget at 97 to 103 % of what came; 0.25 is a coin), the processor time of
one landing.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, median

import polars as pl

from dharma_core.finops.analytics import as_bill
from dharma_core.finops.budgets import (
    Budget,
    DailyForecaster,
    DailySpend,
    Landing,
    Span,
    WeekdayForecaster,
    land,
    parse_period,
    parse_scope,
)
from dharma_core.finops.budgets.spending import daily_spends
from dharma_core.finops.budgets.standing import HISTORY_DAYS
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters

DAYS = (1, 8, 15, 22)
FIRST_JUDGED = 4
MONTH = parse_period("month")
AMOUNTS = (0.97, 0.98, 0.99, 1.01, 1.02, 1.03)


@dataclass(frozen=True)
class Case:
    """One month of one scope, foreseen from one of its days."""

    kind: str
    day: int
    error: float
    held: bool
    brier: float
    seconds: float


def main() -> None:
    """Print a table for each forecaster."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--models", action="store_true", help="judge the models too")
    asked.add_argument("--seeds", default="5,11")
    asked.add_argument("--each", type=int, default=1, help="judge only each n-th scope")
    asked.add_argument(
        "--history", type=int, default=HISTORY_DAYS, help="days before the month that models see"
    )
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    found: dict[str, list[Case]] = defaultdict(list)
    for seed in map(int, given.seeds.split(",")):
        for name, case in judged(seed, forecasters(models=given.models), given):
            found[name].append(case)
    for name, cases in found.items():
        table(name, cases)


def forecasters(*, models: bool) -> Mapping[str, DailyForecaster]:
    """Return those that are judged."""
    if not models:
        return {"weekdays": WeekdayForecaster()}
    from model_forecaster import ModelForecaster

    return {"weekdays": WeekdayForecaster(), "models": ModelForecaster()}


def judged(
    seed: int, asked: Mapping[str, DailyForecaster], given: argparse.Namespace
) -> Iterator[tuple[str, Case]]:
    """Yield what each forecaster said of each scope, month and day of a bill."""
    made = sample_bill(load_sample_parameters(), rows=55_000, months=12, seed=seed)
    rows = pl.concat(frame for month in made.months for frame in made.frames(month))
    months = sorted(made.months)
    days = Span(months[0], MONTH.at(months[-1]).last)
    wanted = [
        (Budget("judged", Decimal(1), scope=parse_scope(scope)), days)
        for scope in scopes(rows)[:: given.each]
    ]
    spending = daily_spends(as_bill(rows.lazy()), wanted)
    for (budget, _), spend in zip(wanted, spending, strict=True):
        for month in months[FIRST_JUDGED:]:
            for day in DAYS:
                through = month.replace(day=day)
                for name, forecaster in asked.items():
                    history = HISTORY_DAYS if name == "weekdays" else given.history
                    seen = known(spend, through, history)
                    case = judge(spend, seen, through, forecaster)
                    if case is not None:
                        yield name, replace(case, kind=budget.scope.kind.value)


def scopes(rows: pl.DataFrame) -> list[str]:
    """Return the whole, every account and every service."""
    named = {"account": "SubAccountId", "service": "ServiceName"}
    found = ((kind, rows[column].drop_nulls().unique().sort()) for kind, column in named.items())
    return ["whole", *(f"{kind}:{value}" for kind, values in found for value in values)]


def known(spend: DailySpend, through: date, history: int) -> DailySpend:
    """Return what a budget of the month knew in the evening of a day."""
    first = through.replace(day=1) - timedelta(days=history)
    kinds = {name: getattr(spend, name) for name in ("usage", "recurring", "other")}
    cut = {
        name: {d: c for d, c in days.items() if first <= d <= through}
        for name, days in kinds.items()
    }
    return replace(spend, **cut)


def judge(
    spend: DailySpend, seen: DailySpend, through: date, forecaster: DailyForecaster
) -> Case | None:
    """Return what a landing came to; where there is no interval, nothing is judged."""
    span = MONTH.at(through)
    actual = float(sum(spend.cost(one) for one in span))
    began = time.process_time()
    landing = land(seen, span, through, forecaster)
    seconds = time.process_time() - began
    if landing is None or landing.interval is None or not actual:
        return None
    low, high = landing.interval
    error = (landing.mean - actual) / actual
    inside = float(low) <= actual <= float(high)
    return Case("", through.day, error, inside, brier(landing, actual), seconds)


def brier(landing: Landing, actual: float) -> float:
    """Return the mean square of the chance's error, over amounts around what came."""
    chances = [
        (landing.overrun_probability(Decimal(repr(actual * share))) or 0.0, float(share < 1))
        for share in AMOUNTS
    ]
    return fmean((chance - came) ** 2 for chance, came in chances)


def table(name: str, cases: list[Case]) -> None:
    """Print the figures of one forecaster."""
    print(f"{name}: {fmean(case.seconds for case in cases):.4f} s processor time a landing")
    print(
        f"{'scope':<9}{'day':>4}{'cases':>7}{'held':>7}{'median error':>14}{'bias':>8}{'Brier':>8}"
    )
    groups: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.kind, case.day].append(case)
        groups["all", case.day].append(case)
    for (kind, day), some in sorted(groups.items()):
        held, off = fmean(c.held for c in some), median(abs(c.error) for c in some)
        bias, score = fmean(c.error for c in some), fmean(c.brier for c in some)
        line = f"{kind:<9}{day:>4}{len(some):>7}{held:>7.0%}{off:>14.2%}{bias:>+8.2%}{score:>8.3f}"
        print(line)


if __name__ == "__main__":
    main()
