"""What all rows of a stream say alike: provider, account, service, meter, region, invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from dharma_core.finops.sample_billing.company import Stream
from dharma_core.finops.sample_billing.parameters import SampleParameters

__all__ = ["identity", "invoice_id", "stream_texts"]


def stream_texts(parameters: SampleParameters, streams: Sequence[Stream]) -> pl.DataFrame:
    """Return one row a stream: the columns of FOCUS that are the same in all its rows.

    Beside them stand ``prefix`` (of a resource's id), ``invoice``, ``per_unit`` (consumed units in
    a pricing unit) and ``spend`` (whether its commitments are in money).
    """
    return pl.DataFrame(
        [_stream_row(parameters, stream) for stream in streams],
        schema_overrides={"SkuPriceDetails": pl.String},
        infer_schema_length=None,
    )


def _stream_row(parameters: SampleParameters, stream: Stream) -> dict[str, Any]:
    cloud = parameters.clouds[stream.cloud]
    account, service, meter = stream.account, stream.service, stream.meter
    prefix = cloud.resource_id.format(
        namespace=service.namespace,
        region=stream.region,
        account=account.id,
        type=meter.type,
        application=stream.application,
        name="",
    )
    return {
        **identity(parameters, stream.cloud),
        "ChargeCategory": "Usage",
        "ChargeDescription": f"{meter.meter} in {cloud.regions[stream.region]}",
        "ChargeFrequency": "Usage-Based",
        "ConsumedUnit": meter.consumed_unit or meter.unit,
        "PricingUnit": meter.unit,
        "RegionId": stream.region,
        "RegionName": cloud.regions[stream.region],
        "ResourceType": meter.type,
        "ServiceCategory": service.category,
        "ServiceName": service.name,
        "ServiceSubcategory": service.subcategory,
        "SkuId": meter.sku,
        "SkuMeter": meter.meter,
        "SkuPriceDetails": meter.details,
        "SkuPriceId": f"{meter.sku}.{stream.region}",
        "SubAccountId": account.id,
        "SubAccountName": account.name,
        "SubAccountType": cloud.account_type,
        "prefix": prefix,
        "invoice": f"{cloud.billing_account.id}-",
        "per_unit": meter.consumed_per_unit,
        "spend": cloud.commitment.category == "Spend",
    }


def identity(parameters: SampleParameters, cloud_name: str) -> dict[str, Any]:
    """Return what every row of one cloud says: who bills, whom, in which currency."""
    cloud = parameters.clouds[cloud_name]
    return {
        "BillingAccountId": cloud.billing_account.id,
        "BillingAccountName": cloud.billing_account.name,
        "BillingAccountType": cloud.billing_account.type,
        "BillingCurrency": parameters.currency,
        "InvoiceIssuerName": cloud.issuer,
        "PricingCurrency": parameters.currency,
        "ProviderName": cloud.provider,
        "PublisherName": cloud.issuer,
    }


def invoice_id(parameters: SampleParameters, cloud_name: str, month: date) -> str:
    """Return the id of a cloud's invoice of one month."""
    return f"{parameters.clouds[cloud_name].billing_account.id}-{month:%Y%m}"
