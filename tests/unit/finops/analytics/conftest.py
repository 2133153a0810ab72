"""Two months of the sample bill on every engine that is installed, and small bills by hand."""

import importlib.util
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dharma_core.finops.analytics import Bill, as_bill
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters

COSTS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")


@pytest.fixture(scope="session")
def two_months() -> pl.DataFrame:
    bill = sample_bill(load_sample_parameters(), rows=2_500, months=2, seed=4)
    return pl.concat(frame for month in bill.months for frame in bill.frames(month))


@pytest.fixture(scope="session")
def reference(two_months) -> Bill:
    return as_bill(two_months.lazy())


def _pandas(frame: pl.DataFrame) -> Any:
    return frame.to_pandas(use_pyarrow_extension_array=True)


def _duckdb(frame: pl.DataFrame) -> Any:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    return connection.from_arrow(frame.to_arrow())


def _spark(frame: pl.DataFrame) -> Any:
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark needs Java and the extra 'spark'")
    from pyspark.sql import SparkSession

    settings = {
        "spark.master": "local[1]",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.memory": "1g",
        # The quick compiler and collector: a JVM that lives for a minute never earns the others.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    session = SparkSession.builder.config(map=settings).getOrCreate()
    return session.createDataFrame(frame.to_arrow())


@pytest.fixture(
    scope="session",
    params=[_pandas, _duckdb, pytest.param(_spark, marks=pytest.mark.slow)],
    ids=["pandas", "duckdb", "spark"],
)
def elsewhere(request, two_months) -> Bill:
    """Return the same two months on another engine than Polars."""
    return as_bill(request.param(two_months))


@pytest.fixture(scope="session")
def bill_of() -> Callable[..., Bill]:
    """Write a bill by its rows: day, effective cost, and any columns that matter."""

    def write(*rows: dict[str, Any]) -> Bill:
        filled = [_row(**row) for row in rows]
        return as_bill(pl.LazyFrame(filled, schema_overrides=_SCHEMA, infer_schema_length=None))

    return write


_SCHEMA: dict[str, Any] = {
    **dict.fromkeys((*COSTS, "PricingQuantity"), pl.Decimal(38, 15)),
    **dict.fromkeys(
        (
            "ChargeClass", "CommitmentDiscountId", "CommitmentDiscountName", "ResourceId",
            "CommitmentDiscountStatus", "CommitmentDiscountType", "PricingUnit", "ServiceName",
            "SkuId", "SubAccountId", "Tags",
        ),
        pl.String,
    ),
}  # fmt: skip


def _row(day: str = "2025-01-01", cost: str = "0", **columns: Any) -> dict[str, Any]:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    given = {name: Decimal(columns.pop(name, cost)) for name in COSTS}
    quantity = columns.pop("PricingQuantity", None)
    return {
        **dict.fromkeys(_SCHEMA),
        **given,
        "BillingCurrency": "USD",
        "BillingPeriodStart": start.replace(day=1),
        "ChargePeriodStart": start,
        "ChargeCategory": "Usage",
        "PricingQuantity": None if quantity is None else Decimal(quantity),
        **columns,
    }
