"""Exports of AWS, Azure and Google Cloud as FOCUS: costs by the kind of line, periods, tags."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.bills import recognise
from dharma_core.finops.focus_frame import billing_frame
from dharma_core.finops.readers.mapping import parse_mapping
from dharma_core.storage.billing_facts import load_focus, load_mappings


def read(raw):
    bill = recognise(raw, load_focus(), load_mappings(), file="export")
    return bill.format, billing_frame(bill.frame, load_focus()).collect()


AWS_LINES = [
    # type, unblended, plan's effective, commitment, used, reservation's effective, unused fee
    ("Usage", "10", "", "", "", "", ""),
    ("SavingsPlanCoveredUsage", "8", "5", "", "", "", ""),
    ("SavingsPlanNegation", "-8", "", "", "", "", ""),
    ("SavingsPlanRecurringFee", "6", "", "6", "5", "", ""),
    ("DiscountedUsage", "0", "", "", "", "3", ""),
    ("RIFee", "4", "", "", "", "", "1"),
    ("Tax", "2", "", "", "", "", ""),
    ("Refund", "-1", "", "", "", "", ""),
]


@pytest.fixture(scope="module")
def aws():
    names = (
        "line_item_line_item_type", "line_item_unblended_cost",
        "savings_plan_savings_plan_effective_cost", "savings_plan_total_commitment_to_date",
        "savings_plan_used_commitment", "reservation_effective_cost",
        "reservation_unused_recurring_fee",
    )  # fmt: skip
    raw = pl.LazyFrame(AWS_LINES, schema=names, orient="row").with_columns(
        pl.lit("2026-03-01T00:00:00Z").alias("line_item_usage_start_date"),
        pl.lit("AmazonEC2").alias("line_item_product_code"),
        pl.lit("sp-1").alias("savings_plan_savings_plan_a_r_n"),
    )
    return read(raw)


def test_a_commitment_is_billed_by_its_fee_and_spread_over_what_it_covers(aws):
    name, frame = aws
    billed = dict(zip([line[0] for line in AWS_LINES], frame["BilledCost"].to_list(), strict=True))
    effective = dict(zip(billed, frame["EffectiveCost"].to_list(), strict=True))
    assert name == "aws-cur"
    # Billed: the invoice says 10 + 6 + 0 + 4 + 2 - 1 = 21; covered usage and its negation cancel.
    assert sum(billed.values()) == 21
    assert billed["SavingsPlanCoveredUsage"] == billed["SavingsPlanNegation"] == 0
    # Effective: the plan's 6 are 5 used and 1 unused, the reservation's 4 are 3 and 1.
    assert effective["SavingsPlanCoveredUsage"] == 5
    assert effective["SavingsPlanRecurringFee"] == 1
    assert (effective["DiscountedUsage"], effective["RIFee"]) == (3, 1)
    assert sum(effective.values()) == 21


def test_lines_of_aws_have_words_of_focus(aws):
    _, frame = aws
    row = frame.row(1, named=True)
    assert (row["ChargeCategory"], row["PricingCategory"]) == ("Usage", "Committed")
    assert (row["CommitmentDiscountStatus"], row["CommitmentDiscountType"]) == (
        "Used",
        "Savings Plan",
    )
    assert (row["ProviderName"], row["ServiceCategory"]) == ("AWS", "Compute")
    assert frame["ChargeClass"].to_list()[-1] == "Correction"


def test_the_older_report_is_known_by_its_spelling():
    raw = pl.LazyFrame(
        {
            "lineItem/UnblendedCost": ["1"],
            "lineItem/UsageStartDate": ["2026-03-01T00:00:00Z"],
            "lineItem/LineItemType": ["Usage"],
        }
    )
    assert read(raw)[1]["BilledCost"].to_list() == [Decimal(1)]


def test_azure_days_become_periods_and_bare_tags_an_object():
    raw = pl.LazyFrame(
        {
            "CostInBillingCurrency": ["12.5"],
            "BillingCurrency": ["EUR"],
            "Date": ["03/31/2026"],
            "billingPeriodStartDate": ["03/01/2026"],
            "billingPeriodEndDate": ["03/31/2026"],
            "ChargeType": ["UnusedReservation"],
            "meterCategory": ["Virtual Machines"],
            "tags": ['"team": "web"'],
            "PayGPrice": ["2"],
            "Quantity": ["7"],
        }
    )
    name, frame = read(raw)
    row = frame.row(0, named=True)
    assert name == "azure-cost"
    assert row["ChargePeriodStart"] == datetime(2026, 3, 31, tzinfo=UTC)
    assert row["ChargePeriodEnd"] == row["BillingPeriodEnd"] == datetime(2026, 4, 1, tzinfo=UTC)
    assert (row["BilledCost"], row["ListCost"]) == (Decimal("12.5"), 14)
    assert (row["ChargeCategory"], row["CommitmentDiscountStatus"]) == ("Usage", "Unused")
    assert (row["Tags"], row["ServiceCategory"]) == ('{"team": "web"}', "Compute")


def test_google_credits_are_taken_off_and_structs_are_opened():
    raw = pl.LazyFrame(
        {
            "billing_account_id": ["01A"],
            "service": [{"id": "6F81", "description": "Compute Engine"}],
            "project": [{"id": "p", "name": "Shop"}],
            "usage_start_time": [datetime(2026, 3, 1, tzinfo=UTC)],
            "cost": [10.1],
            "currency": ["USD"],
            "cost_type": ["regular"],
            "credits": [[{"name": "CUD", "amount": -2.5}, {"name": "free", "amount": -0.1}]],
            "invoice": [{"month": "202603"}],
            "labels": [[{"key": "team", "value": "web"}]],
        }
    )
    name, frame = read(raw)
    row = frame.row(0, named=True)
    assert name == "gcp-billing"
    assert (row["BilledCost"], row["ContractedCost"]) == (Decimal("7.5"), Decimal("10.1"))
    assert (row["ServiceName"], row["SubAccountName"]) == ("Compute Engine", "Shop")
    assert row["BillingPeriodEnd"] == datetime(2026, 4, 1, tzinfo=UTC)
    assert row["Tags"] == '{"team": "web"}'


def test_a_file_that_is_no_bill_is_told_what_would_do():
    with pytest.raises(InputError, match="its columns are a, b") as told:
        read(pl.LazyFrame({"a": [1], "b": [2]}))
    assert "AWS Cost and Usage Report 2.0" in told.value.next_step


def test_a_column_in_two_spellings_is_refused():
    raw = pl.LazyFrame({"BilledCost": ["1"], "billed_cost": ["2"], "ChargePeriodStart": ["x"]})
    with pytest.raises(InputError, match="BilledCost in two spellings"):
        read(raw)


def test_a_mapping_with_an_unknown_key_is_refused():
    raw = {"title": "t", "marks": [], "constants": {}, "columns": {"Tags": {"form": ["a"]}}}
    with pytest.raises(Exception, match="form is not right here"):
        parse_mapping("own", raw, [])
