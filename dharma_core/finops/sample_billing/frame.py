"""The shape of a billing frame: the columns of FOCUS 1.2 and exact numbers in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["COST_SCALE", "SCHEMA", "exact", "framed", "instant", "money", "month_after"]

COST_SCALE = 13
"""Digits after the point of a cost in whole numbers: five of a quantity and eight of a price."""

_NUMBER = pl.Decimal(38, 15)
_TIME = pl.Datetime("us", "UTC")
_NUMBERS = (
    "BilledCost", "CommitmentDiscountQuantity", "ConsumedQuantity", "ContractedCost",
    "ContractedUnitPrice", "EffectiveCost", "ListCost", "ListUnitPrice",
    "PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice", "PricingQuantity",
)  # fmt: skip
_TIMES = ("BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart")
_TEXTS = (
    "AvailabilityZone", "BillingAccountId", "BillingAccountName", "BillingAccountType",
    "BillingCurrency", "CapacityReservationId", "CapacityReservationStatus", "ChargeCategory",
    "ChargeClass", "ChargeDescription", "ChargeFrequency", "CommitmentDiscountCategory",
    "CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountStatus",
    "CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedUnit", "InvoiceId",
    "InvoiceIssuerName", "PricingCategory", "PricingCurrency", "PricingUnit", "ProviderName",
    "PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType",
    "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter",
    "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
)  # fmt: skip

_KINDS: tuple[tuple[tuple[str, ...], pl.DataType], ...] = (
    (_NUMBERS, _NUMBER),
    (_TIMES, _TIME),
    (_TEXTS, pl.String()),
)

SCHEMA: Mapping[str, pl.DataType] = dict(
    sorted((name, kind) for names, kind in _KINDS for name in names)
)
"""Every column of FOCUS 1.2 in alphabetical order, with the types of decision 0060."""


def exact(whole: NDArray[np.int64], scale: int) -> pl.Series:
    """Return whole numbers as decimals, ``scale`` digits after the point, without rounding.

    Examples
    --------
    >>> exact(np.array([12345, -5]), 3).to_list()
    [Decimal('12.345000000000000'), Decimal('-0.005000000000000')]
    """
    digit = Decimal(1).scaleb(-scale)
    return (pl.Series(whole).cast(pl.Decimal(38, 0)) * pl.Series([digit])).cast(_NUMBER)


def framed(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows written one by one as a billing frame; what they leave out is null."""
    columns = {name: [row.get(name) for row in rows] for name in SCHEMA}
    frame = pl.DataFrame(columns, schema=dict(SCHEMA))
    return frame.with_columns(PricingCurrencyEffectiveCost=pl.col("EffectiveCost"))


def instant(day: date) -> datetime:
    """Return the midnight, in UTC, that a day begins with."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def month_after(month: date) -> date:
    """Return the first day of the next month.

    Examples
    --------
    >>> month_after(date(2025, 12, 1))
    datetime.date(2026, 1, 1)
    """
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def money(amount: float) -> Decimal:
    """Return a float of dollars as a cost to the cent."""
    return Decimal(str(round(amount, 2)))
