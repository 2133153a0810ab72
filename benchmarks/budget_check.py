"""What it costs to judge many budgets: the bill read once for all, beside once for each.

    python benchmarks/budget_check.py [--rows 300000] [--budgets 20]

Twelve months of a sample bill are imported into a DHARMA_HOME of its own; the day is in the last.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

from dharma_core.finops.budgets import Budget, parse_scope
from dharma_core.storage.billing_store import BillingStore
from dharma_core.workbench import Workbench

DAY = date(2025, 12, 16)
SEED = 5


def main() -> None:
    """Print both costs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=300_000)
    asked.add_argument("--budgets", type=int, default=20)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="dharma-budgets-") as home:
        os.environ["DHARMA_HOME"] = home
        bench = Workbench.open(cwd=Path(home))
        rows = bench.import_sample_bill(rows=given.rows).rows
        names = set_budgets(bench, given.budgets)
        bench.budget_standing(names[0], today=DAY)
        measured(f"{len(names)} budgets together", lambda: bench.budget_standings(today=DAY))
        measured(
            f"{len(names)} budgets one by one",
            lambda: [bench.budget_standing(name, today=DAY) for name in names],
        )
        print(f"{rows:,} rows, twelve months; budgets of a month look at five.")


def set_budgets(bench: Workbench, count: int) -> list[str]:
    """Set budgets of a month for the whole, accounts, services and teams in turn."""
    accounts = bench.billing().select("SubAccountId").unique().sort("SubAccountId").collect()
    services = bench.billing().select("ServiceName").unique().sort("ServiceName").collect()
    said = ["whole", "tag:Team=web", "tag:CostCenter=100"]
    said += [f"account:{value}" for value in accounts["SubAccountId"].drop_nulls()[:4]]
    said += [f"service:{value}" for value in services["ServiceName"].drop_nulls()[:6]]
    names = []
    for number, scope in enumerate(islice(cycle(said), count)):
        names.append(f"budget-{number:03}")
        bench.set_budget(Budget(names[-1], Decimal(100_000), scope=parse_scope(scope)))
    return names


def measured(what: str, act: Callable[[], object]) -> None:
    """Print the processor time of an act, and how often the bill was read."""
    read, frame = [], BillingStore.frame
    BillingStore.frame = lambda self, **months: read.append(1) or frame(self, **months)  # type: ignore[method-assign,assignment,func-returns-value]
    began = time.process_time()
    act()
    spent = time.process_time() - began
    BillingStore.frame = frame  # type: ignore[method-assign]
    print(f"{what}: {spent:.2f} s processor time, {len(read)} readings of the bill")


if __name__ == "__main__":
    main()
