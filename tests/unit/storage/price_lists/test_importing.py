"""Price lists as published become books: exact, dated, nothing dropped in silence."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dharma_core.costs.ports import price_key
from dharma_core.costs.price_entries import ROW_COLUMNS
from dharma_core.errors import AdapterError, InputError
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook
from dharma_core.storage.price_lists.importing import import_price_lists

LISTS = Path(__file__).parents[3] / "fixtures" / "price_lists"
TODAY = date(2026, 11, 30)
HERE = ("aws", "us-east-1")
M5 = {"instance_type": "m5.large", "os": "linux"}
WEST = ("azure", "westeurope")
D2S = {"instance_type": "Standard_D2s_v5", "os": "linux"}
IOWA = ("gcp", "us-central1")


@pytest.fixture
def into(tmp_path):
    return tmp_path / "price_books"


def take(into, *names, **options):
    files = [name if isinstance(name, Path) else LISTS / name for name in names]
    return import_price_lists(files, into, today=TODAY, **options)


def book(into):
    return ParquetPriceBook(data_root() / "price_books", into)


def changed(tmp_path, name, change):
    document = json.loads((LISTS / name).read_text("utf-8"))
    change(document)
    path = tmp_path / name
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "place", "what", "option", "attributes", "price", "unit"),
    [
        ("aws_ec2.json", HERE, "ec2/instance", "on_demand", M5, "0.096", "hours"),
        ("aws_ec2.json", HERE, "ec2/instance", "on_demand", {**M5, "os": "windows"}, "0.188",
         "hours"),
        ("aws_ec2.json", HERE, "ec2/instance", "on_demand", {**M5, "tenancy": "dedicated"}, "0.102",
         "hours"),
        ("aws_ec2.json", ("aws", "eu-west-1"), "ec2/instance", "on_demand", M5, "0.107", "hours"),
        ("aws_ec2.json", HERE, "ec2/instance", "reserved_standard_1_year_no_upfront", M5, "0.06",
         "hours"),
        ("aws_ec2.json", HERE, "ec2/instance", "reserved_convertible_3_year_all_upfront", M5, "0",
         "hours"),
        ("aws_ec2.json", HERE, "ec2/ebs_storage", "on_demand", {"volume_type": "gp3"}, "0.08",
         "GB"),
        # 40.96 dollars a GiB/s are 0.04 a MiB/s
        ("aws_ec2.json", HERE, "ec2/ebs_throughput", "on_demand", {"volume_type": "gp3"}, "0.04",
         "Mbps"),
        ("aws_ec2.json", HERE, "ec2/nat_gateway_data", "on_demand", {}, "0.045", "GB"),
        ("aws_rds.csv", HERE, "rds/instance", "on_demand",
         {"engine": "mysql", "instance_class": "db.t3.large", "deployment": "single_az"}, "0.136",
         "hours"),
        ("aws_rds.csv", HERE, "rds/instance", "reserved_1_year_partial_upfront",
         {"engine": "mysql", "instance_class": "db.t3.large", "deployment": "single_az"}, "0.0443",
         "hours"),
        ("aws_rds.csv", HERE, "rds/storage", "on_demand",
         {"volume_type": "gp2", "deployment": "single_az"}, "0.115", "GB"),
        # 0.000005 a request
        ("aws_s3.json", HERE, "s3/tier_1_requests", "on_demand", {"class": "standard"}, "0.005",
         "1k requests"),
        ("azure_retail.json", WEST, "vm/instance", "on_demand", D2S, "0.115", "hours"),
        ("azure_retail.json", WEST, "vm/instance", "on_demand", {**D2S, "os": "windows"}, "0.207",
         "hours"),
        ("azure_retail.json", WEST, "vm/instance", "spot", D2S, "0.02185", "hours"),
        ("azure_retail.json", WEST, "vm/instance", "commitment_1y", D2S, "49.5", "months"),
        ("azure_retail.json", WEST, "vm/instance", "savings_plan_3y", D2S, "0.0533", "hours"),
        ("azure_retail.json", WEST, "disks/storage", "on_demand",
         {"redundancy": "LRS", "size_class": "P10"}, "21.68", "months"),
        ("gcp_skus.json", IOWA, "compute/cpu", "on_demand", {"family": "n2"}, "0.031611", "hours"),
        ("gcp_skus.json", ("gcp", "us-west1"), "compute/memory", "on_demand", {"family": "n2"},
         "0.004237", "hours"),
        ("gcp_skus.json", IOWA, "compute/cpu", "commitment_1y", {"family": "n2"}, "0.019915",
         "hours"),
        ("gcp_skus.json", IOWA, "compute/storage/ssd", "on_demand", {}, "0.17", "months"),
    ],
)  # fmt: skip
def test_a_published_price_is_found_under_our_key(  # noqa: PLR0917 - one row of the table
    into, file, place, what, option, attributes, price, unit
):
    take(into, file)

    found = book(into).find(price_key(place, what, option=option, **attributes))

    assert (str(found.unit_price), found.unit) == (price, unit)
    assert found.quality == "first"
    assert found.details["sku"]


@pytest.mark.parametrize(
    ("file", "source", "as_of"),
    [
        ("aws_ec2.json", "AWS Price List AmazonEC2 20260925174521", "2026-09-25"),
        ("aws_rds.csv", "AWS Price List AmazonRDS 20260918174747", "2026-09-18"),
        ("azure_retail.json", "Azure Retail Prices", "2026-10-01"),
        ("gcp_skus.json", "Google Cloud Billing Catalog", "2026-10-27"),
    ],
)
def test_source_and_date_are_the_files_own(into, file, source, as_of):
    report = take(into, file)

    assert (report.source, report.as_of.isoformat()) == (source, as_of)
    for written in report.books:
        frame = pl.read_parquet(into / written.file)
        assert frame.columns == list(ROW_COLUMNS)
        assert set(frame.dtypes) == {pl.String}
        assert set(frame["source"]) == {source}
        assert set(frame["as_of"]) == {as_of}
        assert frame.height == written.rows


def test_a_fee_at_the_start_stands_in_the_details(into):
    take(into, "aws_ec2.json")
    find = book(into).find
    partial = price_key(
        HERE, "ec2/instance", option="reserved_standard_1_year_partial_upfront", **M5
    )

    assert find(partial).details["upfront"] == "250"
    assert find(partial).details["memory_gib"] == "8"
    assert "upfront" not in find(price_key(HERE, "ec2/instance", **M5)).details


def test_tiers_join_in_order_and_those_sold_apart_become_one_ladder(into):
    take(into, "aws_ec2.json", "aws_s3.json")
    take(into, "gcp_skus.json")
    find = book(into).find

    def ladder(key):
        return [(str(t.start), str(t.end), str(t.unit_price)) for t in find(key).tiers]

    assert ladder(price_key(HERE, "s3/storage", **{"class": "standard"})) == [
        ("0", "51200", "0.023"), ("51200", "512000", "0.022"), ("512000", "None", "0.021"),
    ]  # fmt: skip
    assert ladder(price_key(HERE, "ec2/ebs_iops", volume_type="io2")) == [
        ("0", "32000", "0.065"), ("32000", "64000", "0.0455"), ("64000", "None", "0.0319"),
    ]  # fmt: skip
    # the free 200 GB are no tier: what lies below the first one costs nothing
    egress = find(price_key(IOWA, "egress/internet"))
    assert egress.tiers[0].start == 200
    assert egress.cost(Decimal(300)) == Decimal("8.5")


def test_what_is_not_taken_is_counted_by_service_and_reason(into):
    ec2 = take(into, "aws_ec2.json").as_dict()
    azure = take(into, "azure_retail.json").as_dict()

    assert {(u["service"], u["family"]) for u in ec2["unmapped"]} == {
        ("AmazonEC2", "Compute Instance"),  # Ubuntu Pro
        ("AmazonEC2", "Data Transfer"),
    }
    assert {s["reason"] for s in ec2["skipped"]} == {
        "capacity reservations", "SQL Server included",
    }  # fmt: skip
    assert {s["reason"] for s in azure["skipped"]} == {
        "not in force yet",
        "low priority machines (spot took their place)",
        "prices for development and test subscriptions",
    }


def test_csv_and_json_of_one_offer_say_the_same(into, tmp_path):
    document = json.loads((LISTS / "aws_s3.json").read_text("utf-8"))
    path = tmp_path / "index.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, quoting=csv.QUOTE_ALL)
        lines.writerow(["FormatVersion", "v1.0"])
        lines.writerow(["Publication Date", document["publicationDate"]])
        lines.writerow(["Version", document["version"]])
        lines.writerow(["OfferCode", "AmazonS3"])
        lines.writerow(
            ["SKU", "TermType", "Unit", "PricePerUnit", "Currency", "StartingRange",
             "Product Family", "usageType", "Region Code", "EffectiveDate"]
        )  # fmt: skip
        for sku, product in document["products"].items():
            for term in document["terms"]["OnDemand"][sku].values():
                for rate in term["priceDimensions"].values():
                    facts = product["attributes"]
                    lines.writerow(
                        [sku, "OnDemand", rate["unit"], rate["pricePerUnit"]["USD"], "USD",
                         rate["beginRange"], product["productFamily"], facts["usagetype"],
                         facts["regionCode"], "2026-09-01"]
                    )  # fmt: skip

    (one,) = take(into, "aws_s3.json").books
    (other,) = take(tmp_path / "b", path).books

    rows = pl.read_parquet(into / one.file).rows()
    assert pl.read_parquet(tmp_path / "b" / other.file).rows() == rows


@pytest.mark.parametrize(
    "file",
    ["aws_ec2.json", "aws_rds.csv", "aws_s3.json", "aws_savings_plans.csv",
     "aws_savings_plans.json", "azure_retail.json", "gcp_skus.json"],
)  # fmt: skip
def test_the_same_file_twice_is_the_same_book(into, file):
    first = take(into, file).books
    before = {p.name: p.read_bytes() for p in into.iterdir()}
    second = take(into, file).books

    assert first == second
    assert {p.name: p.read_bytes() for p in into.iterdir()} == before
    assert set(before) == {b.file for b in first}


def test_a_packed_file_is_read_as_it_is(into, tmp_path):
    path = tmp_path / "index.json.gz"
    path.write_bytes(gzip.compress((LISTS / "aws_ec2.json").read_bytes()))

    assert take(into, path).books == take(into, "aws_ec2.json").books


def test_only_the_regions_asked_for_are_taken(into):
    report = take(into, "aws_ec2.json", regions=frozenset({"eu-west-1"}))

    assert report.rows == 1


def test_taking_one_region_later_keeps_what_the_same_file_gave_before(into):
    take(into, "aws_ec2.json", regions=frozenset({"us-east-1"}))
    take(into, "aws_ec2.json", regions=frozenset({"eu-west-1"}))

    for place in (HERE, ("aws", "eu-west-1")):
        found = book(into).find(price_key(place, "ec2/instance", **M5))
        assert found.source == "AWS Price List AmazonEC2 20260925174521"


def test_two_prices_for_one_key_are_left_out_and_named(into, tmp_path):
    def double(document):
        item = dict(document["Items"][0], retailPrice=9.99)
        document["Items"].append(item)

    report = take(into, changed(tmp_path, "azure_retail.json", double))

    vm = next(b for b in report.books if b.service == "vm")
    assert vm.conflicts == (
        "azure/vm/instance instance_type=Standard_D2s_v5,os=linux in westeurope",
    )
    assert book(into).find(price_key(WEST, "vm/instance", **D2S)).unit_price != Decimal("9.99")


@pytest.mark.parametrize(
    ("description", "unit", "what", "family"),
    [
        ("N1 Predefined Instance Core running in Americas", "h", "cpu", "n1"),
        ("N2D AMD Instance Ram running in Americas", "GiBy.h", "memory", "n2d"),
        ("Compute optimized Core running in Americas", "h", "cpu", "c2"),
        ("Compute optimized Ram running in Americas", "GiBy.h", "memory", "c2"),
        ("Custom Instance Core running in Americas", "h", "custom_cpu", "n1"),
        ("N2 Custom Instance Ram running in Americas", "GiBy.h", "custom_memory", "n2"),
        ("Custom Extended Instance Ram running in Americas", "GiBy.h", "custom_extended_memory",
         "n1"),
        ("N2D AMD Custom Extended Instance Ram running in Americas", "GiBy.h",
         "custom_extended_memory", "n2d"),
    ],
)  # fmt: skip
def test_the_rates_of_a_family_are_told_by_their_description(  # noqa: PLR0917 - one row
    into, tmp_path, description, unit, what, family
):
    group = "CPU" if unit == "h" else "RAM"

    def describe(document):
        sku = document["skus"][0]
        sku["description"], sku["category"]["resourceGroup"] = description, group
        sku["pricingInfo"][0]["pricingExpression"]["usageUnit"] = unit
        document["skus"] = [sku]

    take(into, changed(tmp_path, "gcp_skus.json", describe))

    found = book(into).find(price_key(IOWA, f"compute/{what}", family=family))
    assert found.source == "Google Cloud Billing Catalog"


def test_a_unit_that_no_rule_knows_is_counted_and_not_guessed(into, tmp_path):
    def rename(document):
        document["Items"][0]["unitOfMeasure"] = "100 Hours"

    report = take(into, changed(tmp_path, "azure_retail.json", rename))

    # the price and its two savings plans
    assert ("vm/instance by the unit '100 Hours'", 3) in report.skipped


def test_prices_that_are_no_longer_in_force_are_left_out(into, tmp_path):
    def end(document):
        document["Items"][7]["effectiveEndDate"] = "2026-01-01T00:00:00Z"

    assert ("no longer in force", 1) in take(
        into, changed(tmp_path, "azure_retail.json", end)
    ).skipped


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["Items"].append(5),
        lambda d: d["Items"].append({}),
        lambda d: d["Items"].append({"serviceName": "Virtual Machines", "type": None}),
        lambda d: d["Items"].append(dict(d["Items"][0], retailPrice=None)),
        lambda d: d["Items"].append(dict(d["Items"][0], armRegionName="../../etc")),
        lambda d: d["Items"].append(dict(d["Items"][0], armRegionName="a\ud800b")),
        lambda d: d["Items"].append(dict(d["Items"][0], currencyCode="dollars")),
        lambda d: d["Items"].append(dict(d["Items"][0], armSkuName="Standard_a,b=c")),
        lambda d: d["Items"].append(dict(d["Items"][0], effectiveStartDate="soon")),
        lambda d: d["Items"].append(dict(d["Items"][0], tierMinimumUnits=[])),
        lambda d: d["Items"].append(dict(d["Items"][0], skuId="a,upfront=0")),
        lambda d: d["Items"].append(dict(d["Items"][0], savingsPlan={"term": 1})),
        lambda d: d["Items"].append(dict(d["Items"][4], reservationTerm="9 Years")),
    ],
)
def test_an_odd_item_harms_no_other(into, tmp_path, change):
    whole = take(tmp_path / "whole", "azure_retail.json").rows

    report = take(into, changed(tmp_path, "azure_retail.json", change))

    assert report.rows == whole


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["skus"].append({}),
        lambda d: d["skus"].append([]),
        lambda d: d["skus"].append(dict(d["skus"][0], category=None)),
        lambda d: d["skus"].append(dict(d["skus"][0], pricingInfo=None)),
        lambda d: d["skus"].append(dict(d["skus"][0], pricingInfo=[5, {}])),
        lambda d: d["skus"].append(dict(d["skus"][0], category={"usageType": "OnDemand"})),
    ],
)
def test_an_odd_sku_harms_no_other(into, tmp_path, change):
    whole = take(tmp_path / "whole", "gcp_skus.json").rows

    assert take(into, changed(tmp_path, "gcp_skus.json", change)).rows == whole


def _set(value, *path):
    def change(document):
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


_GCP_TIER = ("pricingInfo", 0, "pricingExpression", "tieredRates", 0, "unitPrice")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("azure_retail.json", _set("cheap", "Items", 2, "retailPrice"),
         r"azure_retail\.json, Items\[2\]\.retailPrice: 'cheap' is no price"),
        ("azure_retail.json", _set(-1, "Items", 2, "retailPrice"), "'-1' is no price"),
        ("azure_retail.json", _set("x", "Items", 0, "savingsPlan", 1, "retailPrice"),
         r"Items\[0\]\.savingsPlan\[1\]\.retailPrice: 'x'"),
        ("gcp_skus.json", _set("x", "skus", 1, *_GCP_TIER, "nanos"),
         r"skus\[1\], tieredRates\[0\]\.unitPrice\.nanos: 'x'"),
        ("aws_ec2.json", lambda d: [
            rate["pricePerUnit"].update(USD="free")
            for term in d["terms"]["OnDemand"]["SKU0LINUX0M5LRGE"].values()
            for rate in term["priceDimensions"].values()
        ], r"terms\.OnDemand\.SKU0LINUX0M5LRGE, pricePerUnit: 'free'"),
    ],
    ids=["azure word", "azure negative", "azure savings plan", "gcp", "aws"],
)  # fmt: skip
def test_a_price_that_is_none_is_named_with_its_place_and_nothing_is_written(
    into, tmp_path, name, change, message
):
    with pytest.raises(InputError, match=message) as refused:
        take(into, changed(tmp_path, name, change))

    assert "nothing was written" in refused.value.next_step
    assert list(into.iterdir()) == []


def test_a_price_in_csv_that_is_none_is_named_by_line_and_column(into, tmp_path):
    path = tmp_path / "rds.csv"
    path.write_text(
        (LISTS / "aws_rds.csv").read_text("utf-8").replace('"0.0443000000"', '"n/a"'), "utf-8"
    )

    with pytest.raises(InputError, match=r"rds\.csv, line 9, PricePerUnit: 'n/a' is no price"):
        take(into, path)

    assert list(into.iterdir()) == []


def _without(name):
    return lambda document: document.pop(name)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("aws_ec2.json", _without("publicationDate"), "does not say when it was published"),
        ("aws_ec2.json", lambda d: d.update(formatVersion="v9"), "version 'v9'; v1.0 is known"),
        ("aws_ec2.json", _without("terms"), "Nothing of the AWS Price List"),
        ("aws_ec2.json", lambda d: d.update(products=[]), "Nothing of the AWS Price List"),
        ("azure_retail.json", lambda d: d.update(Items=[]), "Nothing of the Azure Retail Prices"),
        ("azure_retail.json", lambda d: d.update(Items=5), "Nothing of the Azure Retail Prices"),
        ("gcp_skus.json", lambda d: d.update(skus={}), "Nothing of the Google Cloud"),
    ],
)
def test_a_list_without_prices_is_refused_and_nothing_is_written(
    into, tmp_path, name, change, message
):
    with pytest.raises(InputError, match=message) as refused:
        take(into, changed(tmp_path, name, change))

    assert refused.value.next_step
    assert list(into.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no price list that Dharma knows"),
        (b"hello", "no price list that Dharma knows"),
        (b"PK\x03\x04....", "is a zip archive"),
        (b"\x1f\x8bgarbage", "cannot be read"),
        (b'{"formatVersion": "v1.0", "offers": {"AmazonEC2": {"offerCode": "A"}}}', "an index"),
        (b'{"skus": [', "is not JSON"),
        (b'{"Items": [{"serviceName": "x"', "is not JSON"),
        (b'"FormatVersion","v1.0"\n"SKU","x"\n', "column 'termtype' is missing"),
        (b'"FormatVersion","v1.0"\n' * 30, "begins with SKU is missing"),
        (b'FormatVersion,v1.0\n"unclosed', "line"),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_is_written(into, tmp_path, content, message):
    path = tmp_path / "list.json"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message) as refused:
        take(into, path)

    assert refused.value.next_step
    assert not into.exists() or list(into.iterdir()) == []


def test_a_line_with_too_few_cells_is_named(into, tmp_path):
    path = tmp_path / "rds.csv"
    path.write_text((LISTS / "aws_rds.csv").read_text("utf-8") + '"SKU1","x"\n', "utf-8")

    with pytest.raises(InputError, match=r"rds\.csv, line 15: 2 cells"):
        take(into, path)

    assert list(into.iterdir()) == []


def test_a_file_that_breaks_at_its_end_leaves_the_books_as_they_were(into, tmp_path):
    take(into, "aws_ec2.json")
    before = {p.name: p.read_bytes() for p in into.iterdir()}
    path = tmp_path / "aws.json"
    path.write_text((LISTS / "aws_ec2.json").read_text("utf-8")[:-20], "utf-8")

    with pytest.raises(InputError, match="not JSON"):
        take(into, path)

    assert {p.name: p.read_bytes() for p in into.iterdir()} == before


def test_files_of_two_publishers_are_not_mixed(into):
    with pytest.raises(InputError, match="different publishers"):
        take(into, "aws_ec2.json", "gcp_skus.json")


def test_a_disk_that_refuses_is_said(into):
    into.write_text("in the way", "utf-8")

    with pytest.raises(AdapterError, match="cannot be written"):
        take(into, "aws_ec2.json")


def test_pages_are_taken_together(into, tmp_path):
    document = json.loads((LISTS / "azure_retail.json").read_text("utf-8"))
    items = document["Items"]
    pages = []
    for number, part in enumerate((items[:8], items[8:])):
        page = tmp_path / f"page{number}.json"
        page.write_text(json.dumps({**document, "Items": part}), "utf-8")
        pages.append(page)

    report = take(into, *pages)

    assert report.rows == take(tmp_path / "one", "azure_retail.json").rows
    # one date for all: the newest rate stands on the first page
    assert {b.file.split("-", 2)[2] for b in report.books} == {"2026-10-01.parquet"}
    shutil.rmtree(into)
