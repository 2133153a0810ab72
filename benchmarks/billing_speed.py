"""How long 10 million billing rows take to be validated, partitioned and put in force.

The rows are FOCUS 1.0 in Parquet, one file a month, made here from a fixed seed: 43 columns, three
providers, 40 sub-accounts, 200,000 resources, tags on two rows of three. Printed: processor time
(what the product costs), the clock (what this machine made of it) and the peak of memory of a
process that only imports. ``--rows`` and ``--format csv`` make it smaller or harder.

    python benchmarks/billing_speed.py
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 10_000_000
SEED = 7
MOST_SECONDS, MOST_GB = 45, 4.0
_IMPORT = """
import json, os, resource, sys, time
from pathlib import Path
from dharma_core.workbench import Workbench
start, processor = time.perf_counter(), time.process_time()
report = Workbench.open().import_bills([Path(sys.argv[1])])
print(json.dumps({
    "rows": report.rows,
    "rejected": report.rejected_count,
    "rules_broken": sum(len(f.validation.violations) for f in report.files),
    "processor_s": round(time.process_time() - processor, 1),
    "clock_s": round(time.perf_counter() - start, 1),
    "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
}))
"""


def make_month(folder: Path, month: int, rows: int, kind: str) -> Path:
    """Write one month of FOCUS rows."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng([SEED, month])
    resource = rng.integers(0, 200_000, rows)
    service, account = resource % 60, resource % 40
    hour = rng.integers(0, 28 * 24, rows)
    listed = rng.gamma(0.4, 3.0, rows).round(8)
    start = pl.datetime(2025, month, 1, time_zone="UTC")
    after = start.dt.offset_by("1mo")
    frame = pl.DataFrame(
        {"resource": resource, "service": service, "account": account, "hour": hour, "c": listed}
    ).lazy()
    begin = start + pl.duration(hours=pl.col("hour"))
    provider = pl.col("account").replace_strict(
        list(range(40)), [("AWS", "Microsoft", "Google Cloud")[n % 3] for n in range(40)]
    )
    cost = pl.col("c").cast(pl.Decimal(38, 15))
    text = pl.lit(None, dtype=pl.String)
    tags = pl.concat_str(pl.lit('{"team": "team-'), "account", pl.lit('", "env": "prod"}'))
    columns = {
        "BilledCost": cost * pl.lit("0.9").cast(pl.Decimal(38, 15)),
        "BillingAccountId": pl.concat_str(pl.lit("payer-"), pl.col("account") % 3),
        "BillingAccountName": pl.lit("Company"),
        "BillingCurrency": pl.lit("USD"),
        "BillingPeriodStart": start,
        "BillingPeriodEnd": after,
        "ChargeCategory": pl.lit("Usage"),
        "ChargeClass": text,
        "ChargeDescription": pl.concat_str(pl.lit("Hours of service "), "service"),
        "ChargeFrequency": pl.lit("Usage-Based"),
        "ChargePeriodStart": begin,
        "ChargePeriodEnd": begin + pl.duration(hours=1),
        "CommitmentDiscountCategory": text,
        "CommitmentDiscountId": text,
        "CommitmentDiscountName": text,
        "CommitmentDiscountStatus": text,
        "CommitmentDiscountType": text,
        "ConsumedQuantity": cost,
        "ConsumedUnit": pl.lit("Hours"),
        "ContractedCost": cost,
        "ContractedUnitPrice": pl.lit("1").cast(pl.Decimal(38, 15)),
        "EffectiveCost": cost,
        "InvoiceIssuerName": provider,
        "ListCost": cost,
        "ListUnitPrice": pl.lit("1").cast(pl.Decimal(38, 15)),
        "PricingCategory": pl.lit("Standard"),
        "PricingQuantity": cost,
        "PricingUnit": pl.lit("Hours"),
        "ProviderName": provider,
        "PublisherName": provider,
        "RegionId": pl.lit("eu-west-1"),
        "RegionName": pl.lit("EU (Ireland)"),
        "ResourceId": pl.concat_str(pl.lit("arn:aws:ec2:eu-west-1::instance/i-0"), "resource"),
        "ResourceName": pl.concat_str(pl.lit("vm-"), "resource"),
        "ResourceType": pl.lit("instance"),
        "ServiceCategory": pl.lit("Compute"),
        "ServiceName": pl.concat_str(pl.lit("Service "), "service"),
        "SkuId": pl.concat_str(pl.lit("SKU"), "service"),
        "SkuPriceId": pl.concat_str(pl.lit("SKU"), "service", pl.lit(".1")),
        "SubAccountId": pl.concat_str(pl.lit("1234567890"), "account"),
        "SubAccountName": pl.concat_str(pl.lit("account "), "account"),
        "Tags": pl.when(pl.col("resource") % 3 != 0).then(tags),
        "AvailabilityZone": pl.lit("eu-west-1a"),
    }
    made = frame.select(e.alias(n) for n, e in columns.items())
    path = folder / f"2025-{month:02}.{kind}"
    if kind == "parquet":
        made.sink_parquet(path)
    else:
        made.sink_csv(path, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--format", choices=["parquet", "csv"], default="parquet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "bills"
        folder.mkdir()
        for month in range(1, 13):
            make_month(folder, month, asked.rows // 12, asked.format)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1024**2
        found = measure(folder, Path(place) / "home")
    print(f"{found['rows']:,} rows of FOCUS 1.0 in {asked.format}, 12 files, {size:,.0f} MB")
    print(
        f"import: {found['processor_s']} s of processor time, {found['clock_s']} s on the clock, "
        f"{found['peak_gb']} GB at most; promised: {MOST_SECONDS} s, {MOST_GB} GB for {ROWS:,}"
    )
    print(f"rejected rows: {found['rejected']}; rules broken: {found['rules_broken']}")


def measure(folder: Path, home: Path) -> dict[str, float]:
    """Return what an import in a process of its own took."""
    command = [sys.executable, "-c", _IMPORT, str(folder)]
    env = os.environ | {"DHARMA_HOME": str(home)}
    started = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    found["whole_s"] = time.perf_counter() - started
    return found


if __name__ == "__main__":
    main()
