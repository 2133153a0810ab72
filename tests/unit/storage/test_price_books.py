"""The bundled book: fast to open, newest wins, exact, honest about what it lacks."""

import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dharma_core.costs.ports import price_key
from dharma_core.errors import FactError
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook, open_price_book

HERE = ("aws", "us-east-1")
IRELAND = ("aws", "eu-west-1")


def write_book(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    base = {
        "provider": "aws", "service": "ec2", "product": "disk", "attributes": "", "unit": "GB",
        "region": "us-east-1", "tier_from": "0", "tier_to": "", "purchase_option": "on_demand",
        "price": "1", "currency": "USD", "details": "", "source": "list", "as_of": "2026-01-01",
        "quality": "first",
    }  # fmt: skip
    pl.DataFrame([{**base, **row} for row in rows]).write_parquet(folder / f"{name}.parquet")


@pytest.mark.parametrize(
    ("place", "what", "attributes", "price"),
    [
        # m5.large at $0.096 and t3.medium at $0.0416 are what AWS lists for us-east-1
        (HERE, "ec2/instance", {"instance_type": "m5.large", "os": "linux"}, "0.096"),
        (HERE, "ec2/instance", {"instance_type": "t3.medium", "os": "linux"}, "0.0416"),
        (IRELAND, "ec2/instance", {"instance_type": "m5.large", "os": "linux"}, "0.107"),
        (HERE, "rds/instance", {"engine": "postgres", "instance_class": "db.t3.medium",
                                "deployment": "multi_az"}, "0.145"),
    ],
)  # fmt: skip
def test_find_gives_the_published_price(place, what, attributes, price):
    assert open_price_book().find(price_key(place, what, **attributes)).unit_price == Decimal(price)


@pytest.mark.parametrize(
    ("provider", "region", "kind"),
    [("azure", "westeurope", "Standard_D2s_v5"), ("gcp", "us-central1", "n2-standard-2")],
)
def test_all_three_clouds_are_in_the_book(provider, region, kind):
    key = price_key((provider, region), "vm/instance", instance_type=kind, os="linux")

    found = open_price_book().find(key)

    assert found.unit_price > 0
    assert found.details["vcpu"] == "2"


def test_spot_is_a_second_class_price_below_on_demand():
    machine = {"instance_type": "m5.large", "os": "linux"}
    book = open_price_book()

    spot = book.find(price_key(IRELAND, "ec2/instance", option="spot", **machine))

    assert spot.quality == "second"
    assert spot.unit_price < book.find(price_key(IRELAND, "ec2/instance", **machine)).unit_price


def test_a_missing_price_is_none_and_its_neighbours_are_named():
    book = open_price_book()
    key = price_key(HERE, "ec2/instance", instance_type="m5.lagre", os="linux")

    assert book.find(key) is None
    assert "instance_type=m5.large,os=linux" in book.nearest(key)
    assert book.nearest(price_key(HERE, "ec2/instanse")) == ("instance",)
    assert book.nearest(price_key(("aws", "mars-1"), "ec2/instance")) == ()


def test_free_is_a_fact():
    book = open_price_book()

    assert book.is_free("aws_vpc")
    assert not book.is_free("aws_instance")
    assert not book.is_free("aws_quantum_computer")


def test_a_newer_file_replaces_the_whole_ladder_of_an_older_one(tmp_path):
    old = [{"tier_to": "10", "price": "3"}, {"tier_from": "10", "price": "2"}]
    write_book(tmp_path, "aws-ec2-2025-01-01", [*old, {"product": "address", "price": "7"}])
    write_book(tmp_path, "aws-ec2-2026-01-01", [{"price": "1.5"}])

    book = ParquetPriceBook(tmp_path)

    assert [t.unit_price for t in book.find(price_key(HERE, "ec2/disk")).tiers] == [Decimal("1.5")]
    assert book.find(price_key(HERE, "ec2/address")).unit_price == 7


def test_a_service_reads_its_own_files_its_parts_and_the_rates(tmp_path):
    write_book(tmp_path, "aws-ec2-2026-01-01", [{"product": "a"}])
    write_book(tmp_path, "aws-ec2_spot-2026-01-01", [{"product": "b"}])
    write_book(tmp_path, "aws-rates-2026-01-01", [{"product": "c"}, {"service": "rds"}])
    write_book(tmp_path, "aws-rds-2026-01-01", [{"product": "d"}])

    book = ParquetPriceBook(tmp_path)

    assert [book.find(price_key(HERE, f"ec2/{p}")) is not None for p in "abcd"] == [
        True, True, True, False,
    ]  # fmt: skip


def test_an_unreadable_price_is_our_own_defect(tmp_path):
    write_book(tmp_path, "aws-ec2-2026-01-01", [{"price": "cheap"}])

    with pytest.raises(FactError, match="aws/ec2/disk"):
        ParquetPriceBook(tmp_path).find(price_key(HERE, "ec2/disk"))


def test_an_empty_folder_is_refused_with_a_next_step(tmp_path):
    with pytest.raises(FactError, match="no parquet file") as defect:
        open_price_book(tmp_path)

    assert defect.value.next_step


def test_later_lookups_take_microseconds():
    book = open_price_book()
    keys = [
        price_key(HERE, "ec2/instance", instance_type=f"{family}.{size}", os="linux")
        for family in ("m5", "c5", "r5", "m6i")
        for size in ("large", "xlarge", "2xlarge", "4xlarge")
    ]
    times = []
    for key in keys * 20:
        start = time.perf_counter()
        book.find(key)
        times.append(time.perf_counter() - start)

    assert sorted(times)[int(len(times) * 0.95)] < 200e-6  # 20 on a quiet machine


def test_opening_the_book_does_not_import_polars():
    code = (
        "import sys; from dharma_core.storage.price_books import open_price_book; "
        "open_price_book(); sys.exit('polars' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def rates(folder, day, region="us-central1", **prices):
    row = {"provider": "gcp", "service": "compute", "region": region, "unit": "hours", "as_of": day}
    write_book(
        folder,
        f"gcp-compute_a-{day}",
        [
            {**row, "product": product, "attributes": "family=n2", "price": price}
            for product, price in prices.items()
        ],
    )


def n2(region="us-central1"):
    return price_key(("gcp", region), "vm/instance", instance_type="n2-standard-4", os="linux")


def test_a_machine_in_a_region_without_its_price_costs_its_cores_and_memory(tmp_path):
    rates(tmp_path, "2020-01-01", "mars-north1", cpu="0.03", memory="0.004")
    book = ParquetPriceBook(data_root() / "price_books", tmp_path)

    # its shape is known from other regions: 4 x 0.03 + 16 x 0.004
    assert book.find(n2("mars-north1")).unit_price == Decimal("0.184")
    assert open_price_book().find(n2("mars-north1")) is None


@pytest.mark.parametrize(
    ("day", "wins"), [("2026-08-02", False), ("2026-08-03", False), ("2026-08-04", True)]
)
def test_rates_replace_the_price_of_a_machine_that_is_older(tmp_path, day, wins):
    rates(tmp_path, day, cpu="0.03", memory="0.004")
    bundled = open_price_book().find(n2())
    assert bundled.as_of.isoformat() == "2026-08-03"

    found = ParquetPriceBook(data_root() / "price_books", tmp_path).find(n2())

    assert (found.unit_price == Decimal("0.184")) is wins
    assert (found.unit_price == bundled.unit_price) is not wins


def test_one_rate_alone_is_no_price_of_a_machine(tmp_path):
    rates(tmp_path, "2026-11-01", "mars-north1", cpu="0.03")

    assert ParquetPriceBook(data_root() / "price_books", tmp_path).find(n2("mars-north1")) is None
