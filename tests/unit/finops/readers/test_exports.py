"""Which format a file is told by its columns, and what is refused with which words."""

from __future__ import annotations

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.bills import recognise
from dharma_core.finops.focus_frame import billing_frame
from dharma_core.finops.readers.mapping import parse_mapping
from dharma_core.storage.billing_facts import load_focus, load_mappings


def read(raw):
    bill = recognise(raw, load_focus(), load_mappings(), file="export")
    return bill.format, billing_frame(bill.frame, load_focus()).collect()


def test_a_file_that_is_no_bill_is_told_what_would_do():
    with pytest.raises(InputError, match="its columns are a, b") as told:
        read(pl.LazyFrame({"a": [1], "b": [2]}))
    assert (
        "AWS Cost and Usage Report 2.0 or older (with line_item_unblended" in told.value.next_step
    )
    assert "costinbillingcurrency or cost, date" in told.value.next_step


def test_a_report_without_its_line_types_is_told_what_it_lacks():
    names = ("bill_payer_account_id", "line_item_unblended_cost", "line_item_usage_start_date",
             "line_item_usage_end_date", "line_item_product_code", "pricing_unit")  # fmt: skip
    with pytest.raises(InputError, match=r"looks like AWS .* lacks line_item_line_item_type"):
        read(pl.LazyFrame({name: ["1"] for name in names}))


def test_ten_thousand_foreign_columns_are_refused_in_a_line():
    with pytest.raises(InputError, match="no bill that Dharma knows") as told:
        read(pl.LazyFrame({f"column {n}" * 20: ["1"] for n in range(10_000)}))
    assert len(told.value.message) < 600
    assert len(told.value.details["columns"]) == 50


def test_a_column_in_two_spellings_is_refused():
    raw = pl.LazyFrame({"BilledCost": ["1"], "billed_cost": ["2"], "ChargePeriodStart": ["x"]})
    with pytest.raises(InputError, match="BilledCost in two spellings"):
        read(raw)


def test_a_mapping_with_an_unknown_key_is_refused():
    raw = {"title": "t", "marks": [], "constants": {}, "columns": {"Tags": {"form": ["a"]}}}
    with pytest.raises(Exception, match="form is not right here"):
        parse_mapping("own", raw, [])
