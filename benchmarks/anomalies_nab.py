"""The standard NAB score of Dharma's detector on the 28 shared files, beside its rivals.

Run ``python benchmarks/anomalies_nab.py [FOLDER] [--details] [--without]`` (or set
``DHARMA_NAB``; the shared series beside the checkout otherwise; a clone of NAB's repository works
too). Each file's threshold comes from the other files: the one whose score on them, smoothed over
its neighbours, is best. Every detector has the same refractory period, two thirds of a cycle. The
interval is a bootstrap over files, of the held-out scores. One set of parameters serves every
file. ``--without`` takes away one of the four signals at a time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from dharma_core.forecasting.anomalies.detector import Detector, DetectorSettings
from dharma_core.forecasting.anomalies.episodes import EpisodeRules, episodes
from dharma_core.forecasting.anomalies.judging import Kind, judge
from dharma_core.forecasting.anomalies.nab_scoring import (
    LabelledFile,
    probation,
    standard_score,
)
from dharma_core.forecasting.anomalies.rivals import isolation_forest_scores, rolling_mad_scores
from dharma_core.forecasting.anomalies.series import Series

_SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "series" / "nab"
_REFRACTORY_CYCLES = 2 / 3
_LEVELS = 100  # thresholds tried, spread over the scores a detector gave
_SMOOTHED = 11
_RESAMPLES = 2000
_PRODUCT_THRESHOLD = 0.5

Floats = np.ndarray
Scorer = Callable[[Series], Floats]


@dataclass(frozen=True)
class File:
    """One file of the corpus."""

    name: str
    series: Series
    labels: LabelledFile

    @property
    def group(self) -> str:
        """The corpus' own group it is of."""
        return self.name.partition("/")[0]

    def raw(self, scores: Floats, threshold: float) -> float:
        """Return the raw score of what a threshold lets through, told once a refractory period."""
        return self.labels.score(self.detections(scores, threshold))

    def detections(self, scores: Floats, threshold: float) -> list[int]:
        """Return the rows at which a detector speaks."""
        wait = round(_REFRACTORY_CYCLES * self.series.cycle)
        told: list[int] = []
        for row in np.flatnonzero(scores >= threshold):
            if row >= probation(self.labels.rows) and (not told or row - told[-1] > wait):
                told.append(int(row))
        return told


def labels_of(folder: Path) -> Path | None:
    """Return the file of labelled windows: of the shared files, or of NAB's own repository."""
    places = (folder / "windows.json", folder / "labels" / "combined_windows.json")
    return next((place for place in places if place.is_file()), None)


def read_files(folder: Path, labels: Path) -> list[File]:
    windows = json.loads(labels.read_text())
    return [_read(folder, name, labelled) for name, labelled in sorted(windows.items())]


def _read(folder: Path, name: str, labelled: Sequence[Sequence[str]]) -> File:
    packed = folder / f"{name.replace('/', '__')}.gz"
    path = packed if packed.is_file() else folder / "data" / name
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    moments = tuple(datetime.fromisoformat(row["timestamp"]) for row in rows)
    series = Series(name, moments, tuple(Decimal(row["value"]) for row in rows))
    spans = []
    for begin, end in labelled:
        inside = [
            n
            for n, moment in enumerate(moments)
            if datetime.fromisoformat(begin) <= moment <= datetime.fromisoformat(end)
        ]
        spans.append((inside[0], inside[-1]))
    return File(name, series, LabelledFile(len(rows), tuple(spans)))


def dharma_scores(series: Series) -> Floats:
    return np.array([step.reading.score for step in judge(series, Kind.METRIC)])


def scores_without(signal: str) -> Scorer:
    """Return the detector's scores where one signal weighs nothing."""

    def scorer(series: Series) -> Floats:
        settings = replace(DetectorSettings(cycle=series.cycle), **{signal: 0.0})
        detector = Detector(settings)
        steps = zip(series.values, series.places(), strict=True)
        return np.array([detector.push(float(value), place).score for value, place in steps])

    return scorer


def mad_scores(series: Series) -> Floats:
    return rolling_mad_scores(_values(series), window=series.cycle)


def forest_scores(series: Series) -> Floats:
    train = probation(len(series.values))
    return isolation_forest_scores(_values(series), window=series.cycle // 12, train=train)


def _values(series: Series) -> Floats:
    return np.array([float(value) for value in series.values])


def table(files: Sequence[File], scores: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Return raw scores, a row a file and a column a threshold, and the thresholds."""
    every = np.concatenate(scores)
    positive = every[every > 0]
    levels = np.unique(np.quantile(positive, 1 - np.geomspace(1e-5, 0.2, _LEVELS)))
    rows = [[file.raw(own, t) for t in levels] for file, own in zip(files, scores, strict=True)]
    return np.array(rows), levels


def held_out(raw: Floats, folds: Sequence[str]) -> tuple[Floats, list[int]]:
    """Return each file's raw score at the threshold that the other folds choose."""
    kernel = np.ones(_SMOOTHED) / _SMOOTHED
    names = np.array(folds)
    result, chosen = np.zeros(len(raw)), []
    for row, fold in enumerate(folds):
        others = raw[names != fold].sum(axis=0)
        padded = np.pad(others, _SMOOTHED // 2, mode="edge")
        best = int(np.argmax(np.convolve(padded, kernel, "valid")))
        result[row] = raw[row, best]
        chosen.append(best)
    return result, chosen


def interval(raw: Floats, windows: Floats) -> tuple[float, float]:
    """Return the 95 % bootstrap interval over files of the standard score."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(len(raw), size=(_RESAMPLES, len(raw)))
    some = windows[drawn].sum(axis=1) > 0
    totals = [
        standard_score(float(raw[rows].sum()), int(windows[rows].sum())) for rows in drawn[some]
    ]
    low, high = np.quantile(totals, [0.025, 0.975])
    return float(low), float(high)


def report(name: str, files: Sequence[File], scorer: Scorer, *, details: bool) -> None:
    began = time.process_time()
    scores = [scorer(file.series) for file in files]
    seconds = time.process_time() - began
    raw, levels = table(files, scores)
    windows = np.array([len(file.labels.windows) for file in files])
    total = int(windows.sum())
    by_file, chosen = held_out(raw, [file.name for file in files])
    by_group, _ = held_out(raw, [file.group for file in files])
    low, high = interval(by_file, windows)
    print(
        f"{name:18} {standard_score(by_file.sum(), total):6.1f}  [{low:5.1f}, {high:5.1f}]"
        f" {standard_score(by_group.sum(), total):8.1f}"
        f" {standard_score(raw.sum(axis=0).max(), total):8.1f} {seconds:8.1f}"
    )
    if details:
        _details(files, scores, by_file, [float(levels[n]) for n in chosen])


def _details(
    files: Sequence[File], scores: Sequence[Floats], raw: Floats, thresholds: Sequence[float]
) -> None:
    for file, own, earned, threshold in zip(files, scores, raw, thresholds, strict=True):
        found = len(file.detections(own, threshold))
        print(
            f"  {file.name:58} {earned:6.2f} of {len(file.labels.windows)},"
            f" told {found} at {threshold:.3f}"
        )
    fixed = sum(f.raw(s, _PRODUCT_THRESHOLD) for f, s in zip(files, scores, strict=True))
    total = sum(len(file.labels.windows) for file in files)
    print(f"  at the product's own threshold of 0.5: {standard_score(fixed, total):.1f}")
    told = [episode_rows(file) for file in files]
    earned = sum(file.labels.score(rows) for file, rows in zip(files, told, strict=True))
    print(
        f"  as the product's episodes (three ordinary steps end one): "
        f"{standard_score(earned, total):.1f}, {sum(map(len, told))} told"
    )


def episode_rows(file: File) -> list[int]:
    """Return the rows at which the product tells an episode, with the rules it ships with."""
    judged = judge(file.series, Kind.METRIC)
    row_of = {step.moment: row for row, step in enumerate(judged)}
    rows = [row_of[one.detected] for one in episodes(judged, EpisodeRules())]
    return [row for row in rows if row >= probation(file.labels.rows)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", default=os.environ.get("DHARMA_NAB", str(_SHARED)))
    parser.add_argument("--details", action="store_true", help="show each file")
    parser.add_argument("--without", action="store_true", help="take away a signal at a time")
    options = parser.parse_args()
    folder = Path(options.folder)
    labels = labels_of(folder)
    if labels is None:
        print(f"No NAB files in {folder}: name the folder that holds windows.json.")
        return 0
    files = read_files(folder, labels)
    windows = sum(len(file.labels.windows) for file in files)
    print(f"{len(files)} files, {windows} windows; standard profile, 0 silent, 100 perfect\n")
    print("detector           held out    95 % interval  by group  best of all  CPU s")
    report("Dharma", files, dharma_scores, details=options.details)
    if options.without:
        for signal in ("extreme", "residual", "pattern", "shift"):
            report(f"- {signal}", files, scores_without(signal), details=False)
        return 0
    report("rolling MAD", files, mad_scores, details=False)
    report("Isolation Forest", files, forest_scores, details=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
