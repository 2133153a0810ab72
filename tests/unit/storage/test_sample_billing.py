"""The sample bill on disk."""

import json
from decimal import Decimal

import polars as pl

from dharma_core.finops.sample_billing import sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters, truth_file, write_sample


def test_write_sample_writes_a_file_a_month_and_the_truth(tmp_path):
    bill = sample_bill(load_sample_parameters(), rows=3_000, months=4, seed=2)
    rows = write_sample(bill, tmp_path / "bill")
    files = sorted((tmp_path / "bill").glob("*.parquet"))
    assert files == sorted((tmp_path / "bill").iterdir())
    assert [f.name for f in files] == [f"bill-2025-0{n}.parquet" for n in range(1, 5)]
    written = pl.read_parquet(files)
    made = pl.concat(frame for month in bill.months for frame in bill.frames(month))
    assert rows == written.height == made.height
    assert written["EffectiveCost"].sum() == made["EffectiveCost"].sum()
    truth = json.loads(truth_file(tmp_path / "bill").read_text())
    dollars = [Decimal(i["dollars"]) for i in truth["incidents"]]
    assert dollars == [i.dollars for i in bill.incidents] != []
    assert truth["incidents"][0]["start"] == bill.incidents[0].start.isoformat()
