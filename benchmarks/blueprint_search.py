"""How long the list of blueprints takes when 10,000 are stored: pages, searches, one version.

Run ``python benchmarks/blueprint_search.py``. The designs are stored as people store them, events
included, in a new SQLite file; each question is asked seven times and the median counts. Exits 1
when one takes longer than the limit.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dharma_core.storage.store import Store

DESIGNS = 10_000
LIMIT_MS = 100
TEAMS = ("payments", "search", "identity", "warehouse")


def document(number: int) -> dict[str, Any]:
    team = TEAMS[number % len(TEAMS)]
    return {
        "name": f"{team}-{number:05d}",
        "provider": "aws",
        "region": "eu-west-1" if number % 3 else "us-east-1",
        "description": f"Queue number {number} of the team {team}",
        "tags": {"Owner": team, "CostCenter": f"CC-{number % 97}"},
        "resources": [{"name": "jobs", "type": "aws_sqs_queue"}],
    }


def median_ms(ask: Callable[[], object]) -> float:
    spent = []
    for _ in range(7):
        started = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{Path(folder)}/d.db") as s:
        started = time.perf_counter()
        with s.transaction() as uow:
            ids = [uow.blueprints.save(document(n)).id for n in range(DESIGNS)]
        print(f"{DESIGNS:,} blueprints stored in {time.perf_counter() - started:.1f} s")
        with s.reading() as uow:
            kept = uow.blueprints
            questions: dict[str, Callable[[], object]] = {
                "first page": kept.page,
                "page 400 of 500": lambda: kept.page(number=400),
                "search of two words": lambda: kept.page(search="warehouse cc-13"),
                "search that finds nothing": lambda: kept.page(search="no such words"),
                "one by its name": lambda: kept.by_name("search-05001"),
                "one version by its id": lambda: kept.get(ids[5000], "1.0.0"),
            }
            slow = 0
            for words, ask in questions.items():
                spent = median_ms(ask)
                slow += spent > LIMIT_MS
                print(f"{words:<28} {spent:7.1f} ms (limit {LIMIT_MS} ms)")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
