"""The sizes that stand in documentation only agree with the price books, and with their names."""

import csv
import re

import polars as pl
import pytest

from dharma_core.storage.facts import data_root

FOLDER = data_root() / "sizes"


def table(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = table("documented_sizes.csv")


def priced(pattern):
    """Return what the price books say a machine holds, by its name."""
    found = {}
    for path in sorted((data_root() / "price_books").glob(pattern)):
        frame = pl.read_parquet(path).filter(pl.col("details") != "")
        for attributes, details in frame.select("attributes", "details").unique().iter_rows():
            facts = dict(part.split("=", 1) for part in details.split(","))
            name = re.search("instance_type=([^,]+)", attributes)[1]
            if float(facts.get("memory_gib", 0)):
                found[name] = (float(facts["vcpu"]), float(facts["memory_gib"]))
    return found


@pytest.mark.parametrize("name", ["documented_sizes.csv", "families.csv", "zones.csv"])
def test_a_row_that_no_file_backs_says_so(name):
    assert all(row["source"].endswith("recalled") for row in table(name))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["as_of"]) for row in table(name))


def test_an_azure_database_holds_what_the_machine_of_its_name_holds():
    machines = priced("azure-vm-2*.parquet")
    rows = [r for r in ROWS if r["provider"] == "azure" and r["service"] in ("postgres", "mysql")]
    compared = 0
    for row in rows:
        known = machines.get(row["name"].partition("_")[2])
        if known:
            assert (float(row["vcpu"]), float(row["memory_gb"])) == known, row["name"]
            compared += 1
    assert compared >= len(rows) * 0.9


def test_a_google_database_holds_what_its_name_says_within_the_limits():
    rows = [r for r in ROWS if r["provider"] == "gcp"]
    for row in rows:
        vcpu, mb = (int(n) for n in re.fullmatch(r"db-custom-(\d+)-(\d+)", row["name"]).groups())
        assert (float(row["vcpu"]), float(row["memory_gb"])) == (vcpu, mb / 1024), row["name"]
        # From its documentation: 1 or an even number of processors, steps of 256 MB, 3.75 GB at
        # least, 0.9 to 6.5 GB beside each processor.
        assert vcpu == 1 or vcpu % 2 == 0
        assert mb % 256 == 0
        assert mb >= 3840
        assert 0.9 <= mb / 1024 / vcpu <= 6.5


def test_the_price_books_agree_with_the_names_of_google_machines():
    found = [
        (name, held)
        for name, held in priced("gcp-vm-2*.parquet").items()
        if (match := re.fullmatch(r"\w+-\w+-(\d+)", name)) and float(match[1]) != held[0]
    ]
    assert found == []
