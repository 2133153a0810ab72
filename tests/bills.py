"""Small bills for tests: a right row of FOCUS 1.0, and files made of changed ones."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

ROW: dict[str, str] = {
    "BilledCost": "1.50",
    "BillingAccountId": "payer",
    "BillingAccountName": "Company",
    "BillingCurrency": "USD",
    "BillingPeriodEnd": "2026-04-01T00:00:00Z",
    "BillingPeriodStart": "2026-03-01T00:00:00Z",
    "ChargeCategory": "Usage",
    "ChargeClass": "",
    "ChargeDescription": "hours",
    "ChargeFrequency": "Usage-Based",
    "ChargePeriodEnd": "2026-03-02T01:00:00Z",
    "ChargePeriodStart": "2026-03-02T00:00:00Z",
    "CommitmentDiscountCategory": "",
    "CommitmentDiscountId": "",
    "CommitmentDiscountName": "",
    "CommitmentDiscountStatus": "",
    "CommitmentDiscountType": "",
    "ConsumedQuantity": "3",
    "ConsumedUnit": "Hours",
    "ContractedCost": "1.50",
    "ContractedUnitPrice": "0.5",
    "EffectiveCost": "1.25",
    "InvoiceIssuerName": "AWS",
    "ListCost": "1.50",
    "ListUnitPrice": "0.5",
    "PricingCategory": "Standard",
    "PricingQuantity": "3",
    "PricingUnit": "Hours",
    "ProviderName": "AWS",
    "PublisherName": "AWS",
    "RegionId": "eu-west-1",
    "RegionName": "EU (Ireland)",
    "ResourceId": "i-1",
    "ResourceName": "web",
    "ResourceType": "instance",
    "ServiceCategory": "Compute",
    "ServiceName": "Amazon EC2",
    "SkuId": "S1",
    "SkuPriceId": "S1.1",
    "SubAccountId": "111",
    "SubAccountName": "web",
    "Tags": '{"team": "web"}',
}


def row(**changes: str) -> dict[str, str]:
    """Return the right row with some cells changed."""
    return ROW | changes


def frame(*changes: dict[str, Any], without: tuple[str, ...] = ()) -> Any:
    """Return rows as a lazy frame of texts, one for each dict of changes."""
    import polars as pl

    rows = [row(**change) for change in changes or ({},)]
    names = [name for name in dict.fromkeys(n for r in rows for n in r) if name not in without]
    return pl.LazyFrame(
        {name: [r.get(name) or None for r in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def csv_text(*changes: dict[str, str], without: tuple[str, ...] = ()) -> str:
    """Return rows as the text of a CSV file, one for each dict of changes."""
    rows = [row(**change) for change in changes or ({},)]
    names = [name for name in dict.fromkeys(n for r in rows for n in r) if name not in without]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(path: Path, *changes: dict[str, str], without: tuple[str, ...] = ()) -> Path:
    """Write rows as a CSV file."""
    path.write_text(csv_text(*changes, without=without), "utf-8")
    return path


def days(*numbers: int, **changes: str) -> list[dict[str, str]]:
    """Return changes for one charge on each of these days of March 2026."""
    return [
        {
            "ChargePeriodStart": f"2026-03-{day:02}T00:00:00Z",
            "ChargePeriodEnd": f"2026-03-{day:02}T12:00:00Z",
            **changes,
        }
        for day in numbers
    ]
