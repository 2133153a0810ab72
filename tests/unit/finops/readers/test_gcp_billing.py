"""Google Cloud's export to BigQuery, from the fields that Google documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dharma_core.errors import InputError
from tests.exports import csv_of, read_file

ROW: dict[str, Any] = {
    "billing_account_id": "01A-02B-03C",
    "service": {"id": "6F81-5844-456A", "description": "Compute Engine"},
    "sku": {"id": "2E27-4F75-95CD", "description": "N1 core"},
    "usage_start_time": "2026-03-31 07:00:00 UTC",
    "usage_end_time": "2026-03-31 08:00:00 UTC",
    "project": {"id": "shop", "number": "12", "name": "Shop", "labels": [], "ancestors": []},
    "labels": [{"key": "team", "value": "web"}, {"key": "env", "value": "prod"}],
    "system_labels": [],
    "location": {"location": "us-central1", "country": "US", "region": "us-central1", "zone": None},
    "resource": {"name": "vm-1", "global_name": "//compute/vm-1"},
    "cost": 10.1,
    "currency": "USD",
    "currency_conversion_rate": 1.0,
    "usage": {"amount": 3600.0, "unit": "seconds", "amount_in_pricing_units": 1.0,
              "pricing_unit": "hour"},
    "credits": [
        {"name": "CUD", "amount": -2.5, "type": "COMMITTED_USAGE_DISCOUNT"},
        {"name": "free", "amount": -0.1, "type": "FREE_TIER"},
    ],
    "invoice": {"month": "202604"},
    "cost_type": "regular",
    "price": {"effective_price": 10.1, "unit": "hour"},
    "cost_at_list": 12.0,
    "seller_name": "Google",
}  # fmt: skip
TAX = ROW | {"cost": 1.5, "cost_type": "tax", "credits": [], "labels": [], "cost_at_list": None}


def as_lines(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return read_file(path)


def as_parquet(path, rows):
    pl.from_dicts(rows, infer_schema_length=None).with_columns(
        pl.col("usage_start_time", "usage_end_time").str.to_datetime(
            "%Y-%m-%d %H:%M:%S UTC", time_zone="UTC"
        )
    ).write_parquet(path)
    return read_file(path)


@pytest.fixture(params=[as_lines, as_parquet], ids=["JSON lines", "Parquet"])
def export(request, tmp_path):
    name, frame = request.param(tmp_path / "export", [ROW, TAX])
    assert name == "gcp-billing"
    return frame.sort("BilledCost", descending=True)


def test_credits_are_taken_off_and_list_cost_stays(export):
    assert export["BilledCost"].to_list() == [Decimal("7.5"), Decimal("1.5")]  # 10.1 - 2.5 - 0.1
    assert export["ListCost"].to_list() == [12, Decimal("1.5")]
    assert export["ContractedCost"].to_list() == [Decimal("10.1"), Decimal("1.5")]


def test_the_invoice_says_the_month_and_the_usage_the_time(export):
    row = export.row(0, named=True)
    assert row["BillingPeriodStart"] == datetime(2026, 4, 1, tzinfo=UTC)
    assert row["BillingPeriodEnd"] == datetime(2026, 5, 1, tzinfo=UTC)
    assert row["ChargePeriodStart"] == datetime(2026, 3, 31, 7, tzinfo=UTC)


def test_nested_fields_become_columns(export):
    row = export.row(0, named=True)
    assert (row["ServiceName"], row["SkuId"]) == ("Compute Engine", "2E27-4F75-95CD")
    assert (row["SubAccountId"], row["ResourceId"]) == ("shop", "//compute/vm-1")
    assert (row["RegionId"], row["PricingQuantity"], row["PricingUnit"]) == (
        "us-central1",
        1,
        "hour",
    )
    assert json.loads(row["Tags"]) == {"team": "web", "env": "prod"}
    assert export["ChargeCategory"].to_list() == ["Usage", "Tax"]


def test_an_export_without_any_credit_or_label_is_read(tmp_path):
    _, frame = as_lines(tmp_path / "a.json", [TAX])
    assert frame.select("BilledCost", "Tags").row(0) == (Decimal("1.5"), None)


def test_credits_that_were_flattened_to_a_text_are_refused(tmp_path):
    plain = {
        "billing_account_id": "01A",
        "usage_start_time": "2026-03-31 07:00:00 UTC",
        "cost": "10.1",
        "credits": json.dumps(ROW["credits"]),
    }
    (tmp_path / "a.csv").write_text(csv_of([plain]), "utf-8")
    with pytest.raises(InputError, match=r"a\.csv holds the credits of Google Cloud as a text"):
        read_file(tmp_path / "a.csv")
