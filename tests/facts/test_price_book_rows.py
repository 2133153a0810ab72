"""The price books hold what they promise: sourced, dated, exact, no doubles, gaps or overlaps."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dharma_core.costs.meters import METERS, aws, azure, google
from dharma_core.costs.ports import price_key
from dharma_core.storage.facts import data_root, load_catalog
from dharma_core.storage.price_books import open_price_book

FOLDER = data_root() / "price_books"
FILES = sorted(FOLDER.glob("*.parquet"))
COLUMNS = [
    "provider", "service", "product", "attributes", "region", "unit", "tier_from", "tier_to",
    "purchase_option", "price", "currency", "details", "source", "as_of", "quality",
]  # fmt: skip
KEY = ["provider", "service", "product", "attributes", "region", "purchase_option"]
UNITS = {
    "100 images", "100 operations", "1000 images", "1000 requests", "100K operations",
    "100k events", "100k notifications", "100k objects", "100k operations", "10K operations",
    "10K requests", "10K transactions", "10M samples", "10k interactions", "10k operations",
    "10k requests", "10k tags", "1K records", "1K tokens", "1K transactions", "1K transitions",
    "1M RU", "1M calls", "1M change-records", "1M characters", "1M data points", "1M events",
    "1M invocations", "1M lines", "1M messages", "1M minutes", "1M notifications",
    "1M objects", "1M operations", "1M pushes", "1M queries", "1M request", "1M requests",
    "1M transactions", "1k SnapshotAPIUnits", "1k activity runs", "1k calls", "1k objects",
    "1k operations", "1k requests", "1k runs", "50k entities", "ACU-hours", "ACUs", "CU",
    "DBU-hours", "DIU-hours", "DSU-hours", "GB", "GB searched", "GB-hours", "GB-seconds",
    "GHz-seconds", "GiB", "GiB-seconds", "IOPS", "KPU", "LCU", "MB", "MB/s", "MBps", "Mbps",
    "RCU-hours", "RRUs", "RU/s x 100", "TB", "TiB", "VM-hours", "WCU-hours", "WRUs",
    "accounts", "alarm metrics", "calls", "capacity units", "certificates", "checks",
    "connections", "consumer-shard hour", "controllers", "core", "days", "emails",
    "evaluations", "events", "gateways", "groups", "hosts", "hours", "image", "instance",
    "invocations", "key vault", "messages", "metrics", "minutes", "month", "months", "node",
    "node-seconds", "nodes", "notifications", "operations", "paths", "processing units",
    "records", "renewals", "requests", "resources", "rotations", "rule", "rules", "rulesets",
    "sRRUs", "scale units", "seconds", "server", "sessions", "storage account", "subscription",
    "test", "tests", "throughput units", "time-series", "tunnel", "units", "users", "vCPU",
    "vCPU-hours", "vCPU-month", "vCPU-seconds", "vCore", "vCore-hours", "versions", "years",
}  # fmt: skip
FREE_OF_CHARGE = r"included|reserved_.*_all_upfront"  # a price of zero is a fact only for these

each_file = pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)


@each_file
def test_file_has_the_schema_and_its_name_says_provider_and_newest_date(path: Path) -> None:
    frame = pl.read_parquet(path)
    provider, _, newest = path.stem.split("-", 2)

    assert frame.columns == COLUMNS
    assert set(frame.dtypes) == {pl.String}  # prices are exact decimal texts, never floats
    assert frame["provider"].unique().to_list() == [provider]
    assert frame["as_of"].max() == newest


@each_file
def test_each_row_names_source_date_currency_unit_and_quality(path: Path) -> None:
    frame = pl.read_parquet(path)

    for column in ("service", "product", "region", "unit", "source", "as_of"):
        assert frame.filter(pl.col(column).is_null() | (pl.col(column) == "")).is_empty(), column
    assert set(frame["currency"]) <= {"USD", "CNY"}
    assert set(frame["quality"]) <= {"first", "second"}
    assert set(frame["unit"]) <= UNITS
    assert all(date.fromisoformat(day) for day in frame["as_of"].unique())


@each_file
def test_each_price_is_positive_unless_it_is_known_to_be_included(path: Path) -> None:
    frame = pl.read_parquet(path, columns=["price", "purchase_option"]).unique()

    for price, option in frame.iter_rows():
        assert Decimal(price).is_finite()
        if not re.fullmatch(FREE_OF_CHARGE, option):
            assert Decimal(price) > 0
        assert Decimal(price) >= 0


@each_file
def test_no_key_stands_twice_and_tiers_join_without_gap_or_overlap(path: Path) -> None:
    frame = pl.read_parquet(path).with_columns(
        pl.col("tier_from").cast(pl.Float64).alias("start"),
        pl.col("tier_to").replace("", None).cast(pl.Float64).alias("end"),
    )
    ladders = frame.sort(*KEY, "start").group_by(KEY, maintain_order=True)
    steps = ladders.agg("start", "end")

    for starts, ends in steps.select("start", "end").iter_rows():
        assert ends[-1] is None, "the last tier has no end"
        assert list(ends[:-1]) == list(starts[1:]), "each tier begins where the one before ends"
        assert len(set(starts)) == len(starts)


def test_every_cloud_has_its_virtual_machines() -> None:
    counts = {
        provider: pl.concat(
            pl.read_parquet(p).filter(pl.col("purchase_option") == "on_demand")
            for p in FILES
            if p.stem.split("-")[0] == provider and p.stem.split("-")[1] in ("ec2", "vm")
        ).height
        for provider in ("aws", "azure", "gcp")
    }

    # vm_prices.csv 79,009 rows, the other AWS regions 11,777, cn-north-1 316: 91,102 in all
    assert sum(counts.values()) == 91_102
    assert counts["azure"] == 63_602
    assert counts["gcp"] == 12_721


def test_unit_rates_in_the_book_are_those_kept_by_hand() -> None:
    kept = [
        row
        for path in sorted((FOLDER / "unit_rates").glob("*/*.csv"))
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
        for _ in row["regions"].split()
    ]
    book = pl.concat(pl.read_parquet(p) for p in FILES if "-unit_rates-" in p.stem)

    assert book.height == len(kept)
    assert sum(map(Decimal, book["price"])) == sum(Decimal(row["price"]) for row in kept)


def test_a_type_is_never_both_free_and_metered() -> None:
    book = open_price_book()

    for name in load_catalog().costs:
        assert not book.is_free(name), name


PLACES = {
    "aws": ("aws", ("us-east-1", "global")),
    "azurerm": ("azure", ("eastus", "westeurope", "westus", "global")),
    "google": ("gcp", ("us-central1", "global")),
}


def _priced_entries() -> list[tuple[str, str, str, dict[str, str]]]:
    """Return type, price, region and attributes of each price that a file names whole.

    One with a ``{value}`` in it names several.
    """
    return [e for e in _entries() if "{" not in "".join((*e[1:3], *map(str, e[3].values())))]


def _entries() -> list[tuple[str, str, str, dict[str, str]]]:
    found = []
    for name, section in load_catalog().costs.items():
        lists = [section.get(key, ()) for key in ("components", "notifications", "fifo")]
        lists += [section.get("autopilot", ()), section.get("lines", ())]
        lists += section.get("throughput", {}).values()
        found += [(name, *_place(row)) for rows in lists for row in rows if "price" in row]
        for kind, facts in section.get("classes", {}).items():
            found += [(name, *_place(row, {"class": kind})) for row in facts.get("lines", ())]
    return found


def _place(
    row: Mapping[str, Any], more: Mapping[str, str] | None = None
) -> tuple[str, str, dict[str, str]]:
    return row["price"], row.get("region", ""), {**(more or {}), **row.get("attributes", {})}


@pytest.fixture(scope="module")
def unit_rates() -> set[tuple[str, str, str]]:
    """Return provider, service/product and attributes of every unit rate, wherever it holds."""
    rows = pl.concat(pl.read_parquet(p) for p in FILES if "-unit_rates-" in p.stem)
    what = pl.concat_str("service", pl.lit("/"), "product")
    return set(rows.select("provider", what, "attributes").iter_rows())


@pytest.mark.parametrize("entry", _priced_entries(), ids=lambda e: ":".join(map(str, e)))
def test_every_declared_price_is_in_the_book(
    entry: tuple[str, str, str, dict[str, str]], unit_rates: set[tuple[str, str, str]]
) -> None:
    name, what, region, attributes = entry
    provider, usual = PLACES[name.partition("_")[0]]
    book = open_price_book()
    keys = [price_key((provider, r), what, **attributes) for r in ((region,) if region else usual)]
    somewhere = (provider, what, keys[0].attributes) in unit_rates

    assert somewhere or any(book.find(key) for key in keys)


def test_every_meter_of_the_catalogue_exists_and_every_meter_is_used() -> None:
    sections = load_catalog().costs.values()

    assert {section.get("meter", "declared") for section in sections} == set(METERS)


def test_no_two_meters_share_a_name() -> None:
    named = [meter.__name__ for cloud in (aws, azure, google) for meter in cloud.METERS]

    assert len(named) == len(set(named))
