"""``dharma --help`` in under 0.3 s, beside a bare ``python -c pass`` in the same run."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from process_tree import measure

LIMIT_S = 0.3
RUNS = 10


def main() -> int:
    command = Path(sys.executable).parent / "dharma"
    bare = statistics.median(measure([sys.executable, "-c", "pass"]).seconds for _ in range(RUNS))
    ours = statistics.median(measure([str(command), "--help"]).seconds for _ in range(RUNS))
    verdict = "met" if ours < LIMIT_S else "MISSED"
    print(f"dharma --help: {ours:.3f} s (limit {LIMIT_S} s: {verdict}), {ours / bare:.1f} x Python")
    return int(ours >= LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
