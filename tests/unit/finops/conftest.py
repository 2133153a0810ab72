"""One sample bill for all tests of billing: a year, three clouds, some 55,000 rows."""

import polars as pl
import pytest

from dharma_core.finops.sample_billing import SampleBill, sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters


@pytest.fixture(scope="session")
def year() -> SampleBill:
    return sample_bill(load_sample_parameters(), rows=55_000, months=12, seed=11)


@pytest.fixture(scope="session")
def year_rows(year: SampleBill) -> pl.DataFrame:
    return pl.concat(frame for month in year.months for frame in year.frames(month))
