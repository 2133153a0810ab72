"""The price books hold what they promise: sourced, dated, exact, no doubles, gaps or overlaps."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dharma_core.costs.meters import METERS
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
    "hours", "months", "GB", "IOPS", "Mbps", "LCU", "metrics", "vCPU-hours", "vCPU-month",
    "GB-seconds", "DSU-hours", "RCU-hours", "WCU-hours", "RRUs", "WRUs", "sRRUs", "1M request",
    "1M requests", "1000 requests", "1k requests", "10k requests", "1k objects", "10k tags",
    "1k SnapshotAPIUnits", "100k notifications", "1M notifications",
    "GiB", "TB", "TiB", "MB", "vCPU", "vCPU-seconds", "GiB-seconds", "GHz-seconds", "VM-hours",
    "requests", "invocations", "versions", "rotations", "10k operations", "10K requests",
    "1M queries", "1k calls",
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


HOMES = {"aws": ("aws", "us-east-1"), "google": ("gcp", "us-central1")}


def _priced_entries() -> list[tuple[str, str, dict[str, str]]]:
    """Return type, price and attributes of each declared line; ``@region`` where one is given."""
    found = []
    for name, section in load_catalog().costs.items():
        lists = [section.get("components", ()), section.get("notifications", ())]
        lists += [section.get("fifo", ()), *section.get("throughput", {}).values()]
        lists.append(section.get("autopilot", ()))
        found += [
            (name, f"{row['price']}@{row.get('region', '')}", dict(row.get("attributes", {})))
            for rows in lists
            for row in rows
            if "price" in row
        ]
        for kind, facts in section.get("classes", {}).items():
            if "lines" not in facts:
                continue
            found += [
                (name, row["price"], {"class": kind, **row.get("attributes", {})})
                for row in facts["lines"]
            ]
    return found


@pytest.mark.parametrize("entry", _priced_entries(), ids=lambda e: f"{e[0]}:{e[1]}:{e[2]}")
def test_every_declared_price_is_in_the_book_for_us_east_1(
    entry: tuple[str, str, dict[str, str]],
) -> None:
    name, place, attributes = entry
    what, _, region = place.partition("@")
    provider, home = HOMES[name.partition("_")[0]]

    key = price_key((provider, region or home), what, **attributes)
    assert open_price_book().find(key) is not None


def test_every_meter_of_the_catalogue_exists_and_every_meter_is_used() -> None:
    sections = load_catalog().costs.values()

    assert {section.get("meter", "declared") for section in sections} == set(METERS)
