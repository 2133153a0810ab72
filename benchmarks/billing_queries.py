# ruff: noqa: S608 - the SQL is written here, over a folder of our own
"""The review page's questions on 10 million billing rows: ours on Polars beside DuckDB's SQL.

Each side runs in a process of its own on the same Parquet files, three times; the best run counts.
The clock, processor time of all threads and the peak memory of the process are printed. Both
sides' answers are compared.

    python benchmarks/billing_queries.py [ROWS] [--keep FOLDER]     (10,000,000 when left out)
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

ROWS, MONTHS, SEED = 10_000_000, 12, 3
LIMIT_S, LIMIT_MB = 3.0, 2_000
RUNS = 3
TAGS = ("Owner", "CostCenter")

Answers = dict[str, str]


def ours(folder: Path) -> dict[str, Callable[[], str]]:
    """Return the page's questions asked with `finops.analytics`."""
    import polars as pl

    from dharma_core.finops.analytics import (
        Comparison,
        Grain,
        Period,
        SharedCost,
        Sharing,
        StatementKind,
        Tag,
        as_bill,
        coverage,
        movers,
        price_quantity_effects,
        savings_rate,
        spend,
        statements,
        untagged_share,
        utilisation,
    )

    rows = pl.scan_parquet(folder / "*.parquet")
    bill = as_bill(rows)
    months = Comparison(
        Period(date(2025, 11, 1), date(2025, 12, 1)), Period(date(2025, 12, 1), date(2026, 1, 1))
    )
    month = bill.during(months.after)

    tax = SharedCost("Tax", {"ChargeCategory": "Tax"}, Sharing.PROPORTIONAL)
    kind = StatementKind.CHARGEBACK
    owner, place = Tag("Owner"), ["SubAccountName", "ServiceName"]
    return {
        "currency": lambda: str(bool(as_bill(rows).currency)),
        "months_by_service": lambda: _sum(spend(bill, ["ServiceName"], grain=Grain.MONTH)["cost"]),
        "months_by_team": lambda: _sum(spend(bill, [owner], grain=Grain.MONTH)["cost"]),
        "days_by_account_and_service": lambda: _sum(spend(bill, place, grain=Grain.DAY)["cost"]),
        "resource_movers": lambda: _sum(movers(bill, ["ResourceId"], months)["change"].abs()),
        "untagged": lambda: _sum(c.untagged for c in untagged_share(month, TAGS)),
        "savings": lambda: _sum(s.effective for s in savings_rate(month, ["ProviderName"])),
        "covered": lambda: _sum(coverage(month, ["ServiceName"])["covered"]),
        "used": lambda: _sum(u.unused for u in utilisation(month)),
        "chargeback": lambda: _sum(
            s.total for s in statements(month, owner, [tax], period=months.after, kind=kind)
        ),
        "effects": lambda: _sum(e.after for e in price_quantity_effects(bill, place, months)),
    }


def duckdb(folder: Path) -> dict[str, Callable[[], str]]:
    """Return the same questions asked in SQL."""
    import duckdb as engine

    connection = engine.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute("set threads = 2")
    bill = f"read_parquet('{folder}/*.parquet')"
    connection.execute(f"create view bill as select * from {bill}")
    after = "ChargePeriodStart >= '2025-12-01' and ChargePeriodStart < '2026-01-01'"
    before = "ChargePeriodStart >= '2025-11-01' and ChargePeriodStart < '2025-12-01'"
    usage = "ChargeCategory = 'Usage' and ChargeClass is null"
    owner = "json_extract_string(Tags, '$.Owner')"
    center = "json_extract_string(Tags, '$.CostCenter')"

    def ask(sql: str) -> Callable[[], str]:
        return lambda: _sum(row[-1] for row in connection.execute(sql).fetchall())

    status = "CommitmentDiscountStatus"
    split = f"""
        select SubAccountName, ServiceName, SkuId, PricingUnit,
            sum(EffectiveCost) filter ({before}) b, sum(PricingQuantity) filter ({before}) bq,
            sum(PricingQuantity) filter ({after}) aq, sum(EffectiveCost) filter ({after}) a
        from bill where ({before}) or ({after}) group by all"""

    def currency() -> str:
        found = connection.execute("select distinct BillingCurrency from bill").fetchall()
        return str(len(found) == 1)

    return {
        "currency": currency,
        "months_by_service": ask(
            "select date_trunc('month', ChargePeriodStart) m, ServiceName, sum(EffectiveCost)"
            " from bill group by all order by all"
        ),
        "months_by_team": ask(
            f"select m, {owner} o, sum(c) from (select date_trunc('month', ChargePeriodStart) m,"
            " Tags, sum(EffectiveCost) c from bill group by all) group by all order by all"
        ),
        "days_by_account_and_service": ask(
            "select date_trunc('day', ChargePeriodStart) d, SubAccountName, ServiceName,"
            " sum(EffectiveCost) from bill group by all order by all"
        ),
        "resource_movers": ask(
            f"""select ResourceId, coalesce(sum(EffectiveCost) filter ({before}), 0) b,
            coalesce(sum(EffectiveCost) filter ({after}), 0) a, abs(a - b) from bill
            where ({before}) or ({after}) group by all order by 4 desc, 1 limit 20"""
        ),
        "untagged": ask(
            f"""select sum(c) filter ({owner} is null) + sum(c) filter ({center} is null)
            + sum(c) filter ({owner} is null and {center} is null) from (select Tags,
            sum(EffectiveCost) c from bill where {after} and ChargeCategory = 'Usage'
            and ResourceId is not null group by all)"""
        ),
        "savings": ask(
            f"""select ProviderName, sum(ListCost), sum(ContractedCost), sum(EffectiveCost)
            from bill where {after} and {usage} group by all"""
        ),
        "covered": ask(
            f"""select ServiceName, sum(ContractedCost) w, sum(ContractedCost) filter
            ({status} = 'Used') from bill where {after} and {usage} and SkuId in
            (select distinct SkuId from bill where {after} and {status} = 'Used')
            group by all"""
        ),
        "used": ask(
            f"""select CommitmentDiscountId, coalesce(sum(EffectiveCost) filter
            ({status} = 'Unused'), 0) from bill where {after} and {status} is not null
            group by all"""
        ),
        "chargeback": ask(
            f"""select round(sum(c), 2) from (select Tags, ServiceName, ChargeCategory,
            sum(BilledCost) c from bill where {after} group by all)"""
        ),
        "effects": ask(split),
    }


def _sum(amounts: Iterable[Decimal | None]) -> str:
    whole = Decimal(0)
    for amount in amounts:
        whole += amount if amount is not None else 0
    return f"{whole:.6f}"


def measure(side: str, folder: Path) -> None:
    """Run one side's questions and print what they took as JSON."""
    questions = {"ours": ours, "duckdb": duckdb}[side](folder)
    runs = []
    for _ in range(RUNS):
        answers, clocks = {}, {}
        cpu = time.process_time()
        for name, ask in questions.items():
            start = time.perf_counter()
            answers[name] = ask()
            clocks[name] = time.perf_counter() - start
        runs.append((sum(clocks.values()), time.process_time() - cpu, clocks))
    clock, cpu, clocks = min(runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"clock": clock, "cpu": cpu, "peak_mb": peak, "each": clocks, "answers": answers}
        )
    )


def make(rows: int, folder: Path) -> None:
    """Write the bill, unless it is there already."""
    if list(folder.glob("*.parquet")):
        return
    from dharma_core.finops.sample_billing import sample_bill
    from dharma_core.storage.sample_billing import load_sample_parameters, write_sample

    start = time.process_time()
    bill = sample_bill(load_sample_parameters(), rows=rows, months=MONTHS, seed=SEED)
    written = write_sample(bill, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"generated {written:,} rows, {MONTHS} months: "
        f"{time.process_time() - start:.1f} s of processor time, peak {peak:.0f} MB"
    )


def compare(folder: Path) -> bool:
    """Measure both sides, print them side by side, and return whether all limits were kept."""
    told = {}
    for side in ("ours", "duckdb"):
        command = [sys.executable, __file__, "--side", side, "--keep", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told[side] = json.loads(done.stdout)
    mine, rival = told["ours"], told["duckdb"]
    print(f"{'question':<30}{'ours, s':>10}{'DuckDB, s':>12}  same answer")
    same = True
    for name in mine["each"]:
        equal = mine["answers"][name] == rival["answers"][name]
        same &= equal
        print(f"{name:<30}{mine['each'][name]:>10.2f}{rival['each'][name]:>12.2f}  {equal}")
    for label, key, form in (
        ("all, clock s", "clock", ".2f"),
        ("all, processor s", "cpu", ".2f"),
        ("peak memory, MB", "peak_mb", ".0f"),
    ):
        print(f"{label:<30}{mine[key]:>10{form}}{rival[key]:>12{form}}")
    print(f"limits: {LIMIT_S} s by the clock on two free cores, {LIMIT_MB} MB")
    return same and mine["clock"] < LIMIT_S and mine["peak_mb"] < LIMIT_MB


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--side", choices=("ours", "duckdb"))
    given = parser.parse_args()
    if given.side:
        measure(given.side, given.keep)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        make(given.rows, folder)
        return 0 if compare(folder) else 1


if __name__ == "__main__":
    sys.exit(main())
