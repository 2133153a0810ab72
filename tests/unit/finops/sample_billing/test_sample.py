"""The sample bill: its size, its shape, its rhythm, and that its sums are an invoice's."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.focus_frame import billing_schema
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.finops.sample_billing.frame import SCHEMA
from dharma_core.storage.billing_facts import load_focus
from dharma_core.storage.sample_billing import load_sample_parameters


def test_sample_bill_has_about_the_rows_asked_for(year_rows):
    assert abs(year_rows.height - 55_000) < 1_100


def test_sample_bill_has_the_columns_and_types_of_a_billing_frame(year_rows):
    assert len(SCHEMA) == 57
    assert dict(year_rows.schema) == dict(SCHEMA)
    assert dict(SCHEMA) == dict(billing_schema(load_focus()))


def test_sample_bill_is_the_same_for_the_same_seed_and_another_for_another():
    def first_month(seed):
        bill = sample_bill(load_sample_parameters(), rows=1_500, months=1, seed=seed)
        return pl.concat(bill.frames(bill.months[0]))

    assert first_month(5).equals(first_month(5))
    assert not first_month(5).equals(first_month(6))


def test_months_follow_each_other_without_gap_or_overlap(year, year_rows):
    usage = year_rows.filter(pl.col("ChargeCategory") == "Usage", pl.col("ChargeClass").is_null())
    days = usage["ChargePeriodStart"].dt.date().unique().sort().to_list()
    assert (days[0], days[-1], len(days)) == (date(2025, 1, 1), date(2025, 12, 31), 365)
    assert all((after - before).days == 1 for before, after in pairwise(days))
    same = (
        usage["BillingPeriodStart"].dt.date()
        == usage["ChargePeriodStart"].dt.truncate("1mo").dt.date()
    )
    assert same.all()


def test_a_usage_row_costs_quantity_times_price_to_the_last_digit(year_rows):
    sample = year_rows.filter(pl.col("ConsumedQuantity").is_not_null()).sample(200, seed=1)
    for row in sample.iter_rows(named=True):
        assert row["ListCost"] == row["ListUnitPrice"] * row["PricingQuantity"]
        assert row["ContractedCost"] == row["ContractedUnitPrice"] * row["PricingQuantity"]
        covered = row["CommitmentDiscountStatus"] == "Used"
        assert row["BilledCost"] == (0 if covered else row["ContractedCost"])
        assert row["EffectiveCost"] <= row["ContractedCost"] <= row["ListCost"]


def test_monthly_fees_of_a_commitment_are_what_was_used_and_unused(year_rows):
    of_commitment = year_rows.filter(pl.col("CommitmentDiscountId").is_not_null())
    by_month = of_commitment.group_by("CommitmentDiscountId", "BillingPeriodStart").agg(
        monthly=(pl.col("ChargeFrequency") == "Recurring").any(),
        billed=pl.col("BilledCost").sum(),
        effective=pl.col("EffectiveCost").sum(),
    )
    paid = by_month.filter("monthly")
    assert paid.height > 20
    # Half a cent a day may be lost to rounding: 31 days.
    assert (paid["billed"] - paid["effective"]).abs().max() <= Decimal("0.155")


def test_an_upfront_commitment_is_billed_once_and_amortised_daily(year_rows):
    upfront = year_rows.filter(
        pl.col("ChargeFrequency") == "One-Time", pl.col("ChargeCategory") == "Purchase"
    )
    assert upfront.height > 0
    assert (upfront["EffectiveCost"] == 0).all()
    used = year_rows.filter(
        pl.col("CommitmentDiscountId").is_in(upfront["CommitmentDiscountId"].to_list()),
        pl.col("ChargeCategory") == "Usage",
    )
    assert (used["BilledCost"] == 0).all()
    assert used["EffectiveCost"].sum() > 0


def test_every_kind_of_charge_is_there(year_rows):
    assert set(year_rows["ChargeCategory"]) == {"Usage", "Purchase", "Tax", "Credit"}
    assert set(year_rows["ProviderName"]) == {"AWS", "Microsoft", "Google Cloud"}
    assert "Correction" in set(year_rows["ChargeClass"])
    assert set(year_rows["CommitmentDiscountStatus"]) == {"Used", "Unused", None}
    credit = year_rows.filter(pl.col("ChargeCategory") == "Credit")
    assert (credit["BilledCost"] < 0).all()


def test_weekends_are_quieter_where_people_work(year_rows):
    hours = year_rows.filter(pl.col("SkuId") == "EC2-M6I-XL", pl.col("ChargeClass").is_null())
    by_day = hours.group_by(pl.col("ChargePeriodStart").dt.weekday().alias("weekday")).agg(
        pl.col("ListCost").sum().cast(pl.Float64)
    )
    cost = dict(by_day.iter_rows())
    # The parameters say 0.72 on average at weekends against 1.06 in the week.
    assert 0.6 < (cost[6] + cost[7]) / 2 / ((cost[1] + cost[2] + cost[3]) / 3) < 0.8


def test_some_resources_are_untagged_and_some_half_tagged(year_rows):
    usage = year_rows.filter(pl.col("ResourceName").is_not_null())
    untagged = usage["Tags"].is_null().mean()
    half = (~usage["Tags"].str.contains("CostCenter")).mean()
    assert 0.02 < untagged < 0.2
    assert 0.01 < half < 0.2


@pytest.mark.parametrize(
    ("rows", "months", "said"),
    [(1_000, 0, "0 months"), (1_000, 121, "121 months"), (30, 2, "30 rows are too few for 59")],
    ids=["no month", "too long", "too few rows"],
)
def test_sample_bill_refuses_sizes_that_cannot_be(rows, months, said):
    with pytest.raises(InputError, match=said):
        sample_bill(load_sample_parameters(), rows=rows, months=months)


def test_frames_refuses_a_month_outside_the_bill(year):
    with pytest.raises(InputError, match="no month 2024-12"):
        next(year.frames(date(2024, 12, 1)))


def test_a_small_bill_keeps_the_costliest_parts():
    bill = sample_bill(load_sample_parameters(), rows=600, months=2, seed=1)
    rows = pl.concat(frame for month in bill.months for frame in bill.frames(month))
    # 600 rows over 59 days: at most 7 streams a day, the rest is fees and commitments.
    assert rows["SkuPriceId"].n_unique() <= 12
    assert 400 < rows.height < 800
