"""Offer files of savings plans: each rate under the key of the machine it is for, and its plan."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dharma_core.costs.ports import price_key
from dharma_core.errors import InputError
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook
from dharma_core.storage.price_lists.importing import import_price_lists

LISTS = Path(__file__).parents[3] / "fixtures" / "price_lists"
TODAY = date(2026, 11, 30)
M5 = {"instance_type": "m5.large", "os": "linux"}


@pytest.fixture
def into(tmp_path):
    return tmp_path / "price_books"


def take(into, file):
    return import_price_lists([LISTS / file], into, today=TODAY)


def changed(tmp_path, change):
    document = json.loads((LISTS / "aws_savings_plans.json").read_text("utf-8"))
    change(document)
    path = tmp_path / "index.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize("file", ["aws_savings_plans.json", "aws_savings_plans.csv"])
@pytest.mark.parametrize(
    ("option", "attributes", "price"),
    [
        ("savings_plan_1_year_no_upfront", M5, "0.07"),
        ("savings_plan_1_year_no_upfront", {**M5, "os": "windows"}, "0.162"),
        ("savings_plan_1_year_no_upfront", {**M5, "tenancy": "dedicated"}, "0.076"),
        ("savings_plan_1_year_partial_upfront", M5, "0.067"),
        ("savings_plan_3_year_all_upfront", M5, "0.044"),
        ("ec2_savings_plan_1_year_no_upfront", M5, "0.06"),
    ],
)
def test_a_rate_is_found_under_the_machine_and_the_plan(into, file, option, attributes, price):
    take(into, file)

    book = ParquetPriceBook(data_root() / "price_books", into)
    found = book.find(price_key(("aws", "us-east-1"), "ec2/instance", option=option, **attributes))

    assert (str(found.unit_price), found.unit, found.currency) == (price, "hours", "USD")
    assert found.source == "AWS Price List ComputeSavingsPlans 20260911184447"
    assert found.as_of == date(2026, 9, 11)
    assert found.details["plan"].startswith(("CSP", "ECSP"))


def test_json_and_csv_of_one_plan_say_the_same(into, tmp_path):
    (one,) = take(into, "aws_savings_plans.json").books
    (other,) = take(tmp_path / "b", "aws_savings_plans.csv").books

    rows = pl.read_parquet(into / one.file).rows()
    assert pl.read_parquet(tmp_path / "b" / other.file).rows() == rows


def test_what_is_not_taken_is_counted(into):
    report = take(into, "aws_savings_plans.json")

    # of four plans: SQL Server with the machine; of three: a function
    assert sum(count for _, _, count in report.unmapped) == 4
    assert dict(report.skipped) == {
        "capacity reservations and dedicated hosts": 4,
        "plans for functions and containers": 3,
    }
    assert (report.rates, report.rows) == (23, 12)


def test_an_older_file_without_region_codes_takes_the_region_of_the_file(into, tmp_path):
    def drop(document):
        for term in document["terms"]["savingsPlan"]:
            for rate in term["rates"]:
                del rate["discountedRegionCode"]

    report = import_price_lists([changed(tmp_path, drop)], into, today=TODAY)

    assert report.rows == 12


def test_a_plan_that_begins_later_is_left_out(into, tmp_path):
    def later(document):
        document["terms"]["savingsPlan"][0]["effectiveDate"] = "2027-01-01T00:00:00Z"

    report = import_price_lists([changed(tmp_path, later)], into, today=TODAY)

    assert (report.rows, dict(report.skipped)["not in force yet"]) == (9, 3)


def _term(document):
    return document["terms"]["savingsPlan"][1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: _term(d).update(sku="X"), r"savingsPlan\[1\], sku before the rates names no"),
        (lambda d: _term(d).pop("leaseContractLength"), r"savingsPlan\[1\], leaseContractLength"),
        (lambda d: _term(d)["rates"].insert(2, 5), r"\[1\]\.rates\[2\], discountedRate is missing"),
        (lambda d: _term(d)["rates"][0].pop("discountedRate"), r"rates\[0\], discountedRate"),
        (lambda d: _term(d)["rates"][3].update(discountedRate={"price": "x", "currency": "USD"}),
         r"index\.json, terms\.savingsPlan\[1\]\.rates\[3\], discountedRate: 'x' is no price"),
        (lambda d: _term(d)["rates"][0].update(rateCode="OTHER.SKU"), "is of another plan"),
        (lambda d: d["products"][0].pop("sku"), "products, sku is missing"),
        (lambda d: d.pop("publicationDate"), "does not say when it was published"),
        (lambda d: d.update({"formatVersion": "v9"} | {k: d.pop(k) for k in list(d)}),
         "version 'v9'; v1.0 is known"),
        (lambda d: d.pop("terms"), "Nothing of the AWS savings plans"),
    ],
    ids=["sku", "lease", "number", "no rate", "word", "other plan", "product", "date", "version",
         "no terms"],
)  # fmt: skip
def test_a_broken_file_is_named_by_place_and_field_and_writes_nothing(
    into, tmp_path, change, message
):
    with pytest.raises(InputError, match=message) as refused:
        import_price_lists([changed(tmp_path, change)], into, today=TODAY)

    assert refused.value.next_step
    assert list(into.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",0.162,", ",much,", r"index\.csv, line 8, discountedRate: 'much' is no price"),
        (",m5.large\n", "\n", r"index\.csv, line 7: 23 cells where 24 are named"),
        ("PurchaseOption,", "Option,", "the column 'purchaseoption' is missing"),
    ],
    ids=["price", "cells", "column"],
)
def test_a_broken_line_is_named_and_writes_nothing(into, tmp_path, old, new, message):
    text = (LISTS / "aws_savings_plans.csv").read_text("utf-8")
    path = tmp_path / "index.csv"
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(InputError, match=message):
        import_price_lists([path], into, today=TODAY)

    assert list(into.iterdir()) == []
