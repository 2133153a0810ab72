"""A bill condensed to what a monthly review asks: read once, then every question is quick."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from dharma_core.finops.analytics.bill import Bill, Measure, collected

__all__ = ["condensed", "in_invoice_month"]

_START, _INVOICE, _RESOURCE = "ChargePeriodStart", "BillingPeriodStart", "ResourceId"
_KEYS = (
    "BillingCurrency", "ProviderName", "SubAccountName", "ServiceName", "ChargeCategory",
    "ChargeClass", "CommitmentDiscountStatus", "CommitmentDiscountId", "CommitmentDiscountName",
    "CommitmentDiscountType", "SkuId", "PricingUnit", "Tags",
)  # fmt: skip
_SUMS = (*(measure.value for measure in Measure), "PricingQuantity")


def condensed(bill: Bill) -> Bill:
    """Return a bill with one row a day, account, service, price, commitment and tags.

    Sums of the analytics over it are those over the whole bill, to the last digit. ``ResourceId``
    only says whether there is one; days are those of `in_invoice_month`.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> small = small_bill()
    >>> absent = [name for name in (*_KEYS, *_SUMS, _RESOURCE) if name not in small.frame.columns]
    >>> whole = small.frame.with_columns(**{name: nw.lit(None) for name in absent})
    >>> condensed(Bill(whole, "USD")).frame.collect().shape[0]
    5
    """
    bill.has(*_KEYS, *_SUMS, _RESOURCE)
    frame = in_invoice_month(bill).frame.select(
        *_KEYS,
        *_SUMS,
        _INVOICE,
        _START,
        nw.when(~nw.col(_RESOURCE).is_null()).then(nw.lit("known")).alias(_RESOURCE),
    )
    grouped = frame.group_by(*_KEYS, _INVOICE, _START, _RESOURCE).agg(
        *(nw.col(name).sum() for name in _SUMS)
    )
    return replace(bill, frame=nw.from_native(collected(grouped).lazy()))


def in_invoice_month(bill: Bill) -> Bill:
    """Return a bill whose charges count on their day within the month they were invoiced.

    One whose day is in another month, such as a correction of an earlier one, counts on the first
    day of the month of its invoice: so sums of a month are those of its invoices.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> in_invoice_month(small_bill()).currency
    'USD'
    """
    bill.has(_START, _INVOICE)
    month = nw.col(_INVOICE).dt.truncate("1mo")
    day = nw.col(_START).dt.truncate("1d")
    start = nw.when(day.dt.truncate("1mo") == month).then(day).otherwise(month)
    return replace(bill, frame=bill.frame.with_columns(month.alias(_INVOICE), start.alias(_START)))
