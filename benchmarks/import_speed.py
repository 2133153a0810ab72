"""A Terraform folder of 1,000 resources in 15,000 lines read in under 2.5 s, 45,000 in under 5 s.

Wall time from the start of a fresh process, catalogue included. Checkov reads the same folder in
the same run where it is found: ``DHARMA_CHECKOV`` names its executable, else PATH.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from grown_folder import write_folder
from process_tree import Measured, measure

GOALS = ((46, 2.5), (138, 5.0))
"""Services to write (20 resources each) and the seconds that reading them may take."""

RUNS = 3
CHECKOV_CHECK = "CKV_AWS_8"
"""One check only, so that Checkov's time is that of reading too."""

_WORK = """
import sys, time
from pathlib import Path
from dharma_core.importers.terraform import read_folder
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.source_folders import DiskFolder
plan = read_folder(DiskFolder(Path(sys.argv[1])), catalog=load_catalog())
types = len({r.type for r in plan.managed})
read = f"{len(plan.managed)} managed resources of {types} types, {len(plan.problems)} problems"
print(f"{read}, {time.process_time():.2f} s of processor time")
"""


def main() -> int:
    missed = 0
    for services, limit_s in GOALS:
        with tempfile.TemporaryDirectory() as name:
            missed += _measure(Path(name), services, limit_s)
    return missed


def _measure(folder: Path, services: int, limit_s: float) -> int:
    lines, blocks, types = write_folder(folder, services)
    ours = [_run([sys.executable, "-c", _WORK, str(folder)]) for _ in range(RUNS)]
    seconds = statistics.median(run.seconds for run in ours)
    verdict = "met" if seconds < limit_s else "MISSED"
    print(f"{lines:,} lines, {blocks:,} blocks of {types} types: {ours[0].stdout.strip()}")
    peak_mb = max(run.peak_mb for run in ours)
    print(f"  dharma  {seconds:6.2f} s (limit {limit_s} s: {verdict}), {peak_mb:,.0f} MB")
    checkov = os.environ.get("DHARMA_CHECKOV") or shutil.which("checkov")
    if checkov is None:
        print("  checkov is not here: set DHARMA_CHECKOV to its executable")
    else:
        _beside(checkov, folder, seconds)
    return int(seconds >= limit_s)


def _beside(checkov: str, folder: Path, seconds: float) -> None:
    arguments = ["--framework", "terraform", "--compact", "--quiet", "--check", CHECKOV_CHECK]
    theirs = measure([checkov, "--directory", str(folder), *arguments])
    ratio = theirs.seconds / seconds
    print(f"  checkov {theirs.seconds:6.2f} s, {theirs.peak_mb:,.0f} MB: {ratio:.1f} x as long")


def _run(command: list[str]) -> Measured:
    done = measure(command)
    if done.exit_code != 0:
        raise SystemExit(done.stderr)
    return done


if __name__ == "__main__":
    sys.exit(main())
