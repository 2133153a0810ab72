"""Billing facts, allocation and budgets: what was spent, by whom, and against which plan.

A **billing frame** is what everything here takes: one row per charge, with the column names of
FOCUS 1.2 (decision 0060):

- all 57 columns of FOCUS 1.2 are there; a column the bill did not have is null throughout.
  Columns of a provider's own keep their ``x_`` names;
- numbers (``BilledCost``, ``EffectiveCost``, ``ListCost``, ``ContractedCost``, unit prices,
  quantities) are ``Decimal(38, 15)``: sums are exact. Whoever divides or multiplies casts to
  float64 first: a ratio is statistics, a sum is money;
- ``BillingPeriodStart``, ``BillingPeriodEnd``, ``ChargePeriodStart`` and ``ChargePeriodEnd`` are
  ``Datetime("us", "UTC")``; the end is exclusive;
- ``Tags`` and ``SkuPriceDetails`` are the text of one JSON object, or null; values are strings,
  numbers, true or null, and ``{}`` is not the same as null;
- every other column is a string; null is "not known or does not apply", never ``""``;
- costs may be negative (credits, refunds, corrections) and zero;
- ``BillingCurrency`` may differ between rows of what was stored. What sums costs takes a frame
  of one currency: convert first (`finops.currencies`) or refuse.
"""
