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
from process_tree import measure

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


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        document = grow(SEED, RESOURCES)
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(document), "utf-8")
        types = Counter(c["type"] for c in document["resource_changes"])
        env = os.environ | {"DHARMA_HOME": folder}
        runs = [measure([sys.executable, "-c", _WORK, str(file)], env=env) for _ in range(RUNS)]
    for run in runs:
        if run.exit_code != 0:
            print(run.stderr)
            return 2
    seconds = statistics.median(r.seconds for r in runs)
    peak = max(r.peak_mb for r in runs)
    print(f"{RESOURCES} resources of {len(types)} types: {runs[0].stdout.strip()}")
    met = seconds < LIMIT_S and peak < LIMIT_MB
    print(
        f"read, checked and priced in {seconds:.2f} s (limit {LIMIT_S} s), peak {peak:.0f} MB over "
        f"the process tree (limit {LIMIT_MB:.0f} MB), from process start, median of {RUNS}: "
        f"{'met' if met else 'MISSED'}"
    )
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
