"""AWS's Cost and Usage Report in both versions, written from the columns that AWS documents."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.exports import packed, read_file

COMMON = {
    "bill_payer_account_id": "111122223333",
    "bill_billing_period_start_date": "2026-03-01T00:00:00.000Z",
    "bill_billing_period_end_date": "2026-04-01T00:00:00.000Z",
    "bill_invoicing_entity": "Amazon Web Services, Inc.",
    "bill_billing_entity": "AWS",
    "line_item_usage_account_id": "444455556666",
    "line_item_usage_start_date": "2026-03-02T00:00:00.000Z",
    "line_item_usage_end_date": "2026-03-02T01:00:00.000Z",
    "line_item_product_code": "AmazonEC2",
    "line_item_currency_code": "USD",
    "line_item_usage_type": "BoxUsage:m5.large",
    "pricing_unit": "Hrs",
    "product_sku": "SKU1",
}
PLAN = {"savings_plan_savings_plan_a_r_n": "arn:aws:savingsplans::1:sp"}
RESERVED = {"reservation_reservation_a_r_n": "arn:aws:ec2:::ri"}
# What the invoice says: 10 used, a plan's 6 an hour of which 5 are used, a reservation's fee of 4
# of which 3 are used, an upfront fee of 100, 2 of tax, 1 given back, 0.5 of credit.
LINES: list[dict[str, str]] = [
    {"line_item_line_item_type": "Usage", "line_item_unblended_cost": "10",
     "pricing_public_on_demand_cost": "12", "line_item_usage_amount": "100",
     "line_item_unblended_rate": "0.1", "pricing_public_on_demand_rate": "0.12"},
    {"line_item_line_item_type": "SavingsPlanCoveredUsage", "line_item_unblended_cost": "8",
     "pricing_public_on_demand_cost": "8", "line_item_usage_amount": "80",
     "savings_plan_savings_plan_effective_cost": "5", **PLAN},
    {"line_item_line_item_type": "SavingsPlanNegation", "line_item_unblended_cost": "-8",
     "pricing_public_on_demand_cost": "-8", **PLAN},
    {"line_item_line_item_type": "SavingsPlanRecurringFee", "line_item_unblended_cost": "6",
     "savings_plan_total_commitment_to_date": "6", "savings_plan_used_commitment": "5", **PLAN},
    {"line_item_line_item_type": "DiscountedUsage", "line_item_unblended_cost": "0",
     "pricing_public_on_demand_cost": "5", "line_item_usage_amount": "50",
     "line_item_unblended_rate": "0", "pricing_public_on_demand_rate": "0.1",
     "reservation_effective_cost": "3", **RESERVED},
    {"line_item_line_item_type": "RIFee", "line_item_unblended_cost": "4",
     "reservation_unused_amortized_upfront_fee_for_billing_period": "0.25",
     "reservation_unused_recurring_fee": "0.75", **RESERVED},
    {"line_item_line_item_type": "Fee", "line_item_unblended_cost": "100", **RESERVED},
    {"line_item_line_item_type": "Tax", "line_item_unblended_cost": "2"},
    {"line_item_line_item_type": "Refund", "line_item_unblended_cost": "-1"},
    {"line_item_line_item_type": "Credit", "line_item_unblended_cost": "-0.5"},
]  # fmt: skip
TAGS = '{"user_team": "web", "user_cost_center": "7", "aws_created_by": "Root"}'


def by_line(frame: pl.DataFrame, column: str) -> dict[str, Any]:
    kinds = [line["line_item_line_item_type"] for line in LINES]
    return dict(zip(kinds, frame[column].to_list(), strict=True))


def older(name: str) -> str:
    """Return a column as the older report spells it: lineItem/UnblendedCost."""
    for group in ("bill", "lineItem", "product", "pricing", "reservation", "savingsPlan"):
        plain = "".join(f"_{c.lower()}" if c.isupper() else c for c in group)
        if name.startswith(f"{plain}_"):
            words = name.removeprefix(f"{plain}_").split("_")
            return f"{group}/{''.join(word.capitalize() for word in words)}"
    return name


@pytest.fixture(scope="module", params=["2.0 packed", "2.0 parquet", "older packed"])
def report(request, tmp_path_factory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("aws")
    rows = [COMMON | line for line in LINES]
    if request.param == "2.0 packed":
        path = packed(folder / "cur2.csv.gz", [row | {"resource_tags": TAGS} for row in rows])
    elif request.param == "older packed":
        tags = {"resourceTags/user:team": "web", "resourceTags/user:cost_center": "7",
                "resourceTags/aws:created_by": "Root"}  # fmt: skip
        path = packed(
            folder / "cur.csv.gz", [{older(n): v for n, v in row.items()} | tags for row in rows]
        )
    else:
        path = folder / "cur2.parquet"
        typed_report(rows).write_parquet(path)
    name, frame = read_file(path)
    assert name == "aws-cur"
    return frame


def typed_report(rows: list[dict[str, str]]) -> pl.DataFrame:
    """Return the report as Parquet holds it: doubles, timestamps and maps."""
    frame = pl.from_dicts(rows, infer_schema_length=None)
    numbers = [n for n in frame.columns if n.endswith(("_cost", "_amount", "_fee", "_commitment"))]
    numbers += [n for n in frame.columns if n.endswith(("_to_date", "_for_billing_period"))]
    times = [name for name in frame.columns if name.endswith("_date") and "_to_" not in name]
    tags = [{"key": key, "value": value} for key, value in json.loads(TAGS).items()]
    product = [{"key": "product_name", "value": "Amazon Elastic Compute Cloud"}]
    return frame.with_columns(
        pl.col(numbers).cast(pl.Float64),
        pl.col(times).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms"),
        resource_tags=pl.Series([tags] * len(rows)),
        product=pl.Series([product] * len(rows)),
    )


def test_billed_is_what_the_invoice_says(report):
    billed = by_line(report, "BilledCost")
    # 10 + 6 + 4 + 100 + 2 - 1 - 0.5; what the plan covers and its negation are billed by its fee.
    assert sum(billed.values()) == Decimal("120.5")
    assert billed["SavingsPlanCoveredUsage"] == billed["SavingsPlanNegation"] == 0


def test_effective_spreads_fees_over_what_they_cover(report):
    effective = by_line(report, "EffectiveCost")
    assert (effective["SavingsPlanCoveredUsage"], effective["SavingsPlanRecurringFee"]) == (5, 1)
    assert (effective["DiscountedUsage"], effective["RIFee"], effective["Fee"]) == (3, 1, 0)
    # 10 + 5 + 1 + 3 + 1 + 2 - 1 - 0.5
    assert sum(effective.values()) == Decimal("20.5")


def test_list_and_agreed_costs_know_no_commitment(report):
    listed, agreed = by_line(report, "ListCost"), by_line(report, "ContractedCost")
    assert (listed["Usage"], agreed["Usage"]) == (12, 10)
    assert (listed["DiscountedUsage"], agreed["DiscountedUsage"]) == (5, 5)
    assert listed["SavingsPlanNegation"] == agreed["SavingsPlanNegation"] == 0
    assert by_line(report, "ContractedUnitPrice")["DiscountedUsage"] == Decimal("0.1")


def test_lines_have_words_of_focus(report):
    categories = by_line(report, "ChargeCategory")
    assert (categories["Credit"], categories["Refund"], categories["Tax"]) == (
        "Credit",
        "Credit",
        "Tax",
    )
    assert by_line(report, "ChargeClass")["Refund"] == "Correction"
    assert by_line(report, "ConsumedQuantity")["SavingsPlanCoveredUsage"] == 80
    assert by_line(report, "ConsumedQuantity")["RIFee"] is None
    assert set(report["InvoiceIssuerName"]) == {"Amazon Web Services, Inc."}


def test_tags_lose_the_prefix_that_aws_gives_to_what_users_wrote(report):
    tags = json.loads(report["Tags"][0])
    assert (tags["team"], tags["cost_center"]) == ("web", "7")
    assert {key for key in tags if key.startswith("aws")} <= {"aws_created_by", "aws:created_by"}
    assert len(tags) == 3


def test_the_service_is_named_by_the_map_of_the_report_2(tmp_path):
    typed_report([COMMON | LINES[0]]).write_parquet(tmp_path / "a.parquet")
    named = {"product": '{"product_name": "Amazon Elastic Compute Cloud"}'}
    packed(tmp_path / "b.csv.gz", [COMMON | LINES[0] | named])
    packed(tmp_path / "c.csv.gz", [COMMON | LINES[0]])
    services = [
        read_file(tmp_path / name)[1]["ServiceName"].item()
        for name in ("a.parquet", "b.csv.gz", "c.csv.gz")
    ]
    assert services == ["Amazon Elastic Compute Cloud"] * 2 + ["AmazonEC2"]


def test_tags_of_the_older_report_in_parquet_are_columns(tmp_path):
    rows = [
        COMMON | LINES[0] | {"resource_tags_user_cost_center": "7", "resource_tags_user_team": ""},
        COMMON | LINES[0],
    ]
    _, frame = read_file(packed(tmp_path / "a.csv.gz", rows))
    assert frame["Tags"].to_list() == ['{"cost_center": "7"}', None]


def test_a_cost_that_lacks_its_column_is_unknown_and_not_zero(tmp_path):
    lacking = ("savings_plan_used_commitment", "reservation_unused_recurring_fee",
               "reservation_unused_amortized_upfront_fee_for_billing_period")  # fmt: skip
    rows = [COMMON | {k: v for k, v in line.items() if k not in lacking} for line in LINES]
    _, frame = read_file(packed(tmp_path / "a.csv.gz", rows))
    effective = by_line(frame, "EffectiveCost")
    assert effective["SavingsPlanRecurringFee"] is effective["RIFee"] is None
    assert effective["Usage"] == 10


def test_hundreds_of_tags_are_read_in_seconds(tmp_path):
    tags = {f"resourceTags/user:key{n}": f"v{n}" for n in range(300)}
    start = time.process_time()
    _, frame = read_file(packed(tmp_path / "a.csv.gz", [COMMON | LINES[0] | tags]))
    assert json.loads(frame["Tags"].item()) == {f"key{n}": f"v{n}" for n in range(300)}
    assert time.process_time() - start < 10  # joined at once, 100 of them took 6 s
