"""How often each detector speaks where nothing happened: one threshold, very different series.

Run ``python benchmarks/anomalies_quiet.py [--series 100]``. Every series is ordinary by making:
its noise, its scale and its rhythm differ, nothing else. A threshold that serves all series tells
about as little in each of them. Printed are needless episodes in a year of days (costs) and in
two months of hours (metrics), at the product's threshold and without a floor.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from dharma_core.forecasting.anomalies.episodes import EpisodeRules
from dharma_core.forecasting.anomalies.judging import judged_report
from dharma_core.forecasting.anomalies.series import checked_series

_DAYS, _HOURS = 365, 24 * 60

Floats = np.ndarray
Make = Callable[[np.random.Generator, int], Floats]


def _level(rng: np.random.Generator, steps: int, noise: float) -> Floats:
    return 100 * np.exp(noise * rng.normal(size=steps))


FAMILIES: dict[str, Make] = {
    "noise of 1 %": lambda rng, n: _level(rng, n, 0.01),
    "noise of 5 %": lambda rng, n: _level(rng, n, 0.05),
    "noise of 20 %": lambda rng, n: _level(rng, n, 0.2),
    "noise of 5 %, cents": lambda rng, n: _level(rng, n, 0.05) / 10_000,
    "noise of 5 %, millions": lambda rng, n: _level(rng, n, 0.05) * 10_000,
    "heavy tails (t, 3 degrees), 5 %": lambda rng, n: 100 * np.exp(0.05 * rng.standard_t(3, n)),
    "counts, 5 a step": lambda rng, n: rng.poisson(5, n).astype(float),
    "random walk, 2 % a step": lambda rng, n: 100 * np.exp(np.cumsum(0.02 * rng.normal(size=n))),
    "growth to the double, 5 %": lambda rng, n: _level(rng, n, 0.05) * np.linspace(1, 2, n),
}


def told(make: Make, series: int, *, daily: bool) -> float:
    """Return needless episodes a series."""
    steps = _DAYS if daily else _HOURS
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    count = 0
    for seed in range(series):
        values = make(np.random.default_rng([seed, daily]), steps)
        moments: list[date] = [
            date(2026, 1, 1) + timedelta(days=n) if daily else begin + timedelta(hours=n)
            for n in range(steps)
        ]
        points = [(m, Decimal(repr(float(v)))) for m, v in zip(moments, values, strict=True)]
        count += len(judged_report(checked_series("quiet", points), EpisodeRules()).episodes)
    return count / series


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--series", type=int, default=100)
    options = parser.parse_args()
    print(f"{options.series} series each, needless episodes in each\n")
    print(f"{'':34}{'a year of days':>16}{'two months of hours':>21}")
    for name, make in FAMILIES.items():
        days = told(make, options.series, daily=True)
        hours = told(make, max(options.series // 4, 1), daily=False)
        print(f"{name:34}{days:16.2f}{hours:21.1f}")
    print(f"\n{time.process_time():.0f} CPU s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
