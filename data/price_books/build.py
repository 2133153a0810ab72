"""Write the price books from the shared price facts: a parquet file per provider, family and date.

Run ``python data/price_books/build.py PRICES_FOLDER``. The hand-kept unit rates beside this script
(``unit_rates/<provider>/<service>.csv``) become
``<provider>-unit_rates-<date>.parquet``. Output is sorted and deterministic.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
COLUMNS = (
    "provider", "service", "product", "attributes", "region", "unit", "tier_from", "tier_to",
    "purchase_option", "price", "currency", "details", "source", "as_of", "quality",
)  # fmt: skip
SORT = ("region", "service", "product", "attributes", "purchase_option", "tier_order")
ROWS_PER_GROUP = 4000  # a reader that wants one region opens one or two groups
EXACT_CHOICES = ("single", "standard-and-io-optimised", "")

Row = dict[str, str]


def main(prices: Path) -> None:
    for rows_of_table in _tables(prices):
        books: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for family, row in rows_of_table:
            books[row["provider"], family].append(row)
        for (provider, family), rows in sorted(books.items()):
            if family == "unit_rates":  # kept by hand: what is there now is all that holds
                for old in HERE.glob(f"{provider}-{family}-*.parquet"):
                    old.unlink()
            newest = max(row["as_of"] for row in rows)
            _write(HERE / f"{provider}-{family}-{newest}.parquet", rows)
            print(f"{provider}-{family}-{newest}.parquet {len(rows)} rows")
    _write_free_types(prices / "resource_types.csv")


def _tables(prices: Path) -> Iterator[Iterator[tuple[str, Row]]]:
    """Yield the rows of each shared table with the family they belong to."""
    for name in ("vm_prices.csv", "vm_prices_aws_regions.csv", "vm_prices_aws_cn_cny.csv"):
        yield _virtual_machines(prices / name)
    yield _spot(prices / "vm_spot_prices.csv.gz")
    yield _databases(prices / "rds_prices_aws.csv")
    yield _caches(prices / "elasticache_prices_aws.csv")
    yield _commitments(prices / "gcp_vm_commitments.csv.gz")
    yield _google_rates(prices / "gcp_rates.csv.gz")
    yield _dedicated_hosts(prices / "azure_dedicated_host_prices.csv")
    yield _egress(prices / "internet_egress.csv")
    for provider in ("aws", "azure", "gcp"):
        yield _unit_rates(provider)


VM_SERVICE = {"aws": "ec2", "azure": "vm", "gcp": "vm"}


def _virtual_machines(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        service = VM_SERVICE[raw["provider"]]
        yield (
            service,
            _row(
                raw,
                service=service,
                product="instance",
                attributes=_key(instance_type=raw["instance_type"], os=raw["os"]),
                unit="hours",
                price=raw.get("usd_per_hour") or raw["cny_per_hour"],
                currency="CNY" if "cny_per_hour" in raw else "USD",
                details=_machine(raw["vcpu"], raw["memory_gib"], raw["arch"], raw["gpu"]),
            ),
        )


def _machine(vcpu: str, memory: str, arch: str = "", gpu: str = "") -> str:
    facts = {"arch": arch, "gpu": gpu if gpu != "0" else "", "memory_gib": memory, "vcpu": vcpu}
    return _key(**{name: value for name, value in facts.items() if value})


def _spot(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        service = VM_SERVICE[raw["provider"]]
        yield (
            f"{service}_spot",
            _row(
                raw,
                service=service,
                product="instance",
                attributes=_key(instance_type=raw["instance_type"], os="linux"),
                unit="hours",
                price=raw["usd_per_hour_median"],
                purchase_option="spot",
                details=_key(lowest=raw["usd_per_hour_min"], highest=raw["usd_per_hour_max"]),
                quality="second",
            ),
        )


def _databases(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        raw["provider"] = "aws"
        common = {
            "engine": raw["engine"],
            "instance_class": raw["instance_class"],
            "deployment": raw["deployment"],
        }
        for column, extra in (
            ("usd_per_hour", {}),
            ("usd_per_hour_io_optimised", {"storage": "io_optimised"}),
        ):
            if raw[column]:
                yield (
                    "rds",
                    _row(
                        raw,
                        service="rds",
                        product="instance",
                        attributes=_key(**common, **extra),
                        unit="hours",
                        price=raw[column],
                    ),
                )


def _caches(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        raw["provider"] = "aws"
        key = _key(engine=raw["engine"], node_type=raw["node_type"])
        yield (
            "elasticache",
            _row(
                raw,
                service="elasticache",
                product="node",
                attributes=key,
                unit="hours",
                price=raw["usd_per_hour"],
            ),
        )


COMMITMENT_COLUMNS = {
    "usd_per_month_sustained": ("sustained", "months"),
    "usd_per_month_1y": ("commitment_1y", "months"),
    "usd_per_month_3y": ("commitment_3y", "months"),
    "usd_per_hour_spot": ("spot", "hours"),
}


def _commitments(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        for column, (option, unit) in COMMITMENT_COLUMNS.items():
            if raw[column] and Decimal(raw[column]) > 0:
                yield (
                    "vm_commitments",
                    _row(
                        raw,
                        service="vm",
                        product="instance",
                        attributes=_key(instance_type=raw["machine_type"], os="linux"),
                        unit=unit,
                        price=raw[column],
                        purchase_option=option,
                        details=_machine(raw["vcpu"], raw["memory_gb"]),
                    ),
                )


GOOGLE_PERIODS = {
    "hour": ("hours", "on_demand"),
    "month": ("months", "on_demand"),
    "month_1y": ("months", "commitment_1y"),
    "month_3y": ("months", "commitment_3y"),
    "month_spot": ("months", "spot"),
}


def _google_rates(path: Path) -> Iterator[tuple[str, Row]]:
    hourly = {_place(raw) for raw in _read(path) if raw["period"] == "hour"}
    for raw in _read(path):
        same_by_month = raw["period"] == "month" and _place(raw) in hourly
        if same_by_month or Decimal(raw["usd"]) == 0:
            continue
        unit, option = GOOGLE_PERIODS[raw["period"]]
        parts = raw["product"].split("/")
        licence = parts[1] == "license"
        raw["provider"] = "gcp"
        raw["region"] = "global" if licence else raw["region_or_variant"]
        yield (
            "rates",
            _row(
                raw,
                service=parts[0],
                product="licence" if licence else "/".join(parts[1:]),
                attributes=_key(instance_type=parts[2], licence=raw["region_or_variant"])
                if licence
                else "",
                unit=unit,
                price=raw["usd"],
                purchase_option=option,
            ),
        )


def _place(raw: Row) -> tuple[str, str]:
    return raw["product"], raw["region_or_variant"]


def _dedicated_hosts(path: Path) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        yield (
            "dedicated_hosts",
            _row(
                raw,
                service="dedicated_hosts",
                product="host",
                attributes=_key(host_sku=raw["host_sku"]),
                unit="hours",
                price=raw["usd_per_hour"],
            ),
        )


def _egress(path: Path) -> Iterator[tuple[str, Row]]:
    regions: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for raw in _read(path):
        regions[raw["provider"], raw["region"]].append(raw)
    for steps in regions.values():
        tiers = _steps(steps)
        ends = [step["from_gb_month"] for step in tiers[1:]] + [""]
        for raw, end in zip(tiers, ends, strict=True):
            yield (
                "egress",
                _row(
                    raw,
                    service="egress",
                    product="internet",
                    attributes="",
                    unit="GB",
                    price=raw["usd_per_gb"],
                    tier=(raw["from_gb_month"], end),
                ),
            )


def _steps(steps: list[Row]) -> list[Row]:
    """Return one ladder: Azure's old free 5 GB ladder dropped for the 100 GB one, equals merged."""
    if any(step["from_gb_month"] == "100" for step in steps):
        steps = [step for step in steps if not step["from_gb_month"].endswith("5")]
    ladder: list[Row] = []
    for step in sorted(steps, key=lambda s: int(s["from_gb_month"])):
        if not ladder or Decimal(ladder[-1]["usd_per_gb"]) != Decimal(step["usd_per_gb"]):
            ladder.append(step)
    return ladder


def _unit_rates(provider: str) -> Iterator[tuple[str, Row]]:
    """Yield the hand-kept rates, one row for each region that a line lists."""
    for path in sorted((HERE / "unit_rates" / provider).glob("*.csv")):
        yield from _unit_rates_of_service(path, provider)


def _unit_rates_of_service(path: Path, provider: str) -> Iterator[tuple[str, Row]]:
    for raw in _read(path):
        for region in raw["regions"].split():
            yield (
                "unit_rates",
                _row(
                    {**raw, "provider": provider, "region": region},
                    service=path.stem,
                    product=raw["product"],
                    attributes=_key(
                        **dict(p.split("=") for p in raw["attributes"].split(",") if p)
                    ),
                    unit=raw["unit"],
                    price=raw["price"],
                    purchase_option=raw["purchase_option"] or "on_demand",
                    currency=raw["currency"],
                    tier=(raw["tier_from"] or "0", raw["tier_to"]),
                    quality=raw["quality"],
                ),
            )


def _row(raw: Row, *, tier: tuple[str, str] = ("0", ""), **columns: str) -> Row:
    row = {
        "provider": raw["provider"],
        "region": raw["region"],
        "tier_from": tier[0],
        "tier_to": tier[1],
        "purchase_option": "on_demand",
        "currency": "USD",
        "details": "",
        "source": raw["source"],
        "as_of": raw["as_of"],
        "quality": "first" if raw.get("choice", "") in EXACT_CHOICES else "second",
    }
    row.update(columns)
    row["price"] = format(Decimal(row["price"]), "f")
    return row


def _key(**attributes: str) -> str:
    return ",".join(f"{name}={attributes[name]}" for name in sorted(attributes))


def _read(path: Path) -> Iterator[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _write(path: Path, rows: list[Row]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    order = pl.col("tier_from").cast(pl.Float64).alias("tier_order")
    frame = frame.with_columns(order).sort(SORT).drop("tier_order")
    draft = path.with_suffix(".draft")
    frame.write_parquet(
        draft, compression="zstd", compression_level=19, row_group_size=ROWS_PER_GROUP
    )
    draft.replace(path)


def _write_free_types(path: Path) -> None:
    free = sorted((r["provider"], r["type"]) for r in _read(path) if r["priced_or_free"] == "free")
    _write_lines(
        HERE / "free_types.csv",
        [
            "provider,type,source,as_of",
            *(f"{p},{t},infracost-resource-types,2026-11-20" for p, t in free),
        ],
    )


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
