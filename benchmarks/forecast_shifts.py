"""Forecasts after a lasting change of level, with and without the re-based models.

Run ``python benchmarks/forecast_shifts.py [--seeds 21,22,23,24]``. Each seed is a year of the
sample company's bill by account and service, with launches that are large and sudden; onto its
daily costs moves between accounts and price changes are laid, whose days and sizes are known. From
six days of the year the next 30 are forecast; a series counts when its level changed by 15 % or
more in the 7 to 30 days before. Both choices come from one back-test: the same models, with and
without their re-based twins. The rules were made on seeds 1 to 3; others were not looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from dharma_core.finops.analytics import as_bill
from dharma_core.finops.daily_series import By, daily_series
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.forecasting.backtesting import Backtest, backtest
from dharma_core.forecasting.dated import arrange
from dharma_core.forecasting.ensemble import choose, held_out
from dharma_core.forecasting.intervals import calibrate
from dharma_core.forecasting.models import candidates
from dharma_core.forecasting.panel import DAILY, Floats, Panel
from dharma_core.storage.sample_billing import load_sample_parameters

ROWS, HORIZON, SPAN = 25_000, 30, 14
ORIGINS = (150, 181, 212, 243, 274, 305)
RECENT = range(7, 31)  # days since the shift
LEAST = 0.15
FAST = {"per_year": 6.0, "ramp_days": (1, 3), "share_of_account_percent": (15.0, 45.0)}


@dataclass(frozen=True)
class Event:
    """A shift that is over by ``day``, on one row."""

    row: int
    day: int
    kind: str


def bill(seed: int) -> tuple[Panel, list[Event]]:
    known = load_sample_parameters()
    launches = known.launches.model_copy(update=FAST)
    made = sample_bill(known.model_copy(update={"launches": launches}), rows=ROWS, seed=seed)
    rows = pl.concat(frame for month in made.months for frame in made.frames(month))
    daily = daily_series(as_bill(rows.lazy()), By.SERVICE)
    dated = arrange(daily.points, keep_last=True)
    events = []
    for launch in made.launches:
        over = dated.moments.index(launch.start) + launch.ramp_days
        scopes = {(launch.account_id, service) for service in launch.services}
        events += [
            Event(row, over, "launch")
            for row, key in enumerate(dated.panel.keys)
            if daily.scopes[key] in scopes
        ]
    values = dated.panel.values.copy()
    events += laid_over(values, [daily.scopes[key] for key in dated.panel.keys], seed)
    return replace(dated.panel, values=values), [one for one in events if large(values, one)]


def laid_over(values: Floats, scopes: Sequence[tuple[str, ...]], seed: int) -> list[Event]:
    """Move cost between accounts and change prices, in place."""
    draw = np.random.default_rng(1000 + seed)
    whole = np.isfinite(values).all(axis=1) & (values.min(axis=1) > 0)
    free = list(draw.permutation([row for row in np.flatnonzero(whole) if len(scopes[row]) == 2]))
    events = []
    for turn, day in enumerate(sorted(draw.choice(np.arange(100, 300), size=8, replace=False))):
        row = free.pop()
        if turn % 2:
            factor = draw.uniform(0.5, 0.8) if draw.random() < 0.5 else draw.uniform(1.25, 1.8)
            values[row, day:] *= factor
            events.append(Event(row, int(day), "price"))
            continue
        to = next(other for other in free if scopes[other][0] != scopes[row][0])
        free.remove(to)
        ramp = int(draw.integers(1, 6))
        done = np.clip((np.arange(values.shape[1]) - day + 1) / ramp, 0, 1)
        moved = values[row] * done * draw.uniform(0.4, 0.95)
        values[row] -= moved
        values[to] += moved * draw.uniform(0.7, 1.1)
        over = int(day) + ramp - 1
        events += [Event(row, over, "moved away"), Event(to, over, "moved here")]
    return events


def large(values: Floats, event: Event) -> bool:
    before = np.median(values[event.row, max(event.day - SPAN - 5, 0) : event.day - 5])
    after = np.median(values[event.row, event.day : event.day + SPAN])
    return bool(before > 0 and abs(after / before - 1) >= LEAST)


def judged(panel: Panel, events: Sequence[Event], origin: int) -> Iterator[tuple[str, Mapping]]:
    """Yield what each choice was off by, for each series that shifted of late and all others."""
    past = replace(panel, values=panel.values[:, :origin])
    begun = np.flatnonzero(np.isfinite(past.values).any(axis=1))
    past = past.rows(begun)
    came = np.nan_to_num(panel.values[begun, origin : origin + HORIZON])
    size = np.abs(came).mean(axis=1)
    known = {n: m for n, m in candidates(DAILY).items() if not n.startswith("boosting")}
    tested = backtest(past, HORIZON, known)
    since = {one.row: (origin - one.day, one.kind) for one in events if origin - one.day in RECENT}
    plain = [name for name in known if not name.endswith("_rebased")]
    for label, names in (("without", plain), ("with", list(known))):
        mean, lower, upper = said(past, tested, names)
        for place, row in enumerate(begun):
            if size[place] > 0:
                days, kind = since.get(int(row), (0, "no shift"))
                yield (
                    label,
                    {
                        "kind": kind,
                        "days": days,
                        "error": np.abs(came[place] - mean[place]).mean() / size[place],
                        "held": ((lower <= came) & (came <= upper))[place].mean(),
                        "width": (upper - lower)[place].mean() / size[place],
                    },
                )


def said(past: Panel, tested: Backtest, names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    chosen = choose(tested, candidates=names)
    mean = chosen.fit(past, HORIZON, candidates(DAILY)).forecast(past)
    return mean, *calibrate(tested, held_out(tested, chosen.members)).interval(mean, 0.95)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="21,22,23,24")
    asked = parser.parse_args(arguments)
    began = time.process_time()
    found: dict[str, list[Mapping]] = defaultdict(list)
    for seed in asked.seeds.split(","):
        panel, events = bill(int(seed))
        for origin in ORIGINS:
            for label, case in judged(panel, events, origin):
                found[label].append(case)
    print(f"{time.process_time() - began:.0f} s of processor time")
    groups = {
        "after a shift": lambda case: case["days"] > 0,
        "its first two weeks": lambda case: 0 < case["days"] <= SPAN,
        "launch": lambda case: case["kind"] == "launch",
        "moved away": lambda case: case["kind"] == "moved away",
        "moved here": lambda case: case["kind"] == "moved here",
        "price": lambda case: case["kind"] == "price",
        "no shift": lambda case: case["days"] == 0,
    }
    print(f"{'':22}{'cases':>6}{'error without, with':>22}{'median':>16}{'better':>8}{'worse':>7}"
          f"{'95 % held':>14}{'width':>14}")  # fmt: skip
    for name, kept in groups.items():
        told(name, [c for c in found["without"] if kept(c)], [c for c in found["with"] if kept(c)])
    shifted = [[case["error"] for case in found[label] if case["days"]] for label in found]
    return 0 if np.mean(shifted[1]) < np.mean(shifted[0]) else 1


def told(name: str, without: Sequence[Mapping], now: Sequence[Mapping]) -> None:
    if not now:
        return
    before, after = (np.array([case["error"] for case in cases]) for cases in (without, now))
    held = [np.nanmean([case["held"] for case in cases]) for cases in (without, now)]
    width = [np.nanmedian([case["width"] for case in cases]) for cases in (without, now)]
    print(
        f"{name:22}{len(now):6}{before.mean():11.4f}{after.mean():11.4f}"
        f"{np.median(before):8.4f}{np.median(after):8.4f}"
        f"{(after < before - 1e-9).mean():8.0%}{(after > before + 1e-9).mean():7.0%}"
        f"{held[0]:7.1%}{held[1]:7.1%}{width[0]:7.2f}{width[1]:7.2f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
