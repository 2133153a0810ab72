"""By which columns a bill is looked at, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.finops.analytics.tags import Dimension, Tag

__all__ = ["COLUMNS", "WITHOUT", "label_of"]

COLUMNS: Mapping[str, str] = {
    "ServiceName": "Service",
    "ProviderName": "Provider",
    "SubAccountName": "Account",
    "BillingAccountName": "Billing account",
    "ServiceCategory": "Service category",
    "RegionName": "Region",
    "SkuMeter": "Meter",
    "ResourceName": "Resource",
    "ResourceType": "Resource type",
    "ChargeCategory": "Charge",
    "PricingCategory": "Pricing",
    "CommitmentDiscountName": "Commitment",
    "CommitmentDiscountStatus": "Commitment use",
    "InvoiceId": "Invoice",
}
WITHOUT = "(none)"
"""What stands for charges without a value."""


def label_of(dimension: Dimension) -> str:
    """Return what people call a dimension.

    Examples
    --------
    >>> label_of("SubAccountName"), label_of(Tag("Owner"))
    ('Account', 'Tag Owner')
    """
    if isinstance(dimension, Tag):
        return f"Tag {dimension.key}"
    return COLUMNS.get(dimension, dimension)
