"""A plan of 1,000 resources read, checked with all rules and priced: under 3 s and 300 MB."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path

from grown_plan import grow
from process_tree import Measured, measure

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "tests/golden/plans/three-tier/plan.json"
RESOURCES = 1_000
LIMIT_S, LIMIT_MB = 3.0, 300.0
RUNS = 3
_WORK = """
import json, sys
from dharma_core.workbench import Workbench
bench = Workbench.open()
plan = bench.read(sys.argv[1])
report = bench.check(plan)
estimate = bench.estimate(plan)
print(json.dumps({"resources": len(plan.managed), "rules": len(report.rules_run),
    "findings": len(report.findings), "total": str(estimate.total.amount),
    "unknown": estimate.unknown_count}))
"""


def review(resources: int, runs: int, folder: Path) -> list[Measured]:
    """Read, check and price a grown plan in a process of its own, ``runs`` times."""
    document = grow(SEED, resources)
    file = folder / "plan.json"
    file.write_text(json.dumps(document), "utf-8")
    types = Counter(c["type"] for c in document["resource_changes"])
    env = os.environ | {"DHARMA_HOME": str(folder)}
    done = [measure([sys.executable, "-c", _WORK, str(file)], env=env) for _ in range(runs)]
    for run in done:
        if run.exit_code != 0:
            raise SystemExit(run.stderr)
    print(f"{resources} resources of {len(types)} types: {done[0].stdout.strip()}")
    return done


def said(runs: list[Measured]) -> tuple[float, float, str]:
    """Return seconds (median), peak memory in MB, and both in words."""
    seconds = statistics.median(r.seconds for r in runs)
    peak = max(r.peak_mb for r in runs)
    text = f"read, checked and priced in {seconds:.2f} s, peak {peak:.0f} MB over the process tree"
    return seconds, peak, f"{text}, from process start, median of {len(runs)}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        seconds, peak, text = said(review(RESOURCES, RUNS, Path(folder)))
        met = seconds < LIMIT_S and peak < LIMIT_MB
        print(f"{text} (limits {LIMIT_S} s, {LIMIT_MB:.0f} MB: {'met' if met else 'MISSED'})")
        print(f"{said(review(10 * RESOURCES, 1, Path(folder)))[2]} (no limit set)")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
