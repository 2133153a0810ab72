"""All packs over an estate of any size, from process start, beside Checkov on the same folder.

============================  ===================
1,280 resources, plan JSON    2.5 s and 300 MB
1,280 resources, folder       4 s
10,000 resources, plan JSON   20 s and 400 MB
============================  ===================

``--only plan|folder|large|rival`` runs a part. Python keeps the modules it compiles beside the
estate, so that all but the first run find them as in an installation.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from grown_folder import write_folder
from process_tree import Measured, measure
from rival_checkov import find_checkov, scan

RESOURCES_A_SERVICE = 28
RUNS = 3
LIMITS = {"plan": (2.5, 300.0), "folder": (4.0, None), "large": (20.0, 400.0)}
SIZES = (1_000, 3_000, 10_000)
AIM_FOLDER, AIM_PLAN = 10.0, 15.0
_CHECK = [sys.executable, "-m", "dharma_core.cli.main", "check"]


def make(folder: Path, resources: int) -> tuple[Path, Path]:
    """Write an estate as a Terraform folder, and its plan JSON beside it."""
    estate = folder / f"estate-{resources}"
    write_folder(estate, resources // RESOURCES_A_SERVICE)
    plan = folder / f"plan-{resources}.json"
    words = [sys.executable, "-m", "dharma_core.cli.main", "plan", str(estate), "--format", "json"]
    with plan.open("wb") as out:
        subprocess.run(words, stdout=out, check=True, env=_env(folder))
    return estate, plan


def _env(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    own = {"DHARMA_HOME": folder / "home", "PYTHONPYCACHEPREFIX": folder / "compiled"}
    return kept | {name: str(path) for name, path in own.items()}


def check(source: Path, folder: Path, runs: int = RUNS) -> Measured:
    """Run ``dharma check`` and return the run of median time, with the peak of all."""
    done = [
        measure([*_CHECK, str(source), "--format", "json"], env=_env(folder)) for _ in range(runs)
    ]
    for run in done:
        if run.exit_code not in (0, 1):
            raise SystemExit(run.stderr)
    return sorted(done, key=lambda r: r.seconds)[len(done) // 2]


def said(name: str, run: Measured, limit: tuple[float, float | None]) -> bool:
    """Print one line; return whether the limits are met."""
    summary = json.loads(run.stdout)["summary"]
    seconds, megabytes = limit
    met = run.seconds < seconds and (megabytes is None or run.peak_mb < megabytes)
    memory = f" and {megabytes:.0f} MB" if megabytes else ""
    print(
        f"{name}: {summary['resources']} resources, {summary['rules']} rules, "
        f"{summary['findings']} findings in {run.seconds:.2f} s, peak {run.peak_mb:.0f} MB "
        f"(limit {seconds:g} s{memory}): {'met' if met else 'MISSED'}"
    )
    return met


def types_of(plan: Path) -> Counter[str]:
    """Return how many resources of each type a plan JSON has."""
    document = json.loads(plan.read_text("utf-8"))
    return Counter(c["type"] for c in document["resource_changes"] if c["mode"] == "managed")


def rival(estate: Path, ours: dict[str, float]) -> None:
    """Print the ratio to Checkov over the same folder."""
    command = find_checkov()
    if command is None:
        return
    started = time.perf_counter()
    verdicts = scan(command, estate)
    seconds = time.perf_counter() - started
    print(f"Checkov over the same folder: {len(verdicts)} verdicts in {seconds:.1f} s")
    for name, aim in (("folder", AIM_FOLDER), ("plan", AIM_PLAN)):
        if name in ours:
            print(f"  {name}: {seconds / ours[name]:.1f} times as fast (aim {aim:g})")


def large(folder: Path) -> bool:
    """Check growing estates; return whether the largest keeps its limits."""
    met = True
    for resources in SIZES:
        _, plan = make(folder, resources)
        run = check(plan, folder, 1)
        limit = LIMITS["large"] if resources == SIZES[-1] else (float("inf"), None)
        met = said(f"{resources / run.seconds:.0f} resources/s", run, limit) and met
    return met


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("plan", "folder", "large", "rival"))
    only = parser.parse_args(arguments).only
    met, ours = True, {}
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        estate, plan = make(folder, 1_280)
        types = types_of(plan)
        print(f"{sum(types.values())} resources of {len(types)} types")
        for name, source in (("plan", plan), ("folder", estate)):
            if only in (None, name):
                run = check(source, folder)
                ours[name] = run.seconds
                met = said(name, run, LIMITS[name]) and met
        if only in (None, "rival"):
            rival(estate, ours)
        if only in (None, "large"):
            met = large(folder) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
