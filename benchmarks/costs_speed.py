"""10,000 resources priced in under 1.5 s; a plan JSON of 100 MB read and priced in 6 s, 900 MB."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from grown_plan import grow
from process_tree import Measured, measure

ROOT = Path(__file__).resolve().parents[1]
PLANS = ROOT / "tests/golden/plans"
SEEDS = ("three-tier", "platform")
RESOURCES, LIMIT_PRICED_S = 10_000, 1.5
MEGABYTES, LIMIT_READ_S, LIMIT_READ_MB = 100, 6.0, 900.0
RUNS = 3
_PRICE = """
import json, sys, time
from dataclasses import replace
from dharma_core.plan import Plan
from dharma_core.workbench import Workbench
bench = Workbench.open()
plans = [bench.read(path) for path in sys.argv[1:]]
plan = Plan(tuple(r for p in plans for r in p.resources), region=plans[0].region)
said = {}
for preset in ("", "medium"):
    began = time.perf_counter()
    found = bench.estimate(plan, preset=preset)
    said[preset or "no usage"] = [time.perf_counter() - began, str(found.total.rounded())]
kinds = len({r.type for r in plan.managed})
print(json.dumps({"resources": len(plan.managed), "types": kinds, "said": said}))
"""
_READ = "import sys; from dharma_core.cli.main import run; run()"
_ESTIMATE = ("--format", "json", "--group-by", "service")


def run(code: str, arguments: list[str], home: Path) -> Measured:
    """Run a piece of Python in a process of its own."""
    done = measure(
        [sys.executable, "-c", code, *arguments], env=os.environ | {"DHARMA_HOME": str(home)}
    )
    if done.exit_code != 0:
        raise SystemExit(done.stderr)
    return done


def priced(folder: Path) -> bool:
    """Price resources of mixed types, with and without a usage preset."""
    files = []
    for seed in SEEDS:
        document = grow(PLANS / seed / "plan.json", RESOURCES // len(SEEDS))
        for change in document["resource_changes"]:
            change["module_address"] = f"module.{seed.replace('-', '_')}"
        file = folder / f"{seed}.json"
        file.write_text(json.dumps(document), "utf-8")
        files.append(str(file))
    runs = [json.loads(run(_PRICE, files, folder).stdout) for _ in range(RUNS)]
    met = True
    for how in runs[0]["said"]:
        seconds = statistics.median(r["said"][how][0] for r in runs)
        limited = how == "no usage"
        met = met and (seconds < LIMIT_PRICED_S or not limited)
        verdict = (
            f"limit {LIMIT_PRICED_S} s: {'met' if met else 'MISSED'}" if limited else "no limit"
        )
        print(
            f"{runs[0]['resources']} resources of {runs[0]['types']} types priced in "
            f"{seconds:.2f} s with {how}, {runs[0]['said'][how][1]} a month ({verdict})"
        )
    return met


def large_document() -> dict[str, Any]:
    """Return a plan of 100 MB, its shares of types as in the seed."""
    thousand = len(json.dumps(grow(PLANS / SEEDS[0] / "plan.json", 1_000)))
    return grow(PLANS / SEEDS[0] / "plan.json", MEGABYTES * 1_000_000 * 1_010 // thousand)


def read(folder: Path) -> bool:
    """Read a large plan from its file and price it."""
    file = folder / "large.json"
    document = large_document()
    changes = document["resource_changes"]
    resources, types = len(changes), len({c["type"] for c in changes})
    file.write_text(json.dumps(document), "utf-8")
    del document, changes
    size = file.stat().st_size / 1e6
    runs = [run(_READ, ["estimate", str(file), *_ESTIMATE], folder) for _ in range(RUNS)]
    seconds = statistics.median(r.seconds for r in runs)
    peak = max(r.peak_mb for r in runs)
    met = seconds < LIMIT_READ_S and peak < LIMIT_READ_MB
    print(
        f"{size:.0f} MB of plan JSON ({resources} resources of {types} types) by dharma estimate: "
        f"{seconds:.2f} s, peak {peak:.0f} MB, from process start to its end, median of {RUNS} "
        f"(limits {LIMIT_READ_S} s, {LIMIT_READ_MB:.0f} MB: {'met' if met else 'MISSED'})"
    )
    return met


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return int(not all([priced(folder), read(folder)]))


if __name__ == "__main__":
    sys.exit(main())
