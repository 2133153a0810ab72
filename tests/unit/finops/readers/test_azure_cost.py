"""Azure's cost and usage details of each agreement, from the columns that Microsoft documents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from tests.exports import csv_of, packed, read_file

# An enterprise agreement: month first, one currency, tags without braces.
ENTERPRISE = {
    "SubscriptionId": "sub-1",
    "SubscriptionName": "Shop",
    "ResourceGroup": "rg",
    "ResourceLocation": "westeurope",
    "Date": "03/31/2026",
    "ProductName": "D2 v3",
    "MeterCategory": "Virtual Machines",
    "MeterId": "meter-1",
    "MeterName": "D2 v3",
    "UnitOfMeasure": "1 Hour",
    "Quantity": "24",
    "EffectivePrice": "0.1",
    "CostInBillingCurrency": "2.4",
    "ConsumedService": "Microsoft.Compute",
    "ResourceId": "/subscriptions/sub-1/vm",
    "Tags": '"env": "prod","team": "web"',
    "UnitPrice": "0.1",
    "PublisherName": "Microsoft",
    "ChargeType": "Usage",
    "Frequency": "UsageBased",
    "PricingModel": "OnDemand",
    "BillingAccountId": "123",
    "BillingAccountName": "Company",
    "BillingCurrencyCode": "EUR",
    "BillingPeriodStartDate": "03/01/2026",
    "BillingPeriodEndDate": "03/31/2026",
    "PartNumber": "AAA-1",
    "PayGPrice": "0.12",
}
# A customer agreement: prices in dollars, billed in euros, tags as an object.
CUSTOMER = {
    "invoiceId": "",
    "billingAccountId": "acct",
    "billingAccountName": "Company",
    "billingProfileId": "profile",
    "billingPeriodEndDate": "2026-03-31",
    "billingPeriodStartDate": "2026-03-01",
    "date": "2026-03-31",
    "productOrderId": "order",
    "consumedService": "Microsoft.Compute",
    "meterId": "meter-1",
    "meterName": "D2 v3",
    "meterCategory": "Virtual Machines",
    "ProductName": "D2 v3",
    "SubscriptionId": "sub-1",
    "subscriptionName": "Shop",
    "publisherName": "Microsoft",
    "ResourceId": "/subscriptions/sub-1/vm",
    "resourceLocation": "westeurope",
    "quantity": "24",
    "unitOfMeasure": "1 Hour",
    "chargeType": "Usage",
    "billingCurrency": "EUR",
    "pricingCurrency": "USD",
    "costInBillingCurrency": "2.16",
    "costInPricingCurrency": "2.4",
    "costInUsd": "2.4",
    "exchangeRatePricingToBilling": "0.9",
    "tags": '{"env": "prod", "team": "web"}',
    "PayGPrice": "0.125",
    "frequency": "UsageBased",
    "pricingModel": "OnDemand",
    "unitPrice": "0.1",
}


def one(tmp_path, row):
    (tmp_path / "a.csv").write_text(csv_of([row]), "utf-8")
    name, frame = read_file(tmp_path / "a.csv")
    assert name == "azure-cost"
    return frame.row(0, named=True)


@pytest.mark.parametrize("given", [ENTERPRISE, CUSTOMER], ids=["enterprise", "customer"])
def test_both_agreements_say_when_what_for_whom(tmp_path, given):
    row = one(tmp_path, given)
    assert row["ChargePeriodStart"] == datetime(2026, 3, 31, tzinfo=UTC)
    assert row["ChargePeriodEnd"] == row["BillingPeriodEnd"] == datetime(2026, 4, 1, tzinfo=UTC)
    assert row["BillingPeriodStart"] == datetime(2026, 3, 1, tzinfo=UTC)
    assert (row["BillingCurrency"], row["ServiceName"]) == ("EUR", "Virtual Machines")
    assert (row["ChargeCategory"], row["PricingCategory"]) == ("Usage", "Standard")
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == (24, "1 Hour")
    assert row["Tags"].replace(" ", "") == '{"env":"prod","team":"web"}'


def test_prices_of_one_currency_stay_as_they_are(tmp_path):
    row = one(tmp_path, ENTERPRISE)
    assert (row["BilledCost"], row["ListCost"]) == (Decimal("2.4"), Decimal("2.88"))  # 0.12 x 24
    assert (row["ListUnitPrice"], row["PricingCurrency"]) == (Decimal("0.12"), None)


def test_prices_in_dollars_are_told_in_euros_by_the_rate_of_the_line(tmp_path):
    row = one(tmp_path, CUSTOMER)
    assert (row["BilledCost"], row["PricingCurrencyEffectiveCost"]) == (
        Decimal("2.16"),
        Decimal("2.4"),
    )
    # 0.125 USD x 0.9 = 0.1125 EUR, x 24 = 2.7 EUR
    assert (row["ListUnitPrice"], row["ListCost"]) == (Decimal("0.1125"), Decimal("2.7"))
    assert (row["PricingCurrencyListUnitPrice"], row["PricingCurrency"]) == (
        Decimal("0.125"),
        "USD",
    )
    stated = one(tmp_path, CUSTOMER | {"paygCostInBillingCurrency": "2.71"})
    assert stated["ListCost"] == Decimal("2.71")


def test_a_price_without_a_rate_is_unknown_and_the_list_cost_is_the_cost(tmp_path):
    row = one(tmp_path, CUSTOMER | {"exchangeRatePricingToBilling": ""})
    assert (row["ListUnitPrice"], row["ListCost"]) == (None, Decimal("2.16"))


def test_pay_as_you_go_calls_its_cost_cost(tmp_path):
    renamed = {"CostInBillingCurrency": "Cost", "BillingCurrencyCode": "BillingCurrency"}
    row = one(tmp_path, {renamed.get(name, name): value for name, value in ENTERPRISE.items()})
    assert (row["BilledCost"], row["BillingCurrency"]) == (Decimal("2.4"), "EUR")


@pytest.mark.parametrize(
    ("changes", "category", "status"),
    [
        ({"ChargeType": "Usage", "PricingModel": "Reservation"}, "Committed", "Used"),
        ({"ChargeType": "UnusedReservation", "PricingModel": "Reservation"}, "Committed", "Unused"),
        ({"ChargeType": "Usage", "PricingModel": "SavingsPlan"}, "Committed", "Used"),
        ({"ChargeType": "Purchase", "PricingModel": "Reservation"}, "Committed", None),
        ({"ChargeType": "Usage", "PricingModel": "Spot"}, "Dynamic", None),
    ],
    ids=["reservation", "unused", "savings plan", "purchase", "spot"],
)
def test_what_is_committed_is_used_or_not(tmp_path, changes, category, status):
    row = one(tmp_path, ENTERPRISE | changes)
    assert (row["PricingCategory"], row["CommitmentDiscountStatus"]) == (category, status)


def test_a_refund_is_a_credit_that_corrects(tmp_path):
    row = one(tmp_path, ENTERPRISE | {"ChargeType": "Refund", "CostInBillingCurrency": "-2"})
    assert (row["ChargeCategory"], row["ChargeClass"], row["BilledCost"]) == (
        "Credit",
        "Correction",
        -2,
    )


def test_packed_csv_and_parquet_say_the_same(tmp_path):
    numbers = ("Quantity", "EffectivePrice", "CostInBillingCurrency", "UnitPrice", "PayGPrice")
    frame = pl.from_dicts([ENTERPRISE]).with_columns(
        pl.col(numbers).cast(pl.Float64),
        pl.lit(date(2026, 3, 31)).alias("Date"),
        pl.lit(date(2026, 3, 1)).alias("BillingPeriodStartDate"),
        pl.lit(date(2026, 3, 31)).alias("BillingPeriodEndDate"),
    )
    frame.write_parquet(tmp_path / "a.snappy.parquet", compression="snappy")
    _, typed = read_file(tmp_path / "a.snappy.parquet")
    _, texts = read_file(packed(tmp_path / "a.csv.gz", [ENTERPRISE]))
    assert typed.equals(texts)


def test_an_older_schema_is_refused_with_the_columns_that_it_lacks(tmp_path):
    older = {"CostInBillingCurrency": "PreTaxCost", "Date": "UsageDateTime"}
    row = {older.get(name, name): value for name, value in ENTERPRISE.items()}
    with pytest.raises(InputError, match="lacks costinbillingcurrency or cost, date") as told:
        one(tmp_path, row)
    assert "Azure cost and usage details" in told.value.message
