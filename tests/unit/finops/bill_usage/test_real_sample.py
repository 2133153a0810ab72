"""The published FOCUS 1.0 sample: real descriptions and units, ids made unreadable."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from dharma_core.finops.analytics import Bill
from dharma_core.finops.bill_usage.measuring import measure_usage
from dharma_core.finops.focus_frame import billing_frame
from dharma_core.plan import Plan
from dharma_core.storage.billing_facts import load_focus
from tests.unit.finops.bill_usage.conftest import resource

CASES = {
    "aws_nat_gateway.a": ("Data Processed by NAT Gateways", "monthly_data_processed_gb"),
    "aws_lambda_function.b": ("AWS Lambda - Total Requests", "monthly_requests"),
    "aws_lb.c": ("Application load balancer capacity unit-hour", "monthly_lcu_hours"),
    "aws_sqs_queue.d": ("million Amazon SQS standard requests", "monthly_requests"),
    "aws_cloudwatch_log_group.e": ("per GB-mo of log storage", "storage_gb"),
    "aws_dynamodb_table.f": ("million write request units", "monthly_write_request_units"),
    "aws_instance.g": ("per On Demand Linux t3.micro Instance Hour", "monthly_hrs"),
}


@cache
def _read(folder: Path) -> pl.DataFrame:
    raw = pl.scan_csv(folder / "billing" / "focus_1_0_sample.csv", infer_schema=False)
    return billing_frame(raw, load_focus()).collect()


@pytest.fixture
def sample(shared: Path) -> pl.DataFrame:
    return _read(shared)


@pytest.mark.parametrize(("address", "about"), CASES.items(), ids=list(CASES))
def test_a_resource_of_the_published_sample_is_measured(facts, sample, address, about):
    said, key = about
    rows = sample.filter(pl.col("ChargeDescription").str.contains(said, literal=True))
    known = rows["ResourceId"].drop_nulls()[0]
    plan = Plan((resource(address, arn=known),), region="us-west-2")
    found = measure_usage(plan, Bill(nw.from_native(sample.lazy()), "USD"), facts)
    figure = next(f for f in found.figures if f.key == key)
    days = len(found.covered[0].days)
    whole = rows.filter(pl.col("ResourceId") == known)["ConsumedQuantity"].sum()
    share = Decimal(1) / found.covered[0].months if "storage" in key else Decimal(730) / (24 * days)
    assert abs(figure.value - whole * share) <= Decimal("0.001")
    assert figure.value > 0
