"""Detection and attribution on generated billing whose incidents are known.

Run ``python benchmarks/anomalies_billing.py [--seeds 12] [--first 101]``. The detector was made on
seeds 1 to 8; those judged here were not seen before. Each seed is a company's year on three clouds
with six kinds of incident, 1.2 to 3 times the normal cost of an account's service; the parameters
are frozen in data/samples/billing.yaml. The detector sees daily costs of each account and service,
once and in order; an episode is right when it was told during an incident of its scope and they
overlap. The rivals see the same series: rolling MAD over four weeks at the usual 3.5 deviations.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from dharma_core.finops.attribution import Attribution, attribute
from dharma_core.finops.attribution_scopes import Scope, daily_costs, written_scope
from dharma_core.finops.sample_billing import Incident, sample_bill
from dharma_core.forecasting.anomalies.episodes import (
    Direction,
    Episode,
    EpisodeRules,
    Judged,
    episodes,
)
from dharma_core.forecasting.anomalies.judging import Kind, judge
from dharma_core.forecasting.anomalies.readings import Reading, Signal, score_of
from dharma_core.forecasting.anomalies.rivals import rolling_mad_scores
from dharma_core.forecasting.anomalies.series import Series, checked_series
from dharma_core.storage.sample_billing import load_sample_parameters

_ROWS = 60_000
_MONTHS = 12
_LARGE = 1.5
_RULES = EpisodeRules(direction=Direction.UP, floor=Decimal(100))
_MAD_DEVIATIONS = 3.5
_MAD_WINDOW = 28


@dataclass
class Tally:
    """What a detector found over all seeds."""

    told: int = 0
    right: int = 0
    found: Counter[str] = field(default_factory=Counter)
    large: Counter[str] = field(default_factory=Counter)
    small_found: int = 0
    small: int = 0
    delays: list[int] = field(default_factory=list)
    impact_errors: list[float] = field(default_factory=list)
    dollars: Decimal = Decimal(0)
    dollars_found: Decimal = Decimal(0)
    dollars_right: Decimal = Decimal(0)
    dollars_drilled: Decimal = Decimal(0)
    seconds: float = 0.0


def dharma_episodes(series: Series) -> Sequence[Episode]:
    return episodes(judge(series, Kind.COST), _RULES)


def mad_episodes(series: Series) -> Sequence[Episode]:
    """Return what rolling MAD tells, through the same episodes, floor and direction."""
    values = np.array([float(value) for value in series.values])
    scores = rolling_mad_scores(values, window=_MAD_WINDOW)
    judged = []
    for n, (day, value) in enumerate(zip(series.moments, series.values, strict=True)):
        past = values[max(n - _MAD_WINDOW, 0) : n]
        usual = float(np.median(past)) if len(past) else float(value)
        loud = scores[n] >= _MAD_DEVIATIONS
        reading = Reading(
            score=score_of(float(scores[n]), even_odds=_MAD_DEVIATIONS),
            signal=Signal.RESIDUAL if scores[n] > 0 else None,
            upward=float(value) >= usual,
            expected=usual,
            p_value=0.01 if loud else 1.0,
        )
        judged.append(Judged(day, value, reading))
    return episodes(judged, _RULES)


def judge_seed(
    frame: pl.DataFrame, incidents: Sequence[Incident], tally: Tally, *, mad: bool
) -> None:
    detect = mad_episodes if mad else dharma_episodes
    hits: dict[str, tuple[Incident, Episode]] = {}
    for scope, points in daily_costs(frame).items():
        mine = [i for i in incidents if (i.account_id, i.service) == scope]
        series = checked_series(written_scope(scope), points)
        began = time.process_time()
        told = detect(series)
        tally.seconds += time.process_time() - began
        for episode in told:
            right = [i for i in mine if _matches(episode, i)]
            tally.told += 1
            tally.right += bool(right)
            for incident in right:
                hits.setdefault(incident.id, (incident, episode))
    _count(incidents, hits, tally)
    if not mad:
        for incident, episode in hits.values():
            _attributed(frame, incident, episode, tally)


def _matches(episode: Episode, incident: Incident) -> bool:
    told: date = episode.detected
    return incident.start <= episode.end and episode.start <= incident.end and told <= incident.end


def _count(
    incidents: Sequence[Incident], hits: dict[str, tuple[Incident, Episode]], tally: Tally
) -> None:
    for incident in incidents:
        tally.dollars += incident.dollars
        if incident.factor < _LARGE:
            tally.small += 1
            tally.small_found += incident.id in hits
            continue
        tally.large[incident.kind] += 1
        tally.found[incident.kind] += incident.id in hits
    for incident, episode in hits.values():
        tally.dollars_found += incident.dollars
        tally.delays.append(max((episode.detected - incident.start).days, 0))
        tally.impact_errors.append(float(abs(episode.impact - incident.dollars) / incident.dollars))


def _attributed(frame: pl.DataFrame, incident: Incident, episode: Episode, tally: Tally) -> None:
    """Add the incident's dollars where its cause is named, in its scope and in its account."""
    scope: Scope = (incident.account_id, incident.service)
    own = frame.filter((pl.col("SubAccountId") == scope[0]) & (pl.col("ServiceName") == scope[1]))
    if _is_right(attribute(own, start=episode.start, end=episode.end), incident):
        tally.dollars_right += incident.dollars
    account = frame.filter(pl.col("SubAccountId") == scope[0])
    if _is_right(attribute(account, start=episode.start, end=episode.end), incident):
        tally.dollars_drilled += incident.dollars


def _is_right(found: Attribution | None, incident: Incident) -> bool:
    """Whether account, service and mechanism are right, and most new resources where there are."""
    if found is None or found.mechanism != incident.cause:
        return False
    named = {part.level: part.value for part in found.parts}
    if (named.get("SubAccountId"), named.get("ServiceName")) != (
        incident.account_id,
        incident.service,
    ):
        return False
    truth = set(incident.resource_ids)
    return not truth or 2 * len(truth & set(found.new_resources)) > len(truth)


def _print(name: str, tally: Tally) -> None:
    large, found = sum(tally.large.values()), sum(tally.found.values())
    precision = tally.right / tally.told if tally.told else 0.0
    delays = sorted(tally.delays)
    print(
        f"{name:12} precision {precision:.3f} ({tally.right} of {tally.told})"
        f"  recall at 1.5 and more {found / large:.3f} ({found} of {large})"
        f"  below 1.5 {tally.small_found} of {tally.small}"
    )
    print(
        f"{'':12} delay: median {statistics.median(delays):.0f} days, 90 % within"
        f" {delays[int(0.9 * (len(delays) - 1))]}, longest {delays[-1]}; dollars found"
        f" {tally.dollars_found / tally.dollars:.3f}; error of impact, median"
        f" {statistics.median(tally.impact_errors):.2f}; {tally.seconds:.1f} CPU s"
    )


def _print_kinds(tally: Tally) -> None:
    for kind in sorted(tally.large):
        print(f"{'':14}{kind:22} {tally.found[kind]:3} of {tally.large[kind]}")
    print(
        f"{'':12} share of all dollars with the true cause named (account, service, price or"
        f" quantity, new resources): {tally.dollars_right / tally.dollars:.3f};"
        f" drilling down from the account alone: {tally.dollars_drilled / tally.dollars:.3f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--first", type=int, default=101)
    options = parser.parse_args()
    dharma, mad = Tally(), Tally()
    for seed in range(options.first, options.first + options.seeds):
        bill = sample_bill(load_sample_parameters(), rows=_ROWS, months=_MONTHS, seed=seed)
        frame = pl.concat([part for month in bill.months for part in bill.frames(month)])
        judge_seed(frame, bill.incidents, dharma, mad=False)
        judge_seed(frame, bill.incidents, mad, mad=True)
    print(f"{options.seeds} company years, seeds from {options.first}, {_ROWS:,} rows each\n")
    _print("Dharma", dharma)
    _print_kinds(dharma)
    _print("rolling MAD", mad)
    return 0


if __name__ == "__main__":
    sys.exit(main())
