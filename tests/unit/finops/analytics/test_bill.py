"""What a bill refuses at the door."""

from datetime import date

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Comparison, Period, as_bill, spend


def test_as_bill_refuses_mixed_currencies(two_months):
    mixed = two_months.with_columns(
        BillingCurrency=pl.when(pl.col("ProviderName") == "AWS")
        .then(pl.lit("EUR"))
        .otherwise("BillingCurrency")
    )
    with pytest.raises(InputError, match="mixes currencies: EUR, USD"):
        as_bill(mixed.lazy())


def test_as_bill_refuses_rows_without_a_currency(two_months):
    some = two_months.with_columns(
        BillingCurrency=pl.when(pl.col("ProviderName") == "AWS").then("BillingCurrency")
    )
    with pytest.raises(InputError, match="USD, none"):
        as_bill(some)


def test_as_bill_refuses_nothing(two_months):
    with pytest.raises(InputError, match="no rows"):
        as_bill(two_months.clear())


def test_as_bill_names_a_missing_column(two_months):
    with pytest.raises(InputError, match="no column 'ChargeCategory'"):
        as_bill(two_months.drop("ChargeCategory"))


def test_a_wrong_dimension_is_told_with_the_nearest(reference):
    with pytest.raises(InputError, match="Did you mean 'ServiceName'"):
        spend(reference, ["ServiceNam"])
    with pytest.raises(InputError, match="no column 'Colour'"):
        reference.where(Colour="red")


def test_periods_have_days_and_do_not_overlap():
    january = Period(date(2025, 1, 1), date(2025, 2, 1))
    with pytest.raises(InputError, match="has no day"):
        Period(date(2025, 2, 1), date(2025, 2, 1))
    with pytest.raises(InputError, match="overlap"):
        Comparison(january, Period(date(2025, 1, 31), date(2025, 2, 28)))
    assert Comparison(january, Period(date(2025, 2, 1), date(2025, 2, 2))).after.days == 1
