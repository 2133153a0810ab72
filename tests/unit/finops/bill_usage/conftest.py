"""Small bills written row by row, and the bundled facts they are read with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from dharma_core.finops.analytics import Bill
from dharma_core.finops.bill_usage.measured import MeasuredUsage
from dharma_core.finops.bill_usage.measuring import BillFacts, measure_usage
from dharma_core.finops.sample_billing.frame import framed
from dharma_core.plan import Address, Plan, Resource, make_resource
from dharma_core.storage.bill_usage_facts import (
    load_billed_units,
    load_resource_kinds,
    load_usage_rules,
)
from dharma_core.storage.facts import load_catalog

FIRST = date(2025, 12, 1)
Row = dict[str, Any]


@pytest.fixture(scope="session")
def facts() -> BillFacts:
    return BillFacts(load_resource_kinds(), load_billed_units(), load_usage_rules(), load_catalog())


def resource(address: str, **attributes: Any) -> Resource:
    kind, _, name = address.partition(".")
    return make_resource(Address(kind, name), attributes, region="us-east-1")


def charge(resource_id: str, service: str, what: str, quantity: Any, unit: str, **more: Any) -> Row:
    """Return a charge of every one of ``days`` days from 1 December 2025: 31 when left out."""
    return {
        "ResourceId": resource_id,
        "ServiceName": service,
        "ChargeDescription": what,
        "ConsumedQuantity": None if quantity is None else Decimal(str(quantity)),
        "ConsumedUnit": unit,
        **more,
    }


def _days(row: Row) -> list[Row]:
    count, first = row.pop("days", 31), row.pop("first", FIRST)
    starts = [datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(n)
              for n in range(count)]  # fmt: skip
    about = {
        "ProviderName": "AWS",
        "BillingAccountId": "payer",
        "BillingCurrency": "USD",
        "ChargeCategory": "Usage",
        "RegionId": "us-east-1",
        "SubAccountId": "111",
        "EffectiveCost": Decimal("0.10"),
    }
    return [
        about | {"ChargePeriodStart": start, "ChargePeriodEnd": start + timedelta(1)} | row
        for start in starts
    ]


def bill(*rows: Row) -> Bill:
    frame = framed([day for row in rows for day in _days(dict(row))]).lazy()
    own = sorted({name for row in rows for name in row if name.startswith("x_")})
    if own:
        said = {name: [r.get(name) for row in rows for r in _days(dict(row))] for name in own}
        frame = pl.concat([frame, pl.LazyFrame(said)], how="horizontal")
    return Bill(nw.from_native(frame), "USD")


@pytest.fixture(scope="session")
def measure(facts: BillFacts) -> Callable[..., MeasuredUsage]:
    """Measure resources by a bill of rows."""

    def measured(resources: list[Resource], *rows: Row, **more: Any) -> MeasuredUsage:
        plan = Plan(tuple(resources), name="web", region="us-east-1")
        return measure_usage(plan, bill(*rows), facts, months=("2025-12",), **more)

    return measured
