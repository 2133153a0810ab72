"""Forecasts of the odd series of M4 Weekly and Hourly, beside Naive2, Theta and damped ETS.

One configuration serves both sets. Members and weights come from a back-test of three origins on
the train part; the test part is read once, to print the figures. AutoETS of statsforecast runs
beside them where it can be imported: it is no dependency of ours, so install it in a folder of its
own (``pip install --target DIR --no-deps statsforecast coreforecast utilsforecast fugue triad
adagio fsspec``) and put that folder last on PYTHONPATH.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dharma_core.forecasting.accuracy import coverage, mase, mase_scale, msis, owa, smape
from dharma_core.forecasting.backtesting import backtest
from dharma_core.forecasting.ensemble import choose
from dharma_core.forecasting.forecasting import Plan, calibrated, forecast, prepare
from dharma_core.forecasting.models import candidates, models
from dharma_core.forecasting.panel import DAILY, HOURLY, WEEKLY, Floats, Panel, Rhythm

RIVALS = ("naive2", "theta", "damped_ets", "damped_ets_long", "seasonal_naive")
CHOOSING_S, FINAL_S = 80.0, 10.0  # CPU seconds per 100 series
DAILY_S = 90.0


@dataclass(frozen=True)
class Goal:
    """A set of M4 and what is asked of it."""

    name: str
    rhythm: Rhythm
    owa: float
    msis: float
    published: str


GOALS = (
    Goal("weekly", WEEKLY, 0.72, 16.0, "best published OWA 0.739, MSIS 16.2 (all 359 series)"),
    Goal("hourly", HOURLY, 0.42, 6.8, "best published OWA 0.410, MSIS 6.14 (all 414 series)"),
)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def read(path: Path, rhythm: Rhythm) -> tuple[Panel, Floats]:
    parts: dict[str, dict[str, list[float]]] = {"train": {}, "test": {}}
    with gzip.open(path, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            parts[row["part"]].setdefault(row["unique_id"], []).append(float(row["value"]))
    panel = Panel.of(parts["train"], rhythm)
    return panel, np.array([parts["test"][key] for key in panel.keys])


def auto_ets(panel: Panel, horizon: int) -> tuple[Floats, Floats, Floats] | None:
    """Return the mean, lower and upper bounds of AutoETS, None where it is not installed."""
    try:
        from statsforecast.models import AutoETS
    except ImportError:
        return None
    said = [
        AutoETS(season_length=panel.rhythm.season).forecast(y=panel.row(row), h=horizon, level=[95])
        for row in range(len(panel))
    ]
    mean, lower, upper = (
        np.stack([one[part] for one in said]) for part in ("mean", "lo-95", "hi-95")
    )
    return mean, lower, upper


def told(plan: Plan) -> None:
    alone = ", ".join(f"{name} {loss:.3f}" for name, loss in sorted(plan.ensemble.alone.items()))
    print(f"  back-test on the train part, each alone: {alone}")
    share = plan.ensemble.weights.mean(axis=1)
    members = [f"{m} {w:.2f}" for m, w in zip(plan.ensemble.members, share, strict=True)]
    print(f"  chosen (mean weight): {', '.join(members)}; back-test OWA {plan.ensemble.loss:.4f}")


def judged(goal: Goal, folder: Path) -> Iterator[bool]:
    panel, came = read(folder / f"m4_{goal.name}_odd.csv.gz", goal.rhythm)
    horizon, hundreds = came.shape[1], len(panel) / 100
    print(f"{goal.name}: {len(panel)} series, {horizon} steps ahead; {goal.published}")
    begun = cpu()
    tested = backtest(panel, horizon, candidates(panel.rhythm))
    plan = prepare(panel, horizon, tested=tested)
    choosing = (cpu() - begun) / hundreds
    told(plan)
    begun = cpu()
    said = forecast(panel, horizon, plan=plan)
    final = (cpu() - begun) / hundreds
    scale = mase_scale(panel)
    rivals = {name: models()[name].fit(panel, horizon).forecast(panel) for name in RIVALS}
    begun = cpu()
    auto = auto_ets(panel, horizon)
    auto_spent = (cpu() - begun) / hundreds
    if auto:
        rivals["auto_ets"] = auto[0]
    naive2 = rivals["naive2"]
    for name, other in {**rivals, "Dharma": said.mean}.items():
        print(
            f"  {name:16} OWA {owa(came, other, naive2, scale):.4f}  "
            f"sMAPE {smape(came, other).mean():6.3f}  MASE {mase(came, other, scale).mean():.3f}"
        )
    if auto:
        print(
            f"  auto_ets of statsforecast: MSIS {msis(came, *auto[1:], scale).mean():.2f}, 95 % "
            f"intervals hold {coverage(came, *auto[1:]):.1%}; {auto_spent:.1f} CPU s per 100 series"
        )
    else:
        print("  auto_ets is not shown: statsforecast is not installed")
    found = owa(came, said.mean, naive2, scale)
    width = float(msis(came, said.lower, said.upper, scale).mean())
    held = coverage(came, said.lower, said.upper)
    print(f"  OWA {found:.4f} (at most {goal.owa}), MSIS {width:.2f} (at most {goal.msis})")
    print(f"  95 % intervals hold {held:.1%} (93-97 %)")
    print(
        f"  CPU per 100 series: choosing and calibrating {choosing:.1f} s (at most "
        f"{CHOOSING_S:g}), final fit and forecast {final:.1f} s (at most {FINAL_S:g})"
    )
    kept = [name for name in candidates(panel.rhythm) if name != "neighbours"]
    fewer = choose(tested, candidates=kept).fit(panel, horizon, models()).forecast(panel)
    print(f"  without nearest neighbours: OWA {owa(came, fewer, naive2, scale):.4f}")
    yield found <= goal.owa and width <= goal.msis and 0.93 <= held <= 0.97
    yield choosing <= CHOOSING_S and final <= FINAL_S


def many_days(series: int) -> Iterator[bool]:
    """Forecast many daily series 90 days ahead, members chosen on a sample of 100."""
    draw = np.random.default_rng(11)
    day = np.arange(490)
    week = np.where(day % 7 >= 5, draw.uniform(0.5, 1.1, (series, 1)), 1.0)
    growth = np.exp(day * draw.normal(0.0005, 0.001, (series, 1)))
    walk = np.exp(np.cumsum(draw.normal(0, 0.01, (series, 490)), axis=1))
    noise = 1 + 0.05 * draw.standard_normal((series, 490))
    values = 10.0 ** draw.uniform(0, 4, (series, 1)) * week * growth * walk * noise
    panel = Panel(tuple(f"s{row}" for row in range(series)), values[:, :400], DAILY)
    begun = cpu()
    rows = np.linspace(0, series - 1, 100).round().astype(int)
    chosen = choose(backtest(panel.rows(rows), 90, candidates(DAILY)))
    print(f"daily: {series} series of 400 days; chosen on 100: {', '.join(chosen.members)}")
    print(f"  choosing on the sample: {cpu() - begun:.1f} CPU s")
    begun = cpu()
    said = forecast(panel, 90, plan=calibrated(panel, 90, chosen, available=models()))
    spent = cpu() - begun
    model, naive = said.plan.model_mase.mean(), said.plan.naive_mase.mean()
    print(f"  90 days ahead with intervals: {spent:.1f} CPU s (under {DAILY_S:g})")
    held = coverage(values[:, 400:], said.lower, said.upper)
    print(
        f"  back-test MASE {model:.3f}, seasonal naive {naive:.3f}; 95 % intervals hold {held:.1%}"
    )
    yield spent < DAILY_S and bool(np.isfinite(said.upper).all())


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/series"))
    parser.add_argument("--only", choices=["weekly", "hourly", "daily"])
    parser.add_argument("--daily-series", type=int, default=1000)
    asked = parser.parse_args(arguments)
    met: list[bool] = []
    for goal in GOALS:
        if asked.only in (None, goal.name):
            met += judged(goal, asked.folder)
    if asked.only in (None, "daily"):
        met += many_days(asked.daily_series)
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
