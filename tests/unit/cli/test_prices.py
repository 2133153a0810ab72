"""``dharma prices``: list, show, import, check; JSON alone on stdout, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

LISTS = Path(__file__).parents[2] / "fixtures" / "price_lists"
M5 = "aws/ec2/instance instance_type=m5.large,os=linux in us-east-1"


def read_json(ran, code: int = 0):
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_list_counts_every_book_with_dates_sources_and_class(dharma):
    books = read_json(dharma("prices", "list", "--format", "json"))["books"]

    assert {book["provider"] for book in books} == {"aws", "azure", "gcp"}
    spot = next(b for b in books if b["file"] == "aws-ec2_spot-2024-08-09.parquet")
    assert (spot["rows"], spot["regions"], spot["second_class_percent"]) == (12020, 29, "100.0")
    assert (spot["oldest"], spot["sources"]) == ("2024-08-09", ["coroot-cloud-pricing"])


def test_list_of_a_service_counts_its_rows_alone(dharma):
    found = dharma("prices", "list", "--provider", "aws", "--service", "sqs", "--format", "json")

    (book,) = read_json(found)["books"]
    assert book["services"] == ["sqs"]
    assert book["rows"] < 50


def test_show_leads_from_a_key_to_its_row(dharma):
    found = read_json(dharma("prices", "show", M5, "--option", "on_demand", "--format", "json"))

    assert found["prices"] == [
        {
            "key": M5,
            "provider": "aws",
            "service": "ec2",
            "product": "instance",
            "attributes": {"instance_type": "m5.large", "os": "linux"},
            "region": "us-east-1",
            "option": "on_demand",
            "unit": "hours",
            "currency": "USD",
            "tiers": [{"from": "0", "to": None, "price": "0.096"}],
            "details": {"arch": "amd64", "memory_gib": "8", "vcpu": "2"},
            "source": "karpenter-aws",
            "as_of": "2026-07-20",
            "quality": "first",
            "file": "aws-ec2-2026-07-20.parquet",
            "own": False,
            "in_force": True,
            "override": None,
        }
    ]


def test_show_takes_the_keys_that_an_estimate_prints(dharma):
    estimate = read_json(dharma("estimate", "three-tier-web", "--format", "json"))
    parts = [part for resource in estimate["resources"] for part in resource["components"]]

    for part in parts[:3]:
        found = read_json(dharma("prices", "show", part["price_key"], "--format", "json"))
        shown = next(p for p in found["prices"] if p["key"] == part["price_key"] and p["in_force"])
        assert shown["tiers"][0]["price"] == part["unit_price"]
        assert (shown["source"], shown["as_of"]) == (part["source"], part["as_of"])


def test_show_takes_parts_and_wildcards(dharma):
    ran = dharma(
        "prices", "show", "--provider", "aws", "--service", "ec2", "--product", "instance",
        "--region", "eu-west-*", "--attribute", "instance_type=m5.large", "--format", "json",
    )  # fmt: skip

    regions = {price["region"] for price in read_json(ran)["prices"]}
    assert regions == {"eu-west-1", "eu-west-2", "eu-west-3"}


def test_show_in_a_table_says_how_many_there_are_more(dharma):
    ran = dharma("prices", "show", "aws/s3", "--limit", "2")

    assert ran.code == 0
    assert "2 prices shown" in ran.out
    assert "more (--limit)" in ran.out


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        ([], "Nothing says which price", "aws/ec2/nat_gateway"),
        (["nat"], "not a price key", "as an estimate prints it"),
        (["aws/ec2/nat_gatway in us-east-1"], "No price book holds", "aws/ec2/nat_gateway"),
        (["--attribute", "m5.large"], "not of the form NAME=VALUE", "--attribute"),
    ],
)
def test_show_says_what_is_wrong_and_what_is_near(dharma, args, message, hint):
    ran = dharma("prices", "show", *args)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert hint in ran.err


def test_import_reports_what_was_taken_and_what_was_not(dharma):
    report = read_json(dharma("prices", "import", str(LISTS / "aws_ec2.json"), "--format", "json"))

    assert (report["provider"], report["rows"], report["as_of"]) == ("aws", 15, "2026-09-25")
    assert report["unmapped"][0] == {
        "service": "AmazonEC2", "family": "Compute Instance", "products": 1,
    }  # fmt: skip
    own = [b for b in read_json(dharma("prices", "list", "--format", "json"))["books"] if b["own"]]
    assert [book["file"] for book in own] == [book["file"] for book in report["books"]]


def test_import_in_a_table_names_the_products_left_out(dharma):
    ran = dharma("prices", "import", str(LISTS / "azure_retail.json"))

    assert ran.code == 0
    assert "VPN Gateway, Consumption" in ran.out
    assert "10 rows written to your own books" in " ".join(ran.out.split())


@pytest.mark.parametrize("name", ["nothing.json", str(LISTS)])
def test_import_of_what_is_no_file_is_refused(dharma, name):
    ran = dharma("prices", "import", name)

    assert (ran.code, ran.out) == (2, "")
    assert "There is no file" in ran.err


def test_an_estimate_shows_overrides_and_sources(dharma):
    home = Path(os.environ["DHARMA_HOME"])
    (home / "price_overrides.yaml").write_text(
        "version: 1\ndiscounts:\n- {provider: aws, percent: 10, reason: EDP, by: FinOps}\n", "utf-8"
    )

    found = read_json(dharma("estimate", "three-tier-web", "--format", "json"))
    part = found["resources"][0]["components"]
    parts = [p for r in found["resources"] for p in r["components"]] or part
    assert all(p["source"].endswith("less 10 %") for p in parts)
    assert all("EDP, says FinOps" in p["note"] for p in parts)
    table = " ".join(dharma("estimate", "three-tier-web").out.split())
    assert "Price sources:" in table
    assert "less 10 %" in table
    shown = dharma("prices", "show", M5).out
    assert "0.0864" in shown  # 0.096 less a tenth
    assert "List price 0.096 USD" in " ".join(shown.split())


@pytest.mark.uncounted
def test_check_of_the_bundled_books_finds_no_error(dharma):
    report = read_json(dharma("prices", "check", "--provider", "gcp", "--format", "json"))

    assert report["passed"] is True
    assert report["errors"] == 0
    assert {row["service"] for row in report["coverage"]} >= {"compute", "egress", "storage", "vm"}
    assert all(f["level"] == "warning" for f in report["findings"])


def test_check_of_broken_ladders_exits_1_and_names_the_file(dharma):
    import polars as pl

    own = Path(os.environ["DHARMA_HOME"]) / "price_books"
    own.mkdir()
    row = {
        "provider": "gcp", "service": "acme", "product": "disk", "attributes": "", "unit": "GB",
        "region": "us-east1", "tier_from": "0", "tier_to": "10", "purchase_option": "on_demand",
        "price": "1", "currency": "USD", "details": "", "source": "list", "as_of": "2026-01-01",
        "quality": "first",
    }  # fmt: skip
    pl.DataFrame([row]).write_parquet(own / "gcp-acme-2026-01-01.parquet")

    ran = dharma("prices", "check", "--provider", "gcp", "--max-age", "0")

    assert ran.code == 1
    assert "gcp-acme-2026-01-01.parquet" in "".join(ran.out.split())
    assert "1 errors" in ran.out


def test_a_machine_by_its_imported_rates_is_estimated_and_shown_the_same(dharma, tmp_path):
    text = 'resource "google_compute_instance" "a" {\n  zone = "us-west1-b"\n'
    (tmp_path / "main.tf").write_text(f'{text}  machine_type = "n2-standard-4"\n}}\n', "utf-8")
    dharma("prices", "import", str(LISTS / "gcp_skus.json"))

    (resource,) = read_json(dharma("estimate", str(tmp_path), "--format", "json"))["resources"]
    (part,) = resource["components"]
    shown = read_json(dharma("prices", "show", part["price_key"], "--format", "json"))["prices"]

    assert (part["source"], part["as_of"]) == ("Google Cloud Billing Catalog", "2026-10-27")
    (now,) = [p for p in shown if p["key"] == part["price_key"] and p["in_force"]]
    assert (now["source"], now["as_of"]) == (part["source"], part["as_of"])
    assert now["tiers"][0]["price"] == "0.194236"  # 4 x 0.031611 + 16 x 0.004237
    assert {p["source"] for p in shown if p["key"] == now["key"] and not p["in_force"]} == {
        "karpenter-gcp"
    }
    spot = next(p for p in shown if p["option"] == "spot")
    assert spot["in_force"]


def test_list_says_which_overrides_lie_over_the_books(dharma, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    rule = "{provider: aws, percent: 5, reason: EDP 2026, by: FinOps, valid_until: 2999-12-31}"
    Path("price_overrides.yaml").write_text(f"version: 1\ndiscounts:\n- {rule}\n", "utf-8")

    (override,) = read_json(dharma("prices", "list", "--format", "json"))["overrides"]
    table = " ".join(dharma("prices", "list").out.split())

    assert (override["scope"], override["effect"]) == ("aws", "5 % off")
    assert override["valid_until"] == "2999-12-31"
    assert "price_overrides.yaml" in override["where"]
    for words in ("5 % off", "EDP 2026", "FinOps", "2999-12-31", "1 override, 1 in force."):
        assert words in table


def test_list_without_overrides_says_so(dharma, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert read_json(dharma("prices", "list", "--format", "json"))["overrides"] == []
    assert "No overrides" in dharma("prices", "list").out
