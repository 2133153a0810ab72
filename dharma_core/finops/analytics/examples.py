"""A bill small enough to add up in one's head, for the examples of docstrings."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import polars as pl

from dharma_core.finops.analytics.bill import Bill, as_bill

__all__ = ["small_bill"]


def small_bill() -> Bill:
    """Return five charges of two services and two months; the last one has no tags.

    Examples
    --------
    >>> small_bill().currency
    'USD'
    """
    january, february = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 2))
    months = [january, january, february, february, february]
    costs = [Decimal(text) for text in ("10.00", "5.00", "12.00", "7.00", "8.50")]
    return as_bill(
        pl.LazyFrame(
            {
                "BillingCurrency": ["USD"] * 5,
                "BillingPeriodStart": months,
                "ChargePeriodStart": months,
                "ChargeCategory": ["Usage"] * 5,
                "ServiceName": ["Compute", "Storage", "Compute", "Storage", "Compute"],
                "SkuId": ["cpu", "disk", "cpu", "disk", "cpu-large"],
                "PricingUnit": ["Hours", "GB", "Hours", "GB", "Hours"],
                "PricingQuantity": [Decimal(n) for n in (10, 50, 10, 70, 5)],
                "BilledCost": costs,
                "EffectiveCost": costs,
                "Tags": ['{"Team":"web"}', '{"Team":"data"}'] * 2 + [None],
            }
        )
    )
