"""The same figures whichever engine holds the bill."""

from __future__ import annotations

import pytest

from dharma_core.finops.analytics import as_bill
from dharma_core.finops.bill_usage.measuring import measure_usage
from dharma_core.plan import Plan
from tests.unit.finops.bill_usage.conftest import bill, charge, resource

NAT = "arn:aws:ec2:us-east-1:111:natgateway/nat-0b8f6d21e7c3a5094"
ROWS = (
    charge(NAT, "Amazon Elastic Compute Cloud", "$0.045 per GB Data Processed by NAT Gateways", 6,
           "GB", Tags='{"Name":"nat"}'),
    charge(NAT, "Amazon Elastic Compute Cloud", "Something new", None, None),
    charge(None, "Amazon Simple Queue Service", "?", 1, "GB", ResourceName="jobs"),
)  # fmt: skip


def _duckdb(frame):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    return connection.from_arrow(frame.to_arrow())


def _pandas(frame):
    return frame.to_pandas(use_pyarrow_extension_array=True)


@pytest.mark.parametrize("elsewhere", [_duckdb, _pandas], ids=["duckdb", "pandas"])
def test_a_bill_elsewhere_measures_the_same(facts, elsewhere):
    here = bill(*ROWS)
    there = as_bill(elsewhere(here.frame.collect().to_native()))
    plan = Plan((resource("aws_nat_gateway.nat", tags={"Name": "nat"}),), region="us-east-1")
    found, other = (measure_usage(plan, one, facts) for one in (here, there))
    assert found.as_dict() == other.as_dict()
    assert len(found.figures) == 1
